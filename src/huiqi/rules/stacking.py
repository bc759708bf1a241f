"""叠加: what law that spans programmes says of one firm, loan, invoice or expense.

Plain frozen values, as the rest of a policy; programmes meet by the names they share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from fractions import Fraction

    from huiqi.rules.policy import Cite, Formula, Lined

Every = Literal["year", "title", "loan", "once"]
Thing = Literal["loan", "lease_period", "invoice", "equipment"]
Span = Literal["year", "life"]


@dataclass(frozen=True)
class Expense:
    """费用池: all programmes paying ``pool`` together stay within a share of ``of`` (元)."""

    pool: str
    share_at_most: Fraction
    of: Formula
    line: int = 0


@dataclass(frozen=True)
class Recurrence:
    """重复享受: how often a firm may receive it; ``at_most`` names a parameter (empty: no limit).

    ``once`` means once for each year, title or loan that ``every`` names.
    """

    every: Every
    at_most: str = ""
    consecutive: bool = False
    once: bool = False
    line: int = 0


@dataclass(frozen=True)
class OncePer:
    """一物一次: one and the same thing is supported by one programme only.

    ``object`` names the things (the loans, lease periods, invoices or equipment); programmes
    that name the same ones exclude each other.
    """

    every: Thing
    object: str
    cite: Cite
    line: int = 0


@dataclass(frozen=True)
class SharedCap:
    """共同上限: all programmes with a cap of this ``id`` pay a firm at most that much together.

    ``at_most`` names a parameter in 元 or 万元; for one calendar year or for good (``life``).
    """

    id: str
    every: Span
    at_most: str
    cite: Cite
    text: str = ""
    line: int = 0


@dataclass(frozen=True)
class Stacking:
    """叠加: what may be combined; ``not_with`` are programme ids, ``group`` at most one of it."""

    expense: Expense | None = None
    not_with: tuple[Lined, ...] = ()
    recurs: Recurrence | None = None
    group: str = ""
    once_per: OncePer | None = None
    shared_caps: tuple[SharedCap, ...] = ()
    line: int = 0


NO_STACKING: Final = Stacking()
