"""拨付的设定: how a bank wants its files, and above which amount two people check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.payments.access import is_system
from huiqi.payments.enums import ANSWERED, ASKED, Field, Outcome
from huiqi.payments.models import BankFormat, Threshold


@transaction.atomic
def set_threshold(
    *, since: date, above_fen: int, basis: str, actor: Actor, now: datetime
) -> Threshold:
    """设定双人复核限额: for orders submitted from ``since`` on; earlier ones keep theirs.

    By the system alone: whoever makes or checks orders does not say how many must check.
    """
    require(is_system, actor)
    made = rows.save(Threshold(since=since, above_fen=above_fen, basis=basis, set_at=now))
    record_write(actor, "设定双人复核限额", made)
    return made


@transaction.atomic
def set_bank_format(*, told: dict[str, Any], actor: Actor, now: datetime) -> BankFormat:
    """登记银行文件格式: the next edition of its code; orders keep to the edition they have.

    Refused with every problem of what was told.
    """
    require(is_system, actor)
    names = {one.name for one in BankFormat._meta.concrete_fields} - {"id", "edition", "made_at"}
    code = str(told.get("code", ""))
    known = {name: value for name, value in told.items() if name in names}
    last = BankFormat.objects.filter(code=code).order_by("-edition").first()
    made = BankFormat(**known, edition=last.edition + 1 if last else 1, made_at=now)
    problems = [worded("不认识「%(name)s」这一项", name=name) for name in sorted(set(told) - names)]
    problems += _problems_of_columns(made)
    if problems:
        raise Refused([*problems, *rows.problems_of(made)])
    rows.save(made)
    record_write(actor, "登记银行文件格式", made)
    return made


def _problems_of_columns(made: BankFormat) -> Iterator[str]:
    for title, given, needed in (
        (_("付款文件"), made.columns, ASKED),
        (_("回单"), made.answer_columns, ANSWERED),
    ):
        if not _are_pairs(given):
            yield worded("%(file)s的列要写成「项目、表头」的一列一列", file=title)
            continue
        fields = [name for name, _heading in given]
        headings = [heading for _name, heading in given]
        for name in sorted(set(fields) - set(Field.values)):
            yield worded("%(file)s没有「%(name)s」这一项", file=title, name=name)
        for one in needed:
            if fields.count(one) != 1:
                yield worded("%(file)s要有且只有一列「%(name)s」", file=title, name=one.label)
        if len(set(headings)) < len(headings):
            yield worded("%(file)s里有两列的表头相同", file=title)
    if not isinstance(made.words, dict) or not set(made.words.values()) <= set(Outcome.values):
        yield _("结果的说法要写明银行的每个词是什么意思：paid、failed、returned 或 unknown")
    elif Outcome.PAID not in made.words.values():
        yield _("结果的说法里没有一个词是支付成功")


def _are_pairs(given: object) -> bool:
    return isinstance(given, list) and all(
        isinstance(one, list | tuple)
        and len(one) == 2
        and all(isinstance(part, str) and part.strip() for part in one)
        for one in given
    )
