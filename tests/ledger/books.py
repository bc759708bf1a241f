"""账目: a small fund with two budgets, and the words in which the tests move money."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import connection

from huiqi.kernel.access import SYSTEM, Actor
from huiqi.ledger import actions
from huiqi.ledger.actions import Award, Business
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance, Budget, Entry, Fund
from huiqi.parties.models import Organization
from tests.cast import TODAY

CALL = "TZ-2021-000001"
WAN = 1_000_000


@dataclass
class Books:
    """One fund of the bureau: a budget of this year for 技改, and one for 专精特新."""

    fund: Fund
    upgrade: Budget
    srdi: Budget
    keys: count = field(default_factory=lambda: count(1))

    def business(self, key: str = "") -> Business:
        return Business(key or f"test:{next(self.keys)}", TODAY, "测试")

    def do(self, name: str, amount_fen: int, *, key: str = "", **more: Any) -> Entry:
        """One action of the ledger, on 技改 unless another budget is given, as the system."""
        given = {"budget": self.upgrade, "actor": SYSTEM, "business": self.business(key)} | more
        return getattr(actions, name)(amount_fen=amount_fen, **given)

    def balance(self, stage: Stage, budget: Budget | None = None) -> int:
        """Of all accounts of a stage together."""
        held = Balance.objects.filter(account__budget=budget or self.upgrade, account__stage=stage)
        return sum(held.order_by("pk").values_list("amount_fen", flat=True))


def new_books(bureau: Organization, actor: Actor = SYSTEM) -> Books:
    fund = actions.set_up_fund(
        code="industry",
        title="工业和信息化专项资金",
        department=bureau,
        basis="试〔2021〕1号",
        actor=actor,
    )
    upgrade, srdi = (
        actions.set_up_budget(fund=fund, year=2021, programme=one, actor=actor)
        for one in ("shenzhen.technical_upgrade", "shenzhen.srdi_award")
    )
    return Books(fund, upgrade, srdi)


def award(firm: Organization, instalment: int = 1) -> Award:
    return Award(CALL, firm.subject_id, instalment)


def paid_out(bureau: Organization, firm: Organization) -> Books:
    """Books in which the firm was paid 50 万元 of the 60 that its call set aside."""
    books = new_books(bureau)
    books.do("appropriate", 100 * WAN)
    books.do("commit", 60 * WAN, call=CALL)
    for name in ("approve", "order", "pay"):
        books.do(name, 50 * WAN, award=award(firm))
    return books


def at_once() -> None:
    """What waits for the end of the transaction is looked at now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
