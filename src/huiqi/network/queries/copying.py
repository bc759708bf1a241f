"""群服务的副本: what goes into the copy for a firm; findings and handovers are the offices'."""

from __future__ import annotations

from collections.abc import Iterator

from huiqi.network.models import KeyFirm, Visit, VisitPromise, VisitWish
from huiqi.parties.models import Person, Subject
from huiqi.rights.holdings import Section


def of_person(_person: Person) -> Iterator[Section]:
    """个人的副本: nothing here is about a person for herself."""
    yield from ()


def of_firm(subject: Subject) -> Iterator[Section]:
    """企业的副本: the lists it is on and whose it is, who came, what was promised, its wish."""
    yield Section(
        "重点企业名单",
        KeyFirm.objects.filter(subject=subject).order_by("id"),
        [
            *(("层级", "tier"), ("服务专员", "officer__person__name"), ("自", "since")),
            *(("至", "until"), ("没有专员自", "without_since")),
        ],
    )
    yield Section(
        "走访和联系",
        Visit.objects.filter(subject=subject).order_by("id"),
        [
            *(("编号", "number"), ("单位", "unit__name"), ("方式", "way"), ("为了什么", "purpose")),
            *(("计划日期", "planned_on"), ("联系日期", "made_on"), ("状态", "state")),
            ("企业参加人", "people_of_firm"),
        ],
    )
    yield Section(
        "走访承诺",
        VisitPromise.objects.filter(subject=subject).order_by("id"),
        [
            *(("承诺", "text"), ("单位", "unit__name"), ("期限", "due_on"), ("状态", "state")),
            ("结果", "answer"),
        ],
    )
    yield Section(
        "走访意愿",
        VisitWish.objects.filter(subject=subject).order_by("id"),
        [("不希望上门走访", "wants_none"), ("时间", "said_at")],
    )
