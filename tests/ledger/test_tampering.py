"""篡改账目: whatever somebody changes who owns the database, verification finds it.

Each trial changes one thing at random, with the triggers off, as only a superuser can, and is
taken back afterwards. Its number is its seed: a trial that is not noticed can be tried again.
"""

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huiqi.kernel import audit
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.anchors import Anchors
from huiqi.ledger.actions import close_period, confirm_transfer, propose_transfer, reverse
from huiqi.ledger.models import NewBudget
from huiqi.ledger.proof import seal, verify
from huiqi.ledger.proof.seals import SEALED
from huiqi.parties.models import Organization
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import CALL, WAN, Books, award

AT = datetime(2021, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def anchors(tmp_path: Path) -> Anchors:
    return Anchors(tmp_path / "audit-anchors.jsonl")


@pytest.fixture
def tampered(
    books: Books,
    anchors: Anchors,
    chenglan: Organization,
    yuanshan: Organization,
    fan: Player,
    finance_chief: Player,
) -> Anchors:
    """Some weeks of business, sealed four times on the way."""
    close_period(month=date(2021, 9, 1), actor=SYSTEM)
    opening = propose_transfer(
        giver=None,
        taker=None,
        opens=NewBudget(fund=books.fund, programme="shenzhen.growth_award", year=2021),
        amount_fen=WAN,
        reason="首次下达",
        document="深财预〔2021〕21号",
        actor=fan.actor,
        now=NOW,
    )
    confirm_transfer(transfer=opening, on=TODAY, actor=finance_chief.actor)
    for batch in range(4):
        books.do("appropriate", 100 * WAN)
        books.do("commit", 60 * WAN, call=CALL)
        for firm in (chenglan, yuanshan):
            books.do("approve", (10 + batch) * WAN, award=award(firm, batch + 1))
            books.do("order", (10 + batch) * WAN, award=award(firm, batch + 1))
            books.do("pay", (9 + batch) * WAN, award=award(firm, batch + 1))
        entry = books.do("release", 5 * WAN, call=CALL)
        reverse(entry=entry, business=books.business(), actor=SYSTEM)
        transfer = propose_transfer(
            giver=books.upgrade,
            taker=books.srdi,
            amount_fen=WAN,
            reason="调剂",
            actor=fan.actor,
            now=NOW,
        )
        confirm_transfer(transfer=transfer, on=TODAY, actor=finance_chief.actor)
        _leave_numbers_unused()
        assert seal()
        assert audit.seal(AT + timedelta(minutes=batch))
        anchors.extend()
    assert verify(NOW, anchors).problems == ()
    return anchors


def _leave_numbers_unused() -> None:
    for table in ("entry", "leg", "account"):
        sql(f"SELECT nextval(pg_get_serial_sequence('ledger_{table}', 'id'))")


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def ids(table: str) -> list[int]:
    with connection.cursor() as cursor:
        key = "account_id" if table == "ledger_balance" else "id"
        cursor.execute(f"SELECT {key} FROM {table} ORDER BY 1")
        return [pk for (pk,) in cursor.fetchall()]


CHANGES = {
    "ledger_leg": (
        *("amount_fen = amount_fen + 1", "amount_fen = -amount_fen", "line = line + 7"),
        *("position = position + 100", "balance_fen = balance_fen - 1"),
    ),
    "ledger_entry": (
        *("memo = memo || '。'", "key = key || 'x'", "booked_on = booked_on - 1"),
        *("deed = CASE deed WHEN 'pay' THEN 'order' ELSE 'pay' END", "lines = lines + 1"),
        *("made_at = made_at - interval '1 microsecond'", "grants = grants + 1"),
        *("source = source || 'x'", "is_rounded = NOT is_rounded", "origin_id = 9"),
        "fingerprint = reverse(fingerprint)",
    ),
    "ledger_account": (
        *("call = call || '2'", "instalment = instalment + 40"),
        *("stage = CASE stage WHEN 'paid' THEN 'ordered' ELSE 'paid' END",),
    ),
    "ledger_balance": (
        "amount_fen = amount_fen + 1",
        "legs = legs + 1",
        "is_source = NOT is_source",
    ),
    "ledger_transfer": ("reason = reason || '别的'", "amount_fen = amount_fen + 1"),
    "ledger_newbudget": ("year = year + 1", "programme = programme || 'x'", "code = 'x'"),
    "ledger_decision": ("reason = reason || '改'",),
    "ledger_budget": ("year = year - 1", "programme = programme || 'x'"),
    "ledger_fund": ("basis = basis || '改'", "title = title || '改'"),
    "ledger_periodclose": ("month = month - interval '1 month'", "closed_by_id = 1"),
}


def alter(rng: random.Random) -> None:
    table = rng.choice(list(CHANGES))
    _alter_in(table, rng)


def alter_leg(rng: random.Random) -> None:
    _alter_in("ledger_leg", rng)


def alter_entry(rng: random.Random) -> None:
    _alter_in("ledger_entry", rng)


def _alter_in(table: str, rng: random.Random) -> None:
    key = "account_id" if table == "ledger_balance" else "id"
    change = rng.choice(CHANGES[table])
    sql(f"UPDATE {table} SET {change} WHERE {key} = %s", rng.choice(ids(table)))


def move_leg_to_another_account(rng: random.Random) -> None:
    sql(
        "UPDATE ledger_leg SET account_id = %s, position = position + 1000 WHERE id = %s",
        *(rng.choice(ids("ledger_account")), rng.choice(ids("ledger_leg"))),
    )


def make_two_legs_and_their_balances_agree(rng: random.Random) -> None:
    """A yuan more goes from one account to another, and every balance is mended."""
    entry = rng.choice(ids("ledger_entry"))
    for line, more in ((1, 100), (2, -100)):
        sql(
            "UPDATE ledger_leg l SET balance_fen = l.balance_fen + %s FROM ledger_leg o"
            " WHERE o.entry_id = %s AND o.line = %s AND l.account_id = o.account_id"
            " AND l.position >= o.position",
            *(more, entry, line),
        )
        sql(
            "UPDATE ledger_balance b SET amount_fen = b.amount_fen + %s FROM ledger_leg o"
            " WHERE o.entry_id = %s AND o.line = %s AND b.account_id = o.account_id",
            *(more, entry, line),
        )
        sql(
            "UPDATE ledger_leg SET amount_fen = amount_fen + %s WHERE entry_id = %s AND line = %s",
            *(more, entry, line),
        )


def delete_row(rng: random.Random) -> None:
    table = rng.choice([one for one in CHANGES if one != "ledger_balance"])
    sql(f"DELETE FROM {table} WHERE id = %s", rng.choice(ids(table)))


def delete_the_fund_that_a_paper_opened(rng: random.Random) -> None:
    sql(
        "DELETE FROM ledger_fund WHERE id ="
        " (SELECT fund_id FROM ledger_budget WHERE planned_id IS NOT NULL)"
    )


def delete_leg(rng: random.Random) -> None:
    sql("DELETE FROM ledger_leg WHERE id = %s", rng.choice(ids("ledger_leg")))


def delete_whole_entry(rng: random.Random) -> None:
    entry = rng.choice(ids("ledger_entry"))
    sql("DELETE FROM ledger_leg WHERE entry_id = %s", entry)
    sql("DELETE FROM ledger_entry WHERE id = %s", entry)


def delete_balance(rng: random.Random) -> None:
    pk = rng.choice(ids("ledger_balance"))
    sql("DELETE FROM ledger_balance WHERE account_id = %s", pk)


def reorder_rows(rng: random.Random) -> None:
    table = rng.choice(["ledger_leg", "ledger_entry"])
    one, other = rng.sample(ids(table), 2)
    for was, becomes in ((one, -1), (other, one), (-1, other)):
        sql(f"UPDATE {table} SET id = %s WHERE id = %s", becomes, was)


def insert_copy(rng: random.Random) -> None:
    """Of a whole entry, at numbers that were never used."""
    used = set(ids("ledger_entry"))
    unused = next(pk for pk in range(max(used), 0, -1) if pk not in used)
    entry = rng.choice(sorted(used))
    columns = "deed, booked_on, memo, fingerprint, lines, origin_kind, source, grants, is_rounded"
    sql(
        f"INSERT INTO ledger_entry (id, key, {columns}, made_at) SELECT %s, key || '-2', {columns},"
        " made_at FROM ledger_entry WHERE id = %s",
        *(unused, entry),
    )


def cut_off_the_end(rng: random.Random) -> None:
    """Everything since a seal, the seals of it included: what is left agrees with itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, detail FROM kernel_auditentry WHERE verb = %s", [SEALED])
        seals = sorted(cursor.fetchall())
    kept = rng.choice(seals[:-1])
    through = json.loads(kept[1])["through"]
    sql("DELETE FROM ledger_leg WHERE id > %s", through["ledger_leg"])
    sql("DELETE FROM ledger_entry WHERE id > %s", through["ledger_entry"])
    sql("DELETE FROM ledger_decision WHERE id > %s", through["ledger_decision"])
    sql("DELETE FROM ledger_transfer WHERE id > %s", through["ledger_transfer"])
    sql(
        "DELETE FROM ledger_balance WHERE account_id > %s",
        through["ledger_account"],
    )
    sql("DELETE FROM ledger_account WHERE id > %s", through["ledger_account"])
    sql(
        "UPDATE ledger_balance b SET legs = (SELECT count(*) FROM ledger_leg l"
        " WHERE l.account_id = b.account_id), amount_fen = (SELECT coalesce(sum(amount_fen), 0)"
        " FROM ledger_leg l WHERE l.account_id = b.account_id)"
    )
    sql("DELETE FROM kernel_auditentry WHERE verb = %s AND id > %s", SEALED, kept[0])
    assert verify(NOW).problems == ()


def alter_seal(rng: random.Random) -> None:
    sql(
        "UPDATE kernel_auditentry SET detail = jsonb_set(detail, '{digest}', '\"0\"') WHERE id ="
        " (SELECT id FROM kernel_auditentry WHERE verb = %s ORDER BY id LIMIT 1 OFFSET %s)",
        *(SEALED, rng.randrange(4)),
    )


def alter_shape_of_seal(rng: random.Random) -> None:
    """It names a column that there is not, as if somebody wanted other SQL to be run."""
    sql(
        "UPDATE kernel_auditentry SET detail = jsonb_set(detail, '{shape,ledger_entry}',"
        ' \'["id", "id\\" || pg_sleep(0) || \\"id"]\') WHERE id ='
        " (SELECT id FROM kernel_auditentry WHERE verb = %s ORDER BY id LIMIT 1 OFFSET %s)",
        *(SEALED, rng.randrange(4)),
    )


def put_an_entry_on_no_day(rng: random.Random) -> None:
    """Infinity, or a year that Python does not know."""
    column = rng.choice(["booked_on", "made_at"])
    day = rng.choice(["infinity", "-infinity", "0044-03-15 BC", "12021-10-20"])
    sql(
        f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", day, rng.choice(ids("ledger_entry"))
    )


def switch_a_trigger_off(rng: random.Random) -> None:
    table = rng.choice(["account", "entry", "leg"])
    sql(f"ALTER TABLE ledger_{table} DISABLE TRIGGER ledger_hold")


TRIALS: list[Callable[[random.Random], None]] = [
    *(alter, alter_leg, alter_entry, move_leg_to_another_account),
    *(make_two_legs_and_their_balances_agree, delete_row, delete_leg, delete_whole_entry),
    delete_the_fund_that_a_paper_opened,
    *(delete_balance, reorder_rows, insert_copy, cut_off_the_end, alter_seal),
    *(switch_a_trigger_off, alter_shape_of_seal, put_an_entry_on_no_day),
]


def _done(trial: Callable[[random.Random], None], rng: random.Random) -> bool:
    """False where it would break a rule that is no trigger, and another row has to be tried."""
    try:
        with transaction.atomic():
            trial(rng)
    except IntegrityError:
        return False
    return True


def _found(anchors: Anchors, seed: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of the trial and what was noticed; all is as before when this ends."""
    rng = random.Random(seed)
    trial = TRIALS[seed % len(TRIALS)]
    with transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET LOCAL session_replication_role = 'replica'")
        while not _done(trial, rng):
            pass
        yield trial.__name__, verify(NOW, anchors).problems
        sql("SET LOCAL session_replication_role = 'origin'")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(2 * len(TRIALS)), id="each kind twice"),
        pytest.param(range(200), marks=pytest.mark.verify, id="200 trials"),
    ],
)
def test_every_tampering_with_the_books_is_noticed(tampered: Anchors, seeds: range) -> None:
    unnoticed = [
        f"{seed}: {name}"
        for seed in seeds
        for name, problems in _found(tampered, seed)
        if not problems
    ]
    assert unnoticed == []
    assert verify(NOW, tampered).problems == ()
