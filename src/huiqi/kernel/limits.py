"""限流: how often somebody may come, counted in the database that all processes share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from huiqi.kernel.models import RateCount
from huiqi.kernel.now import now

KEPT: Final = timedelta(days=1)
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Limit:
    """限额: at most ``hits`` in every window of ``per``."""

    hits: int
    per: timedelta


@dataclass(frozen=True)
class Allowed:
    """是否放行: and, when not, in how many seconds to come again."""

    ok: bool
    retry_after: int = 0


def hit(bucket: str, limit: Limit, at: datetime) -> Allowed:
    """计数: one more for ``bucket``; windows begin at whole multiples of their length."""
    window = EPOCH + (at - EPOCH) // limit.per * limit.per
    table = connection.ops.quote_name(RateCount._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {table} (bucket, "window", hits) VALUES (%s, %s, 1) '  # nosec B608
            f'ON CONFLICT (bucket, "window") DO UPDATE SET hits = {table}.hits + 1 RETURNING hits',
            [bucket, window],
        )
        hits: int = cursor.fetchone()[0]
    if hits <= limit.hits:
        return Allowed(ok=True)
    left = window + limit.per - at
    return Allowed(ok=False, retry_after=max(1, -(-left // timedelta(seconds=1))))


def address_of(request: HttpRequest) -> str:
    """来自哪里: the address of whoever asks, as the server before us tells it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def keyed_address(request: HttpRequest) -> str:
    """来处的指纹: an address is somebody's data: only a keyed hash of it is kept, for a day."""
    return salted_hmac("huiqi.kernel.address", address_of(request)).hexdigest()[:32]


def comes_too_often(request: HttpRequest, what: str, limit: Limit) -> int:
    """是否太频繁: in how many seconds to come again; 0 when it is not too often. Counts."""
    return hit(f"page:{what}:{keyed_address(request)}", limit, now()).retry_after


def forget(at: datetime) -> int:
    """清理: counts of windows long over; how many."""
    return RateCount.objects.filter(window__lt=at - KEPT).delete()[0]
