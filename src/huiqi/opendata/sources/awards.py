"""拟资助和认定的数据: who was to be granted what, once everybody had time to object.

A row is told only when its notice has ended with nothing open against it. A title has no amount;
what came of it stands beside it once it was given. State secrets are left out wholly: even that
there is one tells something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from huiqi.kernel.now import today
from huiqi.kernel.sight import everything
from huiqi.library import load
from huiqi.opendata.dataset import Column, Dataset, Row
from huiqi.opendata.sources.corrections import why_told_no_longer
from huiqi.parties.models import Organization
from huiqi.programmes.models import Recognition
from huiqi.publicity.enums import Withheld
from huiqi.publicity.models import PublicAward
from huiqi.publicity.queries import cleared_awards

AWARD: Final = "award"
TITLE: Final = "title"
_WHO: Final = ("recipient", "recipient_code", "district")
Given = Mapping[tuple[str, int], Recognition]


def _awards() -> Iterator[Row]:
    with everything():
        found = sorted(cleared_awards(today()).values(), key=lambda one: one.pk)
        told = [one for one in found if one.withheld != Withheld.STATE_SECRET]
        departments = Organization.objects.in_bulk({one.publicity.department_id for one in told})
        given = _given(told)
        rows = [_row(one, departments[one.publicity.department_id], given) for one in told]
    yield from rows


def _given(awards: Sequence[PublicAward]) -> Given:
    """Titles by call and subject; of one given again, the last."""
    calls = {one.publicity.call for one in awards}
    found = Recognition.objects.filter(application__call__number__in=calls).order_by("id")
    return {
        (one.application.call.number, one.application.subject_id): one
        for one in found.select_related("application__call")
    }


def _row(one: PublicAward, department: Organization, given: Given) -> Row:
    notice = one.publicity
    policy = load().policies.get(notice.programme)
    title = given.get((notice.call, one.subject_id))
    row: dict[str, object] = {
        "award": key_of(one),
        "kind": AWARD if one.amount_fen else TITLE,
        "programme": notice.programme,
        "programme_title": policy.title if policy else None,
        "department": department.name,
        "department_code": department.credit_code,
        "call": notice.call or None,
        "recipient": one.name,
        "recipient_code": one.credit_code or None,
        "recipient_kind": one.kind,
        "district": one.district or None,
        "withheld": one.withheld or None,
        "amount_yuan": Decimal(one.amount_fen).scaleb(-2) if one.amount_fen else None,
        "title": (title.title or None) if title else None,
        "certificate": title.number if title and not one.withheld else None,
        "valid_from": title.granted_on.isoformat() if title else None,
        "valid_until": title.valid_until.isoformat() if title and title.valid_until else None,
        "notice": notice.number,
        "objections_until": notice.last_day.isoformat(),
        "basis": notice.basis or None,
    }
    return row | (dict.fromkeys(_WHO) if one.withheld else {})


def key_of(one: PublicAward) -> str:
    """一行的编号: its notice and its place in it, for good."""
    return f"{one.publicity.number}-{one.place:04d}"


def _why_gone(keys: Sequence[str]) -> Mapping[str, str]:
    numbers = {key.rpartition("-")[0] for key in keys}
    with everything():
        awards = PublicAward.objects.filter(publicity__number__in=numbers)
        by_key = {key_of(one): one for one in awards.select_related("publicity")}
        return why_told_no_longer({key: by_key[key] for key in keys if key in by_key})


AWARDS: Final = Dataset(
    "awards",
    "拟资助和认定",
    "公示期满没有未了异议的拟资助和认定，每份公示每家一行；拨付了多少见资金拨付。",
    (
        Column("award", "编号", about="公示编号和序号；长期不变"),
        Column("kind", "类别代码", about="award 拟资助、title 没有资金的认定"),
        Column("programme", "项目编号", about="见政策项目"),
        Column("programme_title", "项目"),
        Column("department", "主管部门", about="公示的部门；职责后来移交的，仍是当时的"),
        Column("department_code", "主管部门统一社会信用代码"),
        Column("call", "申报通知", about="见申报通知"),
        Column("recipient", "单位", about="公示时的名称；空：不公开"),
        Column("recipient_code", "单位统一社会信用代码", about="空：同上"),
        Column("recipient_kind", "单位性质代码", about="enterprise 企业、sole_trader 个体工商户等"),
        Column("district", "所在区代码", about="公示时的，见代码表；空：不公开"),
        Column(
            "withheld",
            "不公开的原因代码",
            about="person 个人隐私、sole_trader 个体工商户、trade_secret 商业秘密；空：公开",
        ),
        Column("amount_yuan", "拟资助金额（元）", "decimal", "空：没有资金的认定"),
        Column("title", "称号", about="认定以后；空：没有称号，或还没有认定"),
        Column("certificate", "证书编号", about="空：同上，或不公开"),
        Column("valid_from", "认定日期", "date"),
        Column("valid_until", "有效至", "date", "不含当天；空：没有期限，或还没有认定"),
        Column("notice", "公示编号"),
        Column("objections_until", "公示最后一天", "date", "当天仍可提异议"),
        Column("basis", "公示依据"),
    ),
    ("award",),
    _awards,
    _why_gone,
)
