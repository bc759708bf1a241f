"""服务标准: how long each step of a concern may take, since when, and who says so.

One row for each day on which something changed; a case keeps the standard of the day from which
it is counted. Where a source gives no number, the number is the city's own choice and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from huiqi.concerns.enums import Level, Service

GUIDE: Final = (
    "24 小时和 3 个工作日：2020年3月首席企业服务专员制度（报载）；"
    "签收 1 个工作日、终复 7 个工作日、延期提前 1 个工作日提出：泉州做法；"
    "复杂 15、30 个工作日：许昌、山东做法；"
    "分派 4 个工作小时及其余为本市自定；均待核"
)


@dataclass(frozen=True)
class Reply:
    """答复时限: to the first substantive answer and to the last.

    ``hours`` of clock time, for both; None where working days count. ``more`` working days at
    most can be added to ``last`` by an extension.
    """

    first: int = 0
    last: int = 0
    hours: int | None = None
    more: int = 0


REPLIES: Final[Mapping[str, Reply]] = MappingProxyType(
    {
        Service.CONSULTATION: Reply(hours=24),
        Service.ORDINARY: Reply(first=3, last=7, more=8),
        Service.COMPLEX: Reply(first=3, last=15, more=15),
    }
)


@dataclass(frozen=True)
class Rung:
    """阶梯: on which calendar day with the city a case goes up, and to whom."""

    day: int
    level: Level


@dataclass(frozen=True)
class Standard:
    """服务标准: of what is counted from ``since`` on. Days are working days unless they say other.

    ``ladder`` is in calendar days with the ball in the city; ``reopen`` in calendar days.
    """

    since: date
    basis: str
    unverified: bool = True
    dispatch_hours: int = 4
    sign: int = 1
    decide: int = 1
    replies: Mapping[str, Reply] = field(default_factory=lambda: REPLIES)
    ask_ahead: int = 1  # an extension is asked so long before the last day
    remind: int = 5  # between the question and each reminder of the firm
    reminders: int = 2
    lapse: int = 10  # after the last reminder
    confirm: int = 10  # for the firm to say whether it is solved
    cohandle: int = 3
    call_back: int = 3  # to ask about a withdrawal
    sample: int = 10  # per cent of what ended in a week is called back, of each unit one at least
    sample_most: int = 60  # of one week
    sample_call: int = 5  # to make each of these calls
    work_order: int = 5  # to answer a bad rating
    promise_most: int = 365  # calendar days: a later promise is none
    screen: int = 5  # to decide whether a common problem is taken up
    reopen: int = 30
    ladder: tuple[Rung, ...] = (
        Rung(9, Level.OFFICER),
        Rung(21, Level.CHIEF),
        Rung(45, Level.TASK_FORCE),
        Rung(60, Level.LEADING_GROUP),
    )

    def reply(self, service: str) -> Reply:
        """答复时限: of a class of service; KeyError for one that does not exist."""
        return self.replies[service]


STANDARDS: Final = (Standard(date(1949, 10, 1), GUIDE),)


def standard_on(day: date, standards: tuple[Standard, ...] = STANDARDS) -> Standard:
    """适用的标准: for what is counted from ``day``; LookupError before the first."""
    known = [one for one in standards if one.since <= day]
    if not known:
        raise LookupError(f"{day} 还没有服务标准")
    return max(known, key=lambda one: one.since)
