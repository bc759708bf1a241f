"""申报的检查: everything that is wrong with a call, or with an application, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.now import CITY, today
from huiqi.kernel.words import worded
from huiqi.ledger.queries import position_of
from huiqi.policies.charge import keeper_ids, name_of_keeper
from huiqi.programmes.definition import Definition, SumCheck
from huiqi.programmes.models import Application, Call
from huiqi.programmes.prefill import Filled
from huiqi.programmes.row_answers import missing_cells, missing_parts
from huiqi.programmes.values import label, money_of
from huiqi.programmes.versions import definition_of
from huiqi.programmes.whole import Whole, whole_of

SHORTEST: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=732)
MOST_INVOICES: Final = 2_000


def problems_of_call(call: Call) -> Iterator[str]:
    """申报通知的问题: who is in charge today, its window, its money, its programme's mode."""
    yield from problems_of_charge(call, today())
    if call.closes_at - call.opens_at < SHORTEST:
        yield _("从开始受理到截止至少要有一天")
    if call.closes_at - call.opens_at > LONGEST:
        yield _("从开始受理到截止最长两年")
    programme = definition_of(call).programme
    if call.mode != programme.mode:
        yield _("办理方式与项目文件不一致，请重新起草")
    if programme.pays and call.budget is None:
        yield _("这个项目给钱，请写明资金总额和从哪一笔预算出")
    if not programme.pays and call.budget is not None:
        yield _("这个项目不给钱，不能写资金总额")
    if call.budget is not None and call.ceiling_fen is not None and call.published_at is None:
        free = position_of(call.budget).available
        if free < call.ceiling_fen:
            told = {"free": exact(free), "asked": exact(call.ceiling_fen)}
            yield worded("预算可用指标只有 %(free)s，资金总额要 %(asked)s", **told)
        if call.budget.programme not in ("", call.programme):
            yield _("选的预算是别的扶持计划的")


def problems_of_charge(call: Call, on: date) -> Iterator[str]:
    """主管的问题: only whoever is in charge of the programme on the day may call for it.

    What was called for before it changed hands stays with the department that did.
    """
    if call.department_id in keeper_ids(call.programme, on):
        return
    told = {
        "title": definition_of(call).policy.title,
        "own": call.department.name,
        "who": name_of_keeper(call.programme, on),
        "day": on,
    }
    if told["who"]:
        yield worded(
            "「%(title)s」在 %(day)s 由%(who)s主管，%(own)s不能起草、发布或凭文件延长申报通知；"
            "以前发布的申报通知和收到的申报仍由原来的部门办完",
            **told,
        )
    else:
        yield worded(
            "没有写明「%(title)s」在 %(day)s 由哪个部门主管，谁都不能发申报通知；"
            "请系统管理员在政策维护里指定维护单位",
            **told,
        )


@dataclass(frozen=True)
class Problem:
    """问题: ``about`` is the question, ``invoices``, or the material it concerns."""

    about: str
    text: str


def problems_of_application(application: Application, on: date) -> list[Problem]:
    """申报的问题: what is missing, what does not add up, which invoices cannot be."""
    return problems_of(whole_of(application, on))


def problems_of(whole: Whole) -> list[Problem]:
    """申报的问题: as ``problems_of_application``, of what was read already."""
    definition = definition_of(whole.application)
    return [
        *_missing(definition, whole.filled),
        *_sums(definition, whole.filled, whole.invoiced_fen),
        *_invoices(whole, definition),
        *_evidence(whole, definition),
    ]


def _missing(definition: Definition, filled: Filled) -> Iterator[Problem]:
    summed = {key for one in definition.form.computed for key in (*one.plus, *one.minus)}
    for question in definition.form.questions():
        if question.required and filled.value(question.key) is None:
            yield Problem(question.key, worded("没有填「%(what)s」", what=label(question)))
        value = filled.value(question.key)
        for told in (*missing_cells(question, value), *missing_parts(question, value, summed)):
            yield Problem(question.key, told)


def _sums(definition: Definition, filled: Filled, invoiced_fen: int) -> Iterator[Problem]:
    money = money_of(definition.form, filled.values, invoiced_fen)
    for check in definition.form.checks:
        left, right = money.get(check.left), money.get(check.right)
        if left is None or right is None or _holds(check, left, right):
            continue
        told = {"text": check.text, "left": exact(left), "right": exact(right)}
        yield Problem(
            check.left, worded("%(text)s（现在一边是 %(left)s，一边是 %(right)s）", **told)
        )


def _holds(check: SumCheck, left: int, right: int) -> bool:
    return {"equals": left == right, "at_most": left <= right, "at_least": left >= right}[
        check.relation
    ]


def _invoices(whole: Whole, definition: Definition) -> Iterator[Problem]:
    wanted, lines = definition.form.invoices, whole.invoices
    if wanted is None:
        return
    if wanted.required and not lines:
        yield Problem("invoices", worded("没有填发票：%(what)s", what=wanted.text))
    if len(lines) > MOST_INVOICES:
        most = f"{MOST_INVOICES:,}"
        yield Problem("invoices", worded("发票最多填 %(most)s 张", most=most))
    for one in lines:
        if one.issued_on > whole.on:
            told = {"number": one.number, "day": one.issued_on}
            yield Problem(
                "invoices", worded("发票 %(number)s 的开票日期 %(day)s 在将来，请核对", **told)
            )


def _evidence(whole: Whole, definition: Definition) -> Iterator[Problem]:
    handed_in = {one.material for one in whole.evidence}
    for one in definition.form.evidence:
        if one.required and one.id not in handed_in:
            yield Problem(one.id, worded("没有交「%(what)s」", what=one.text))


def lateness_of(application: Application) -> str:
    """是否来晚: why what has arrived does not count; empty when it came in time.

    Arrival decides, by the clock of the database: the call is over at its very second.
    """
    call = application.call
    if application.arrived_at is None or application.arrived_at < call.ends_at:
        return ""
    told = {"end": call.ends_at.astimezone(CITY).strftime("%Y-%m-%d %H:%M:%S")}
    return worded("申报已于 %(end)s 截止", **told)
