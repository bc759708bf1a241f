"""任意次序的付款: whatever banks answer, lines and books say what a plain model says."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huiqi.kernel.refusals import Refused
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance
from huiqi.ledger.proof import assert_coherent
from huiqi.payments.models import PaymentOrder, Receipt
from tests.cast import NOW
from tests.ledger.books import WAN, at_once
from tests.payments.paying import WORDS, Paying

SAID = st.sampled_from(tuple(WORDS))
OPEN = ("on_the_way", "unknown")
# What a bank may say of a line after what it said before; all else it contradicts itself.
MAY_FOLLOW = {
    "on_the_way": {"成功": "paid", "失败": "failed", "退票": "returned", "处理中": "unknown"},
    "unknown": {"成功": "paid", "失败": "failed", "退票": "returned", "处理中": "unknown"},
    "paid": {"成功": "paid", "退票": "came_back"},
    "failed": {"失败": "failed"},
    "returned": {"退票": "returned"},
    "came_back": {"退票": "came_back"},
}
WHERE = {
    "planned": Stage.APPROVED,
    "on_the_way": Stage.ORDERED,
    "unknown": Stage.ORDERED,
    "paid": Stage.PAID,
    "failed": Stage.APPROVED,
    "returned": Stage.APPROVED,
    "came_back": Stage.RETURNED,
}


class Payments(RuleBasedStateMachine):
    """Over ``paying`` of the test; each run is taken back when it ends."""

    paying: Paying

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        # Of each firm where its money is, and of each order the firms and whether it was sent.
        self.money: list[str] = ["approved", "approved"]
        self.orders: list[tuple[PaymentOrder, list[int], bool]] = []
        self.latest: dict[int, int] = {}
        self.receipts = 0

    def teardown(self) -> None:
        try:
            at_once()
            assert_coherent(NOW)
        finally:
            transaction.set_rollback(True)
            self.within.__exit__(None, None, None)

    def _is_free(self, firm: int) -> bool:
        return self.money[firm] in ("approved", "failed", "returned")

    @rule(firms=st.sampled_from(([0], [1], [0, 1])), sends=st.booleans())
    def make(self, firms: list[int], sends: bool) -> None:
        chosen = [self.paying.firms[one] for one in firms]
        free = [one for one in firms if self._is_free(one)]
        blocked = [one for one in firms if self.money[one] == "planned"]
        try:
            order = self.paying.sent(*chosen) if sends else self.paying.order(*chosen)
        except Refused:
            assert blocked or not free
            return
        assert free
        assert not blocked
        for one in free:
            self.money[one] = "on_the_way" if sends else "planned"
            self.latest[one] = len(self.orders)
        self.orders.append((order, free, sends))

    @rule(which=st.integers(0, 20), said=st.tuples(SAID, SAID))
    def answer(self, which: int, said: tuple[str, str]) -> None:
        if not self.orders:
            return
        which %= len(self.orders)
        order, firms, is_sent = self.orders[which]
        if not is_sent:
            return
        # A line of an earlier order failed or came back; its firm's money has gone on since.
        before = [
            self.money[one] if self.latest[one] == which else self._told(order, place)
            for place, one in enumerate(firms, 1)
        ]
        words = said[: len(firms)]
        known = [MAY_FOLLOW[state].get(word) for state, word in zip(before, words, strict=True)]
        taken = self.paying.answered(order, *words).is_taken
        assert taken == (None not in known) or self._was_taken_before(order)
        if not taken:
            return
        for one, after in zip(firms, known, strict=True):
            if after is not None and self.latest[one] == which:
                self.receipts += after == "paid" and self.money[one] != "paid"
                self.money[one] = after

    def _told(self, order: PaymentOrder, place: int) -> str:
        return str(order.lines.get(position=place).state)

    def _was_taken_before(self, order: PaymentOrder) -> bool:
        return order.answers.filter(is_taken=True).exists()

    @invariant()
    def money_is_where_the_model_says(self) -> None:
        told: defaultdict[tuple[int, str], int] = defaultdict(int)
        for firm, state, fen in zip(
            self.paying.firms, self.money, (30 * WAN, 20 * WAN), strict=True
        ):
            told[firm.subject_id, WHERE.get(state, Stage.APPROVED).value] += fen
        held = Balance.objects.filter(account__subject__isnull=False, amount_fen__gt=0)
        there = {
            (one.account.subject_id, one.account.stage): one.amount_fen
            for one in held.select_related("account").order_by("pk")
        }
        assert there == told
        assert Receipt.objects.count() == self.receipts


@pytest.mark.parametrize(
    ("runs", "steps"),
    [
        pytest.param(4, 12, id="a few runs"),
        pytest.param(80, 30, marks=pytest.mark.verify, id="many runs"),
    ],
)
def test_lines_and_books_say_what_a_plain_model_says(paying: Paying, runs: int, steps: int) -> None:
    run_state_machine_as_test(
        type("Tried", (Payments,), {"paying": paying}),
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
