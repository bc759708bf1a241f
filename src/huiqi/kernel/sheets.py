"""电子表格: every list as an Excel file or as CSV, written row by row so that none is too long."""

from __future__ import annotations

import csv
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal

import xlsxwriter  # type: ignore[import-untyped]

from huiqi.kernel.now import CITY
from huiqi.kernel.words import worded

Style = Literal["text", "yuan", "number", "percent", "day", "moment"]

FORMATS: Final[dict[Style, dict[str, Any]]] = {
    "text": {},
    "yuan": {"num_format": "#,##0.00"},
    "number": {"num_format": "#,##0"},
    "percent": {"num_format": "0.00%"},
    "day": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
}
MOST_ROWS: Final = 1_048_575  # what the format holds, less the heading
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
HALF_MADE, NOT_YET_LOCKED = "huiqi-sheet-", "huiqi-new-sheet-"
# What a spreadsheet takes for the beginning of a formula, the wide forms of Chinese keyboards too.
DANGEROUS: Final = tuple("=+-@\t\r\n＝＋－＠")
BOM: Final = "\ufeff"  # before text, or Excel takes the Chinese for another encoding


@dataclass(frozen=True)
class Column:
    """列: its heading, how its cells are shown and how wide it is (characters)."""

    title: str
    style: Style = "text"
    width: int = 16


def guarded(text: str) -> str:
    """防公式: text that a spreadsheet would run as a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def write_csv(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    separator: str = ",",
    is_marked: bool = True,
) -> Iterator[str]:
    """写 CSV: line by line, each ended as RFC 4180 says; the only writer of CSV there is.

    Every text, a heading too, is ``guarded``; numbers and days are not text. None is an empty
    cell. ``is_marked``: begins with the mark without which Excel misreads Chinese; whoever
    encodes it otherwise leaves it out.
    """
    writer = csv.writer(_Echo(), delimiter=separator, lineterminator="\r\n")
    head = writer.writerow([guarded(one) for one in headings])
    yield f"{BOM}{head}" if is_marked else head
    for row in rows:
        yield writer.writerow([_in_csv(cell) for cell in row])


class _Echo:
    """A file that gives back what is written, so that a row is sent when it is there."""

    def write(self, text: str) -> str:
        return text


def _in_csv(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str():
            return guarded(value)
        case Decimal():
            return f"{value:f}"
    return str(value)


class TooLong(ValueError):
    """行数过多: more rows than a sheet holds."""


def workbook(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    made_at: datetime | None = None,
) -> bytes:
    """工作簿: one sheet with a frozen heading; ``yuan`` cells take integers of 分.

    Text is written as text, never as a formula, whatever it begins with. TooLong beyond
    1,048,575 rows. With ``made_at`` the same rows make the same bytes whenever they are written.
    """
    out = BytesIO()
    with _workplace() as folder:
        book = xlsxwriter.Workbook(out, OPTIONS | {"tmpdir": folder})
        try:
            _fill(book, title, columns, rows, made_at)
        finally:
            book.close()
    return out.getvalue()


def sweep() -> None:
    """清扫: throws away what killed processes left half made; of those that live, nothing."""
    for path in Path(tempfile.gettempdir()).glob(f"{HALF_MADE}*"):
        with suppress(OSError):  # another's folder, somebody at work there, or just swept
            holder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            finally:
                os.close(holder)


@contextmanager
def _workplace() -> Iterator[str]:
    """A folder for the parts of a sheet, which hold firms' data, locked while its process lives."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=NOT_YET_LOCKED))
    holder = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(holder, fcntl.LOCK_EX)
        # Under this name only now, or somebody who sweeps might be quicker than the lock.
        folder = folder.rename(folder.with_name(folder.name.replace(NOT_YET_LOCKED, HALF_MADE)))
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(holder)


def _fill(
    book: Any,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    made_at: datetime | None,
) -> None:
    if made_at is not None:
        book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet(_sheet_name(title))
    heading = book.add_format({"bold": True, "bottom": 1})
    styles = {style: book.add_format(look) for style, look in FORMATS.items()}
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, heading)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise TooLong(worded("一张表最多 %(most)s 行，请缩小范围再导出", most=f"{MOST_ROWS:,}"))
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, number, place, value, column.style, styles[column.style])


def _write(sheet: Any, row: int, place: int, value: Any, style: Style, look: Any) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, place, "是" if value else "否", look)
        case int() if style == "yuan":
            # A double holds every amount of 分 up to 90 trillion yuan exactly enough to show.
            sheet.write_number(row, place, float(Decimal(value) / 100), look)
        case int() | float() | Decimal():
            sheet.write_number(row, place, float(value), look)
        case datetime():
            sheet.write_datetime(row, place, value.astimezone(CITY).replace(tzinfo=None), look)
        case date():
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 -- a day has none
            sheet.write_datetime(row, place, moment, look)
        case _:
            sheet.write_string(row, place, str(value), look)


def _sheet_name(title: str) -> str:
    """At most 31 characters, without those that the format forbids."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "表"
