"""符合者: which firms of a register meet a text of a programme, and how two texts differ for them.

Only the rows that meet a text surely or perhaps are held; all others are «no», or «not in force»
where no version of the text is for them. Money is 分.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from huiqi.rules.batch import ABSENT, NAMES, NO, UNKNOWN, YES
from huiqi.rules.columns import Bools, Ints
from huiqi.rules.sweep.block import Found, Judge, joined

COUNT: Final = len(NAMES)


@dataclass(frozen=True)
class Met:
    """符合者: of a register of ``size`` firms, by ascending row; both ends of what each may get.

    ``low`` is 0 where only perhaps met; ``high`` is negative where the end is not known. ``judged``
    says for which rows the text is in force (None: for every one).
    """

    size: int
    rows: Ints
    yes: Bools
    low: Ints
    high: Ints
    judged: Bools | None = None

    @property
    def in_force(self) -> int:
        """判断的户数: for how many rows the text is in force."""
        return self.size if self.judged is None else int(self.judged.sum())

    def places(self, rows: Ints) -> Ints:
        """结论: of some ascending rows, among them all of ``self.rows``, as places of ``NAMES``."""
        found = np.full(len(rows), NO, dtype=np.int64)
        if self.judged is not None:
            found[~self.judged[rows]] = ABSENT
        found[self._at(rows)] = np.where(self.yes, YES, UNKNOWN)
        return found

    def sure(self, rows: Ints) -> Ints:
        """已能确定的金额: of some ascending rows, among them all of ``self.rows``."""
        found = np.zeros(len(rows), dtype=np.int64)
        found[self._at(rows)] = self.low
        return found

    def _at(self, rows: Ints) -> Any:
        return ... if rows is self.rows else np.searchsorted(rows, self.rows)


def met(judge: Judge, found: Found, lines: list[int], rows: slice) -> Met:
    """某一文本的符合者: of the lines of a question that are its editions; of no line, nobody."""
    size = rows.stop - rows.start
    variants = [one for one in judge.question.variants if one.line in lines]
    if not variants:
        none = np.empty(0, dtype=np.int64)
        nobody = np.zeros(size, dtype=bool)
        return Met(size, none, nobody[:0], none, none, nobody)
    pairs = joined([found.pairs[line] for line in lines])
    judged: Bools | None = None
    if all(one.days is not None for one in variants):
        judged = np.zeros(size, dtype=bool)
        for one in variants:
            judged |= judge.within(one, rows)
    nothing = np.zeros(len(pairs.rows), dtype=np.int64)
    low = nothing if pairs.low is None else pairs.low
    high = nothing if pairs.high is None else pairs.high
    return Met(size, pairs.rows, pairs.yes, low, high, judged)


@dataclass(frozen=True)
class Moved:
    """变化: of the rows that meet either of two texts, or for which one alone is in force.

    ``before`` and ``after`` are places of ``NAMES``, ``fen_before`` and ``fen_after`` what is
    surely payable.
    """

    rows: Ints
    before: Ints
    after: Ints
    fen_before: Ints
    fen_after: Ints

    @property
    def rise(self) -> Ints:
        """增减: of what is surely payable."""
        found: Ints = self.fen_after - self.fen_before
        return found

    @property
    def differs(self) -> Ints:
        """有变化的: places of the rows whose verdict or surely payable amount is another."""
        return np.flatnonzero((self.before != self.after) | (self.fen_before != self.fen_after))


def moved(before: Met, after: Met) -> Moved:
    """变化: from one text to another, over the same register."""
    rows = _either(before, after)
    places = (one.places(rows) for one in (before, after))
    return Moved(rows, *places, *(one.sure(rows) for one in (before, after)))


def _either(before: Met, after: Met) -> Ints:
    rows = before.rows
    if rows is not after.rows and not np.array_equal(rows, after.rows):
        rows = _union(rows, after.rows)
    if before.judged is None and after.judged is None:
        return rows
    one, other = (
        np.ones(met.size, dtype=bool) if met.judged is None else met.judged
        for met in (before, after)
    )
    alone = np.flatnonzero(one ^ other)
    return _union(rows, alone) if len(alone) else rows


def _union(one: Ints, other: Ints) -> Ints:
    """Both, each ascending, as one: a stable sort only merges them."""
    both = np.concatenate((one, other))
    both.sort(kind="stable")
    found: Ints = both[np.diff(both, prepend=-1) > 0]
    return found


def moves(change: Moved, before: Met) -> Counter[tuple[str, str]]:
    """户数: of the whole register by verdict before and after."""
    pairs = np.bincount(change.before * COUNT + change.after, minlength=COUNT**2).tolist()
    # Of all other rows both texts say the same: «no», or for neither is anything in force.
    judged = before.in_force - int((change.before != ABSENT).sum())
    pairs[NO * COUNT + NO] += judged
    pairs[ABSENT * COUNT + ABSENT] += before.size - len(change.rows) - judged
    return Counter(
        {(NAMES[at // COUNT], NAMES[at % COUNT]): int(n) for at, n in enumerate(pairs) if n}
    )
