"""日记账: entries with their legs, the legs of an account, and from any of them to its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet, Sum

from huiqi.ledger.models import Account, Budget, Entry, Leg

_OF_LEG = ("account", "account__budget", "account__budget__fund")


def entries_between(
    since: date, until: date, *, budget: Budget | None = None, deed: str = ""
) -> QuerySet[Entry]:
    """日记账: booked on days from ``since`` (included) to ``until`` (excluded), the last first."""
    found = Entry.objects.filter(booked_on__gte=since, booked_on__lt=until)
    if budget is not None:
        legs = Leg.objects.filter(account__budget=budget)
        found = found.filter(pk__in=legs.values("entry_id"))
    if deed:
        found = found.filter(deed=deed)
    return _with_legs(found).order_by("-booked_on", "-id")


def legs_of_account(account: Account) -> QuerySet[Leg]:
    """账户的分录: in order, each with what stood there afterwards."""
    return Leg.objects.filter(account=account).select_related("entry").order_by("position")


def balance_on(account: Account, day: date) -> int:
    """某日余额: in 分, at the end of ``day``, by the days on which things were booked."""
    legs = Leg.objects.filter(account=account, entry__booked_on__lte=day)
    return int(legs.aggregate(fen=Sum("amount_fen"))["fen"] or 0)


@dataclass(frozen=True)
class Trail:
    """来龙去脉: everything that was booked for one case, and what was undone of it."""

    entry: Entry
    legs: tuple[Leg, ...]
    of_case: tuple[Entry, ...]
    undone_by: Entry | None


def trail_of(entry: Entry) -> Trail:
    """来龙去脉: of an entry: its legs, the other entries of its case, its reversal."""
    case = Entry.objects.none()
    if entry.origin_kind:
        case = Entry.objects.filter(origin_kind=entry.origin_kind, origin_id=entry.origin_id)
    legs = Leg.objects.filter(entry=entry).select_related(*_OF_LEG).order_by("line")
    return Trail(
        entry,
        tuple(legs),
        tuple(_with_legs(case).order_by("id")),
        Entry.objects.filter(reverses=entry).first(),
    )


def _with_legs(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    legs = Leg.objects.select_related(*_OF_LEG).order_by("line")
    return entries.select_related("made_by", "checked_by").prefetch_related(Prefetch("legs", legs))
