"""共享缓存: Django's cache in the database, so that all processes count together.

Kept in it is what must not differ between them: how often somebody tried to sign in, and which
one-time codes were used. Time is the database's, so that clocks that differ do not matter.
Values are JSON and nothing else: what is read from a table is never run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_GET: Final = """
SELECT value FROM kernel_sharedvalue
WHERE key = %s AND (expires_at IS NULL OR expires_at > clock_timestamp())
"""
_SET: Final = """
INSERT INTO kernel_sharedvalue AS held (key, value, expires_at)
VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s))
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
# Of several who add at once exactly one is told that it did.
_ADD: Final = f"{_SET} WHERE held.expires_at <= clock_timestamp() RETURNING key"
_TOUCH: Final = """
UPDATE kernel_sharedvalue SET expires_at = clock_timestamp() + make_interval(secs => %s)
WHERE key = %s AND (expires_at IS NULL OR expires_at > clock_timestamp()) RETURNING key
"""
_DELETE: Final = """
DELETE FROM kernel_sharedvalue WHERE key = %s
RETURNING expires_at IS NULL OR expires_at > clock_timestamp()
"""
_CLEAR: Final = "DELETE FROM kernel_sharedvalue"
_FORGET: Final = "DELETE FROM kernel_sharedvalue WHERE expires_at <= clock_timestamp()"


class SharedCache(BaseCache):
    """共享缓存: the same for every process; a value is gone when its time is over."""

    def __init__(self, _location: str, params: Mapping[str, Any]) -> None:
        """地点 means nothing: there is one table."""
        super().__init__(dict(params))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """取值: ``default`` where there is none, or none any more."""
        row = _ask(_GET, self._key(key, version))
        return default if row is None else json.loads(row[0])

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | object | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """存值: for ``timeout`` seconds; None is for ever, 0 not at all."""
        _run(_SET, self._key(key, version), json.dumps(value), self._seconds(timeout))

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | object | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """添值: only where there is none; whether it was added."""
        given = self._key(key, version), json.dumps(value), self._seconds(timeout)
        return _ask(_ADD, *given) is not None

    def touch(
        self,
        key: str,
        timeout: float | object | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """续期: of a value that is there; whether it is."""
        return _ask(_TOUCH, self._seconds(timeout), self._key(key, version)) is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """删除: whether there was a value."""
        row = _ask(_DELETE, self._key(key, version))
        return row is not None and bool(row[0])

    def clear(self) -> None:
        """清空: everything in it."""
        _run(_CLEAR)

    def _key(self, key: str, version: int | None) -> str:
        return str(self.make_and_validate_key(key, version=version))

    def _seconds(self, timeout: float | object | None) -> float | None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        if seconds is None:
            return None
        assert isinstance(seconds, int | float)
        return float(seconds)


def forget_expired() -> int:
    """清理: the values whose time is over; how many."""
    return _run(_FORGET)


def _ask(statement: str, *given: str | float | None) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _run(statement: str, *given: str | float | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        changed: int = cursor.rowcount
    return changed
