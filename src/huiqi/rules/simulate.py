"""政策沙盘: what a register of firms would get under one text of a programme, and under another.

Both texts are judged together by the engine of the whole-register sweep, so what they share is
worked out once. Money is 分, exact; what is surely payable and what is possible are two ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any, Final

import numpy as np

from huiqi.rules.batch import ABSENT, NAMES, NO, UNKNOWN, YES
from huiqi.rules.bits import total
from huiqi.rules.book import Library
from huiqi.rules.columns import Ints
from huiqi.rules.policy import Policy
from huiqi.rules.sweep.block import Found, Judge, Tally
from huiqi.rules.sweep.mapped import CODES, Mapped, mapped, opened
from huiqi.rules.sweep.population import BLOCK, CODE, Population
from huiqi.rules.sweep.question import Question, asked_of_versions

BEFORE, AFTER = "before", "after"
SIDES: Final = (BEFORE, AFTER)
Group = tuple[str, str]  # dimension (district, industry, size) and name
Move = tuple[str, str]


@dataclass
class Side:
    """一方: under one of the two texts; ``judged`` are the firms for whom it is in force."""

    tally: Tally = field(default_factory=Tally)
    judged: int = 0
    groups: dict[Group, Tally] = field(default_factory=dict)

    @property
    def no(self) -> int:
        """不符合的户数."""
        return self.judged - self.tally.yes - self.tally.unknown

    def cost(self, share: Fraction = Fraction(1)) -> tuple[int, int | None]:
        """一年的费用: in 分 from what is sure to what is possible, where ``share`` of firms apply.

        Each end is rounded outwards; None where the most of any firm is not known.
        """
        most = None if self.tally.open else ceil(self.tally.possible * share)
        return floor(self.tally.sure * share), most


@dataclass(frozen=True)
class Affected:
    """受影响的企业: whose verdict or surely payable amount (分) differs between the two texts."""

    row: int
    credit_code: str
    before: str
    after: str
    fen_before: int
    fen_after: int


@dataclass
class Simulated:
    """沙盘结果: ``gain`` and ``loss`` add up, in 分, how surely payable amounts rise and fall.

    ``gain - loss`` is exactly what the sure ends of the two sides differ by.
    """

    subjects: int
    sides: dict[str, Side] = field(default_factory=lambda: {side: Side() for side in SIDES})
    moves: Counter[Move] = field(default_factory=Counter)
    firms: dict[Group, int] = field(default_factory=dict)
    raised: int = 0
    lowered: int = 0
    gain: int = 0
    loss: int = 0
    affected: list[Affected] = field(default_factory=list)

    @property
    def winners(self) -> int:
        """新符合的户数: surely met after, and not before."""
        return sum(count for (one, other), count in self.moves.items() if _wins(one, other))

    @property
    def losers(self) -> int:
        """不再符合的户数: surely met before, and not after."""
        return sum(count for (one, other), count in self.moves.items() if _wins(other, one))


def _wins(before: str, after: str) -> bool:
    return after == NAMES[YES] != before


@dataclass(frozen=True)
class Texts:
    """两种文本: of one programme, ``before`` and ``after``, judged on the day ``on``."""

    library: Library
    before: Policy
    after: Policy
    on: date

    def question(self) -> Question:
        """提问: of both; Refused where one is not in force."""
        versions = ((BEFORE, self.before), (AFTER, self.after))
        return asked_of_versions(self.library, versions, self.on)


def simulate(
    texts: Texts,
    path: Path,
    shelf: Path,
    most: int | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Simulated:
    """沙盘推演: over the Parquet register at ``path``, whose columns are kept on ``shelf``.

    ``most`` limits the list of affected firms, not what is counted. Refused with all problems
    of the texts and of the register.
    """
    question = texts.question()
    population = Population.read(path)
    extra = (CODES, *question.extra)
    graph = question.lowered.graph
    folder = mapped(population, graph, texts.on, shelf, extra, told)
    return over(question, opened(folder, graph), most)


def over(question: Question, register: Mapped, most: int | None = None) -> Simulated:
    """推演: the two texts of ``question`` over a register that is open already."""
    size = register.snapshot.size
    result = Simulated(size)
    judge = Judge(question, register, seeks=False)
    for start in range(0, size, BLOCK):
        rows = slice(start, min(start + BLOCK, size))
        _add(result, judge, rows, most)
    return result


def _add(result: Simulated, judge: Judge, rows: slice, most: int | None) -> None:
    question, found = judge.question, judge.block(rows)
    for group, count in found.firms.items():
        result.firms[group] = result.firms.get(group, 0) + count
    for line, tally in enumerate(found.totals):
        side = result.sides[_side(question, line)]
        side.tally.add(tally)
        side.judged += found.judged[line]
    for (line, dimension, name), tally in found.groups.items():
        groups = result.sides[_side(question, line)].groups
        groups.setdefault((dimension, name), Tally()).add(tally)
    before, after = (_columns(judge, found, rows, side) for side in SIDES)
    pairs = np.bincount(before.places * len(NAMES) + after.places, minlength=len(NAMES) ** 2)
    for pair in np.flatnonzero(pairs).tolist():
        result.moves[NAMES[pair // len(NAMES)], NAMES[pair % len(NAMES)]] += int(pairs[pair])
    _money(result, after.fen - before.fen)
    room = None if most is None else most - len(result.affected)
    result.affected += _affected(before, after, rows, judge.mapped, room)


def _side(question: Question, line: int) -> str:
    return question.lines[line].version.partition(":")[0]


def _money(result: Simulated, rise: Ints) -> None:
    up, down = rise[rise > 0], rise[rise < 0]
    result.raised += len(up)
    result.lowered += len(down)
    result.gain += total(up)
    result.loss -= total(down)


@dataclass(frozen=True)
class _Columns:
    """Of each row of a block, under one text: its verdict as a place, what is surely payable."""

    places: Ints
    fen: Ints


def _columns(judge: Judge, found: Found, rows: slice, side: str) -> _Columns:
    question, size = judge.question, rows.stop - rows.start
    places = np.full(size, ABSENT, dtype=np.int64)
    fen = np.zeros(size, dtype=np.int64)
    for variant in question.variants:
        if _side(question, variant.line) == side:
            places[... if variant.days is None else judge.within(variant, rows)] = NO
    for line, pairs in enumerate(found.pairs):
        if _side(question, line) != side:
            continue
        at = pairs.rows - rows.start
        places[at] = np.where(pairs.yes, YES, UNKNOWN)
        if pairs.low is not None:
            fen[at] = pairs.low
    return _Columns(places, fen)


def _affected(
    before: _Columns, after: _Columns, rows: slice, register: Mapped, room: int | None
) -> Iterator[Affected]:
    differs = (before.places != after.places) | (before.fen != after.fen)
    codes: np.ndarray[Any, Any] = register.extra[CODE]
    for at in np.flatnonzero(differs)[:room].tolist():
        row = rows.start + at
        was, becomes = (NAMES[int(one.places[at])] for one in (before, after))
        firm = bytes(codes[row]).decode()
        yield Affected(row, firm, was, becomes, int(before.fen[at]), int(after.fen[at]))
