"""政策沙盘: what a register of firms would get under one text of a programme, and under another.

Both texts are judged together by the engine of the whole-register sweep, so what they share is
worked out once; ``Sandbox`` keeps a register open and what was judged of it. Money is 分, exact;
what is surely payable and what is possible are two ends.
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

from huiqi.rules.batch import NAMES, YES
from huiqi.rules.bits import total
from huiqi.rules.book import Library
from huiqi.rules.columns import Ints, Snapshot
from huiqi.rules.met import Met, Moved, met, moved, moves
from huiqi.rules.policy import Policy
from huiqi.rules.sweep.block import Found, Tally
from huiqi.rules.sweep.digest import slot_digests
from huiqi.rules.sweep.kept import LIMIT, Kept, KeptJudge, KnownGroups
from huiqi.rules.sweep.mapped import CODES, Mapped, kept_only, mapped, opened
from huiqi.rules.sweep.population import CODE, Population
from huiqi.rules.sweep.question import Question, asked_of_versions
from huiqi.rules.sweep.run import MOST_SNAPSHOTS
from huiqi.rules.sweep.stored import TOLD

BEFORE, AFTER = "before", "after"
SIDES: Final = (BEFORE, AFTER)
Group = tuple[str, str]  # dimension (district, industry, size) and name
Move = tuple[str, str]
Progress = Callable[[int, int], None]  # rows read, rows in all


@dataclass
class Side:
    """一方: under one of the two texts; ``judged`` are the firms for whom it is in force.

    ``settled`` adds up, in 分, the amounts of firms that surely meet the text and whose amount is
    known; ``unsettled`` counts those of them whose amount is not.
    """

    tally: Tally = field(default_factory=Tally)
    judged: int = 0
    groups: dict[Group, Tally] = field(default_factory=dict)
    settled: int = 0
    unsettled: int = 0

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


@dataclass
class Shift:
    """增减: of some firms: how many win and lose, and in 分 how surely payable amounts change."""

    winners: int = 0
    losers: int = 0
    raised: int = 0
    lowered: int = 0
    gain: int = 0
    loss: int = 0


@dataclass(frozen=True)
class Affected:
    """受影响的企业: whose verdict or surely payable amount (分) differs between the two texts.

    ``groups`` are its district, section of industry and size.
    """

    row: int
    credit_code: str
    before: str
    after: str
    fen_before: int
    fen_after: int
    groups: tuple[str, ...] = field(default=(), compare=False)


@dataclass
class Simulated:
    """沙盘结果: ``gain`` and ``loss`` add up, in 分, how surely payable amounts rise and fall.

    ``gain - loss`` is exactly what the sure ends of the two sides differ by. ``firms`` counts the
    firms of each group, ``shifts`` says who wins and loses in it where anybody does.
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
    changed: int = 0
    shifts: dict[Group, Shift] = field(default_factory=dict)

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


class Sandbox:
    """沙盘: a register that stays open, and what was judged of it, so that an edit costs little.

    The columns are mapped from ``shelf``, on which so many ``snapshots`` stay besides those in
    use; up to ``limit`` bytes of results are kept in memory.
    Refused with all problems of the register, unless its ``population`` was checked before. One
    thread at a time.
    """

    def __init__(
        self,
        path: Path,
        shelf: Path,
        limit: int = LIMIT,
        *,
        population: Population | None = None,
        snapshots: int = MOST_SNAPSHOTS,
    ) -> None:
        self.population = population or Population.read(path)
        self._most = snapshots
        self._shelf, self._kept = shelf, Kept(limit)
        self._columns: dict[tuple[date, str], Any] = {}
        self._extra: dict[str, Any] = {}
        self._used: list[Path] = []

    def tried(
        self, texts: Texts, most: int | None = None, told: Progress | None = None
    ) -> Simulated:
        """推演: as ``simulate``."""
        return self.answer(texts.question(), most, told)

    def answer(
        self, question: Question, most: int | None = None, told: Progress | None = None
    ) -> Simulated:
        """推演: of a question whose lines are named ``before`` and ``after``."""
        return over(question, self.opened(question, told), most, self._kept)

    def judge(self, question: Question, told: Progress | None = None) -> KeptJudge:
        """引擎: for a question about this register."""
        return KeptJudge(question, self.opened(question, told), self._kept)

    def opened(self, question: Question, told: Progress | None = None) -> Mapped:
        """打开: with the columns that a question reads; only what is new is read from the file."""
        graph, on = question.lowered.graph, question.on
        keys = [(on, digest) for digest in slot_digests(graph)]
        wanted = (CODES, *question.extra)
        if any(key not in self._columns for key in keys) or any(
            one.name not in self._extra for one in wanted
        ):
            folder = mapped(self.population, graph, on, self._shelf, wanted, told)
            found = opened(folder, graph)
            self._used.append(folder)
            (folder / TOLD).touch()  # used last
            kept_only(self._shelf, self._most, self._used)
            columns = (found.snapshot.columns[slot] for slot in graph.slots)
            self._columns |= dict(zip(keys, columns, strict=True))
            self._extra |= found.extra
        columns_of = {slot: self._columns[key] for slot, key in zip(graph.slots, keys, strict=True)}
        extra = {one.name: self._extra[one.name] for one in wanted}
        return Mapped(Snapshot(self.population.size, columns_of), extra)


def simulate(
    texts: Texts,
    path: Path,
    shelf: Path,
    most: int | None = None,
    told: Progress | None = None,
) -> Simulated:
    """沙盘推演: over the Parquet register at ``path``, whose columns are kept on ``shelf``.

    ``most`` limits the list of affected firms, not what is counted. Refused with all problems
    of the texts and of the register.
    """
    question = texts.question()
    return Sandbox(path, shelf).answer(question, most, told)


def over(
    question: Question, register: Mapped, most: int | None = None, kept: Kept | None = None
) -> Simulated:
    """推演: the two texts of ``question`` over a register that is open already.

    ``kept`` is what was judged of this very register before; nothing in it changes the result.
    """
    judge = KeptJudge(question, register, Kept() if kept is None else kept)
    rows = slice(0, register.snapshot.size)
    found = judge.block(rows)
    result = Simulated(rows.stop, firms=found.firms)
    sides: list[Met] = []
    for side in SIDES:
        lines = lines_of(question, side)
        result.sides[side] = _side(found, lines)
        sides.append(met(judge, found, lines, rows))
        _settled(result.sides[side], sides[-1])
    before, after = sides
    change = moved(before, after)
    result.moves = moves(change, before)
    _changed(result, change, judge.groups())
    result.affected = list(_affected(change, judge, most))
    return result


def lines_of(question: Question, side: str) -> list[int]:
    """某一方的项目版本: the places of its lines; their versions begin with its name."""
    return [
        place for place, line in enumerate(question.lines) if line.version.partition(":")[0] == side
    ]


def _side(found: Found, lines: list[int]) -> Side:
    side = Side()
    for line in lines:
        side.tally.add(found.totals[line])
        side.judged += found.judged[line]
    for (line, dimension, name), tally in found.groups.items():
        if line in lines:
            side.groups.setdefault((dimension, name), Tally()).add(tally)
    return side


def _settled(side: Side, of: Met) -> None:
    known = of.yes & (of.low == of.high)
    side.settled = total(of.low[known])
    side.unsettled = int(of.yes.sum()) - int(known.sum())


def _changed(result: Simulated, change: Moved, groups: KnownGroups) -> None:
    """How many firms win, lose, get more or less, in all and in every group."""
    at = change.differs
    whole = _shift(change, at)
    result.changed = len(at)
    result.raised, result.lowered = whole.raised, whole.lowered
    result.gain, result.loss = whole.gain, whole.loss
    rows = change.rows[at]
    for dimension, (group, names) in groups.of.items():
        of = group[rows]
        for place in np.flatnonzero(np.bincount(of, minlength=len(names))).tolist():
            result.shifts[dimension, names[place]] = _shift(change, at[of == place])


def _shift(change: Moved, at: Ints) -> Shift:
    rise = change.rise[at]
    up, down = rise[rise > 0], rise[rise < 0]
    was, becomes = (side[at] == YES for side in (change.before, change.after))
    return Shift(
        winners=int((becomes & ~was).sum()),
        losers=int((was & ~becomes).sum()),
        raised=len(up),
        lowered=len(down),
        gain=total(up),
        loss=-total(down),
    )


def _affected(change: Moved, judge: KeptJudge, most: int | None) -> Iterator[Affected]:
    codes: np.ndarray[Any, Any] = judge.mapped.extra[CODE]
    of = judge.groups().of.values()
    for at in change.differs[:most].tolist():
        row = int(change.rows[at])
        yield Affected(
            row,
            bytes(codes[row]).decode(),
            NAMES[int(change.before[at])],
            NAMES[int(change.after[at])],
            int(change.fen_before[at]),
            int(change.fen_after[at]),
            tuple(names[group[row]] for group, names in of),
        )
