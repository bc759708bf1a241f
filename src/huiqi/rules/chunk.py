"""分块计算: every node for one block of rows: packed bits for truth, intervals for numbers.

Bit i of a rail is row i of the block; bits beyond the last row are arbitrary until masked.
Two rails that are equal share one array, so what is fully known costs half.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from huiqi.rules import ir
from huiqi.rules.columns import (
    NULL_FLAG,
    Bools,
    Codes,
    Column,
    Ends,
    Flags,
    Numbers,
    Rails,
    Rows,
    Snapshot,
)
from huiqi.rules.dictionary import FACTS
from huiqi.rules.vocabulary import within

Words: TypeAlias = npt.NDArray[np.uint64]
Step: TypeAlias = tuple[int, tuple[int, ...]]
Values: TypeAlias = npt.NDArray[Any]  # int64, or Python integers where int64 may not do

FEW: Final = 32  # up to so many codes are compared one by one, more are looked up
UNKNOWN, KNOWN = -1, -2  # bits of a slot that are kept beside those of its codes


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


@dataclass
class Pool:
    """缓冲区: arrays for up to ``rows`` rows, used again for every block."""

    rows: int
    flat: Bools = field(init=False)
    _rails: dict[tuple[int, int], Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.flat = np.empty(self.rows, dtype=bool)

    def words(self, node: int, rail: int, count: int) -> Words:
        """位数组: the one that belongs to a rail of a node, ``count`` words of it."""
        found = self._rails.get((node, rail))
        if found is None:
            found = self._rails[node, rail] = np.empty((self.rows + 63) // 64, dtype=np.uint64)
        return found[:count]


class Chunk:
    """块: rails and numbers of the nodes of a graph for some rows of a snapshot."""

    def __init__(self, graph: ir.Graph, snapshot: Snapshot, rows: Rows, pool: Pool) -> None:
        self.graph, self._snapshot, self._rows, self._pool = graph, snapshot, rows, pool
        self.size = snapshot.count(rows)
        self._count = (self.size + 63) // 64
        self._columns: dict[int, Any] = {}
        self._extra: dict[tuple[int, int], Words] = {}
        self.rails: dict[int, tuple[Words, Words]] = {}
        self.numbers: dict[int, tuple[Values, Values]] = {}

    def compute(self, steps: Iterable[Step]) -> None:
        """计算: the nodes of a plan; a number is dropped after its last use."""
        for node, spent in steps:
            if node in self.graph.bounds:
                self.numbers[node] = self._number(node)
            else:
                self.rails[node] = self._truth(node)
            for number in spent:
                del self.numbers[number]

    def unpacked(self, words: Words) -> Bools:
        """展开: one boolean for each row."""
        bits = np.unpackbits(words.view(np.uint8), bitorder="little", count=self.size)
        return bits.view(bool)

    def masked(self, words: Words) -> Words:
        """掩去尾位: the same bits with those beyond the last row cleared, in place."""
        if self.size % 64:
            words[-1] &= np.uint64(2 ** (self.size % 64) - 1)
        return words

    # Truth

    def _truth(self, node: int) -> tuple[Words, Words]:
        match self.graph.nodes[node]:
            case ir.Always(value):
                out = self._out(node, 0)
                out[:] = np.uint64(2**64 - 1) if value else np.uint64(0)
                return out, out
            case ir.AtLeast(slot, limit) | ir.AtMost(slot, limit) as atom:
                compare = np.greater_equal if isinstance(atom, ir.AtLeast) else np.less_equal
                return self._limit(node, slot, limit, compare)
            case ir.Flagged(slot):
                return self._hot(node, slot, [1], [NULL_FLAG])
            case ir.Among(slot, codes):
                words = self._column(slot).words
                return self._coded(node, slot, [(word in codes,) * 2 for word in words])
            case ir.Inside(slot, codes):
                fact, words = FACTS[self.graph.slots[slot].key], self._column(slot).words
                return self._coded(node, slot, [within(fact, word, codes) for word in words])
            case ir.Prepared(slot):
                column = self._column(slot)
                sure = self._packed(column.sure, self._out(node, 0))
                return sure, self._packed(column.possible, self._out(node, 1))
            case ir.NotLess(left, right, by):
                return self._not_less(node, left, right, by)
            case ir.All(of):
                return self._several(node, of, np.bitwise_and)
            case ir.Some(of):
                return self._several(node, of, np.bitwise_or)
            case ir.Opposite(of):
                sure, possible = self.rails[of]
                turned = np.bitwise_not(possible, out=self._out(node, 0))
                if sure is possible:
                    return turned, turned
                return turned, np.bitwise_not(sure, out=self._out(node, 1))
            case found:
                raise AssertionError(found)

    def _limit(self, node: int, slot: int, limit: int, compare: np.ufunc) -> tuple[Words, Words]:
        column = self._column(slot)
        flat = compare(column.values, limit, out=self._pool.flat[: self.size])
        met = self._packed(flat, self._out(node, 0))
        if column.null is None:
            return met, met
        null, known = self._null(slot, column.null)
        possible = np.bitwise_or(met, null, out=self._out(node, 1))
        return np.bitwise_and(met, known, out=met), possible

    def _coded(self, node: int, slot: int, rails: list[tuple[bool, bool]]) -> tuple[Words, Words]:
        """Rails given for every word of a column; a row without a word may be anything."""
        rails = [*rails, (False, True)]
        sure = [code for code, rail in enumerate(rails) if rail[0]]
        unsure = [code for code, rail in enumerate(rails) if rail[1] and not rail[0]]
        if len(sure) + len(unsure) <= FEW:
            return self._hot(node, slot, sure, unsure)
        table = np.array(rails, dtype=bool)
        codes = self._column(slot).codes
        met = self._packed(table[:, 0].take(codes), self._out(node, 0))
        return met, self._packed(table[:, 1].take(codes), self._out(node, 1))

    def _hot(self, node: int, slot: int, sure: list[int], unsure: list[int]) -> tuple[Words, Words]:
        """One of a few codes: each compared once for all atoms of the slot, then combined."""
        met, possible = self._out(node, 0), self._out(node, 1)
        met[:] = 0
        for code in sure:
            np.bitwise_or(met, self._equal(slot, code), out=met)
        possible[:] = met
        for code in unsure:
            np.bitwise_or(possible, self._equal(slot, code), out=possible)
        return met, possible

    def _equal(self, slot: int, code: int) -> Words:
        found = self._extra.get((slot, code))
        if found is None:
            column = self._column(slot)
            codes = column.values if isinstance(column, Flags) else column.codes
            flat = np.equal(codes, code, out=self._pool.flat[: self.size])
            found = self._packed(flat, self._pool.words(-1 - slot, code, self._count))
            self._extra[slot, code] = found
        return found

    def _not_less(self, node: int, left: int, right: int, by: int) -> tuple[Words, Words]:
        # One integer is at least another plus one where it is greater: nothing overflows.
        compare = np.greater if by else np.greater_equal
        wide = not (self.graph.fits(left) and self.graph.fits(right))
        one, two = self._operand(left, wide), self._operand(right, wide)
        sure = self._packed(compare(one[0], two[1]), self._out(node, 0))
        if one[0] is one[1] and two[0] is two[1]:
            return sure, sure
        return sure, self._packed(compare(one[1], two[0]), self._out(node, 1))

    def _several(self, node: int, of: tuple[int, ...], join: np.ufunc) -> tuple[Words, Words]:
        rails = [self.rails[part] for part in of]
        sure = self._joined([rail[0] for rail in rails], join, self._out(node, 0))
        if all(rail[0] is rail[1] for rail in rails):
            return sure, sure
        return sure, self._joined([rail[1] for rail in rails], join, self._out(node, 1))

    def _joined(self, of: list[Words], join: np.ufunc, out: Words) -> Words:
        join(of[0], of[1], out=out)
        for part in of[2:]:
            join(out, part, out=out)
        return out

    # Numbers

    def _number(self, node: int) -> tuple[Values, Values]:
        found = self.graph.nodes[node]
        wide = not all(map(self.graph.fits, (node, *self._number_parts(found))))
        low, high = self._ends(node, wide)
        if wide and self.graph.fits(node):
            return low.astype(np.int64), high.astype(np.int64)
        return low, high

    def _number_parts(self, node: ir.Node) -> list[int]:
        return [part for part in ir.parts(node) if part in self.graph.bounds]

    def _ends(self, node: int, wide: bool) -> tuple[Values, Values]:
        match self.graph.nodes[node]:
            case ir.Range(low, high):
                kind = object if wide else np.int64
                return np.array([low], dtype=kind), np.array([high], dtype=kind)
            case ir.Read(slot):
                return self._read(slot)
            case ir.Add(terms, plus):
                return self._each([self._operand(term, wide) for term in terms], np.add, plus)
            case ir.Times(factor, of):
                ends = self._point(*self._operand(of, wide), lambda end: end * factor)
                return ends if factor > 0 else (ends[1], ends[0])
            case ir.Floor(of, by):
                return self._point(*self._operand(of, wide), lambda end: end // by)
            case ir.Pick(least, of):
                pick = np.minimum if least else np.maximum
                return self._each([self._operand(part, wide) for part in of], pick)
            case ir.Multiply(left, right):
                return self._product(left, right, wide)
            case ir.Choose(test, then, other):
                return self._chosen(test, self._operand(then, wide), self._operand(other, wide))
            case found:
                raise AssertionError(found)

    def _read(self, slot: int) -> tuple[Values, Values]:
        column: Column = self._column(slot)
        if isinstance(column, Ends):
            return column.low, column.high
        assert isinstance(column, Numbers)
        values = column.values.astype(np.int64, copy=False)
        if column.null is None:
            return values, values
        low, high = self.graph.slot_bounds[slot]
        # Unknown values are stored as zero, which is what most facts are at least.
        least = np.where(column.null, low, values) if low else values
        return least, np.where(column.null, high, values)

    def _operand(self, node: int, wide: bool) -> tuple[Values, Values]:
        low, high = self.numbers[node]
        return self._point(low, high, lambda end: end.astype(object)) if wide else (low, high)

    def _point(self, low: Values, high: Values, change: Any) -> tuple[Values, Values]:
        """Both ends changed; a number that is known everywhere is computed once."""
        changed = change(low)
        return (changed, changed) if low is high else (changed, change(high))

    def _each(
        self, of: list[tuple[Values, Values]], join: np.ufunc, plus: int = 0
    ) -> tuple[Values, Values]:
        low = reduce(join, (ends[0] for ends in of))
        point = all(ends[0] is ends[1] for ends in of)
        high = low if point else reduce(join, (ends[1] for ends in of))
        return self._point(low, high, lambda end: end + plus) if plus else (low, high)

    def _product(self, left: int, right: int, wide: bool) -> tuple[Values, Values]:
        one, two = self._operand(left, wide), self._operand(right, wide)
        if one[0] is one[1] and two[0] is two[1]:
            product = one[0] * two[0]
            return product, product
        if self.graph.bounds[left][0] >= 0 and self.graph.bounds[right][0] >= 0:
            return one[0] * two[0], one[1] * two[1]
        corners = [a * b for a in one for b in two]
        return reduce(np.minimum, corners), reduce(np.maximum, corners)

    def _chosen(
        self, test: int, then: tuple[Values, Values], other: tuple[Values, Values]
    ) -> tuple[Values, Values]:
        sure, possible = (self.unpacked(rail) for rail in self.rails[test])
        low = np.where(possible, np.minimum(then[0], other[0]), other[0])
        high = np.where(possible, np.maximum(then[1], other[1]), other[1])
        return np.where(sure, then[0], low), np.where(sure, then[1], high)

    # Columns and bits

    def _column(self, slot: int) -> Any:
        found = self._columns.get(slot)
        if found is None:
            whole: Numbers | Codes | Flags | Rails | Ends
            whole = self._snapshot.columns[self.graph.slots[slot]]
            found = self._columns[slot] = whole.at(self._rows)
        return found

    def _out(self, node: int, rail: int) -> Words:
        return self._pool.words(node, rail, self._count)

    def _packed(self, flat: Bools, out: Words) -> Words:
        if len(flat) != self.size:
            flat = np.broadcast_to(flat, (self.size,))
        bits = np.packbits(flat, bitorder="little")
        out.view(np.uint8)[: len(bits)] = bits
        return out

    def _null(self, slot: int, null: Bools) -> tuple[Words, Words]:
        """Which rows of a slot are unknown, and which are known."""
        if (slot, UNKNOWN) not in self._extra:
            bits = self._packed(null, self._pool.words(-1 - slot, UNKNOWN, self._count))
            known = self._pool.words(-1 - slot, KNOWN, self._count)
            self._extra[slot, UNKNOWN] = bits
            self._extra[slot, KNOWN] = np.bitwise_not(bits, out=known)
        return self._extra[slot, UNKNOWN], self._extra[slot, KNOWN]
