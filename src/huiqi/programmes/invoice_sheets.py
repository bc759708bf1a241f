"""发票表: lines as people paste them or hand them in as a spreadsheet; every problem by its row.

With a heading the columns stand in any order, without one in that of ``COLUMNS``. A number that
a spreadsheet has kept as a number may have lost digits: it is told, not guessed.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiqi.kernel.content import ACCEPTED, CSV, XLSX, Limits, Purpose, check_packed, media_type
from huiqi.kernel.files import plain_name
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.programmes.actions.evidence import Invoice
from huiqi.programmes.checks import MOST_INVOICES
from huiqi.programmes.definition import Question
from huiqi.programmes.values import fen, read
from huiqi.rules.problems import Refused as Unreadable
from huiqi.rules.sheets import Row, read_rows

COLUMNS: Final = {
    "code": gettext_noop("发票代码"),
    "number": gettext_noop("发票号码"),
    "amount": gettext_noop("价税合计"),
    "buyer": gettext_noop("购买方"),
    "seller": gettext_noop("销售方"),
    "issued_on": gettext_noop("开票日期"),
}
# As exports of the tax office and of accountants' programs head them.
ALSO: Final = {
    "数电票号码": "number",
    "号码": "number",
    "代码": "code",
    "金额": "amount",
    "价税合计（元）": "amount",
    "价税合计(元)": "amount",
    "购方名称": "buyer",
    "购买方名称": "buyer",
    "销方名称": "seller",
    "销售方名称": "seller",
}
DIGITS: Final = {"code": (10, 12), "number": (8, 20)}
DAY: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?: 00:00(?::00)?)?")
EXACT: Final = 10**15  # a spreadsheet keeps no more digits of a number than 15
SHEET: Final = Purpose(
    accepted={XLSX: ACCEPTED[XLSX], CSV: ACCEPTED[CSV]},
    limits=Limits(size=5 * 1024 * 1024, unpacked=60 * 1024 * 1024),
    smaller=gettext_noop("请拆成几份表"),
)


@dataclass(frozen=True)
class Lines:
    """读到的发票: those that can be read, and every problem of the others."""

    invoices: list[Invoice]
    problems: list[str]


def of_form(given: Mapping[str, str], on: date) -> Lines:
    """手填的一张: with its problems."""
    told = {name: given.get(name, "") for name in COLUMNS}
    invoice, problems = _invoice(told, 0, on)
    return Lines([invoice] if invoice else [], problems)


def of_entries(entries: Sequence[Mapping[str, object]], on: date) -> Lines:
    """一张张的发票: each by the names of ``COLUMNS``, as a program sends them, from row 1 on."""
    return _gathered(list(enumerate(entries, 1)), on)


def of_text(text: str, on: date) -> Lines:
    """粘贴的: cells apart by tabs, as a spreadsheet copies them; else by commas."""
    lines = text.splitlines()  # a line may begin with an empty cell
    apart = "\t" if any("\t" in line for line in lines) else ","
    try:
        rows = list(csv.reader(lines, delimiter=apart))
    except csv.Error:
        return Lines([], [_("粘贴的不像表格：从 Excel 里选中几行几列再复制")])
    return _read([Row(place, cells) for place, cells in enumerate(rows, 1)], on)


def of_file(content: BinaryIO, name: str, on: date) -> Lines:
    """上传的表: Refused where it is none, or too large; problems of its lines by row."""
    name = plain_name(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        data = content.read(SHEET.limits.size + 1)
        if len(data) > SHEET.limits.size:
            raise Refused([worded("「%(name)s」超过 5 MB，请拆成几份表", name=name)])
        if not data:
            raise Refused([worded("「%(name)s」是空的，请核对后重新上传", name=name)])
        path.write_bytes(data)
        check_packed(path, name, SHEET.limits)
        kind = media_type(path, name, SHEET)
    if kind == CSV:
        return of_text(_decoded(data, name), on)
    try:
        _left, rows, problems = read_rows(data, name)
    except Unreadable as unreadable:
        raise Refused([str(one) for one in unreadable.problems]) from None
    found = _read(rows, on)
    return Lines(found.invoices, [*map(str, problems), *found.problems])


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        [worded("「%(name)s」不是 UTF-8 也不是 GB 编码的文本，请另存后再上传", name=name)]
    )


def _read(rows: Sequence[Row], on: date) -> Lines:
    filled = [row for row in rows if any(_text(cell) for cell in row.cells)]
    names = _heading(filled[0].cells) if filled else None
    lines = filled[1:] if names else filled
    if not lines:
        return Lines([], [_("没有读到发票：第一行写列名，下面一行一张")])
    told = [(row.number, dict(zip(names or COLUMNS, row.cells, strict=False))) for row in lines]
    return _gathered(told, on)


def _gathered(lines: Sequence[tuple[int, Mapping[str, object]]], on: date) -> Lines:
    if len(lines) > MOST_INVOICES:
        most = f"{MOST_INVOICES:,}"
        return Lines([], [worded("一次最多 %(most)s 张发票，请拆开", most=most)])
    found, problems = [], []
    for row, told in lines:
        invoice, wrong = _invoice(told, row, on)
        problems += [worded("第 %(row)s 行：%(why)s", row=row, why=why) for why in wrong]
        if invoice:
            found.append(invoice)
    return Lines(found, [*problems, *_twice(found)])


def _heading(cells: Iterable[object]) -> list[str] | None:
    """The columns in the order of the heading; None where the first row is none."""
    known = {**{title: name for name, title in COLUMNS.items()}, **ALSO}
    names = [
        known.get(_text(cell).replace(" ", ""), f"-{place}") for place, cell in enumerate(cells)
    ]
    return names if "number" in names else None


def _twice(invoices: Iterable[Invoice]) -> Iterator[str]:
    """What stands twice in one sheet would otherwise be told as if somebody else had it."""
    seen: dict[tuple[str, str], int] = {}
    for one in invoices:
        first = seen.setdefault((one.code, one.number), one.row)
        if first != one.row:
            told = {"row": one.row, "number": one.number, "first": first}
            yield worded("第 %(row)s 行：发票 %(number)s 与第 %(first)s 行重复", **told)


def _invoice(told: Mapping[str, object], row: int, on: date) -> tuple[Invoice | None, list[str]]:
    problems: list[str] = []
    texts = {}
    for name, title in COLUMNS.items():
        cell = told.get(name)
        texts[name] = _text(cell)
        if name in DIGITS and (lost := _lost(cell, DIGITS[name])):
            problems.append(worded("%(what)s%(why)s", what=_(title), why=lost))
        elif name != "code" and not texts[name]:
            problems.append(worded("没有填%(what)s", what=_(title)))
    amount, wrong = read(Question("amount", _("价税合计"), "money"), texts["amount"], on)
    day = _day(told.get("issued_on"))
    if day is None and texts["issued_on"]:
        wrong = [*wrong, _("开票日期：写成 2020-06-01 这样的日期")]
    problems += wrong
    if problems or day is None or amount is None:
        return None, problems
    made = Invoice(
        code=texts["code"],
        number=texts["number"],
        amount_fen=fen(amount) or 0,
        buyer=texts["buyer"],
        seller=texts["seller"],
        issued_on=day,
        row=row,
    )
    return made, []


def _lost(cell: object, lengths: tuple[int, int]) -> str:
    """Why digits may be missing; empty where none are."""
    if not isinstance(cell, int) or isinstance(cell, bool):
        return ""
    if cell >= EXACT:
        return _("存成了数字，后面几位已经丢失：把单元格改成文本再填")
    if len(str(cell)) not in lengths:
        return _("存成了数字，前面的 0 可能丢了：把单元格改成文本再填")
    return ""


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return legible(str(cell))


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = DAY.fullmatch(_text(cell))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
