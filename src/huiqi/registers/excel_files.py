"""Excel 名册: the first sheet, in memory, for it is short; what other sheets hold is told."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from huiqi.kernel.words import worded
from huiqi.registers.batches import ROWS, Batch, Kept, headed, within
from huiqi.registers.headings import CODE, key_of
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.sheets import Row, read_rows

MOST_ROWS: Final = 100_000
PIECE: Final = 1 << 20
LOOKED_AT: Final = 20  # rows at the top of another sheet among which a heading would be
_ROW: Final = re.compile(rb"<row[ >]")
_DAMAGED: Final = "表格打不开，可能已损坏。"
_EMPTY: Final = "文件是空的。"
_AGAIN: Final = "请核对后重新导出。"


@dataclass
class ExcelFile:
    """Excel 文件: the first sheet as the spreadsheet types its cells."""

    file: Kept
    headings: list[str]
    width: int
    rows: list[Row]
    ragged: dict[int, tuple[int, str]] = field(default_factory=dict)  # there are none

    @classmethod
    def open(cls, file: Kept) -> ExcelFile:
        """打开: Refused for more than 100,000 rows, merged cells, formulas without a value.

        Also where another visible sheet is a register: nobody would see that it was left out.
        """
        _check_rows(file)
        data = file.path.read_bytes()
        _left, filled, problems = read_rows(data, file.name)
        problems += _other_registers(data, file, filled)
        if problems:
            raise Refused(problems)
        if not filled:
            raise Refused([file.problem(_EMPTY, fix=_AGAIN)])
        headings = ["" if cell is None else str(cell) for cell in filled[0].cells]
        return cls(file, headed(headings), len(headings), filled[1:])

    def batches(self) -> Iterator[Batch]:
        """分批: cells as the spreadsheet types them."""
        for start in range(0, len(self.rows), ROWS):
            some = self.rows[start : start + ROWS]
            numbers = np.array([row.number for row in some], dtype=np.int64)
            columns = [list(cells) for cells in zip(*(row.cells for row in some), strict=True)]
            yield within(Batch(numbers, columns), len(self.headings), self.file)


def _other_registers(data: bytes, file: Kept, filled: Sequence[Row]) -> Iterator[Problem]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    first_is_one = bool(filled) and _is_heading(filled[0].cells)
    for place, sheet in enumerate(book.sheets_metadata[1:], 2):
        if sheet.visible != SheetVisibleEnum.Visible or not _is_register(book, sheet.name):
            continue
        if first_is_one:
            what = f"第 {place} 张工作表「{sheet.name}」也是名册，而系统只读第一张。"
            yield file.problem(what, fix="请合并成一张，或分成几份文件。")
        else:
            what = f"名册在第 {place} 张工作表「{sheet.name}」里，而系统只读第一张。"
            yield file.problem(what, fix="请把它移到最前面，再保存。")


def _is_register(book: Any, sheet: str) -> bool:
    return any(map(_is_heading, book.get_sheet_by_name(sheet).to_python(nrows=LOOKED_AT)))


def _is_heading(cells: Sequence[object]) -> bool:
    return any(isinstance(cell, str) and key_of(cell) == CODE for cell in cells)


def _check_rows(file: Kept) -> None:
    """Counted before anything is unpacked into memory."""
    try:
        with zipfile.ZipFile(file.path) as book:
            sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            counts = [_count_rows(book, name) for name in sheets]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError):
        # Torn, packed in a way that spreadsheets do not use, or packed under a password.
        raise Refused([file.problem(_DAMAGED, fix="请重新导出。")]) from None
    if not sheets:
        what = worded("文件是压缩包，不是%(noun)s。", noun=file.noun)
        raise Refused([file.problem(what, fix=_(file.wanted))])
    if max(counts) > MOST_ROWS + 1:
        what = f"表格超过 {MOST_ROWS:,} 行。"
        fix = "请另存为 CSV（UTF-8）或 Parquet 再导入，那样可以有 1,000,000 行。"
        raise Refused([file.problem(what, fix=fix)])


def _count_rows(book: zipfile.ZipFile, name: str) -> int:
    count, rest = 0, b""
    with book.open(name) as sheet:
        while piece := sheet.read(PIECE):
            whole = rest + piece
            count += len(_ROW.findall(whole))
            rest = b"" if _ROW.search(whole[-5:]) else whole[-4:]
            if count > MOST_ROWS + 1:
                break
    return count
