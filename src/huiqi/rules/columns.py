"""列: the facts of many subjects as columns, one for each input of the programmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from huiqi.rules import ir

Rows: TypeAlias = slice | npt.NDArray[np.int64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

NULL_FLAG: Final = 2


@dataclass(frozen=True)
class Numbers:
    """数值列: inner integers; ``null`` marks the unknown ones, None when there are none.

    ``values`` are int32 where the registry's bounds allow, else int64, and 0 where unknown.
    """

    values: npt.NDArray[np.signedinteger[Any]]
    null: Bools | None

    def at(self, rows: Rows) -> Numbers:
        """取行: the same column for some rows."""
        null = None if self.null is None else self.null[rows]
        return Numbers(self.values[rows], null if null is not None and null.any() else None)


@dataclass(frozen=True)
class Codes:
    """代码列: positions in ``words``; one past the last is unknown."""

    codes: npt.NDArray[Any]
    words: tuple[str, ...]

    def at(self, rows: Rows) -> Codes:
        """取行: the same column for some rows."""
        return Codes(self.codes[rows], self.words)


@dataclass(frozen=True)
class Flags:
    """是否列: 0 no, 1 yes, 2 unknown."""

    values: npt.NDArray[np.uint8]

    def at(self, rows: Rows) -> Flags:
        """取行: the same column for some rows."""
        return Flags(self.values[rows])


@dataclass(frozen=True)
class Rails:
    """清单条件列: a prepared test of a list, surely and possibly."""

    sure: Bools
    possible: Bools

    def at(self, rows: Rows) -> Rails:
        """取行: the same column for some rows."""
        return Rails(self.sure[rows], self.possible[rows])


@dataclass(frozen=True)
class Ends:
    """清单数值列: a prepared number of a list, its least and greatest value.

    Python integers where the slot's bounds leave int64.
    """

    low: npt.NDArray[Any]
    high: npt.NDArray[Any]

    def at(self, rows: Rows) -> Ends:
        """取行: the same column for some rows."""
        return Ends(self.low[rows], self.high[rows])


Column = Numbers | Codes | Flags | Rails | Ends


@dataclass(frozen=True)
class Snapshot:
    """快照: ``size`` subjects; a column for every slot that the programmes read."""

    size: int
    columns: Mapping[ir.Slot, Column]

    def at(self, rows: Rows) -> Snapshot:
        """取行: the same columns for some rows."""
        columns = {slot: column.at(rows) for slot, column in self.columns.items()}
        return Snapshot(self.count(rows), columns)

    def count(self, rows: Rows) -> int:
        """行数: how many rows these are."""
        return len(range(*rows.indices(self.size))) if isinstance(rows, slice) else len(rows)


def columns_of(graph: ir.Graph, rows: Sequence[Sequence[Any]]) -> dict[ir.Slot, Column]:
    """由行转列: a column for every slot of ``graph`` that does not sum up loans."""
    return {
        slot: column_of(slot, [row[index] for row in rows], graph.slot_bounds[index])
        for index, slot in enumerate(graph.slots)
        if slot.each is None
    }


def column_of(slot: ir.Slot, values: Sequence[Any], bounds: tuple[int, int]) -> Column:
    """列: from the values of a slot, one for each row; None where unknown."""
    match slot.kind:
        case "number":
            null = np.array([value is None for value in values], dtype=bool)
            filled = [0 if value is None else value for value in values]
            return Numbers(np.array(filled, dtype=whole(bounds)), null if null.any() else None)
        case "code":
            return encoded(values)
        case "flag":
            flags = [NULL_FLAG if value is None else int(value) for value in values]
            return Flags(np.array(flags, dtype=np.uint8))
        case "rails":
            pairs = np.array(values, dtype=bool).reshape(-1, 2)
            return Rails(pairs[:, 0].copy(), pairs[:, 1].copy())
        case "range":
            ends = np.array(values, dtype=np.int64).reshape(-1, 2)
            return Ends(ends[:, 0].copy(), ends[:, 1].copy())


def encoded(values: Sequence[str | None]) -> Codes:
    """编码: a column of codes, None where unknown."""
    words = tuple(sorted({value for value in values if value is not None}))
    position: dict[str | None, int] = {word: index for index, word in enumerate(words)}
    position[None] = len(words)
    codes = np.array([position[value] for value in values], dtype=width(len(words)))
    return Codes(codes, words)


def whole(bounds: tuple[int, int]) -> type[np.signedinteger[Any]]:
    """整数位宽: the narrowest type that holds the bounds, both included, and zero."""
    return np.int32 if bounds[0] >= -(2**31) and bounds[1] < 2**31 else np.int64


def width(words: int) -> type[np.unsignedinteger[Any]]:
    """位宽: the narrowest type for codes of so many words and «unknown»."""
    return np.uint8 if words < 2**8 else np.uint16 if words < 2**16 else np.uint32
