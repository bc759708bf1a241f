"""名册文件: what a file is by its content, and its rows in batches; Excel and Parquet."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pyarrow import parquet

from huiqi.kernel.words import worded
from huiqi.registers.batches import ROWS, Batch, Table
from huiqi.registers.csv_files import CsvFile
from huiqi.registers.enums import Format
from huiqi.rules.problems import Problem, Refused, unreadable
from huiqi.rules.sheets import Row, read_rows

MOST_SHEET_ROWS: Final = 100_000
PIECE: Final = 1 << 20
_ROW: Final = re.compile(rb"<row[ >]")
_KNOWN: Final = gettext_noop("请上传 CSV、Excel（.xlsx）或 Parquet 文件。")
_STARTS: Final = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", gettext_noop("旧版 Office 文件")),
    (b"\x89PNG", gettext_noop("图片")),
    (b"\xff\xd8\xff", gettext_noop("图片")),
    (b"\xff\xfe", gettext_noop("UTF-16 编码的文本")),
    (b"\xfe\xff", gettext_noop("UTF-16 编码的文本")),
)


@dataclass(frozen=True)
class Opened:
    """打开的名册: its table, and what tells this file from every other."""

    table: Table
    format: Format
    digest: str
    size: int


def open_register(path: Path) -> Opened:
    """打开名册: by content; Refused for one that is empty, too long or of another type."""
    try:
        kind = format_of(path)
        table = _TABLES[kind](path)
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return Opened(table, kind, digest, path.stat().st_size)
    except OSError as error:
        raise Refused([unreadable(error, str(path))]) from None


def format_of(path: Path) -> Format:
    """文件格式: by its first bytes; Refused for one that is empty or of another type."""
    with path.open("rb") as content:
        head = content.read(4096)
    if not head.removeprefix(b"\xef\xbb\xbf").strip():
        raise Refused([Problem(_("文件是空的。"), fix=_("请核对后重新导出。"), file=path.name)])
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"PK\x03\x04"):
        return Format.XLSX
    for start, name in _STARTS:
        if head.startswith(start):
            what = worded("文件是%(name)s，不是名册。", name=_(name))
            raise Refused([Problem(what, fix=_(_KNOWN), file=path.name)])
    if b"\0" in head:
        raise Refused([Problem(_("文件不是文本，也不是表格。"), fix=_(_KNOWN), file=path.name)])
    return Format.CSV


# Parquet


@dataclass
class ParquetFile:
    """Parquet 文件: its columns as they are typed."""

    path: Path
    headings: list[str]
    ragged: dict[int, tuple[int, str]] = field(default_factory=dict)  # there are none

    @classmethod
    def open(cls, path: Path) -> ParquetFile:
        """打开: Refused for one that is damaged."""
        try:
            return cls(path, list(parquet.read_schema(path).names))
        except pa.ArrowException:
            fix = "请重新导出。"
            problem = Problem("Parquet 文件打不开，可能已损坏。", fix=fix, file=path.name)
            raise Refused([problem]) from None

    def batches(self) -> Iterator[Batch]:
        """分批: column by column; text, whole numbers, days and flags as text."""
        first = 2
        with parquet.ParquetFile(self.path) as opened:
            for one in opened.iter_batches(batch_size=ROWS):
                numbers = np.arange(first, first + one.num_rows, dtype=np.int64)
                first += one.num_rows
                yield Batch(numbers, [_written(one.column(i)) for i in range(one.num_columns)])


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


# Excel


@dataclass
class ExcelFile:
    """Excel 文件: the first sheet, in memory, for it is short."""

    path: Path
    headings: list[str]
    rows: list[Row]
    ragged: dict[int, tuple[int, str]] = field(default_factory=dict)  # there are none

    @classmethod
    def open(cls, path: Path) -> ExcelFile:
        """打开: Refused for more than 100,000 rows, merged cells and formulas without a value."""
        _check_rows(path)
        left, filled, problems = read_rows(path.read_bytes(), path.name)
        if problems:
            raise Refused(problems)
        if not filled:
            raise Refused([Problem("文件是空的。", fix="请核对后重新导出。", file=path.name)])
        del left
        headings = ["" if cell is None else str(cell) for cell in filled[0].cells]
        return cls(path, headings, filled[1:])

    def batches(self) -> Iterator[Batch]:
        """分批: cells as the spreadsheet types them."""
        for start in range(0, len(self.rows), ROWS):
            some = self.rows[start : start + ROWS]
            numbers = np.array([row.number for row in some], dtype=np.int64)
            columns = [list(cells) for cells in zip(*(row.cells for row in some), strict=True)]
            yield Batch(numbers, columns)


def _check_rows(path: Path) -> None:
    """Counted before anything is unpacked into memory."""
    try:
        with zipfile.ZipFile(path) as book:
            sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            counts = [_count_rows(book, name) for name in sheets]
    except zipfile.BadZipFile:
        problem = Problem("表格打不开，可能已损坏。", fix="请重新导出。", file=path.name)
        raise Refused([problem]) from None
    if not sheets:
        raise Refused([Problem("文件是压缩包，不是名册。", fix=_(_KNOWN), file=path.name)])
    if max(counts) > MOST_SHEET_ROWS + 1:
        what = f"表格超过 {MOST_SHEET_ROWS:,} 行。"
        fix = "请另存为 CSV（UTF-8）或 Parquet 再导入，那样可以有 1,000,000 行。"
        raise Refused([Problem(what, fix=fix, file=path.name)])


def _count_rows(book: zipfile.ZipFile, name: str) -> int:
    count, rest = 0, b""
    with book.open(name) as sheet:
        while piece := sheet.read(PIECE):
            whole = rest + piece
            count += len(_ROW.findall(whole))
            rest = b"" if _ROW.search(whole[-5:]) else whole[-4:]
            if count > MOST_SHEET_ROWS + 1:
                break
    return count


_TABLES: Final[dict[Format, Any]] = {
    Format.CSV: CsvFile.open,
    Format.PARQUET: ParquetFile.open,
    Format.XLSX: ExcelFile.open,
}
