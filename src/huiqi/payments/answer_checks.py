"""核对回单: whether a bank's answer can be trusted as a whole, line by line against the order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.words import counted, worded
from huiqi.payments.answer_files import Answer, Row, fen_of, is_blurred, number_of, outcome_of
from huiqi.payments.enums import AFTER, UNSETTLED, Field, LineState, Outcome
from huiqi.payments.models import BankFormat, PaymentLine, PaymentOrder
from huiqi.rules.problems import shown

MOST_TOLD: Final = 200  # problems; whoever has more asks the bank for another file
COMPARED: Final = (Field.REFERENCE, Field.NUMBER, Field.AMOUNT)


@dataclass(frozen=True)
class Said:
    """一笔的答复: of which line, what the bank says became of it, and in which words."""

    line: PaymentLine
    outcome: Outcome
    note: str = ""

    @property
    def is_new(self) -> bool:
        """是否新的结果: nothing is posted for what is known already."""
        return self.line.state != AFTER[self.outcome]


def check_answer(order: PaymentOrder, answer: Answer) -> tuple[list[Said], list[str]]:
    """核对: what is said of each line, and every reason not to believe any of it."""
    lines = {one.reference: one for one in order.lines.order_by("position")}
    made = order.format
    problems = list(answer.problems)
    if not answer.rows and not problems:
        problems.append(_("回单里只有表头，没有一笔付款；请向银行要完整的回单"))
    if other := _other_order(answer.rows, lines):
        return [], [*problems, other]
    swapped = dict(_swapped(answer.rows, lines, made))
    problems += _words_of_swapped(swapped, made)
    said: dict[str, Said] = {}
    rows: dict[str, int] = {}
    for row in answer.rows if Field.REFERENCE not in swapped else ():
        reference = row[Field.REFERENCE]
        line = lines.get(reference)
        if line is None:
            problems.append(_stranger(row))
        elif reference in rows:
            problems.append(
                worded(
                    "第 %(row)s 行与第 %(before)s 行是同一笔（%(reference)s）；请核对哪一行是真的",
                    row=row.number,
                    before=rows[reference],
                    reference=reference,
                )
            )
        else:
            rows[reference] = row.number
            outcome = outcome_of(row[Field.OUTCOME], made)
            problems += _problems_of_row(row, line, outcome, swapped, made)
            if outcome is not None:
                said[reference] = Said(line, outcome, row[Field.REASON][:200])
    if Field.REFERENCE not in swapped and answer.rows:
        problems += _cut_short(answer, lines, rows, made)
    return list(said.values()), _told(problems)


def _told(problems: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(problems))
    if len(found) <= MOST_TOLD:
        return found
    more = counted("另有 %(count)s 处问题没有列出", len(found) - MOST_TOLD)
    return [*found[:MOST_TOLD], more]


def _other_order(rows: Sequence[Row], lines: Mapping[str, PaymentLine]) -> str:
    """That the whole file is the answer to another order, by its number."""
    references = {row[Field.REFERENCE] for row in rows}
    if not references or references & set(lines):
        return ""
    theirs = PaymentLine.objects.filter(reference__in=references).select_related("order")
    numbers = sorted({one.order.number for one in theirs})
    if not numbers:
        return ""
    return worded(
        "这是拨付单 %(numbers)s 的回单，不是这一张的；请到那一张上传", numbers="、".join(numbers)
    )


def _stranger(row: Row) -> str:
    reference = row[Field.REFERENCE]
    if not reference:
        return worded("第 %(row)s 行没有付款序号，不知道是哪一笔", row=row.number)
    return worded(
        "第 %(row)s 行的付款序号「%(reference)s」不在这张拨付单里",
        row=row.number,
        reference=shown(reference),
    )


# Columns


def _values(line: PaymentLine) -> dict[Field, str]:
    return {
        Field.REFERENCE: line.reference,
        Field.NUMBER: line.number,
        Field.AMOUNT: str(line.amount_fen),
    }


def _written(row: Row, at: Field, like: Field, made: BankFormat) -> str:
    """A cell read as if its column held ``like``."""
    text = row[at]
    if like is Field.AMOUNT:
        fen = fen_of(text, made.unit)
        return "" if fen is None else str(fen)
    return number_of(text) if like is Field.NUMBER else text


def _swapped(
    rows: Sequence[Row], lines: Mapping[str, PaymentLine], made: BankFormat
) -> Iterator[tuple[Field, Field]]:
    """Columns in which nothing is what it should be, and most is what another should be."""
    expected = {name: {_values(line)[name] for line in lines.values()} for name in COMPARED}
    for at in COMPARED:
        if not rows or any(_written(row, at, at, made) in expected[at] for row in rows):
            continue
        for like in COMPARED:
            hits = sum(_written(row, at, like, made) in expected[like] for row in rows)
            if like is not at and 2 * hits >= len(rows):
                yield at, like
                break


def _words_of_swapped(swapped: Mapping[Field, Field], made: BankFormat) -> Iterator[str]:
    heading = dict(made.answered)
    for at, like in swapped.items():
        yield worded(
            "「%(at)s」一列里写的是%(like)s，列的次序可能颠倒了；请向银行要正确的回单",
            at=heading[at],
            like=like.label,
        )


# Rows


def _problems_of_row(
    row: Row,
    line: PaymentLine,
    outcome: Outcome | None,
    swapped: Mapping[Field, Field],
    made: BankFormat,
) -> Iterator[str]:
    if Field.AMOUNT not in swapped:
        yield from _wrong_amount(row, line, made)
    if Field.NUMBER not in swapped:
        yield from _wrong_number(row, line)
    if row[Field.HOLDER] and row[Field.HOLDER] != line.holder:
        yield worded(
            "第 %(row)s 行的户名是「%(there)s」，拨付单里是「%(ours)s」",
            row=row.number,
            there=shown(row[Field.HOLDER]),
            ours=line.holder,
        )
    if outcome is None:
        yield worded(
            "第 %(row)s 行的结果「%(word)s」不知道是什么意思；这家银行的说法有：%(known)s",
            row=row.number,
            word=shown(row[Field.OUTCOME]) or _("空白"),
            known="、".join(made.said),
        )
    elif not _can_follow(line.state, outcome):
        yield worded(
            "第 %(row)s 行说「%(now)s」，而银行先前已答复「%(before)s」；"
            "请向银行核实，不能照此改账",
            row=row.number,
            now=outcome.label,
            before=line.get_state_display(),
        )


def _can_follow(state: str, outcome: Outcome) -> bool:
    if state in UNSETTLED or state == AFTER[outcome]:
        return True
    return state == LineState.PAID and outcome is Outcome.RETURNED


def _wrong_amount(row: Row, line: PaymentLine, made: BankFormat) -> Iterator[str]:
    fen = fen_of(row[Field.AMOUNT], made.unit)
    if fen is None:
        yield worded(
            "第 %(row)s 行的金额「%(there)s」读不出来，应写成 1234.50 的样子",
            row=row.number,
            there=shown(row[Field.AMOUNT]) or _("空白"),
        )
    elif fen != line.amount_fen:
        yield worded(
            "第 %(row)s 行的金额是 %(there)s，拨付单里是 %(ours)s",
            row=row.number,
            there=exact(fen),
            ours=exact(line.amount_fen),
        )


def _wrong_number(row: Row, line: PaymentLine) -> Iterator[str]:
    if number_of(row[Field.NUMBER]) == line.number:
        return
    if is_blurred(row.raw.get(Field.NUMBER)):
        yield worded(
            "第 %(row)s 行的账号存成了数字，后几位已经丢失；请向银行要账号是文本的回单",
            row=row.number,
        )
        return
    yield worded(
        "第 %(row)s 行的账号是「%(there)s」，拨付单里的账号尾号是 %(tail)s",
        row=row.number,
        there=shown(row[Field.NUMBER]) or _("空白"),
        tail=line.tail,
    )


# The whole


def _cut_short(
    answer: Answer, lines: Mapping[str, PaymentLine], rows: Mapping[str, int], made: BankFormat
) -> Iterator[str]:
    """What is open must be answered, and count and total must be those of the rows."""
    missing = [
        one.reference
        for one in lines.values()
        if one.state in UNSETTLED and one.reference not in rows
    ]
    if missing:
        yield counted(
            "回单少了 %(count)s 笔还没有结果的付款：%(which)s；文件可能不全，请向银行要完整的回单",
            len(missing),
            which="、".join(missing[:10]) + ("……" if len(missing) > 10 else ""),
        )
    if not made.footer:
        return
    if not answer.has_footer:
        yield worded(
            "回单最后没有「%(word)s」一行，文件可能断了；请向银行要完整的回单", word=made.footer
        )
    elif answer.footer is None:
        yield worded("「%(word)s」一行里读不出笔数和金额", word=made.footer)
    else:
        yield from _wrong_total(answer, answer.footer, made)


def _wrong_total(answer: Answer, footer: tuple[int, int], made: BankFormat) -> Iterator[str]:
    count, total = footer
    if count != len(answer.rows):
        yield counted(
            "回单的合计写着 %(count)s 笔，实际有 %(there)s 笔；文件可能不全",
            count,
            there=len(answer.rows),
        )
    amounts = [fen_of(row[Field.AMOUNT], made.unit) for row in answer.rows]
    there = sum(one for one in amounts if one is not None)
    if None not in amounts and there != total:
        yield worded(
            "回单的合计写着 %(told)s，各笔相加是 %(there)s；文件可能不全",
            told=exact(total),
            there=exact(there),
        )
