"""公共扶持: what firms got of public money, one firm or all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max, Q, QuerySet, Sum

from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.models import Balance, Budget, Entry, Fund, Leg
from huiqi.parties.models import Subject


@dataclass(frozen=True)
class Support:
    """一户所得: of one budget, in 分; what was sent back is taken off ``paid_fen``."""

    fund: str
    programme: str
    year: int
    approved_fen: int
    paid_fen: int


def support_of(subject: Subject) -> list[Support]:
    """一户的公共扶持: of every fund, programme and year, the latest first.

    ``approved_fen`` is what it is to get yet.
    """
    budget = ("account__budget__fund__title", "account__budget__programme", "account__budget__year")
    coming = Q(account__stage__in=(Stage.APPROVED, Stage.ORDERED))
    held = (
        Balance.objects.filter(account__subject=subject, amount_fen__gt=0)
        .values_list(*budget)
        .annotate(
            coming=Sum("amount_fen", filter=coming, default=0),
            paid=Sum("amount_fen", filter=Q(account__stage=Stage.PAID), default=0),
        )
        .order_by(f"-{budget[2]}", *budget[:2])
    )
    return [Support(*told) for told in held]


@dataclass(frozen=True)
class Granted:
    """资助总数: 家次 and 分; ``is_rounded`` when some of it stems from round figures."""

    grants: int
    paid_fen: int
    is_rounded: bool
    sources: tuple[str, ...]


def granted_by(fund: Fund, since: int, until: int) -> Granted:
    """资助总数: of a fund, for budgets of the years ``since`` to ``until``, both included.

    A firm counts once for each call that paid it, in however many parts; opening entries count
    as their sources say. What was reversed does not count.
    """
    years = Q(account__budget__fund=fund, account__budget__year__range=(since, until))
    paid = Balance.objects.filter(years, account__stage=Stage.PAID, amount_fen__gt=0)
    firms = paid.filter(account__subject__isnull=False)
    calls = firms.order_by().values("account__budget_id", "account__call", "account__subject_id")
    openings = Entry.objects.filter(
        deed=Deed.OPENING,
        reversals__isnull=True,
        legs__account__stage=Stage.PAID,
        legs__account__budget__fund=fund,
        legs__account__budget__year__range=(since, until),
    ).order_by("id")
    told = list(openings.values_list("grants", "is_rounded", "source"))
    return Granted(
        grants=calls.distinct().count() + sum(grants for grants, _, _ in told),
        paid_fen=int(paid.aggregate(fen=Sum("amount_fen"))["fen"] or 0),
        is_rounded=any(rounded for _, rounded, _ in told),
        sources=tuple(dict.fromkeys(source for _, _, source in told)),
    )


@dataclass(frozen=True)
class Disclosed:
    """公开情况: of what a firm got by a call: since when it stands where everybody can read it."""

    on: date
    url: str = ""


# Of a subject: by budget and call, what was made public. Whoever publishes says so here.
Disclosure = Callable[[int], Mapping[tuple[int, str], Disclosed]]
_DISCLOSURES: Final[list[Disclosure]] = []


def register_disclosure(disclosure: Disclosure) -> None:
    """登记公开情况: asked for the page of a firm's public support; once is enough."""
    if disclosure not in _DISCLOSURES:
        _DISCLOSURES.append(disclosure)


@dataclass(frozen=True)
class Received:
    """一户一批所得: of one budget by one call, in 分; ``disclosed`` None where nothing is public.

    ``returned_fen`` is what was sent back: it is taken off ``paid_fen`` already.
    """

    budget: Budget
    call: str
    coming_fen: int
    paid_fen: int
    returned_fen: int
    last_paid_on: date | None
    disclosed: Disclosed | None


def received_by(subject: Subject) -> list[Received]:
    """一户的全部公共扶持: of every fund, programme, year and call, the latest first.

    What came back counts also after the treasury has it again.
    """
    told: dict[tuple[int, str], Disclosed] = {}
    for disclosure in _DISCLOSURES:
        told |= disclosure(subject.pk)
    rows = list(_received(subject))
    budgets = Budget.objects.select_related("fund__department").in_bulk(
        [budget for budget, *_ in rows]
    )
    return [
        Received(budgets[budget], call, coming, paid, -back, day, told.get((budget, call)))
        for budget, call, coming, paid, back, day in rows
        if coming or paid or back
    ]


def _received(subject: Subject) -> QuerySet[Leg, tuple[Any, ...]]:
    """By budget and call: what is coming, what is paid less what came back, what came back."""
    budget = "account__budget"
    coming = Q(account__stage__in=(Stage.APPROVED, Stage.ORDERED))
    paid = Q(account__stage=Stage.PAID)
    return (
        Leg.objects.filter(account__subject=subject)
        .order_by(f"-{budget}__year", f"{budget}__fund__code", budget, "account__call")
        .values_list(f"{budget}_id", "account__call")
        .annotate(
            coming=Sum("amount_fen", filter=coming, default=0),
            paid=Sum("amount_fen", filter=paid, default=0),
            back=Sum("amount_fen", filter=paid & Q(entry__deed=Deed.RETURN), default=0),
            day=Max("entry__booked_on", filter=paid & Q(entry__deed=Deed.PAY)),
        )
    )
