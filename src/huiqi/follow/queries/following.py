"""关注的清单: subscriptions, conditions waited for and saved questions of an actor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from huiqi.follow.access import for_whom
from huiqi.follow.enums import Target
from huiqi.follow.models import SavedSearch, Subscription, Watch
from huiqi.follow.queries.covering import (
    called,
    covered_by,
    document_of,
    documents_of,
    hits,
    programmes_of,
    title_of,
)
from huiqi.kernel.access import Actor
from huiqi.kernel.clock import CALENDAR, CalendarUnknown
from huiqi.library import load
from huiqi.policies.models import PolicyDocument

MARKS: Final = (1, 7, 30)  # working days before a last day at which followers are reminded


@dataclass(frozen=True)
class Followed:
    """一项关注: what it is called and covers, and the last day (included) of a programme."""

    subscription: Subscription
    name: str
    programmes: tuple[str, ...]
    last: date | None
    left: int | None

    @property
    def is_soon(self) -> bool:
        """是否快到期: within the time of reminders."""
        return self.left is not None and self.left <= MARKS[-1]


@dataclass(frozen=True)
class Question:
    """一个查询: the hits there are now, and which of them are new since the last visit."""

    search: SavedSearch
    found: tuple[str, ...]
    new: tuple[str, ...]


def subscriptions_of(actor: Actor) -> QuerySet[Subscription]:
    """订阅: one's own and those of the firm, the latest first."""
    if actor.person_id is None:
        return Subscription.objects.none()
    found = Subscription.objects.filter(for_whom(actor), ended_at__isnull=True)
    return found.order_by("-created_at", "-id")


def ended_or_not(actor: Actor) -> QuerySet[Subscription]:
    """全部订阅: also those that ended, for whoever ends one twice."""
    if actor.person_id is None:
        return Subscription.objects.none()
    return Subscription.objects.filter(for_whom(actor)).order_by("-created_at", "-id")


def watches_of(actor: Actor) -> QuerySet[Watch]:
    """等候条件: of the firm one stands for; those that are over, too, the latest first."""
    if actor.person_id is None:
        return Watch.objects.none()
    return Watch.objects.filter(for_whom(actor)).order_by("-created_at", "-id")


def searches_of(actor: Actor) -> QuerySet[SavedSearch]:
    """保存的查询: one's own and those of the firm, the latest first."""
    if actor.person_id is None:
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(for_whom(actor)).order_by("-created_at", "-id")


def followed(subscription: Subscription, on: date) -> Followed:
    """一项关注的现状: on a day."""
    return next(followed_now([subscription], on))


def followed_by(actor: Actor, on: date) -> Iterator[Followed]:
    """关注的现状: on a day; the documents among it are asked for at once."""
    return followed_now(list(subscriptions_of(actor)), on)


def followed_now(rows: list[Subscription], on: date) -> Iterator[Followed]:
    """各项关注的现状: of each of the rows, on a day; their documents are asked for at once."""
    documents = documents_of(one.target for one in rows if one.kind == Target.DOCUMENT)
    for one in rows:
        kind, target = one.kind, one.target
        if kind == Target.DOCUMENT:
            document = documents.get(target)
            name, programmes = title_of(document), programmes_of(document)
            last = _last_day_of_document(document, on)
        else:
            name, programmes = called(kind, target), covered_by(kind, target, on)
            last = last_day_of(kind, target, on)
        left = None if last is None else days_left(on, last)
        yield Followed(one, name, tuple(programmes), last, left)


def questions(searches: QuerySet[SavedSearch], on: date) -> Iterator[Question]:
    """查询的现状: of each."""
    for one in searches:
        yield asked_again(one, on)


def asked_again(search: SavedSearch, on: date) -> Question:
    """再查一次: what it finds now, and what is new in it."""
    found = tuple(hits(search.text, search.facets, on))
    seen = set(search.seen)
    return Question(search, found, tuple(name for name in found if name not in seen))


def last_day_of(kind: str, target: str, on: date) -> date | None:
    """最后一天: (included) of the edition in force of a programme, of a document that ends."""
    if kind == Target.PROGRAMME and target in load().policies:
        edition = load().policies[target].edition_on(on)
        return edition.to if edition else None
    return _last_day_of_document(document_of(target), on) if kind == Target.DOCUMENT else None


def _last_day_of_document(document: PolicyDocument | None, on: date) -> date | None:
    if document and document.until_on and document.until_on > on:
        return document.until_on - timedelta(days=1)
    return None


def days_left(on: date, last: date) -> int:
    """剩几个工作日: after ``on``, up to the last day (included)."""
    days = [on + timedelta(days=number) for number in range(1, (last - on).days + 1)]
    try:
        return sum(CALENDAR.guess_workday(day) for day in days)
    except CalendarUnknown:  # further ahead than anybody can say: far away in any case
        return len(days)
