"""督办台的数字: overdue, objected to, sent to the wrong unit, opened again; nothing merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from huiqi.concerns.enums import (
    OPEN,
    WITH_FIRM,
    Confidentiality,
    Outcome,
    Resolution,
)
from huiqi.concerns.models import Concern, Counted, Objection, Rating, Withdrawal
from huiqi.concerns.queries.counts import count_by_resolution
from huiqi.concerns.queries.standing import CLOSED, overdue_at
from huiqi.triage import items

MOST: Final = 50


@dataclass(frozen=True)
class Closing:
    """办结的两个数: what the offices closed, and what the firms confirmed as solved.

    ``by_kind`` has each of the results apart.
    """

    ended: int
    solved: int
    by_kind: Sequence[tuple[str, int]]

    @property
    def percent(self) -> int | None:
        """企业说解决: in whole per cent, rounded down; None while nothing has ended."""
        return self.solved * 100 // self.ended if self.ended else None


@dataclass(frozen=True)
class Astray:
    """派错: of an item, how many were dispatched, and of how many the objection was right."""

    item: str
    title: str
    sent: int
    moved: int


def _seen() -> QuerySet[Concern]:
    return Concern.objects.filter(confidentiality=Confidentiality.ORDINARY)


def overdue(now: datetime) -> QuerySet[Concern]:
    """超期的: with the city, the longest first."""
    found = _seen().filter(overdue_at(now))
    return found.select_related("organization", "unit", "officer", "lead").order_by("due_at", "id")


def overdue_by_unit(now: datetime) -> list[tuple[str, int]]:
    """各单位超期的件数: the most first."""
    found = overdue(now).order_by().values("unit__name").annotate(count=Count("pk"))
    ordered = found.order_by("-count", "unit__name")
    return [(one["unit__name"], one["count"]) for one in ordered[:MOST]]


def objections_open() -> QuerySet[Objection]:
    """待裁定的异议: the oldest first."""
    found = Objection.objects.filter(outcome="", concern__in=_seen())
    return found.select_related("concern", "unit", "proposed").order_by("raised_at", "id")


def astray(since: datetime) -> list[Astray]:
    """派错的事项: those of which some objection raised since then was right, the most first;
    beside how many concerns of the item were handed in since.
    """
    moved = {
        one["item"]: one["count"]
        for one in Objection.objects.filter(outcome=Outcome.MOVED, raised_at__gte=since)
        .order_by()
        .values("item")
        .annotate(count=Count("pk"))
    }
    sent = {  # of these items alone: every concern there ever was is not counted for a board
        one["item"]: one["count"]
        for one in Concern.objects.filter(item__in=moved, submitted_at__gte=since)
        .order_by()
        .values("item")
        .annotate(count=Count("pk"))
    }
    known = items()
    found = [
        Astray(code, known[code].title if code in known else code, sent.get(code, 0), count)
        for code, count in moved.items()
    ]
    return sorted(found, key=lambda one: (-one.moved, one.item))[:MOST]


def reopened() -> QuerySet[Concern]:
    """重新打开的: and still at work."""
    found = _seen().filter(state__in=OPEN, reopened_at__isnull=False)
    return found.select_related("organization", "unit").order_by("-reopened_at", "-id")


def withdrawals_to_call() -> QuerySet[Withdrawal]:
    """待回访的撤回: the soonest due first."""
    found = Withdrawal.objects.filter(finding="", concern__in=_seen())
    return found.select_related("concern").order_by("call_due_at", "id")


def bad_ratings_open() -> QuerySet[Rating]:
    """待整改的差评: the soonest due first."""
    found = Rating.objects.filter(due_at__isnull=False, answered_at=None, concern__in=_seen())
    return found.select_related("concern", "unit").order_by("due_at", "id")


def closing(since: date) -> Closing:
    """办结: what ended from that day on, by result; withdrawn and refused ones are not among
    them.
    """
    by_kind = count_by_resolution(Counted.OVER, since, date.max, CLOSED)
    told = [(str(kind.label), by_kind[kind]) for kind in Resolution if kind in by_kind]
    return Closing(sum(by_kind.values()), by_kind.get(Resolution.SOLVED, 0), told)


def waiting_longest(now: datetime) -> QuerySet[Concern]:
    """在阶梯上的: those that were reminded of at least once."""
    found = _seen().filter(state__in=OPEN, rung__gt=0, ladder_from__lt=now)
    by = (F("rung").desc(), "ladder_from", "id")
    return (
        found.filter(~Q(state__in=WITH_FIRM)).select_related("organization", "unit").order_by(*by)
    )
