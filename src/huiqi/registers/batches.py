"""批: some rows of a register, by column, with the numbers they have in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_noop, pgettext_lazy

from huiqi.kernel.access import Sentence
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.values import clean

ROWS: Final = 1 << 16
Numbers = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


class Kept(NamedTuple):
    """留存的文件: where its bytes are, what people call it, and what it should be.

    ``separator`` stands between the cells of a CSV file.
    """

    path: Path
    name: str
    noun: Sentence = pgettext_lazy("文件", "名册")
    wanted: str = gettext_noop("请上传 CSV、Excel（.xlsx）或 Parquet 文件。")
    separator: str = ","

    def problem(self, what: str, *, why: str = "", fix: str = "", row: int = 0) -> Problem:
        """文件的问题: under the name that people know."""
        return Problem(what, why, fix, file=self.name, row=row)


@dataclass(frozen=True)
class Batch:
    """批: ``columns`` are arrow arrays, or lists where cells of one column differ in type.

    ``numbers`` are those that spreadsheets show: the heading is row 1.
    """

    numbers: Numbers
    columns: Sequence[pa.Array | list[object]]


class Table(Protocol):
    """表: headings, and rows that can be read more than once.

    ``width`` also counts the columns after the last heading, which must be empty.
    """

    headings: list[str]
    width: int

    @property
    def ragged(self) -> dict[int, tuple[int, str]]:
        """长短不齐的行: by number, with how many cells they have and their text."""

    def batches(self) -> Iterator[Batch]:
        """分批: from the first row on."""


def blank(column: pa.Array | list[object]) -> Flags:
    """空格: which cells of a column hold nothing."""
    if isinstance(column, pa.Array):
        if not pa.types.is_string(column.type):
            return np.asarray(column.is_null().to_numpy(zero_copy_only=False), dtype=bool)
        filled = pc.fill_null(pc.greater(pc.binary_length(column), 0), False)
        return ~np.asarray(filled.to_numpy(zero_copy_only=False), dtype=bool)
    return np.array([cell is None or cell == "" for cell in column], dtype=bool)


def headed(headings: Sequence[str]) -> list[str]:
    """有表头的列: spreadsheets write empty columns after the last one."""
    kept = list(headings)
    while kept and not str(clean(kept[-1])):
        kept.pop()
    return kept


def within(batch: Batch, width: int, file: Kept) -> Batch:
    """表头以内: without the columns after the last heading; Refused where one holds something."""
    for place, column in enumerate(batch.columns[width:], width + 1):
        filled = np.flatnonzero(~blank(column))
        if len(filled):
            what = f"第 {place} 列没有表头，却有值。"
            fix = "请写明是哪项事实，或删去这一列。"
            raise Refused([file.problem(what, fix=fix, row=int(batch.numbers[filled[0]]))])
    return Batch(batch.numbers, batch.columns[:width])
