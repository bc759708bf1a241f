"""待付的查询: what is approved for firms and not yet on its way, account by account."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Sum

from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.models import Balance, Budget, Leg
from huiqi.parties.models import Subject

# Programme, call and subject: what a firm was granted, of whatever year and in how many parts.
Award = tuple[str, str, int]
GRANTED: Final = (Stage.APPROVED, Stage.ORDERED, Stage.PAID)


@dataclass(frozen=True)
class Payable:
    """待付款项: so much in 分 is approved for one firm from one call, in one part."""

    budget: Budget
    call: str
    subject: Subject
    instalment: int
    amount_fen: int

    @property
    def key(self) -> tuple[int, str, int, int]:
        """账户: what tells it from every other."""
        return (self.budget.pk, self.call, self.subject.pk, self.instalment)


def payables() -> list[Payable]:
    """待付款项: of all budgets, by year, fund, programme, call and firm."""
    approved = Balance.objects.filter(account__stage=Stage.APPROVED, amount_fen__gt=0)
    held = approved.select_related("account__budget__fund", "account__subject").order_by(
        "account__budget__year",
        "account__budget__fund__code",
        "account__budget__programme",
        "account__call",
        "account__subject_id",
        "account__instalment",
    )
    return [_payable(one) for one in held if one.account.subject is not None]


def _payable(held: Balance) -> Payable:
    account = held.account
    assert account.subject is not None  # the database holds to it for this stage
    return Payable(
        account.budget, account.call, account.subject, account.instalment, held.amount_fen
    )


def awards_decided_here(subjects: Collection[int]) -> set[tuple[str, str, int, int]]:
    """在本账核定的: by programme, call, subject and part; of these subjects.

    Whatever year it was carried on to. What is on an account and not among them came only with
    opening entries: it was decided before there were these books.
    """
    approved = Leg.objects.filter(
        entry__deed=Deed.APPROVE, account__stage=Stage.APPROVED, account__subject__in=subjects
    )
    key = ("account__budget__programme", "account__call", "account__subject", "account__instalment")
    return set(approved.order_by(*key).values_list(*key).distinct())


def granted_in_all(subjects: Collection[int]) -> dict[Award, int]:
    """各期合计: in 分, approved, on its way or paid, of every award of these subjects."""
    held = Balance.objects.filter(account__stage__in=GRANTED, account__subject__in=subjects)
    key = ("account__budget__programme", "account__call", "account__subject")
    told = held.order_by(*key).values_list(*key).annotate(Sum("amount_fen"))
    return {(programme, call, subject): int(fen) for programme, call, subject, fen in told}
