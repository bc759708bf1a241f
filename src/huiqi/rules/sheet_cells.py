"""单元格: the cells of an xlsx file that hold a formula without a value, or an error.

The reader of spreadsheets gives an empty cell for both, so the file itself is looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final, NamedTuple

_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*[^>/])?>(.*?)</c>', re.DOTALL)
_VALUE: Final = re.compile(rb"<v>([^<]+)</v>")
_SHEET: Final = re.compile(rb'<sheet [^>]*?r:id="([^"]+)"')
_RELATION: Final = re.compile(rb"<Relationship [^>]+>")
_FOLDER: Final = "xl/"


class Cell(NamedTuple):
    """单元格: its name (B3), its row from 1, and the error that it shows, if any."""

    name: str
    row: int
    error: str = ""


def name_of(row: int, column: int) -> str:
    """单元格名: B3 for row 2 and column 1, both counted from 0."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def uncomputed(data: bytes) -> Iterator[Cell]:
    """没有值的公式: of the first sheet of an xlsx file; none where the file is no xlsx.

    A formula may well give an empty text; that is a value.
    """
    for column, row, attributes, body in _CELL.findall(_first_sheet(data)):
        name = (column + row).decode()
        value = _VALUE.search(body)
        if b't="e"' in attributes:
            yield Cell(name, int(row), value[1].decode(errors="replace") if value else "错误")
        elif b"<f" in body and value is None and b't="str"' not in attributes:
            yield Cell(name, int(row))


def _first_sheet(data: bytes) -> bytes:
    """The XML of the first sheet; nothing where it does not stand where xlsx files have it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            first = _SHEET.search(book.read("xl/workbook.xml"))
            relations = book.read("xl/_rels/workbook.xml.rels")
            for relation in _RELATION.findall(relations):
                if first and b'Id="' + first[1] + b'"' in relation:
                    target = re.search(rb'Target="([^"]+)"', relation)
                    return book.read(_path(target[1].decode())) if target else b""
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        pass  # another kind of spreadsheet, which has no such parts
    return b""


def _path(target: str) -> str:
    return target[1:] if target.startswith("/") else _FOLDER + target
