"""文件效力: whether a document was in force on a day, from what is known of it and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiqi.policies.enums import Standing


@dataclass(frozen=True)
class Validity:
    """效力: the days of a document, None where nobody has read them.

    ``in_force_on`` is its first day, ``until_on`` the first day it holds no longer (exclusive
    end); ``has_no_end`` says that the text sets none. ``repealed_on`` is the first day on which
    another document had repealed it, ``repealed_sometime`` that one did on a day not known.
    """

    issued_on: date | None = None
    in_force_on: date | None = None
    until_on: date | None = None
    has_no_end: bool = False
    repealed_on: date | None = None
    repealed_sometime: bool = False

    @property
    def over_from(self) -> date | None:
        """失效日: the first day on which it surely holds no longer."""
        ends = [day for day in (self.until_on, self.repealed_on) if day is not None]
        return min(ends, default=None)


def standing_on(known: Validity, day: date) -> Standing:
    """当日状态: of a document on ``day``.

    What is learnt later may turn 不详 into an answer, but never one answer into another: a
    document whose end nobody has read is not called 在行, however long ago it began.
    """
    if known.over_from is not None and day >= known.over_from:
        return Standing.REPEALED
    # Nothing is in force before it is issued.
    first = known.in_force_on or known.issued_on
    if first is not None and day < first:
        return Standing.PENDING
    has_begun = known.in_force_on is not None
    end_is_known = known.until_on is not None or known.has_no_end
    if has_begun and end_is_known and not known.repealed_sometime:
        return Standing.IN_FORCE
    return Standing.UNKNOWN
