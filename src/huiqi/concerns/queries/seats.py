"""席位的查询: what holds, what is to come, and what is over; and whose people have all left."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiqi.concerns.access import OFFICERS
from huiqi.concerns.models import Cover, Responsibility, Seat
from huiqi.parties.queries.acting import memberships_at


def seats(today: date, *, over: bool = False) -> QuerySet[Seat]:
    """席位: now and to come, by kind; or those that are over, the latest first."""
    found = Seat.objects.select_related("organization")
    if over:
        return found.filter(until__lte=today).order_by("-until", "-id")
    return found.filter(Q(until=None) | Q(until__gt=today)).order_by("kind", "since", "id")


def duties(today: date, now: datetime, *, over: bool = False) -> QuerySet[Responsibility]:
    """责任清单: now and to come, by item; ``is_staffed``: somebody is in office there."""
    there = memberships_at(now).filter(organization=OuterRef("unit"), role__in=OFFICERS)
    found = Responsibility.objects.select_related("unit").annotate(is_staffed=Exists(there))
    if over:
        return found.filter(until__lte=today).order_by("-until", "-id")
    running = found.filter(Q(until=None) | Q(until__gt=today))
    return running.order_by("item", "district", "since", "id")


def covers(today: date, *, over: bool = False) -> QuerySet[Cover]:
    """代班: now and to come, the next first; or those that are over, the latest first."""
    found = Cover.objects.select_related("organization", "by")
    if over:
        return found.filter(until__lte=today).order_by("-until", "-id")
    return found.filter(until__gt=today).order_by("since", "id")
