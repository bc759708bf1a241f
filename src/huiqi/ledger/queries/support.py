"""公共扶持: what firms got of public money, one firm or all of them together."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, Sum

from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.models import Balance, Entry, Fund
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
