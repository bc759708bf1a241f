"""可用性: whether the service answered, minute by minute, as it measured itself.

Every process that answers pages notes each minute in which it answered, with how many answers
it gave and how many of them failed (5xx). ``huiqi start`` asks ``/healthz`` every two seconds,
so that a minute without a row is one in which nobody was answered, however few visitors there
were. What a process had counted since it last wrote is lost when it is killed: failed answers
are never counted too many.

The real clock counts. What is asked for in the time of the city is shifted by its offset.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final

from django.db import DatabaseError, InterfaceError, connection

from huiqi.kernel.models import ClockOffset, ServiceMinute

A_MINUTE: Final = timedelta(minutes=1)
KEPT: Final = timedelta(days=400)  # longer than anybody may go to court over a deadline
SERVER_ERROR: Final = 500


@dataclass(frozen=True)
class Uptime:
    """一段时间的可用性: of the minutes that are over from ``since`` to ``until`` (excluded).

    ``down`` are the beginnings of those in which nobody was answered, or more than half of the
    answers failed; ``unmeasured`` how many lie before anything was ever measured: of these
    nobody knows, and they are not down.
    """

    since: datetime
    until: datetime
    down: tuple[datetime, ...]
    unmeasured: int = 0

    @property
    def minutes(self) -> int:
        """中断的分钟数."""
        return len(self.down)


def uptime_between(since: datetime, until: datetime, now: datetime) -> Uptime:
    """可用性: in the time of the city; ValueError unless ``since`` is before ``until``."""
    if since >= until:
        raise ValueError("since must be before until")
    shifted = ClockOffset.objects.filter(pk=1).first()
    offset = shifted.offset if shifted else timedelta(0)
    start, stop = since - offset, min(until, now) - offset
    minutes = list(_minutes(start, stop))
    rows = ServiceMinute.objects.filter(at__gte=start, at__lt=stop) if minutes else []
    good = {one.at for one in rows if not _is_down(one)}
    first = ServiceMinute.objects.order_by("at").values_list("at", flat=True).first()
    measured = [one for one in minutes if first is not None and one >= first]
    down = tuple(_floor(one + offset) for one in measured if one not in good)
    return Uptime(since, until, down, len(minutes) - len(measured))


def _minutes(start: datetime, stop: datetime) -> Iterator[datetime]:
    """The beginnings of all whole minutes of the real clock from ``start`` to ``stop``."""
    minute = _floor(start)
    if minute < start:
        minute += A_MINUTE
    while minute + A_MINUTE <= stop:
        yield minute
        minute += A_MINUTE


def _is_down(one: ServiceMinute) -> bool:
    return one.failed * 2 > one.answered


def _floor(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def note(at: datetime, answered: int, failed: int) -> None:
    """记一分钟: so many answers more of the minute that begins at ``at``, by the real clock."""
    table = connection.ops.quote_name(ServiceMinute._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS held (at, answered, failed) VALUES (%s, %s, %s) "  # nosec B608
            "ON CONFLICT (at) DO UPDATE SET answered = held.answered + EXCLUDED.answered, "
            "failed = held.failed + EXCLUDED.failed",
            [at, answered, failed],
        )


def forget(real_now: datetime) -> int:
    """清理: minutes too long ago to matter; how many."""
    return ServiceMinute.objects.filter(at__lt=real_now - KEPT).delete()[0]


class Counter:
    """计数: of the answers of one process; written twice a minute at most.

    The first answer of a minute is written at once, the others with the first of a later one.
    """

    def __init__(
        self,
        write: Callable[[datetime, int, int], None] = note,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._write, self._clock, self._lock = write, clock, Lock()
        self._minute = -1
        self._answered = self._failed = 0

    def count(self, status: int, *, is_probe: bool = False) -> None:
        """计一次: an answer; while the database is away nothing can be written, nor is.

        A probe that is answered shows that the service lives, and is no answer to anybody:
        there are so many that they would hide what fails. One that fails counts.
        """
        failed, minute = int(status >= SERVER_ERROR), int(self._clock() // 60)
        answered = int(failed or not is_probe)
        with self._lock:
            if minute == self._minute:
                self._answered += answered
                self._failed += failed
                return
            rest = (self._minute, self._answered, self._failed)
            self._minute, self._answered, self._failed = minute, 0, 0
        with suppress(DatabaseError, InterfaceError):
            if rest[1]:
                self._write(_moment(rest[0]), rest[1], rest[2])
            self._write(_moment(minute), answered, failed)


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)
