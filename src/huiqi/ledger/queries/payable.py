"""待付的查询: what is approved for firms and not yet on its way, account by account."""

from __future__ import annotations

from dataclasses import dataclass

from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance, Budget
from huiqi.parties.models import Subject


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
