"""表格: the firms of a spreadsheet, and every cell that would be read as something else.

Only the first sheet is read: one firm a row under keys or Chinese labels, or one fact a row
(事实, 值). A merged cell, a formula that was never computed and a cell in error would all arrive
as nothing, that is as unknown; they are refused instead.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import Fact
from huiqi.rules.problems import Place, Problem, Refused
from huiqi.rules.read import BY_LABEL
from huiqi.rules.sheet_cells import name_of, uncomputed
from huiqi.rules.strict_json import read_json
from huiqi.rules.values import clean

FACT_HEADERS: Final = frozenset({"事实", "项目", "fact", "key"})
EXACT_DIGITS: Final = 10**15  # Excel keeps no more digits of a number than 15


class Given(NamedTuple):
    """所给: the facts of one firm as written, and where they stand."""

    facts: Mapping[str, object]
    place: Place


class Row(NamedTuple):
    """一行: its number in the sheet, from 1, and its cells."""

    number: int
    cells: Sequence[object]


def read_sheet(data: bytes, file: str) -> tuple[list[Given], list[Problem]]:
    """读取表格: every firm of it, none for an empty one, and every unusable cell.

    What cannot be read of a firm is left out, so that the rest of it can be looked at as well.
    Refused where the file is no spreadsheet.
    """
    left, filled, problems = read_rows(data, file)
    given: list[Given] = []
    # Under a merged title nobody knows which row is the header.
    if filled and not any(problem.row == filled[0].number for problem in problems):
        table = _Table(file, left, filled[0], problems)
        given = table.read(filled[1:])
    return given, problems


def read_rows(data: bytes, file: str) -> tuple[int, list[Row], list[Problem]]:
    """读取各行: of the first sheet its first column, the filled rows and every unusable cell."""
    sheet = _open(data, file)
    top, left = sheet.start or (0, 0)
    rows = [
        Row(number, list(map(_value, cells)))
        for number, cells in enumerate(sheet.to_python(), top + 1)
    ]
    filled = [row for row in rows if any(map(_is_filled, row.cells))]
    return left, filled, [*_merged(sheet, file), *_uncomputed(data, file)]


def in_cell(fact: Fact, cell: object) -> object:
    """格中的值: what a cell holds for a fact; a list or a dated value is JSON text in a cell.

    Refused where that is broken, and for a text that the spreadsheet keeps as a number.
    """
    named = f"「{fact.label}」（{fact.key}）"
    if fact.kind == "text":
        if isinstance(cell, int) and abs(cell) >= EXACT_DIGITS:
            fix = "请把单元格格式改为文本，再重新填写。"
            raise Refused([Problem(f"{named}存成了数字，后面几位已经丢失。", fix=fix)])
        return cell
    if not _is_json(cell):
        return cell
    try:
        return read_json(str(cell))
    except Refused as refused:
        raise Refused(
            Problem(f"{named}：{problem.what}", fix=problem.fix) for problem in refused.problems
        ) from None


def _open(data: bytes, file: str) -> Any:
    from python_calamine import CalamineWorkbook, PasswordError

    fix = "请用 Excel 另存为 .xlsx。"
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except PasswordError:
        problem = Problem("表格有密码，打不开。", fix="请去掉密码后另存。", file=file)
    except Exception:  # noqa: BLE001 -- the reader raises its own kinds, all mean this
        problem = Problem("表格打不开，不是 Excel 文件或已损坏。", fix=fix, file=file)
    raise Refused([problem])


def _value(cell: object) -> object:
    """A number as people see it: 5 for 5.0, and the 15 digits that a spreadsheet keeps."""
    if not isinstance(cell, float):
        return cell
    return int(cell) if cell.is_integer() else Decimal(f"{cell:.15g}")


def _is_filled(cell: object) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _merged(sheet: Any, file: str) -> Iterator[Problem]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        cells = f"{name_of(top, left)}:{name_of(bottom, right)}"
        why = "合并后只有左上角一格有值，其余会读成未知。"
        what = f"单元格 {cells} 是合并的。"
        yield Problem(what, why, "请取消合并，每格各写一个值。", file, row=top + 1)


def _uncomputed(data: bytes, file: str) -> Iterator[Problem]:
    for cell in uncomputed(data):
        if cell.error:
            what, fix = f"单元格 {cell.name} 的公式出错（{cell.error}）。", "请改正公式或直接写值。"
        else:
            what = f"单元格 {cell.name} 的公式没有算出的值。"
            fix = "请用 Excel 打开并保存一次，或直接写值。"
        yield Problem(what, fix=fix, file=file, row=cell.row)


class _Table:
    """Reads rows under a header; problems of the header and of cells go to the common list."""

    def __init__(self, file: str, left: int, header: Row, problems: list[Problem]) -> None:
        self.place = Place(file, row=header.number)
        self.left = left
        self.header = [str(cell).strip() for cell in header.cells]
        self.problems = problems

    def read(self, rows: Sequence[Row]) -> list[Given]:
        if next((word for word in self.header if word), "") in FACT_HEADERS:
            return [self._facts_by_row(rows)]
        self._once([(key, self.place) for key in self.header])
        return [self._firm(row) for row in rows]

    def _facts_by_row(self, rows: Sequence[Row]) -> Given:
        start = next(at for at, word in enumerate(self.header) if word)
        given: dict[str, object] = {}
        places: list[tuple[str, Place]] = []
        for row in rows:
            key, cell = str(row.cells[start]).strip(), (*row.cells, None)[start + 1]
            at = Place(self.place.file, row=row.number)
            self._put(given, key, cell, at, self.left + start + 1)
            places.append((key, at))
        self._once(places)
        return Given(given, Place(self.place.file, keys=dict(places)))

    def _firm(self, row: Row) -> Given:
        given: dict[str, object] = {}
        at = Place(self.place.file, row=row.number)
        for column, (key, cell) in enumerate(zip(self.header, row.cells, strict=False), self.left):
            self._put(given, key, cell, at, column)
        return Given(given, at)

    def _put(
        self, given: dict[str, object], key: str, cell: object, at: Place, column: int
    ) -> None:
        if not key:
            if _is_filled(cell) and cell is not None:
                what = f"单元格 {name_of(at.row - 1, column)} 有值，却没有事实的名称。"
                self.problems.append(at.problem("", what, fix="请补上名称，或清空这一格。"))
            return
        fact = FACTS.get(key) or BY_LABEL.get(str(clean(key)))
        try:
            given[key] = cell if fact is None else in_cell(fact, cell)
        except Refused as refused:
            told = fact.key if fact else key
            self.problems += [
                at.problem(told, problem.what, fix=problem.fix) for problem in refused.problems
            ]

    def _once(self, keys: Sequence[tuple[str, Place]]) -> None:
        """A fact that stands twice would silently be the last one."""
        seen: set[str] = set()
        for key, at in keys:
            if key and key in seen:
                what = f"「{key}」写了两次。"
                self.problems.append(at.problem(key, what, fix="请只留一个。"))
            seen.add(key)


def _is_json(cell: object) -> bool:
    """Lists and values with their year are JSON text in a cell."""
    return isinstance(cell, str) and cell.strip().startswith(("[", "{"))
