"""填写的值: what people write for a question, and how it is kept: as files write it, exactly.

Money is kept as decimal text in 元, counts as numbers, days as ISO text; ``fen`` reads money.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.words import legible, worded
from huiqi.parties.values import stored_values
from huiqi.programmes.definition import Form, Question
from huiqi.programmes.definition.law import INVOICES, is_money
from huiqi.programmes.row_answers import is_rows, read_rows, sums_of
from huiqi.rules.dictionary import FACTS
from huiqi.rules.read import Spaced

MOST_YUAN: Final = Decimal(10) ** 12  # more than any programme of any city
COUNT: Final = re.compile(r"[0-9]{1,12}")
EMPTY: Final = ("", None)


def label(question: Question) -> str:
    """问题的名称: its own words, else those of the dictionary of facts."""
    fact = FACTS.get(question.key)
    return question.text or (fact.label if fact else question.key)


def read(question: Question, text: object, on: date) -> tuple[Any, list[str]]:
    """读取: the value to keep (None: nothing was written) and every problem, as sentences."""
    written = legible(text) if isinstance(text, str) else text
    if written in EMPTY:
        return None, []
    if question.kind == "rows":
        return read_rows(question, written, on)
    if question.kind == "fact":
        if isinstance(written, list) and any(one is not None for one in written):
            written = Spaced(written)
        values, problems = stored_values({question.key: written}, on)
        return values.get(question.key), problems
    value, problem = _READERS[question.kind](question, str(written))
    return value, [f"{label(question)}：{problem}"] if problem else []


def _text(question: Question, text: str) -> tuple[Any, str]:
    if len(text) > question.at_most:
        told = {"most": question.at_most, "over": len(text) - question.at_most}
        return None, worded("最多 %(most)s 个字，现在多 %(over)s 个", **told)
    return text, ""


def _money(question: Question, text: str) -> tuple[Any, str]:
    plain = text.replace(",", "").replace("，", "").removesuffix("元").strip()
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None, _("写成以元计的数字，例如 149800.00")
    if not amount.is_finite() or amount < 0:
        return None, _("金额不能为负")
    if amount >= MOST_YUAN:
        return None, _("金额太大，请核对单位是不是元")
    if amount != amount.quantize(Decimal("0.01")):
        return None, _("最多写两位小数（到分）")
    if question.ceiling is not None and amount > question.ceiling:
        return None, worded("最多 %(most)s", most=exact(question.ceiling * 100))
    return f"{amount:.2f}", ""


def _count(question: Question, text: str) -> tuple[Any, str]:
    if not COUNT.fullmatch(text):
        return None, _("写成整数，例如 12")
    if question.ceiling is not None and int(text) > question.ceiling:
        return None, worded("最多 %(most)s", most=question.ceiling)
    return int(text), ""


def _rate(_question: Question, text: str) -> tuple[Any, str]:
    percent = text.endswith(("%", "％"))
    try:
        rate = Decimal(text.rstrip("%％").strip())
    except InvalidOperation:
        return None, _("写成百分比，例如 13.6%")
    if not rate.is_finite() or rate < 0:
        return None, _("比例不能为负")
    if not percent and rate > 1:
        return None, _("大于 1 的比例请带百分号，例如 13.6%")
    return format((rate / 100 if percent else rate).normalize(), "f"), ""


def _day(_question: Question, text: str) -> tuple[Any, str]:
    try:
        return date.fromisoformat(text).isoformat(), ""
    except ValueError:
        return None, _("写成 2021-10-20 这样的日期")


def _flag(_question: Question, text: str) -> tuple[Any, str]:
    told = {"yes": True, "是": True, "true": True, "no": False, "否": False, "false": False}
    found = told.get(text.lower())
    return found, "" if found is not None else _("选「是」或「否」")


def _choice(question: Question, text: str) -> tuple[Any, str]:
    codes = [code for code, _words in question.choices]
    return (text, "") if text in codes else (None, _("选列出的一项"))


_READERS: Final = {
    "text": _text,
    "long_text": _text,
    "money": _money,
    "count": _count,
    "rate": _rate,
    "date": _day,
    "flag": _flag,
    "choice": _choice,
}


def fen(value: object) -> int | None:
    """分: of a kept amount of money; None where there is none."""
    if value in EMPTY:
        return None
    return int((Decimal(str(value)) * 100).to_integral_exact())


def money_of(form: Form, answers: Mapping[str, Any], invoiced_fen: int = 0) -> dict[str, int]:
    """全部金额: in 分 by key: typed, computed and ``invoices``; what is not known is left out.

    A sum of which one part is not known is not known either.
    """
    found: dict[str, int] = {}
    for question in form.questions():
        if is_money(question) and (told := fen(answers.get(question.key))) is not None:
            found[question.key] = told
        if is_rows(question):
            found |= sums_of(question, answers.get(question.key))
    for one in form.computed:
        if all(key in found for key in (*one.plus, *one.minus)):
            found[one.key] = sum(found[key] for key in one.plus) - sum(
                found[key] for key in one.minus
            )
    if form.invoices is not None:
        found[INVOICES] = invoiced_fen
    return found
