"""分块计算: every node for one block of rows: packed bits for truth, intervals for numbers.

Bit i of a rail is row i of the block; bits beyond the last row are arbitrary until masked.
Two rails that are equal share one array, so what is fully known costs half.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.columns import NULL_FLAG, Bools, Codes, Flags, Rows, Snapshot
from huiqi.rules.dictionary import FACTS
from huiqi.rules.limits import ALL, NOT_LESS, NOT_MORE, Limits
from huiqi.rules.pool import Joining, Pool, Step, Tape, Told, Values, Words
from huiqi.rules.vocabulary import within

__all__ = ["Chunk", "Pool", "Step", "Values", "Words", "plan"]

FEW: Final = 32  # up to so many runs of codes are compared one by one, more are looked up
Run = tuple[int, int]  # codes that follow one another, the first and the last


def plan(graph: ir.Graph, roots: Iterable[int]) -> list[Step]:
    """计划: the nodes that ``roots`` need, in order, each with the numbers it is the last to use.

    All atoms of a column come one after another, while it is in the cache, then the rest.
    """
    kept = tuple(roots)
    atoms = len(graph.slots)

    def place(node: int) -> tuple[int, int]:
        found = graph.nodes[node]
        return (found.slot if isinstance(found, ir.SLOT_ATOMS) else atoms), node

    order = sorted(graph.needed(kept), key=place)
    last = {part: node for node in order for part in ir.parts(graph.nodes[node])}
    spent: dict[int, list[int]] = {node: [] for node in order}
    for part, node in last.items():
        if part in graph.bounds and part not in kept:
            spent[node].append(part)
    return [(node, tuple(spent[node])) for node in order]


class Chunk(Limits):
    """块: rails and numbers of the nodes of a graph for some rows of a snapshot.

    It holds until another one begins with the same ``pool``, which has room for all its rows.
    """

    def __init__(self, graph: ir.Graph, snapshot: Snapshot, rows: Rows, pool: Pool) -> None:
        super().__init__(graph, snapshot, rows, pool)
        self._told: list[Joining] | None = None

    def compute(self, steps: Sequence[Step], tape: Tape | None = None) -> None:
        """计算: the nodes of a plan; a number is dropped after its last use.

        A ``tape`` belongs to these steps and this pool; what it knows by heart is not told again.
        """
        first = 0
        if tape is not None:
            first = self._by_heart(tape)
            self.rails = tape.rails
        for at in range(first, len(steps)):
            node, spent = steps[at]
            self._told = None if tape is None else []
            if node in self.graph.bounds:
                self.numbers[node] = self._number(node)
            else:
                self.rails[node] = self._truth(node)
            for number in spent:
                self._drop(number)
            if tape is not None:
                self._remember(tape, at, node, spent)

    def _remember(self, tape: Tape, at: int, node: int, spent: tuple[int, ...]) -> None:
        tape.done = at + 1
        if self._told:
            # There is a step before: nothing is joined before there is something to join.
            tape.steps[-1].joinings.extend(self._told)
        else:
            tape.steps.append(Told(at, node, self.rails.get(node), spent))

    def _by_heart(self, tape: Tape) -> int:
        """How many steps are done: all, or those before the first rail that stands elsewhere."""
        self.rails = tape.rails
        for place, told in enumerate(tape.steps):
            if told.rails is None:
                self.numbers[told.node] = self._number(told.node)
            else:
                sure, possible = self._truth(told.node)
                if sure is not told.rails[0] or possible is not told.rails[1]:
                    tape.forget(place)
                    return told.at
            for number in told.spent:
                self._drop(number)
            for join, one, two, out in told.joinings:
                join(one, two, out)
        return tape.done

    def masked(self, words: Words) -> Words:
        """掩去尾位: the same bits with those beyond the last row cleared, in place."""
        whole, rest = divmod(self.size, 64)
        if rest:
            words[whole] &= np.uint64(2**rest - 1)
            whole += 1
        if whole < len(words):
            words[whole:] = 0
        return words

    # Truth

    def _truth(self, node: int) -> tuple[Words, Words]:
        match self.graph.nodes[node]:
            case ir.AtLeast(slot, limit):
                return self._limit(node, slot, limit, NOT_LESS)
            case ir.AtMost(slot, limit):
                return self._limit(node, slot, limit, NOT_MORE)
            case ir.All(of):
                return self._several(node, of, np.bitwise_and)
            case ir.Some(of):
                return self._several(node, of, np.bitwise_or)
            case ir.Flagged(slot):
                return self._hot(node, slot, ([(1, 1)], [(NULL_FLAG, NULL_FLAG)]))
            case ir.Among(slot, codes):
                return self._coded(node, slot, lambda word: (word in codes,) * 2)
            case ir.Inside(slot, codes):
                fact = FACTS[self.graph.slots[slot].key]
                return self._coded(node, slot, lambda word: within(fact, word, codes))
            case ir.Prepared(slot):
                column = self._column(slot)
                sure = self._packed(column.sure, node, 0)
                return sure, self._packed(column.possible, node, 1)
            case ir.NotLess(left, right, by):
                return self._not_less(node, left, right, by)
            case ir.Opposite(of):
                return self._opposite(node, of)
            case ir.Always(value):
                out = self._filled_with(node, value)
                return out, out
            case found:
                raise AssertionError(found)

    def _coded(
        self, node: int, slot: int, met: Callable[[str], tuple[bool, bool]]
    ) -> tuple[Words, Words]:
        """Rails told for every word of a column; a row without a word may be anything."""
        column: Codes = self._column(slot)
        kept = self._pool.kept.get((node, column.words))
        if kept is None:
            rails = [*map(met, column.words), (False, True)]
            sure = _runs([code for code, rail in enumerate(rails) if rail[0]])
            unsure = _runs([code for code, rail in enumerate(rails) if rail[1] and not rail[0]])
            kept = self._pool.kept[node, column.words] = (sure, unsure), np.array(rails, dtype=bool)
        runs, table = kept
        if len(runs[0]) + len(runs[1]) <= FEW:
            return self._hot(node, slot, runs)
        sure_, possible = (table[:, rail].take(column.codes) for rail in (0, 1))
        return self._packed(sure_, node, 0), self._packed(possible, node, 1)

    def _hot(
        self, node: int, slot: int, runs: tuple[Sequence[Run], Sequence[Run]]
    ) -> tuple[Words, Words]:
        """One of a few runs of codes: each found once for all atoms of the slot, then combined."""
        met, possible = self._out(node, 0), self._out(node, 1)
        self._either([self._equal(slot, run) for run in runs[0]], met)
        self._either([met, *(self._equal(slot, run) for run in runs[1])], possible)
        return met, possible

    def _either(self, of: Sequence[Words], out: Words) -> None:
        if len(of) > 1:
            np.bitwise_or(of[0], of[1], out=out)
            for part in of[2:]:
                np.bitwise_or(out, part, out=out)
        else:
            out[:] = of[0] if of else 0

    def _equal(self, slot: int, run: Run) -> Words:
        found = self._extra.get((slot, *run))
        if found is None:
            column = self._column(slot)
            codes = column.values if isinstance(column, Flags) else column.codes
            first, last = run
            if first == last:
                np.equal(codes, first, out=self._flat)
            else:
                # Below the first it wraps around, to beyond the last.
                codes = np.subtract(codes, codes.dtype.type(first))
                np.less_equal(codes, last - first, out=self._flat)
            rail = first if first == last else -2 - (first << 32) - last
            found = self._extra[slot, first, last] = self._pack(self._flat, -1 - slot, rail)
        return found

    def _not_less(self, node: int, left: int, right: int, by: int) -> tuple[Words, Words]:
        if left not in self.numbers or right not in self.numbers:
            return self._along(node, by)
        # One integer is at least another plus one where it is greater: nothing overflows.
        compare = np.greater if by else np.greater_equal
        wide = not (self.graph.fits(left) and self.graph.fits(right))
        one, two = self._operand(left, wide), self._operand(right, wide)
        sure = self._met(node, 0, compare(one[0], two[1], out=None if wide else self._flat))
        if one[0] is one[1] and two[0] is two[1]:
            return sure, sure
        return sure, self._met(node, 1, compare(one[1], two[0], out=None if wide else self._flat))

    def _met(self, node: int, rail: int, flat: Bools) -> Words:
        if len(flat) != self.size:
            flat = np.broadcast_to(flat, (self.size,))
        return self._pack(flat, node, rail)

    # Joined truth, which may be done by heart

    def _several(self, node: int, of: tuple[int, ...], join: np.ufunc) -> tuple[Words, Words]:
        rails = [self.rails[part] for part in of]
        sure = self._joined([rail[0] for rail in rails], join, self._out(node, 0))
        if all(rail[0] is rail[1] for rail in rails):
            return sure, sure
        return sure, self._joined([rail[1] for rail in rails], join, self._out(node, 1))

    def _joined(self, of: list[Words], join: np.ufunc, out: Words) -> Words:
        self._join(join, of[0], of[1], out)
        for part in of[2:]:
            self._join(join, out, part, out)
        return out

    def _opposite(self, node: int, of: int) -> tuple[Words, Words]:
        sure, possible = self.rails[of]
        turned = self._join(np.bitwise_xor, possible, ALL, self._out(node, 0))
        if sure is possible:
            return turned, turned
        return turned, self._join(np.bitwise_xor, sure, ALL, self._out(node, 1))

    def _join(self, join: np.ufunc, one: Words, two: Words, out: Words) -> Words:
        join(one, two, out=out)
        if self._told is not None:
            self._told.append((join, one, two, out))
        return out


def _runs(codes: Iterable[int]) -> list[Run]:
    """Codes in order as runs that are as long as can be."""
    return list(_followed(iter(codes)))


def _followed(codes: Iterator[int]) -> Iterator[Run]:
    first = last = next(codes, None)
    for code in codes:
        assert last is not None
        if code != last + 1:
            assert first is not None
            yield first, last
            first = code
        last = code
    if first is not None and last is not None:
        yield first, last
