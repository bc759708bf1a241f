"""界限: columns of a block as bits: which rows keep a limit, which of two lines is higher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, le
from typing import Any, Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.arithmetic import Arithmetic
from huiqi.rules.columns import Bools, Column, Numbers, Packed, Rows, Snapshot, Truths
from huiqi.rules.lines import Line, lines_of
from huiqi.rules.pool import Pool, Values, Words

UNKNOWN: Final = -1  # bits of a slot that are kept beside those of its codes
APART: Final = -(2**31)  # bits that hold for one comparison only, in place of a node
ALL: Final = np.array(2**64 - 1, dtype=np.uint64)


@dataclass(frozen=True)
class Compare:
    """比较: of an array with a number, and of two numbers."""

    all: np.ufunc
    one: Callable[[int, int], bool]


NOT_LESS: Final = Compare(np.greater_equal, ge)
NOT_MORE: Final = Compare(np.less_equal, le)
HOLDS: Final = {
    np.dtype(kind): (np.iinfo(kind).min, np.iinfo(kind).max)
    for size in (8, 16, 32, 64)
    for kind in (f"int{size}", f"uint{size}")
}


class Limits(Arithmetic):
    """界限: of a block of rows, over the narrow columns of a snapshot."""

    def __init__(self, graph: ir.Graph, snapshot: Snapshot, rows: Rows, pool: Pool) -> None:
        super().__init__(graph, snapshot.count(rows), pool)
        self._snapshot, self._rows = snapshot, rows
        self._flat = pool.flat[: self.size]
        self._columns: dict[int, Any] = {}
        self._extra: dict[tuple[int, int, int], Words] = {}
        self._marks: dict[int, Bools] = {}

    def _limit(self, node: int, slot: int, limit: int, compare: Compare) -> tuple[Words, Words]:
        """Both rails of a limit. What is unknown stands there as zero, so one of them is met."""
        column: Numbers = self._column(slot)
        limit -= column.base
        if column.null is None:
            met = self._compared(node, 0, column.values, limit, compare)
            return met, met
        null = self._null(slot, column.null)
        if compare.one(0, limit):
            met = self._compared(node, 1, column.values, limit, compare)
            return np.bitwise_xor(met, null, out=self._out(node, 0)), met
        met = self._compared(node, 0, column.values, limit, compare)
        return met, np.bitwise_or(met, null, out=self._out(node, 1))

    def _compared(
        self, node: int, rail: int, values: Values, limit: int, compare: Compare
    ) -> Words:
        """Every row with a limit, which may lie outside of what the type of the values holds."""
        least, most = HOLDS[values.dtype]
        if not least <= limit <= most:
            return self._filled_with(node, compare.one(0, limit), rail)
        if not values.strides[0] and self.size:  # the same in every row
            return self._filled_with(node, compare.one(int(values[0]), limit), rail)
        compare.all(values, limit, out=self._flat)
        return self._pack(self._flat, node, rail)

    # Two lines, whose numbers a lean plan leaves out

    def _along(self, node: int, by: int) -> tuple[Words, Words]:
        lines = lines_of(self.graph, node)
        assert lines is not None
        one, two = lines
        met = self._both_known(node, one, two, by)
        nulls = [self._column(line.slot).null for line in lines]
        if nulls[0] is None and nulls[1] is None:
            return met, met
        left, right = (self._null(line.slot, null) for line, null in zip(lines, nulls, strict=True))
        some, several, alone, rows = (self._pool.words(APART, place) for place in range(4))
        np.bitwise_or(left, right, out=some)
        np.bitwise_and(left, right, out=several)
        np.bitwise_and(met, some, out=rows)
        np.bitwise_xor(met, rows, out=met)
        possible = self._out(node, 1)
        possible[:] = met
        (low, high), (least, most) = (self._reach(line) for line in lines)
        for out, mine, yours in ((met, low, most), (possible, high, least)):
            if mine >= yours + by:
                np.bitwise_or(out, several, out=out)
            np.bitwise_xor(left, several, out=alone)
            self._where(out, alone, two.slot, two.at_most(mine - by))
            np.bitwise_xor(right, several, out=alone)
            self._where(out, alone, one.slot, one.at_least(yours + by))
        return met, possible

    def _reach(self, line: Line) -> tuple[int, int]:
        ends = [line.factor * end + line.plus for end in self.graph.slot_bounds[line.slot]]
        return min(ends), max(ends)

    def _where(self, out: Words, alone: Words, slot: int, limit: tuple[bool, int]) -> None:
        """Adds those of the rows ``alone`` whose known number in a slot keeps the limit."""
        at_least, value = limit
        least, most = self.graph.slot_bounds[slot]
        if value <= least if at_least else value >= most:
            np.bitwise_or(out, alone, out=out)
        elif value <= most if at_least else value >= least:
            column: Numbers = self._column(slot)
            compare = NOT_LESS if at_least else NOT_MORE
            met = self._compared(APART, 4, column.values, value - column.base, compare)
            np.bitwise_and(met, alone, out=met)
            np.bitwise_or(out, met, out=out)

    def _both_known(self, node: int, one: Line, two: Line, by: int) -> Words:
        """Of all rows, as if what is unknown stood there as it is stored."""
        left, right = self._column(one.slot), self._column(two.slot)
        more = two.factor * right.base + two.plus + by - one.factor * left.base - one.plus
        rooms = self._pool.take(), self._pool.take()
        sides = ((left.values, one.factor), (right.values, two.factor))
        # Half as wide is twice as fast.
        most = sum(HOLDS[values.dtype][1] * abs(factor) for values, factor in sides) + abs(more)
        kind = np.int32 if most <= HOLDS[np.dtype(np.int32)][1] else np.int64
        mine, yours = (
            _multiplied(*side, room.view(kind)[: self.size])
            for side, room in zip(sides, rooms, strict=True)
        )
        if more:
            yours = np.add(yours, more, out=rooms[1].view(kind)[: self.size])
        np.greater_equal(mine, yours, out=self._flat)
        self._pool.give(rooms)
        return self._pack(self._flat, node, 0)

    # Columns and bits

    def _column(self, slot: int) -> Any:
        found = self._columns.get(slot)
        if found is None:
            whole: Column = self._snapshot.columns[self.graph.slots[slot]]
            found = self._columns[slot] = whole.at(self._rows)
        return found

    def _out(self, node: int, rail: int) -> Words:
        return self._pool.words(node, rail)

    def _filled_with(self, node: int, value: bool, rail: int = 0) -> Words:
        out = self._out(node, rail)
        out[:] = ALL if value else 0
        return out

    def _packed(self, truths: Truths, node: int, rail: int) -> Words:
        if not isinstance(truths, Packed):
            return self._pack(truths, node, rail)
        words, octets = self._pool.rail(node, rail)
        octets[: len(truths.octets)] = truths.octets
        return words

    def _pack(self, flat: Bools, node: int, rail: int) -> Words:
        words, octets = self._pool.rail(node, rail)
        bits = np.packbits(flat, bitorder="little")
        octets[: len(bits)] = bits
        return words

    def _null(self, slot: int, null: Truths | None) -> Words:
        """Which rows of a slot are unknown, as bits."""
        found = self._extra.get((slot, UNKNOWN, UNKNOWN))
        if found is None:
            if null is None:
                found = self._filled_with(-1 - slot, False, UNKNOWN)
            else:
                found = self._packed(null, -1 - slot, UNKNOWN)
            self._extra[slot, UNKNOWN, UNKNOWN] = found
        return found

    def _nulls(self, slot: int) -> Bools:
        """Which rows of a slot are unknown, as booleans."""
        found = self._marks.get(slot)
        if found is None:
            found = self._marks[slot] = np.asarray(self._column(slot).null)
        return found


def _multiplied(values: Values, factor: int, room: Values) -> Values:
    """Times a constant, in the type of the room, which is as wide as the product or wider."""
    if values.dtype == room.dtype:
        return values if factor == 1 else np.multiply(values, factor, out=room)
    room[:] = values
    return room if factor == 1 else np.multiply(room, factor, out=room)
