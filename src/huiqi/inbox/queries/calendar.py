"""日历的查询: whose link it is, and which deadlines that person has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiqi.inbox.models import CalendarFeed, Todo
from huiqi.inbox.queries.todos import addressed_to
from huiqi.kernel.access import Actor
from huiqi.parties.models import Person


def digest_of(token: str) -> str:
    """哈希: of a token of 256 random bits, which needs neither salt nor a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(person_id: int) -> CalendarFeed | None:
    """有效的日历链接: of a person; None without one."""
    return CalendarFeed.objects.filter(person_id=person_id, revoked_at__isnull=True).first()


def person_of_token(token: str) -> Person | None:
    """链接的主人: None for a token that is wrong or revoked, or whose person may not sign in."""
    found = (
        CalendarFeed.objects.filter(digest=digest_of(token), revoked_at__isnull=True)
        .filter(person__is_active=True)
        .select_related("person")
        .first()
    )
    return found.person if found else None


def deadlines_of(person: Person, actors: Iterable[Actor]) -> QuerySet[Todo]:
    """期限: what the person has to do by a moment, for every organization they act for."""
    whose = Q(person_id=person.pk)
    for actor in actors:
        whose |= addressed_to(actor)
    found = Todo.objects.filter(whose, done_at__isnull=True, due_at__isnull=False)
    return found.select_related("organization").order_by("due_at", "id")
