"""任意次序的办理: whatever is asked in whatever order, the books say what a plain model says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused
from huiqi.ledger.actions import OtherContent, reverse
from huiqi.ledger.enums import FLOWS, Deed, Stage
from huiqi.ledger.models import Balance, Budget, Entry
from huiqi.ledger.proof import assert_coherent
from huiqi.parties.models import Organization
from tests.cast import NOW
from tests.ledger.books import CALL, Books, at_once, award

FEN = st.integers(-1, 300)
KEYS = st.sampled_from(("", "", "", "甲", "乙"))
NOBODY = {"appropriate": Deed.APPROPRIATE, "withdraw": Deed.WITHDRAW}
OF_CALL = {"commit": Deed.COMMIT, "release": Deed.RELEASE}
OF_FIRM = {
    "approve": Deed.APPROVE,
    "revoke": Deed.REVOKE,
    "order": Deed.ORDER,
    "fail": Deed.FAIL,
    "pay": Deed.PAY,
    "give_back": Deed.RETURN,
    "restore": Deed.RESTORE,
    "surrender": Deed.SURRENDER,
}
SHARED = (Stage.SOURCE, Stage.AVAILABLE, Stage.COMMITTED)

Account = tuple[int, str, int]  # budget, stage, firm (0 for none)
Moves = tuple[tuple[Account, int], ...]


class Model:
    """What stands where, who has used which key, what has been reversed: in plain dictionaries."""

    def __init__(self) -> None:
        self.held: defaultdict[Account, int] = defaultdict(int)
        self.keys: dict[str, tuple[object, int]] = {}
        self.moves: dict[int, Moves] = {}
        self.reversed: set[int] = set()

    def may(self, moves: Moves) -> bool:
        after = {account: self.held[account] + fen for account, fen in moves}
        return all(
            held <= 0 if account[1] == Stage.SOURCE else held >= 0
            for account, held in after.items()
        )

    def apply(self, entry: int, moves: Moves) -> None:
        for account, fen in moves:
            self.held[account] += fen
        self.moves[entry] = moves


class Bookkeeping(RuleBasedStateMachine):
    """Over ``books`` and ``firms`` of the test; each run is taken back when it ends."""

    books: Books
    firms: list[Organization]

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.model = Model()

    def teardown(self) -> None:
        try:
            at_once()
            assert_coherent(NOW)
        finally:
            transaction.set_rollback(True)
            self.within.__exit__(None, None, None)

    def _do(
        self, name: str, deed: Deed, fen: int, key: str, firm: int, act: Callable[[], Entry]
    ) -> None:
        flow, budget = FLOWS[deed], self.books.upgrade.pk
        moves: Moves = tuple(
            ((budget, stage.value, 0 if stage in SHARED else self.firms[firm].pk), amount)
            for stage, amount in ((flow.out_of[0], -fen), (flow.into[0], fen))
        )
        asked = (name, fen, firm if name in OF_FIRM else 0)
        known = self.model.keys.get(key)
        try:
            entry = act()
        except OtherContent:
            assert known
            assert known[0] != asked
            return
        except Refused:
            assert fen <= 0 or not self.model.may(moves)
            return
        if known:
            assert known == (asked, entry.pk)
            return
        assert fen > 0
        assert self.model.may(moves)
        self.model.apply(entry.pk, moves)
        if key:
            self.model.keys[key] = (asked, entry.pk)

    @rule(name=st.sampled_from(sorted(NOBODY)), fen=FEN, key=KEYS)
    def of_nobody(self, name: str, fen: int, key: str) -> None:
        self._do(name, NOBODY[name], fen, key, 0, lambda: self.books.do(name, fen, key=key))

    @rule(name=st.sampled_from(sorted(OF_CALL)), fen=FEN, key=KEYS)
    def of_call(self, name: str, fen: int, key: str) -> None:
        self._do(
            name, OF_CALL[name], fen, key, 0, lambda: self.books.do(name, fen, key=key, call=CALL)
        )

    @rule(name=st.sampled_from(sorted(OF_FIRM)), fen=FEN, key=KEYS, firm=st.integers(0, 1))
    def of_firm(self, name: str, fen: int, key: str, firm: int) -> None:
        whose = award(self.firms[firm])
        self._do(
            *(name, OF_FIRM[name], fen, key, firm),
            lambda: self.books.do(name, fen, key=key, award=whose),
        )

    @rule(which=st.integers(0, 30))
    def undo(self, which: int) -> None:
        if which >= len(self.model.moves):
            return
        pk = list(self.model.moves)[which]
        entry = Entry.objects.get(pk=pk)
        moves: Moves = tuple((account, -fen) for account, fen in self.model.moves[pk])
        open_ = pk not in self.model.reversed and entry.deed != Deed.REVERSE
        try:
            undone = reverse(entry=entry, business=self.books.business(), actor=SYSTEM)
        except Refused:
            assert not open_ or not self.model.may(moves)
            return
        assert open_
        assert self.model.may(moves)
        self.model.apply(undone.pk, moves)
        self.model.reversed.add(pk)

    @invariant()
    def balances_are_those_of_the_model(self) -> None:
        firm_of = {firm.subject_id: firm.pk for firm in self.firms} | {None: 0}
        held = {
            (one.account.budget_id, one.account.stage, firm_of[one.account.subject_id]): one
            for one in Balance.objects.select_related("account")
        }
        told = {account: one.amount_fen for account, one in held.items() if one.amount_fen}
        assert told == {account: fen for account, fen in self.model.held.items() if fen}


@pytest.mark.parametrize(
    ("runs", "steps"),
    [
        pytest.param(8, 30, id="a few runs"),
        pytest.param(150, 60, marks=pytest.mark.verify, id="many runs"),
    ],
)
def test_books_say_what_a_plain_model_says(
    books: Books, chenglan: Organization, yuanshan: Organization, runs: int, steps: int
) -> None:
    assert Budget.objects.count() == 2
    run_state_machine_as_test(
        type("Tried", (Bookkeeping,), {"books": books, "firms": [chenglan, yuanshan]}),
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
