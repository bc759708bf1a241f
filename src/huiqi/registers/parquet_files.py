"""Parquet 名册: read in pieces, its columns as they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from huiqi.registers.batches import ROWS, Batch, Kept
from huiqi.rules.problems import Problem, Refused


@dataclass
class ParquetFile:
    """Parquet 文件: its columns as they are typed."""

    file: Kept
    headings: list[str]
    width: int
    ragged: dict[int, tuple[int, str]] = field(default_factory=dict)  # there are none

    @classmethod
    def open(cls, file: Kept) -> ParquetFile:
        """打开: Refused for one that is damaged."""
        try:
            names = list(parquet.read_schema(file.path).names)
        except (pa.ArrowException, OSError):
            raise Refused([_damaged(file)]) from None
        return cls(file, names, len(names))

    def batches(self) -> Iterator[Batch]:
        """分批: column by column; text, whole numbers, days and flags as text."""
        first = 2
        for one in self._pieces():
            numbers = np.arange(first, first + one.num_rows, dtype=np.int64)
            first += one.num_rows
            yield Batch(numbers, [_written(one.column(i)) for i in range(one.num_columns)])

    def _pieces(self) -> Iterator[pa.RecordBatch]:
        with parquet.ParquetFile(self.file.path) as opened:
            pieces = opened.iter_batches(batch_size=ROWS)
            while True:
                try:
                    one = next(pieces, None)
                except (pa.ArrowException, OSError):  # torn in the middle of a column
                    raise Refused([_damaged(self.file)]) from None
                if one is None:
                    return
                yield one


def _damaged(file: Kept) -> Problem:
    return file.problem("Parquet 文件打不开，可能已损坏。", fix="请重新导出。")


def _written(column: pa.Array) -> pa.Array | list[object]:
    """As text where that is exact; else as Python values."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _written(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        return column.cast(pa.date32()).cast(pa.string())
    exact = (
        *(pa.types.is_string, pa.types.is_large_string, pa.types.is_integer),
        *(pa.types.is_date, pa.types.is_boolean, pa.types.is_decimal, pa.types.is_null),
    )
    if any(test(kind) for test in exact):
        return column.cast(pa.string())
    found: list[object] = column.to_pylist()
    return found
