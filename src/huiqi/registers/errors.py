"""错误表: every row that was left out, one problem a line, with the row as it stood in the file.

A file that cannot be used as a whole has one as well, without the rows.

The same in Excel and in CSV: 行、列、值、哪里不对、怎么改, and then the cells of the row.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from huiqi.kernel.sheets import DANGEROUS, Column, workbook, write_csv
from huiqi.registers.batches import Table
from huiqi.registers.flaws import LOOK, Flaw
from huiqi.registers.reading import plain_cell
from huiqi.registers.rows import RowProblems
from huiqi.rules.dictionary import FACTS
from huiqi.rules.problems import Problem, visible

TITLE: Final = "有问题的行"
PARTS: Final = ("行", "列", "值", "哪里不对", "怎么改")
TITLE_OF_FILE: Final = "整份文件的问题"
WHOLE_FILE: Final = "（整份文件）"
WHOLE_ROW: Final = "（整行）"
NAMED: Final = re.compile(r"^「[^」]*」（[a-z0-9_]+）：")  # of the fact: the column says it
WIDTHS: Final = (8, 18, 24, 50, 40)


class Line(NamedTuple):
    """一条: one problem of one row, in the five parts."""

    row: str
    column: str
    value: str
    what: str
    fix: str


def line_of(row: int, flaw: Flaw) -> Line:
    """成条: the whole row is named as such, so that no column is empty."""
    what = NAMED.sub("", flaw.what, count=1)
    return Line(str(row), flaw.column or WHOLE_ROW, flaw.value, what, flaw.fix)


def lines_of_file(problems: Iterable[Problem]) -> Iterator[Line]:
    """整份文件的问题成条: as those of rows; of no row and no column it is the whole file."""
    for one in problems:
        at, told = one.row or one.line, visible(f"{one.what}{one.why}").rstrip("。")
        column = FACTS[one.key].label if one.key in FACTS else visible(one.key)
        column = column or (WHOLE_ROW if at else WHOLE_FILE)
        value = "" if at else visible(one.file)
        yield Line(str(at or ""), column, value, told, visible(str(one.fix)).rstrip("。") or LOOK)


def write_errors_of_file(problems: Sequence[Problem], excel: Path, text: Path) -> None:
    """写整份文件的错误表: as that of rows, in both forms; none of its rows is repeated."""
    rows = [[int(one.row) if one.row else "", *one[1:]] for one in lines_of_file(problems)]
    excel.write_bytes(workbook(TITLE_OF_FILE, _columns(()), iter(rows)))
    _write_text(text, (), rows)


def write_errors(table: Table, problems: RowProblems, excel: Path, text: Path) -> None:
    """写错误表: as Excel and as CSV.

    The file is read a second time: only these rows are kept in memory.
    """
    cells = dict(_cells(table, problems.told))
    excel.write_bytes(_excel(table, problems, cells))
    _write_text(text, table.headings, _rows(table, problems, cells))


def _write_text(text: Path, headings: Sequence[str], rows: Iterable[list[Any]]) -> None:
    with text.open("w", encoding="utf-8", newline="") as out:
        out.writelines(write_csv([*PARTS, *headings], rows))


def first_lines(text: Path, most: int) -> list[Line]:
    """开头几条: of an error sheet in CSV; none where there is no such file."""
    try:
        with text.open(encoding="utf-8-sig", newline="") as lines:
            found = csv.reader(lines)
            next(found, None)
            return [Line(*map(_unguarded, row[: len(PARTS)])) for row in islice(found, most)]
    except OSError:
        return []


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def _excel(table: Table, problems: RowProblems, cells: Mapping[int, list[str]]) -> bytes:
    return workbook(TITLE, _columns(table.headings), _rows(table, problems, cells))


def _columns(headings: Sequence[str]) -> list[Column]:
    columns = [Column(PARTS[0], "number", WIDTHS[0])]
    columns += [Column(part, width=wide) for part, wide in zip(PARTS[1:], WIDTHS[1:], strict=True)]
    return [*columns, *(Column(heading) for heading in headings)]


def _rows(
    table: Table, problems: RowProblems, cells: Mapping[int, list[str]]
) -> Iterator[list[Any]]:
    empty = [""] * len(table.headings)
    for row, flaw in problems.lines():
        yield [row, *line_of(row, flaw)[1:], *cells.get(row, empty)]
    if problems.untold:
        what = f"另有 {problems.untold:,} 行也有问题，没有逐条列出"
        yield ["", WHOLE_ROW, "", what, "请先改好以上各条，再上传试算", *empty]


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
