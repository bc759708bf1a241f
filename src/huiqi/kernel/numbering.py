"""编号: numbers that people can read over the phone, without gaps and without races."""

from __future__ import annotations

import re
from datetime import date

from django.db import connection, transaction

from huiqi.kernel.models import Sequence

PREFIX = re.compile(r"[A-Z]{2,6}")


def next_number(prefix: str, on: date) -> str:
    """下一个编号: like ZX-2021-000123 (``prefix`` and year of ``on``).

    It belongs to the transaction: rolled back, it is given out again. Whoever asks next waits
    for the one before. ValueError for a prefix that is not 2 to 6 capital letters;
    TransactionManagementError outside a transaction.
    """
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"编号前缀「{prefix}」应为 2 至 6 个大写字母")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("编号要在事务里取")
    table = connection.ops.quote_name(Sequence._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (prefix, year, last) VALUES (%s, %s, 1) "  # nosec B608
            f"ON CONFLICT (prefix, year) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [prefix, on.year],
        )
        number: int = cursor.fetchone()[0]
    return f"{prefix}-{on.year}-{number:06d}"
