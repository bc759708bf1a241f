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
HALF: Final = 62  # bits of the lower part of a number that may leave int64


@dataclass(frozen=True)
class Packed:
    """位列: a truth for each of ``size`` rows as one bit, eight in an octet, the first one lowest.

    Bits beyond the last row are arbitrary. Read as an array, it is one of booleans.
    """

    octets: npt.NDArray[np.uint8]
    size: int

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, rows: Rows) -> Packed | Bools:
        """取行: still packed where the rows begin with an octet and follow one another."""
        if not isinstance(rows, slice):
            octets: npt.NDArray[np.uint8] = self.octets[rows >> 3]
            octets >>= (rows & 7).astype(np.uint8)
            octets &= 1
            return octets.view(bool)
        first, last, step = rows.indices(self.size)
        if step != 1 or first % 8:
            return self.__array__()[rows]
        last = max(first, last)
        return Packed(self.octets[first // 8 : -(-last // 8)], last - first)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Bools:
        if copy is False:
            raise ValueError("Packed bits become booleans in a new array only.")
        bits = np.unpackbits(self.octets, bitorder="little", count=self.size).view(bool)
        return bits if dtype is None else bits.astype(dtype, copy=False)


Truths: TypeAlias = Bools | Packed


@dataclass(frozen=True)
class Numbers:
    """数值列: inner integers; ``null`` marks the unknown ones, None when there are none.

    A number is ``base`` plus its place in ``values``, whose type is as narrow as is known to do;
    ``values`` are 0 where unknown.
    """

    values: npt.NDArray[np.integer[Any]]
    null: Truths | None
    base: int = 0

    def at(self, rows: Rows) -> Numbers:
        """取行: the same column for some rows."""
        null = None if self.null is None else self.null[rows]
        # To look whether packed marks are all zero would cost as much as to use them.
        known = null is None or (not isinstance(null, Packed) and not null.any())
        return Numbers(self.values[rows], None if known else null, self.base)

    def whole(self) -> Ints:
        """整数: the numbers themselves; what is unknown is arbitrary."""
        return self.values.astype(np.int64) + self.base


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

    sure: Truths
    possible: Truths

    def at(self, rows: Rows) -> Rails:
        """取行: the same column for some rows."""
        return Rails(self.sure[rows], self.possible[rows])


@dataclass(frozen=True)
class Halves:
    """两段整数: integers that may leave int64, stored as ``upper * 2**HALF + lower``.

    They become Python integers for those rows only that are read as an array.
    """

    upper: npt.NDArray[np.integer[Any]]
    lower: npt.NDArray[np.integer[Any]]

    def __len__(self) -> int:
        return len(self.lower)

    def __getitem__(self, rows: Rows) -> Halves:
        return Halves(self.upper[rows], self.lower[rows])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        if copy is False:
            raise ValueError("Halves become Python integers in a new array only.")
        joined: npt.NDArray[Any] = self.lower.astype(object)
        # Nearly all fit the lower part.
        beyond = np.flatnonzero(self.upper)
        joined[beyond] += self.upper[beyond].astype(object) << HALF
        return joined if dtype is None else joined.astype(dtype)

    @classmethod
    def of(cls, values: npt.NDArray[Any]) -> Halves:
        """分成两段: Python integers."""
        upper = [value >> HALF for value in values.tolist()]
        lower = [value - (up << HALF) for value, up in zip(values.tolist(), upper, strict=True)]
        return cls(np.array(upper, dtype=np.int64), np.array(lower, dtype=np.int64))


@dataclass(frozen=True)
class Ends:
    """清单数值列: a prepared number of a list, its least and greatest value.

    Python integers where the slot's bounds leave int64.
    """

    low: npt.NDArray[Any] | Halves
    high: npt.NDArray[Any] | Halves

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
