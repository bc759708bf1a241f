"""区间运算: the number nodes of a block of rows, each as its least and its greatest value.

What is known everywhere has one array for both ends. All is int64 where the bounds of a node and
of its parts allow it, else Python integers: nothing ever overflows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from huiqi.rules import ir
from huiqi.rules.columns import Bools, Column, Ends, Halves, Numbers
from huiqi.rules.pool import Pool, Values, Words

Pair = tuple[Values, Values]


class Arithmetic:
    """区间运算: of a block; the numbers that are computed stand in ``numbers``."""

    def __init__(self, graph: ir.Graph, size: int, pool: Pool) -> None:
        self.graph, self.size, self._pool = graph, size, pool
        self.rails: dict[int, tuple[Words, Words]] = {}
        self.numbers: dict[int, Pair] = {}
        self._owned: dict[int, list[Values]] = {}
        pool.begin()

    def unpacked(self, words: Words) -> Bools:
        """展开: one boolean for each row."""
        bits = np.unpackbits(words.view(np.uint8), bitorder="little", count=self.size)
        return bits.view(bool)

    def _column(self, slot: int) -> Any:
        raise NotImplementedError

    def _nulls(self, slot: int) -> Bools:
        raise NotImplementedError

    def _drop(self, number: int) -> None:
        del self.numbers[number]
        self._pool.give(self._owned.pop(number, ()))

    def _number(self, node: int) -> Pair:
        found = self.graph.nodes[node]
        wide = not all(map(self.graph.fits, (node, *self._number_parts(found))))
        low, high = self._ends(node, wide)
        if wide and self.graph.fits(node):
            return low.astype(np.int64), high.astype(np.int64)
        return low, high

    def _number_parts(self, node: ir.Node) -> list[int]:
        return [part for part in ir.parts(node) if part in self.graph.bounds]

    def _ends(self, node: int, wide: bool) -> Pair:
        match self.graph.nodes[node]:
            case ir.Range(low, high):
                kind = object if wide else np.int64
                return np.array([low], dtype=kind), np.array([high], dtype=kind)
            case ir.Read(slot):
                return self._read(node, slot)
            case ir.Add(terms, plus):
                return self._sum(node, [self._operand(term, wide) for term in terms], plus, wide)
            case ir.Times(factor, of):
                ends = self._scalar(node, np.multiply, self._operand(of, wide), factor, wide)
                return ends if factor > 0 else (ends[1], ends[0])
            case ir.Floor(of, by):
                return self._scalar(node, np.floor_divide, self._operand(of, wide), by, wide)
            case ir.Pick(least, of):
                pick = np.minimum if least else np.maximum
                return self._each(node, [self._operand(part, wide) for part in of], pick, wide)
            case ir.Multiply(left, right):
                return self._product(node, left, right, wide)
            case ir.Choose(test, then, other):
                pair = self._operand(then, wide), self._operand(other, wide)
                return self._chosen(node, test, *pair, wide)
            case found:
                raise AssertionError(found)

    # Where results go

    def _room(self, node: int, wide: bool) -> Values | None:
        """An array of the pool that is the node's until it is dropped; None for a fresh one."""
        if wide:
            return None
        taken = self._pool.take()
        self._owned.setdefault(node, []).append(taken)
        return taken[: self.size]

    # Reading

    def _read(self, node: int, slot: int) -> Pair:
        column: Column = self._column(slot)
        if isinstance(column, Ends):
            low = self._widened(node, column.low)
            return low, low if column.high is column.low else self._widened(node, column.high)
        assert isinstance(column, Numbers)
        values = self._widened(node, column.values, column.base)
        if column.null is None:
            return values, values
        # What is unknown stands there as the base: zero, which is what most facts are at least.
        least, most = (
            values if end == column.base else self._filled(node, values, slot, end)
            for end in self.graph.slot_bounds[slot]
        )
        return least, most

    def _widened(self, node: int, values: Values | Halves, base: int = 0) -> Values:
        if isinstance(values, Halves):
            return np.asarray(values)
        if values.dtype in (np.int64, object) and not base:
            return values
        room = self._room(node, wide=False)
        assert room is not None
        np.copyto(room, values)
        if base:
            room += base
        return room

    def _filled(self, node: int, values: Values, slot: int, end: int) -> Values:
        room = self._room(node, wide=False)
        assert room is not None
        np.copyto(room, values)
        np.copyto(room, end, where=self._nulls(slot))
        return room

    def _operand(self, node: int, wide: bool) -> Pair:
        low, high = self.numbers[node]
        if not wide:
            return low, high
        exact = low.astype(object)
        return exact, exact if low is high else high.astype(object)

    # Computing

    def _scalar(self, node: int, do: np.ufunc, of: Pair, by: int, wide: bool) -> Pair:
        """Both ends with a constant; a number that is known everywhere is computed once."""
        low = do(of[0], by, out=self._room(node, wide))
        return low, low if of[0] is of[1] else do(of[1], by, out=self._room(node, wide))

    def _each(self, node: int, of: Sequence[Pair], join: np.ufunc, wide: bool) -> Pair:
        low = _folded([ends[0] for ends in of], join, self._room(node, wide))
        if all(ends[0] is ends[1] for ends in of):
            return low, low
        return low, _folded([ends[1] for ends in of], join, self._room(node, wide))

    def _sum(self, node: int, of: Sequence[Pair], plus: int, wide: bool) -> Pair:
        if len(of) == 1:
            return self._scalar(node, np.add, of[0], plus, wide)
        low, high = self._each(node, of, np.add, wide)
        if not plus:
            return low, high
        more = np.add(low, plus, out=None if wide else low)
        return more, more if low is high else np.add(high, plus, out=None if wide else high)

    def _product(self, node: int, left: int, right: int, wide: bool) -> Pair:
        one, two = self._operand(left, wide), self._operand(right, wide)
        point = one[0] is one[1] and two[0] is two[1]
        if point or (self.graph.bounds[left][0] >= 0 and self.graph.bounds[right][0] >= 0):
            low = np.multiply(one[0], two[0], out=self._room(node, wide))
            return low, low if point else np.multiply(one[1], two[1], out=self._room(node, wide))
        corners = [a * b for a in one for b in two]
        return reduce(np.minimum, corners), reduce(np.maximum, corners)

    def _chosen(self, node: int, test: int, then: Pair, other: Pair, wide: bool) -> Pair:
        rails = self.rails[test]
        sure, possible = (self.unpacked(rail) for rail in rails)
        if wide:
            low = np.where(possible, np.minimum(then[0], other[0]), other[0])
            high = np.where(possible, np.maximum(then[1], other[1]), other[1])
            return np.where(sure, then[0], low), np.where(sure, then[1], high)
        impossible = np.logical_not(possible, out=possible)
        found = []
        for end, pick in enumerate((np.minimum, np.maximum)):
            room = self._room(node, wide)
            assert room is not None
            pick(then[end], other[end], out=room)
            np.copyto(room, other[end], where=impossible)
            np.copyto(room, then[end], where=sure)
            if all(ends[0] is ends[1] for ends in (rails, then, other)):
                return room, room
            found.append(room)
        return found[0], found[1]


def _folded(of: Sequence[Values], join: np.ufunc, room: Values | None) -> Values:
    found: Values = join(of[0], of[-1], out=room)
    for part in of[1:-1]:
        found = join(found, part, out=room)
    return found
