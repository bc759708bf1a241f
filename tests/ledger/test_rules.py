"""账本的规则: what the database holds to against whoever writes, the owner of it included."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from huiqi.config.postgres import APP
from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import close_period
from huiqi.ledger.enums import FLOWS, Deed, Stage
from huiqi.ledger.models import Account, Entry, Fund
from huiqi.ledger.saying import RULES, broken_rule
from huiqi.parties import scope
from huiqi.parties.models import Organization
from tests.cast import TODAY
from tests.ledger.books import CALL, WAN, Books, at_once, award

TABLES = ("fund", "budget", "transfer", "account", "entry", "leg", "periodclose")
ENTRY = (
    "INSERT INTO ledger_entry (deed, booked_on, memo, key, fingerprint, lines, origin_kind,"
    " source, grants, is_rounded, made_at)"
    " VALUES (%s, %s, '手记', %s, '', %s, '', '', 0, false, now()) RETURNING id"
)
LEG = (
    "INSERT INTO ledger_leg (entry_id, line, account_id, amount_fen, position, balance_fen)"
    " VALUES (%s, %s, %s, %s, 0, 0)"
)


def run(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0] if cursor.description else 0


def by_hand(deed: Deed, *legs: tuple[Account, int], lines: int = 0, on: date = TODAY) -> int:
    """An entry that no action would make, past every check but those of the database."""
    entry = run(ENTRY, deed.value, on, f"hand:{Entry.objects.count()}", lines or len(legs))
    for line, (account, amount) in enumerate(legs, 1):
        run(LEG, entry, line, account.pk, amount)
    at_once()
    return entry


@contextmanager
def refused(rule: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
    assert broken_rule(error.value) == rule


@pytest.fixture
def accounts(books: Books, chenglan: Organization) -> dict[str, Account]:
    """Of 技改 with 100 万 promised to a call, 60 of it for 澄澜."""
    books.do("appropriate", 200 * WAN)
    books.do("appropriate", 200 * WAN, budget=books.srdi)
    books.do("commit", 100 * WAN, call=CALL)
    books.do("approve", 60 * WAN, award=award(chenglan))
    found = Account.objects.filter(budget=books.upgrade)
    return {one.stage: one for one in found} | {
        f"srdi {one.stage}": one for one in Account.objects.filter(budget=books.srdi)
    }


def test_legs_that_do_not_sum_to_zero_are_refused(accounts: dict[str, Account]) -> None:
    with refused("legs_sum_to_zero"):
        by_hand(Deed.COMMIT, (accounts["available"], -2), (accounts["committed"], 1))


def test_each_budget_sums_to_zero_by_itself(accounts: dict[str, Account]) -> None:
    with refused("legs_sum_to_zero"):
        by_hand(Deed.APPROPRIATE, (accounts["srdi source"], -1), (accounts["available"], 1))


def test_entry_without_its_legs_is_refused(accounts: dict[str, Account]) -> None:
    with refused("entry_has_all_its_legs"):
        by_hand(Deed.COMMIT, lines=2)


def test_leg_cannot_be_added_to_an_entry_that_is_whole(accounts: dict[str, Account]) -> None:
    entry = by_hand(Deed.COMMIT, (accounts["available"], -1), (accounts["committed"], 1))
    with refused("leg_is_among_those_of_its_entry"):
        run(LEG, entry, 3, accounts["available"].pk, 1)
    with refused("leg_has_its_line"):
        run(LEG, entry, 2, accounts["available"].pk, 1)


def test_money_moves_only_as_its_deed_does(accounts: dict[str, Account]) -> None:
    with refused("entry_moves_as_its_deed_does"):
        by_hand(Deed.COMMIT, (accounts["source"], -1), (accounts["committed"], 1))


def test_transfer_without_two_signatures_is_refused(accounts: dict[str, Account]) -> None:
    with refused("entry_of_transfer_bears_two_signatures"):
        by_hand(Deed.TRANSFER, lines=4)


def test_reversal_is_the_opposite_of_what_it_reverses(accounts: dict[str, Account]) -> None:
    first = Entry.objects.order_by("id").first()
    assert first
    with refused("reversal_is_the_opposite"):
        entry = run(
            ENTRY.replace("is_rounded,", "is_rounded, reverses_id,").replace(
                "false,", f"false, {first.pk},"
            ),
            *("reverse", TODAY, "hand", 2),
        )
        run(LEG, entry, 1, accounts["available"].pk, -1)
        run(LEG, entry, 2, accounts["source"].pk, 1)
        at_once()


@pytest.mark.parametrize("stage", ["available", "committed", "approved"])
def test_no_balance_falls_below_zero(accounts: dict[str, Account], stage: str) -> None:
    into = {"available": "committed", "committed": "available", "approved": "committed"}[stage]
    with refused("balance_never_below_zero"):
        by_hand(Deed.COMMIT, (accounts[stage], -201 * WAN), (accounts[into], 201 * WAN))


def test_source_gets_back_no_more_than_it_gave(accounts: dict[str, Account]) -> None:
    with refused("balance_never_below_zero"):
        by_hand(Deed.WITHDRAW, (accounts["source"], 201 * WAN), (accounts["available"], -1))


def test_closed_month_takes_nothing_more(accounts: dict[str, Account]) -> None:
    close_period(month=date(2021, 9, 1), actor=SYSTEM)
    legs = ((accounts["available"], -1), (accounts["committed"], 1))
    for day in (date(2021, 9, 30), date(2020, 1, 1)):
        with refused("entry_is_of_an_open_period"):
            by_hand(Deed.COMMIT, *legs, on=day)
    by_hand(Deed.COMMIT, *legs, on=date(2021, 10, 1))


def test_nothing_is_of_the_future(accounts: dict[str, Account]) -> None:
    with refused("entry_is_not_of_the_future"):
        by_hand(Deed.COMMIT, lines=2, on=date(2021, 10, 21))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_not_even_the_owner_changes_the_books(
    accounts: dict[str, Account], table: str, statement: str
) -> None:
    close_period(month=date(2021, 9, 1), actor=SYSTEM)
    if table == "transfer" and "TRUNCATE" not in statement:
        return  # a trigger of rows says nothing where there are none
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement.format(f"ledger_{table}"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_balance SET amount_fen = amount_fen",
        "DELETE FROM ledger_balance",
        "TRUNCATE ledger_balance",
    ],
)
def test_balances_are_written_by_nobody(accounts: dict[str, Account], statement: str) -> None:
    for role in ("RESET ROLE", f"SET LOCAL ROLE {APP}"):
        with transaction.atomic():
            run(role)
            with pytest.raises(DatabaseError), transaction.atomic():
                run(statement)
            run("RESET ROLE")


def test_application_has_no_right_to_change_the_books(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'ledger\\_%%' AND relkind = 'r'"
            " AND has_table_privilege(%s, oid, 'UPDATE, DELETE, TRUNCATE') ORDER BY relname",
            [APP],
        )
        assert cursor.fetchall() == [("ledger_place",)]
        cursor.execute("SELECT has_table_privilege(%s, 'ledger_balance', 'INSERT')", [APP])
        assert cursor.fetchone() == (False,)


def test_firm_sees_what_is_booked_for_it_and_books_nothing(
    accounts: dict[str, Account], books: Books, chenglan: Organization, yuanshan: Organization
) -> None:
    books.do("approve", WAN, award=award(yuanshan))
    with transaction.atomic(), scope.subjects([chenglan.subject_id]):
        run(f"SET LOCAL ROLE {APP}")
        assert list(Account.objects.values_list("stage", "subject_id")) == [
            ("approved", chenglan.subject_id)
        ]
        assert [one.deed for one in Entry.objects.all()] == ["approve"]
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            books.do("appropriate", WAN)
        run("RESET ROLE")


def test_books_of_another_isolation_are_refused(transactional_db: None) -> None:
    with transaction.atomic():
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with refused("books_are_kept_read_committed"):
            Fund.objects.create(code="x", title="x", basis="x", department_id=1)


def test_database_and_python_agree_on_what_a_deed_moves(db: None) -> None:
    for deed, flow in FLOWS.items():
        for stage in Stage:
            for comes, stages in ((True, flow.into), (False, flow.out_of)):
                asked = "SELECT ledger_flows(%s, %s, %s)::integer"
                assert run(asked, deed.value, stage.value, comes) == (stage in stages)


def test_every_rule_of_the_triggers_has_a_sentence(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(prosrc, '') FROM pg_proc WHERE proname LIKE 'ledger%'")
        source = cursor.fetchone()[0]
    raised = set(re.findall(r"(?:CONSTRAINT|broken) :?= '([a-z_]+)'", source))
    assert sorted(raised) == sorted(RULES)
