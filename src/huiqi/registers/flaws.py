"""瑕疵: one thing that is wrong in a row, in the five parts that people need to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from huiqi.rules.fields import Fact
from huiqi.rules.problems import Problem, shown, visible

LOOK: Final = "请核对后重新填写"
# What to write where a sentence only says what is wrong, by the kind of the fact.
HOW: Final[Mapping[str, str]] = {
    "money": "请写以元计的金额，如 1000000 或 100万",
    "count": "请写整数，如 12",
    "number": "请写数字，如 12 或 12.5",
    "rate": "请写比例，如 0.05 或 5%",
    "date": "请写日期，如 2021-10-20",
    "flag": "请写「是」或「否」",
    "district": "请写区名，如 南山区",
    "text": "请写文字",
}


class Flaw(NamedTuple):
    """瑕疵: the column (empty: the whole row), what stands there, what is wrong, what to do.

    ``is_general``: what to do is only how the column is written at all; in a sentence, which
    every door says alike, it would be one thing too many.
    """

    column: str
    value: str
    what: str
    fix: str
    is_general: bool = False

    def __str__(self) -> str:
        return self.what if self.is_general else f"{self.what}。{self.fix}"


@dataclass(frozen=True)
class Cell:
    """格: of a column under its heading; what is wrong with it is told with its value."""

    heading: str
    fact: Fact | None = None

    def flaw(self, raw: object, what: str, fix: str = "") -> Flaw:
        """瑕疵: without the full stops; the fix is never left open."""
        how = HOW.get(self.fact.kind, LOOK) if self.fact else LOOK
        told = fix.rstrip("。")
        return Flaw(self.heading, plain(raw), what.rstrip("。"), told or how, not told)

    def flaw_of(self, raw: object, problem: Problem) -> Flaw:
        """由问题: as the reader of facts tells it."""
        return self.flaw(raw, visible(problem.what + problem.why), visible(problem.fix))


def plain(raw: object) -> str:
    """原值: as a list of problems shows it, cut where it is long."""
    return "" if raw is None else visible(shown(raw))
