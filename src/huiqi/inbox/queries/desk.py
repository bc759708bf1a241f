"""办理端的查询: what an officer has before them: one's own, what nobody took, the whole office's.

A section chief sees all that the officers of the office share, and who has how much of it.
Nothing of another office is ever in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import TruncDate

from huiqi.inbox.access import OF_OFFICERS
from huiqi.inbox.models import Todo
from huiqi.inbox.queries.todos import addressed_to
from huiqi.kernel.access import Actor
from huiqi.kernel.now import CITY, first_moment, moment_after
from huiqi.parties.enums import HANDLERS, Role
from huiqi.parties.models import Person
from huiqi.parties.queries.acting import memberships_at

WHO: Final = ("all", "mine", "free", "taken")
STATES: Final = ("over", "today", "week", "later", "none")
SORTS: Final[Mapping[str, tuple[str | OrderBy, ...]]] = {
    "due": (F("due_at").asc(nulls_last=True), "id"),
    "new": ("-created_at", "-id"),
    "text": ("text", "id"),
    "owner": (F("owner__name").asc(nulls_first=True), F("due_at").asc(nulls_last=True), "id"),
}
A_WEEK: Final = timedelta(days=7)
LONGEST: Final = 100
NONE: Final = 0  # the number of no organization


@dataclass(frozen=True)
class Wanted:
    """筛选: what of the desk is asked for; what is not known of a choice is as if not asked."""

    who: str = "all"
    state: str = ""
    sort: str = "due"
    text: str = ""
    day: date | None = None
    owner: int | None = None
    done: bool = False


@dataclass(frozen=True)
class Load:
    """在手: how many open to-dos a colleague has, and how many of them are overdue."""

    person: Person | None
    open: int
    over: int


def todos_at_desk(actor: Actor) -> QuerySet[Todo]:
    """办理端的待办: open and closed, of the actor and, for a chief, of the office."""
    if actor.person_id is None:
        return Todo.objects.none()
    whose = addressed_to(actor)
    if actor.has(Role.SECTION_CHIEF) and actor.organization_id is not None:
        whose |= Q(organization_id=actor.organization_id, role__in=OF_OFFICERS)
    return Todo.objects.filter(whose).select_related("person", "organization", "owner")


def todos_wanted(actor: Actor, wanted: Wanted, now: datetime) -> QuerySet[Todo]:
    """筛选后的待办: in the order asked for; what is done, the latest first."""
    found = todos_at_desk(actor).filter(done_at__isnull=not wanted.done)
    found = found.filter(whose(actor)[wanted.who])
    if wanted.state:
        found = found.filter(by_clock(now)[wanted.state])
    if wanted.day:
        day = wanted.day
        found = found.filter(due_at__gte=first_moment(day), due_at__lt=moment_after(day))
    if wanted.owner is not None:
        found = found.filter(owner_id=wanted.owner)
    if wanted.text:
        found = found.filter(Q(text__icontains=wanted.text) | Q(note__icontains=wanted.text))
    return found.order_by(*(("-done_at", "-id") if wanted.done else SORTS[wanted.sort]))


def counts(actor: Actor, who: str, now: datetime) -> dict[str, int]:
    """件数: open to-dos by whose they are, and those of ``who`` by how much time is left."""
    theirs, states = whose(actor), by_clock(now)
    found: dict[str, int] = (
        todos_at_desk(actor)
        .filter(done_at__isnull=True)
        .aggregate(
            **{name: Count("id", filter=theirs[name]) for name in WHO},
            **{name: Count("id", filter=theirs[who] & states[name]) for name in STATES},
        )
    )
    return found


def counts_by_clock(found: QuerySet[Todo], now: datetime) -> dict[str, int]:
    """各组件数: of a whole list, however many pages it has."""
    states = by_clock(now)
    told: dict[str, int] = found.order_by().aggregate(
        **{name: Count("id", filter=states[name]) for name in STATES}
    )
    return told


def due_by_day(actor: Actor, who: str, now: datetime) -> dict[date, int]:
    """每天到期: how many of what is still in time fall due on which day."""
    found = todos_at_desk(actor).filter(whose(actor)[who], done_at__isnull=True, due_at__gte=now)
    days = found.annotate(day=TruncDate("due_at", tzinfo=CITY)).values("day")
    return {one["day"]: one["n"] for one in days.annotate(n=Count("id")).order_by("day")}


def whose(actor: Actor) -> dict[str, Q]:
    """归谁: the conditions of mine, nobody's yet, others' and all."""
    mine = Q(owner_id=actor.person_id) | Q(person_id=actor.person_id)
    free = Q(owner_id__isnull=True, organization_id__isnull=False)
    return {"all": Q(), "mine": mine, "free": free, "taken": ~mine & ~free}


def by_clock(now: datetime) -> dict[str, Q]:
    """时限: the conditions of overdue, today, until Sunday, later and without a deadline."""
    today = now.astimezone(CITY).date()
    tomorrow = moment_after(today)
    monday = first_moment(today - timedelta(days=today.weekday()) + A_WEEK)
    return {
        "over": Q(due_at__lt=now),
        "today": Q(due_at__gte=now, due_at__lt=tomorrow),
        "week": Q(due_at__gte=tomorrow, due_at__lt=monday),
        "later": Q(due_at__gte=max(tomorrow, monday)),
        "none": Q(due_at__isnull=True),
    }


def state_of(todo: Todo, now: datetime) -> str:
    """时限: the same of one to-do."""
    if todo.due_at is None:
        return "none"
    today, due = now.astimezone(CITY).date(), todo.due_at.astimezone(CITY).date()
    if todo.due_at < now:
        return "over"
    if due == today:
        return "today"
    return "week" if due.isocalendar()[:2] == today.isocalendar()[:2] else "later"


def colleagues_of(actor: Actor, now: datetime) -> QuerySet[Person]:
    """同事: who handles matters in the actor's organization at ``now``, by name."""
    held = memberships_at(now).filter(
        organization_id=actor.organization_id or NONE, role__in=[role.value for role in HANDLERS]
    )
    found = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
    return found.order_by("name", "id")


def load_of_office(actor: Actor, now: datetime) -> list[Load]:
    """各人在手: of what the officers share, the most first; last what nobody took."""
    found = (
        todos_at_desk(actor)
        .filter(done_at__isnull=True, organization_id=actor.organization_id or NONE)
        .values("owner_id")
        .annotate(n=Count("id"), late=Count("id", filter=Q(due_at__lt=now)))
        .order_by("owner_id")
    )
    have: dict[int | None, tuple[int, int]] = {
        one["owner_id"]: (one["n"], one["late"]) for one in found
    }
    people = [Load(one, *have.get(one.pk, (0, 0))) for one in colleagues_of(actor, now)]
    people.sort(key=lambda one: (-one.open, -one.over, str(one.person)))
    return [*people, Load(None, *have.get(None, (0, 0)))]
