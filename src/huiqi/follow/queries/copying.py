"""关注的副本: what goes into the copy for a person or a firm, all tables of what is followed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from huiqi.follow.models import (
    AccountantLink,
    DropReason,
    LinkOpening,
    MatchSnapshot,
    ReachStep,
    SavedSearch,
    Subscription,
    Visit,
    Watch,
)
from huiqi.parties.models import Person, Subject
from huiqi.rights.holdings import Section


def of_person(person: Person) -> Iterator[Section]:
    """个人的副本: what she follows for herself, and the days on which she looked."""
    yield from _followed(Q(subject=None, person=person))
    yield Section(
        "看可得金额的日子",
        Visit.objects.filter(person=person).order_by("id"),
        [("日期", "on"), ("时间", "at"), ("当时的合计上限（分）", "snapshot__total_fen")],
    )


def of_firm(subject: Subject) -> Iterator[Section]:
    """企业的副本: all that is kept for it here."""
    of_firm = Q(subject=subject)
    yield from _followed(of_firm)
    yield Section(
        "等候条件",
        Watch.objects.filter(of_firm).order_by("id"),
        [
            *(("项目编号", "programme"), ("起初的判断", "basis"), ("最近的判断", "verdict")),
            *(("开始时间", "created_at"), ("满足时间", "met_at"), ("结束时间", "ended_at")),
        ],
    )
    yield from _shared(subject)
    yield Section(
        "比对留底",
        MatchSnapshot.objects.filter(of_firm).order_by("id"),
        [
            *(("比对日期", "on"), ("政策库版本", "library"), ("合计上限（分）", "total_fen")),
            *(("留底时间", "taken_at"), ("依据", "state")),
        ],
    )
    yield Section(
        "触达",
        ReachStep.objects.filter(of_firm).order_by("id"),
        [("项目编号", "programme"), ("环节", "stage"), ("时间", "at")],
    )
    yield Section(
        "不想办的原因",
        DropReason.objects.filter(of_firm).order_by("id"),
        [("项目编号", "programme"), ("原因", "reason"), ("说明", "note"), ("时间", "at")],
    )


def _followed(whose: Q) -> Iterator[Section]:
    yield Section(
        "订阅",
        Subscription.objects.filter(whose).order_by("id"),
        [
            *(("关注什么", "kind"), ("对象", "target"), ("已告知的版本", "told")),
            *(("订阅时间", "created_at"), ("退订时间", "ended_at")),
        ],
    )
    yield Section(
        "保存的查询",
        SavedSearch.objects.filter(whose).order_by("id"),
        [
            *(("名称", "name"), ("问题", "text"), ("筛选", "facets"), ("看过的结果", "seen")),
            *(("保存时间", "created_at"), ("上次查看的时间", "seen_at")),
        ],
    )


def _shared(subject: Subject) -> Iterator[Section]:
    yield Section(
        "会计链接",
        AccountantLink.objects.filter(subject=subject).order_by("id"),
        [
            *(("给谁", "label"), ("给看什么", "shows"), ("生成日期", "made_on")),
            *(("有效天数", "days"), ("收回时间", "revoked_at")),
        ],
    )
    yield Section(
        "链接的打开",
        LinkOpening.objects.filter(link__subject=subject).order_by("id"),
        [("链接给谁", "link__label"), ("打开时间", "at")],
    )
