"""事实登记: what a fact is: its type, unit, bounds, label and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal[
    "money",
    "rate",
    "count",
    "number",
    "date",
    "flag",
    "code",
    "industry",
    "district",
    "text",
    "codes",
    "titles",
    "awards",
    "loans",
]
Change = Literal["grow", "wait", "ask", "never"]

SCALES: Final[Mapping[str, int]] = {"money": 100, "rate": 10**9, "number": 10**6}
LISTS: Final = ("codes", "titles", "awards", "loans")
MOST_ENTRIES: Final = 1000  # of a list, so that sums over it have bounds


@dataclass(frozen=True)
class Fact:
    """事实: one thing that may be known of a subject.

    ``lo`` and ``hi`` bound the inner integer (both included): money in 分, rates in 10⁻⁹,
    numbers in 10⁻⁶, dates as day numbers. ``vocabulary`` maps codes to Chinese names.
    ``annual`` is the base key and how many years before the last full year it stands for.
    ``change`` says whether the nearest change may name it: by business growing, by waiting.
    """

    key: str
    kind: Kind
    label: str
    group: str
    unit: str = ""
    lo: int = 0
    hi: int = 0
    vocabulary: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    annual: tuple[str, int] | None = None
    change: Change = "never"
    note: str = ""

    def __hash__(self) -> int:
        return hash(self.key)


def scale(fact: Fact) -> int:
    """内部单位: how many inner integers make one unit that people write."""
    return SCALES.get(fact.kind, 1)
