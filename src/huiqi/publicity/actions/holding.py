"""公示的锁: changes to one notice wait for each other, though nobody may change its row.

So do two notices of one call, or each would be published without seeing the other.
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

from django.db import connection

from huiqi.publicity.models import Publicity

LOCK: Final = 4_037_024  # any number that nothing else locks
LOCK_OF_CALL: Final = 4_037_025


def hold(notice: Publicity) -> None:
    """锁住公示: until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, notice.pk % 2**31])


def hold_call(programme: str, call: str) -> None:
    """锁住申报: until the end of the transaction; two calls may share a lock, and merely wait."""
    key = crc32(f"{programme}/{call}".encode()) % 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_OF_CALL, key])
