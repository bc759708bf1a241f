"""账实相符: if a test booked anything, the books are replayed from nothing after it.

After the body of the test and before anything is undone. Whether anything was booked is one
question of a few microseconds; of the city, which is loaded with books, that counts once.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import pytest
from django.db import connection
from psycopg.pq import TransactionStatus

WITH_A_DATABASE: Final = {"db", "transactional_db", "demo_city", "served_city"}
# Numbers are drawn and never given back: what was undone meanwhile is seen as well.
DRAWN: Final = "SELECT last_value, is_called FROM ledger_leg_id_seq"


_seen: Final[dict[str, tuple[int, bool]]] = {}  # by the name of the database


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """测试之后: AssertionError with everything that does not agree."""
    outcome = yield
    if _has_database(item) and _is_usable() and _booked_since_the_last_look():
        from huiqi.ledger.proof import assert_coherent

        assert_coherent()
    return outcome


def _has_database(item: pytest.Item) -> bool:
    named = set(getattr(item, "fixturenames", ())) & WITH_A_DATABASE
    is_marked = item.get_closest_marker("django_db") is not None
    return bool(named or is_marked)


def _is_usable() -> bool:
    """Not after an error that a test asked for by hand, of which Django knows nothing."""
    raw = connection.connection
    is_failed = raw is not None and raw.info.transaction_status == TransactionStatus.INERROR
    return not is_failed and not (connection.in_atomic_block and connection.needs_rollback)


def _booked_since_the_last_look() -> bool:
    """By the test, or by what was made ready for it."""
    with connection.cursor() as cursor:
        cursor.execute(DRAWN)
        drawn: tuple[int, bool] = cursor.fetchone()
    before = _seen.get(connection.settings_dict["NAME"], (1, False))
    _seen[connection.settings_dict["NAME"]] = drawn
    return drawn != before
