"""公示的锁: changes to one notice wait for each other, though nobody may change its row."""

from __future__ import annotations

from typing import Final

from django.db import connection

from huiqi.publicity.models import Publicity

LOCK: Final = 4_037_024  # any number that nothing else locks


def hold(notice: Publicity) -> None:
    """锁住公示: until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, notice.pk % 2**31])
