"""记账的代价: how many statements the database carries out for one booking, counted by itself.

Those within its functions and triggers are counted as well, and those that look after foreign
keys: each is set up and taken down by itself, and that is most of what a booking costs.
"""

import re
from collections.abc import Callable

from django.db import connection
from psycopg.errors import Diagnostic

from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import Business, commit
from huiqi.ledger.models import Entry
from tests.cast import TODAY
from tests.ledger.books import CALL, WAN, Books, at_once

# Every statement is planned anew each time, and its plan is told: so they can be counted.
LISTEN = """
DISCARD PLANS;
SET LOCAL plan_cache_mode = force_custom_plan;
SET LOCAL debug_print_plan = on;
SET LOCAL client_min_messages = log
"""
SILENCE = "SET LOCAL debug_print_plan = off"
TABLES = re.compile(r":relationOids \(o ([\d ]+)\)")
# The entry and what it must know; both legs with their accounts; of each leg its entry and its
# balance; the entry looked at as a whole; two foreign keys of each leg.
MOST = 14


def statements(act: Callable[[], object]) -> list[str]:
    """The tables of each that was carried out, also at the end of the transaction."""
    heard: list[str] = []
    raw = connection.connection

    def hear(notice: Diagnostic) -> None:
        # What touches no table is an expression, and no statement.
        if notice.message_primary == "plan:" and (
            found := TABLES.search(notice.message_detail or "")
        ):
            heard.append(found[1])

    with connection.cursor() as cursor:
        cursor.execute(LISTEN)
    raw.add_notice_handler(hear)
    try:
        act()
        at_once()
    finally:
        raw.remove_notice_handler(hear)
        with connection.cursor() as cursor:
            cursor.execute(SILENCE)
    return heard


def test_booking_takes_no_more_statements_than_it_did(books: Books) -> None:
    books.do("appropriate", 100 * WAN)
    number = iter(range(9))

    def book() -> Entry:
        business = Business(f"made:{next(number)}", TODAY, "承诺")
        return commit(
            budget=books.upgrade, call=CALL, amount_fen=WAN, business=business, actor=SYSTEM
        )

    statements(book)  # the account is opened the first time
    again = statements(book)
    assert len(again) == MOST, "\n".join(again)
