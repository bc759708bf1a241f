"""诉求的副本: what goes into the copy for a person or a firm; internal notes are the offices'."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from huiqi.concerns.enums import Audience
from huiqi.concerns.models import Concern, Confirmation, Post, Rating
from huiqi.parties.models import Person, Subject
from huiqi.rights.holdings import Section


def of_person(person: Person) -> Iterator[Section]:
    """个人的副本: what she brought for herself, not for a firm."""
    yield from _sections(Q(subject=None, filed_by=person, is_behalf=False))


def of_firm(subject: Subject) -> Iterator[Section]:
    """企业的副本: every concern of the firm, and what was said in it."""
    yield from _sections(Q(subject=subject))


def _sections(of: Q) -> Iterator[Section]:
    cases = Concern.objects.filter(of).order_by("id")
    yield Section(
        "诉求",
        cases,
        [
            *(("编号", "number"), ("种类", "kind"), ("内容", "text"), ("状态", "state")),
            *(("提交时间", "submitted_at"), ("主办单位", "lead__name"), ("结果", "resolution")),
            *(("联系人", "contact_name"), ("电话", "contact_phone"), ("邮箱", "contact_email")),
        ],
    )
    said = Post.objects.filter(concern__in=cases).exclude(audience=Audience.INTERNAL)
    yield Section(
        "诉求的往来",
        said.order_by("id"),
        [("编号", "concern__number"), ("种类", "kind"), ("内容", "text"), ("时间", "at")],
    )
    yield Section(
        "对答复的确认",
        Confirmation.objects.filter(concern__in=cases).order_by("id"),
        [("编号", "concern__number"), ("确认", "answer"), ("说明", "text"), ("时间", "at")],
    )
    yield Section(
        "好差评",
        Rating.objects.filter(concern__in=cases).order_by("id"),
        [("编号", "concern__number"), ("评分", "score"), ("说明", "text"), ("时间", "at")],
    )
