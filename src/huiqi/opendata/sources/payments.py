"""拨付的数据: what was paid, after everybody had time to object; and what was paid before that.

A payment is told only when the notice of its award has ended with nothing open against it, and
only as far as the notice went: what was paid beyond it is a matter for the audit, not for here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from huiqi.kernel.now import today
from huiqi.kernel.sight import everything
from huiqi.ledger.models import Budget
from huiqi.ledger.queries import OpeningSum, Payment, opening_sums, payments
from huiqi.library import load
from huiqi.opendata.dataset import Column, Dataset, Row
from huiqi.opendata.sources.corrections import why_gone
from huiqi.publicity.enums import Withheld
from huiqi.publicity.models import PublicAward
from huiqi.publicity.queries import cleared_awards

# What would tell who it is, of a recipient that is not named; and what a state secret adds to it.
_WHO: Final = ("recipient", "recipient_code", "district")
_SECRET: Final = (
    *("programme", "programme_title", "call", "approved_on", "paid_on"),
    *("notice", "objections_until"),
)


def _payments() -> Iterator[Row]:
    with everything():
        told = [*map(_opening, opening_sums()), *_published()]
    yield from told


def _published() -> Iterator[Row]:
    awards = cleared_awards(today())
    found = [(one, awards.get(_key(one))) for one in payments()]
    together: defaultdict[int, int] = defaultdict(int)
    for one, award in found:
        if award is not None:
            together[award.pk] += one.paid_fen
    for one, award in found:
        if award is not None and together[award.pk] <= award.amount_fen:
            yield _payment(one, award)


def _key(one: Payment) -> tuple[str, str, int]:
    return one.budget.programme, one.call, one.subject_id


def _opening(one: OpeningSum) -> Row:
    return _of_budget(one.budget) | {
        "payment": f"QC-{one.entry_id:08d}",
        "kind": "history",
        "grants": one.grants,
        "paid_yuan": _yuan(one.paid_fen),
        "is_rounded": one.is_rounded,
        "source": f"{one.source}（约数）" if one.is_rounded else one.source,
    }


def _payment(one: Payment, award: PublicAward) -> Row:
    notice = award.publicity
    told = _of_budget(one.budget) | {
        "payment": f"BF-{one.account_id:08d}",
        "kind": "payment",
        "call": one.call,
        "instalment": one.instalment,
        "recipient": award.name,
        "recipient_code": award.credit_code or None,
        "recipient_kind": award.kind,
        "district": award.district or None,
        "withheld": award.withheld or None,
        "grants": 1,
        "paid_yuan": _yuan(one.paid_fen),
        "returned_yuan": _yuan(one.returned_fen),
        "approved_on": one.approved_on.isoformat(),
        "paid_on": one.paid_on.isoformat(),
        "notice": notice.number,
        "objections_until": notice.last_day.isoformat(),
    }
    return told | dict.fromkeys(_hidden(award))


def _hidden(award: PublicAward) -> tuple[str, ...]:
    if not award.withheld:
        return ()
    return _WHO + _SECRET if award.withheld == Withheld.STATE_SECRET else _WHO


def _of_budget(budget: Budget) -> dict[str, object]:
    """Every column, with what is known of each payment of a budget."""
    policy = load().policies.get(budget.programme)
    department = budget.fund.department
    return dict.fromkeys(PAYMENTS.names) | {
        "year": budget.year,
        "fund": budget.fund.title,
        "programme": budget.programme or None,
        "programme_title": policy.title if policy else None,
        "department": department.name,
        "department_code": department.credit_code,
        "is_rounded": False,
    }


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


PAYMENTS: Final = Dataset(
    "payments",
    "资金拨付",
    "公示期满没有未了异议的拨付，每家每期一行；建账以前的只有每年合计，是约数。",
    (
        Column("payment", "拨付编号", about="BF- 一笔拨付，QC- 一笔期初合计；长期不变"),
        Column("kind", "类别代码", about="payment 拨付、history 建账以前的合计"),
        Column("year", "年度", "integer", "预算年度"),
        Column("fund", "专项资金"),
        Column("programme", "项目编号", about="见政策项目；空：不分项目"),
        Column("programme_title", "项目"),
        Column("department", "主管部门"),
        Column("department_code", "主管部门统一社会信用代码"),
        Column("call", "申报通知"),
        Column("instalment", "第几期", "integer"),
        Column("recipient", "收款单位", about="公示时的名称；空：合计，或不公开"),
        Column("recipient_code", "收款单位统一社会信用代码", about="空：同上"),
        Column("recipient_kind", "单位性质代码", about="enterprise 企业、sole_trader 个体工商户等"),
        Column("district", "所在区代码", about="公示时的，见代码表；空：合计，或不公开"),
        Column(
            "withheld",
            "不公开的原因代码",
            about="person 个人隐私、sole_trader 个体工商户、state_secret 国家秘密、"
            "trade_secret 商业秘密；空：公开",
        ),
        Column("grants", "家次", "integer"),
        Column("paid_yuan", "拨付金额（元）", "decimal"),
        Column("returned_yuan", "其中已退回（元）", "decimal", "空：合计，不知道"),
        Column("approved_on", "核定日期", "date"),
        Column("paid_on", "拨付日期", "date", "这一期最后一次付款的记账日"),
        Column("notice", "公示编号"),
        Column("objections_until", "公示最后一天", "date", "当天仍可提异议"),
        Column("is_rounded", "约数", "flag"),
        Column("source", "来源", about="空：本系统的账本"),
    ),
    ("payment",),
    _payments,
    why_gone,
)
