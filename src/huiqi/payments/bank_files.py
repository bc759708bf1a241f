"""付款文件: what a bank is sent for an order, in its own columns; once more, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from huiqi.kernel.content import CSV, XLSX, Limits, Purpose
from huiqi.kernel.now import CITY
from huiqi.kernel.sheets import DANGEROUS, Column, Style, workbook, write_csv
from huiqi.kernel.words import worded
from huiqi.payments.enums import Field, Kind, Unit
from huiqi.payments.models import BankFile, BankFormat, PaymentLine, PaymentOrder

ENDING: Final = {Kind.CSV: "csv", Kind.XLSX: "xlsx"}
# Ours, or the bank's: it may call a text what it likes.
BANK_FILE: Final = Purpose(
    accepted={CSV: "CSV", XLSX: "Excel（.xlsx）"}, limits=Limits(size=20 << 20), named=False
)


def name_of(order: PaymentOrder) -> str:
    """文件名: the number of the order."""
    return f"{order.number}.{ENDING[Kind(order.format.kind)]}"


def written(order: PaymentOrder) -> bytes:
    """写成: every line that is to be paid, in order."""
    lines, made = _lines(order), order.format
    if made.kind == Kind.XLSX:
        columns = [Column(heading, _style(made, field)) for field, heading in made.asked]
        rows = [[_value(line, field, order) for field, _heading in made.asked] for line in lines]
        return workbook(order.number, columns, rows, made_at=order.made_at)
    headings = [heading for _field, heading in made.asked]
    texts = ([_text(line, field, order) for field, _heading in made.asked] for line in lines)
    told = write_csv(headings, texts, separator=made.separator, is_marked=False)
    return "".join(told).encode(made.encoding)


def unwritable(order: PaymentOrder) -> Iterator[str]:
    """写不进的: words that the encoding does not have, text that a spreadsheet would run, or a
    branch code that nobody knows.
    """
    lines = _lines(order)
    if any(field is Field.BRANCH for field, _heading in order.format.asked):
        yield from _without_branch(lines)
    if order.format.kind == Kind.XLSX:
        return
    for line in lines:
        texts = [_text(line, field, order) for field, _heading in order.format.asked]
        if run := [one for one in texts if one.startswith(DANGEROUS)]:
            # The guard of a sheet would change a name, and the bank would send the money back.
            yield worded(
                "第 %(row)s 行的「%(text)s」开头的符号会被电子表格当成公式；"
                "请改正，或者换用 Excel 格式",
                row=line.position,
                text=run[0],
            )
        said = "".join(texts)
        lost = "".join(dict.fromkeys(one for one in said if not _fits(one, order.format)))
        if lost:
            yield worded(
                "第 %(row)s 行「%(name)s」的「%(lost)s」不在 %(encoding)s 字符集里，银行读不出；"
                "请换用 GB18030 或 Excel 格式",
                row=line.position,
                name=line.holder,
                lost=lost,
                encoding=order.format.get_encoding_display(),
            )


def _lines(order: PaymentOrder) -> list[PaymentLine]:
    return list(order.lines.select_related("account").order_by("position"))


def _without_branch(lines: Iterable[PaymentLine]) -> Iterator[str]:
    for line in lines:
        if not line.account.branch_code:
            yield worded(
                "第 %(row)s 行「%(name)s」的账户（尾号 %(tail)s）没有联行号，银行的文件要写；"
                "请企业另录一个写明联行号的账户，核验后重新加入",
                row=line.position,
                name=line.holder,
                tail=line.tail,
            )


def manifest(made: BankFile) -> dict[str, object]:
    """清单: what goes to the bank beside the file: count, control total and hash."""
    order = made.order
    return {
        "拨付单": order.number,
        "用途": order.title,
        "格式": f"{order.format.title} 第 {order.format.edition} 版",
        "文件": made.name,
        "SHA-256": made.digest,
        "笔数": made.lines_count,
        "合计（元）": amount(made.total_fen, Unit.YUAN),
        "导出时间": made.made_at.astimezone(CITY).isoformat(timespec="seconds"),
    }


def amount(fen: int, unit: str) -> str:
    """金额的写法: «1234.50» in yuan, or whole 分."""
    return f"{fen // 100}.{fen % 100:02d}" if unit == Unit.YUAN else str(fen)


def _fits(letter: str, made: BankFormat) -> bool:
    try:
        letter.encode(made.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _text(line: PaymentLine, field: Field, order: PaymentOrder) -> str:
    value = _value(line, field, order)
    return amount(value, order.format.unit) if isinstance(value, int) else value


def _value(line: PaymentLine, field: Field, order: PaymentOrder) -> str | int:
    match field:
        case Field.AMOUNT:
            return line.amount_fen
        case Field.MEMO:
            return order.title
        case Field.BRANCH:
            return line.account.branch_code
        case Field.OUTCOME | Field.REASON:
            return ""
    return str(getattr(line, field.value))


def _style(made: BankFormat, field: Field) -> Style:
    if field is not Field.AMOUNT:
        return "text"
    return "yuan" if made.unit == Unit.YUAN else "number"
