"""错误表: every row that was left out, as it stood in the file, with its problems beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from huiqi.kernel.sheets import Column, workbook
from huiqi.registers.batches import Table
from huiqi.registers.reading import plain_cell

TITLE = "有问题的行"


def error_sheet(table: Table, problems: Mapping[int, Sequence[str]]) -> bytes:
    """错误表: xlsx with the row's number, its problems and its cells, in the order of the file.

    The file is read a second time: only these rows are kept in memory.
    """
    columns = [Column("行号", "number", 8), Column("问题", width=60)]
    columns += [Column(heading) for heading in table.headings]
    kept = dict(_cells(table, problems))
    empty = [""] * len(table.headings)
    rows = ([row, "；".join(problems[row]), *kept.get(row, empty)] for row in sorted(problems))
    return workbook(TITLE, columns, rows)


def _cells(table: Table, wanted: Mapping[int, Any]) -> Iterator[tuple[int, list[str]]]:
    numbers = np.array(sorted(wanted), dtype=np.int64)
    for batch in table.batches():
        for at in np.flatnonzero(np.isin(batch.numbers, numbers)).tolist():
            yield int(batch.numbers[at]), [_cell(column, at) for column in batch.columns]
    size = len(table.headings)
    for row, (_, text) in table.ragged.items():
        if row in wanted:
            cells = next(csv.reader([text]), [])
            # Cells beyond the heading stand in the last column, so that none is lost.
            spare = [",".join(cells[size - 1 :])] if len(cells) > size else cells[size - 1 : size]
            yield row, [*cells[: size - 1], *spare, *[""] * (size - len(cells))]


def _cell(column: pa.Array | list[object], at: int) -> str:
    return plain_cell(column[at].as_py() if isinstance(column, pa.Array) else column[at])
