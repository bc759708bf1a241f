"""读回单: what a bank's file says of each payment, and everything for which it is not trusted.

Nothing is decided here and nothing is written: ``read_answer`` tells the rows that can be read
and all that is wrong with the file as a file; ``answer_checks`` compares them with the order.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext_lazy

from huiqi.kernel.words import worded
from huiqi.payments.enums import ANSWERED, Field, Kind, Outcome, Unit
from huiqi.payments.models import BankFormat
from huiqi.registers.batches import Kept, Table
from huiqi.registers.enums import Format
from huiqi.registers.headings import other_separator
from huiqi.registers.tables import open_register
from huiqi.rules.problems import Refused, shown
from huiqi.rules.values import clean

NOUN: Final = pgettext_lazy("文件", "银行回单")
WANTED: Final = gettext_noop("请上传银行给的 CSV 或 Excel（.xlsx）文件。")
_YUAN: Final = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?")
_FEN: Final = re.compile(r"0|[1-9][0-9]{0,16}")
_DECOR: Final = re.compile(r"[\s,¥￥元]")
_POWER: Final = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s-]")


@dataclass(frozen=True)
class Row:
    """回单的一行: its number in the file, its cells tidied, and ``raw`` as they are."""

    number: int
    cells: dict[Field, str]
    raw: dict[Field, object]

    def __getitem__(self, name: Field) -> str:
        return self.cells.get(name, "")


@dataclass
class Answer:
    """读出的回单: its rows, what its footer tells, and what is wrong with it as a file."""

    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    footer: tuple[int, int] | None = None  # count, and total in 分
    has_footer: bool = False


def read_answer(path: Path, name: str, made: BankFormat) -> Answer:
    """读取: every row that can be read, and every reason why the file cannot be."""
    found = Answer()
    separator = made.separator if made.kind == Kind.CSV else ","
    kept = Kept(path, name, NOUN, WANTED, separator)
    try:
        opened = open_register(kept)
        if opened.format is Format.PARQUET:
            raise Refused([kept.problem(_("文件是 Parquet，不是银行回单。"), fix=_(WANTED))])
        fields = _fields(opened.table.headings, made, found)
        if fields:
            _read(opened.table, fields, made, found)
    except Refused as refused:
        found.problems += [str(problem) for problem in refused.problems]
    return found


def fen_of(text: str, unit: str) -> int | None:
    """金额: in 分, however it is decorated; None for what is no exact amount."""
    plain = _DECOR.sub("", text)
    if unit == Unit.FEN:
        return int(plain) if _FEN.fullmatch(plain) else None
    return int(Decimal(plain) * 100) if _YUAN.fullmatch(plain) else None


def number_of(text: str) -> str:
    """账号: its digits, without what people put between them."""
    return _BETWEEN.sub("", text)


def is_blurred(raw: object) -> bool:
    """是否已失真: a number of an account that a spreadsheet has kept as a number."""
    return isinstance(raw, int | Decimal) or bool(_POWER.fullmatch(str(raw).strip()))


def outcome_of(text: str, made: BankFormat) -> Outcome | None:
    """答复: what the bank's word means; None for a word that it has not told us."""
    known = {str(clean(word)): meaning for word, meaning in made.words.items()}
    return Outcome(known[text]) if text in known else None


# Headings


def _fields(headings: Sequence[str], made: BankFormat, found: Answer) -> list[Field | None]:
    """For each column what it holds; none at all when it cannot be told."""
    tidy = [str(clean(one)) for one in headings]
    known = {str(clean(heading)): name for name, heading in made.answered}
    wrong = list(_wrong_headings(tidy, known, made))
    found.problems += wrong
    return [] if wrong else [known.get(one) for one in tidy]


def _wrong_headings(
    tidy: Sequence[str], known: dict[str, Field], made: BankFormat
) -> Iterator[str]:
    wanted = {name: heading for name, heading in made.answered if name in ANSWERED}
    missing = [heading for heading in wanted.values() if str(clean(heading)) not in tidy]
    if len(missing) == len(wanted):
        if name := other_separator(tidy):
            yield worded(
                "各列用%(name)s隔开，这家银行的回单应当用%(right)s；请核对格式或重新导出",
                name=name,
                right=made.get_separator_display(),
            )
            return
        yield worded(
            "第一行「%(found)s」不是表头；回单的第一行应有：%(wanted)s",
            found=shown("、".join(tidy)),
            wanted="、".join(wanted.values()),
        )
        return
    if missing:
        yield worded("回单缺少列：%(missing)s；请向银行要完整的回单", missing="、".join(missing))
    for heading in dict.fromkeys(one for one in tidy if one in known and tidy.count(one) > 1):
        yield worded("「%(heading)s」有两列，不知道以哪一列为准；请只留一列", heading=heading)


# Rows


def _read(table: Table, fields: Sequence[Field | None], made: BankFormat, found: Answer) -> None:
    rows: list[tuple[int, list[object]]] = []
    for batch in table.batches():
        columns = [one.to_pylist() if isinstance(one, pa.Array) else one for one in batch.columns]
        numbers = batch.numbers.tolist()
        rows += [
            (n, list(each)) for n, each in zip(numbers, zip(*columns, strict=True), strict=True)
        ]
    torn = {number: told for number, told in table.ragged.items() if told[0]}
    rows += [(number, _split(text, made)) for number, (_count, text) in torn.items()]
    rows.sort(key=lambda one: one[0])
    filled = [(number, cells) for number, cells in rows if any(map(_said, cells))]
    if made.footer and filled and _said(filled[-1][1][0]).startswith(made.footer):
        number, cells = filled.pop()
        torn.pop(number, None)
        found.has_footer, found.footer = True, _footer(cells, made)
    for number, (count, _text) in torn.items():
        found.problems.append(
            worded(
                "第 %(row)s 行有 %(count)s 格，表头有 %(wanted)s 格；这一行可能断了",
                row=number,
                count=count,
                wanted=len(fields),
            )
        )
    found.rows = [_row(number, cells, fields) for number, cells in filled if number not in torn]


def _row(number: int, cells: Sequence[object], fields: Sequence[Field | None]) -> Row:
    raw = {name: cell for name, cell in zip(fields, cells, strict=False) if name is not None}
    return Row(number, {name: _said(cell) for name, cell in raw.items()}, raw)


def _said(cell: object) -> str:
    return "" if cell is None else str(clean(str(cell)))


def _split(text: str, made: BankFormat) -> list[object]:
    cells: list[Any] = next(csv.reader([text], delimiter=made.separator), [])
    return cells or [""]


def _footer(cells: Sequence[object], made: BankFormat) -> tuple[int, int] | None:
    """Count and total, as they stand behind the word; None when they cannot be read."""
    told = [_said(one) for one in cells[1:] if _said(one)]
    if len(told) < 2 or not _FEN.fullmatch(told[0]):
        return None
    total = fen_of(told[1], made.unit)
    return None if total is None else (int(told[0]), total)
