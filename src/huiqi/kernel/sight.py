"""可见范围的设置: what row-level security reads on the present connection, whoever sets it.

The rules themselves belong to the apps that know whose a row is; the kernel only keeps what is
sealed and verified as a whole, and for that it sees the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection
from psycopg.pq import TransactionStatus

SCOPE: Final = "huiqi.scope"
ALL: Final = "all"
CHANGE: Final = """
WITH before AS MATERIALIZED (SELECT coalesce(current_setting(%s, true), '') AS scope)
SELECT scope, set_config(%s, %s, false) FROM before
"""
SETTLED: Final = (TransactionStatus.IDLE, TransactionStatus.INTRANS)


@contextmanager
def everything() -> Iterator[None]:
    """可见全部: for tasks and commands, which act for the city; restored afterwards."""
    with within(ALL):
        yield


@contextmanager
def within(scope: str) -> Iterator[None]:
    """限于范围: 'all', or subject ids and commas; what was seen before is restored afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGE, [SCOPE, SCOPE, scope])
        before = cursor.fetchone()[0]
    try:
        yield
    finally:
        # A transaction that failed takes the setting back with everything else it did.
        # A connection that was lost takes the setting with it.
        raw = connection.connection
        if before != scope and raw is not None and raw.info.transaction_status in SETTLED:
            set_scope(before)


def set_scope(scope: str) -> None:
    """设定范围: from now on, on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [SCOPE, scope])
