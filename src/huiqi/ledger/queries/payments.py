"""拨付的查询: what was paid to each firm, call by call and part by part, and what came before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum

from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.models import Account, Budget, Entry, Leg

_CHUNK: Final = 2_000


@dataclass(frozen=True)
class Payment:
    """一笔拨付: to one firm, of one call, in one part; amounts in 分, reversed entries taken off.

    ``account_id`` names it for good. ``paid_on`` is the day of the last payment of the part;
    what the firm sent back later is ``returned_fen`` and still in ``paid_fen``. ``approved_on``
    is the day on which it was first approved.
    """

    account_id: int
    budget: Budget
    call: str
    subject_id: int
    instalment: int
    paid_fen: int
    returned_fen: int
    paid_on: date
    approved_on: date


def payments() -> Iterator[Payment]:
    """全部拨付: of every year, in the order in which their accounts were opened."""
    paid = _deeds(Deed.PAY)
    found = (
        Account.objects.filter(stage=Stage.PAID, subject__isnull=False)
        .select_related("budget", "budget__fund", "budget__fund__department")
        .annotate(
            paid_fen=Sum("legs__amount_fen", filter=paid, default=0),
            returned_fen=Sum("legs__amount_fen", filter=_deeds(Deed.RETURN), default=0),
            paid_on=Max("legs__entry__booked_on", filter=Q(legs__entry__deed=Deed.PAY)),
            approved_on=Subquery(_approvals().values("entry__booked_on")[:1]),
        )
        .filter(paid_fen__gt=0)
        .order_by("pk")
    )
    for one in found.iterator(chunk_size=_CHUNK):
        told = vars(one)
        yield Payment(
            account_id=one.pk,
            budget=one.budget,
            call=one.call,
            subject_id=told["subject_id"],
            instalment=one.instalment,
            paid_fen=int(told["paid_fen"]),
            returned_fen=-int(told["returned_fen"]),
            paid_on=told["paid_on"],
            approved_on=told["approved_on"],
        )


def _approvals() -> QuerySet[Leg]:
    """What approved the money of an account, the first first: nothing is paid without it."""
    return Leg.objects.filter(
        entry__deed=Deed.APPROVE,
        account__stage=Stage.APPROVED,
        account__budget=OuterRef("budget"),
        account__call=OuterRef("call"),
        account__subject=OuterRef("subject"),
        account__instalment=OuterRef("instalment"),
    ).order_by("entry__booked_on", "id")


def _deeds(deed: Deed) -> Q:
    """Entries of a kind, and those that reverse one of that kind."""
    return Q(legs__entry__deed=deed) | Q(legs__entry__reverses__deed=deed)


@dataclass(frozen=True)
class OpeningSum:
    """期初数: what a source says was paid of a budget, before there were these books."""

    entry_id: int
    budget: Budget
    paid_fen: int
    grants: int
    is_rounded: bool
    source: str


def opening_sums() -> list[OpeningSum]:
    """全部期初数: those that were not reversed, by year and fund; of no firm in particular."""
    told = list(
        Entry.objects.filter(
            deed=Deed.OPENING,
            reversals__isnull=True,
            legs__account__stage=Stage.PAID,
            legs__account__subject__isnull=True,
        )
        .annotate(budget_id=Max("legs__account__budget_id"), paid_fen=Sum("legs__amount_fen"))
        .order_by("id")
        .values_list("id", "budget_id", "paid_fen", "grants", "is_rounded", "source")
    )
    budgets = Budget.objects.select_related("fund", "fund__department").in_bulk(
        {budget for _, budget, *_ in told}
    )
    sums = [
        OpeningSum(pk, budgets[budget], int(fen), grants, rounded, source)
        for pk, budget, fen, grants, rounded, source in told
    ]
    return sorted(sums, key=lambda one: (one.budget.year, one.budget.fund.code, one.entry_id))
