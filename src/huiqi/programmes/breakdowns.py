"""服务中断与延期: whether we were away in the last hour of a call so long that it goes on.

What we measured of ourselves says it (``huiqi.kernel.uptime``), nobody writes the minutes down.
An officer decides; the act is filled in already, and published with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from huiqi.kernel.clock import CalendarUnknown, due, is_workday
from huiqi.kernel.now import CITY
from huiqi.kernel.uptime import A_MINUTE, Uptime, uptime_between
from huiqi.kernel.words import worded
from huiqi.programmes.enums import CallState
from huiqi.programmes.models import Call

# No law sets these. The issue that asked for it names «the last hour»; the rest is our own.
LAST_HOUR: Final = timedelta(hours=1)
LEAST_DOWN_MINUTES: Final = 10
GRACE_DAYS: Final = 1  # working days after the end in which it can still be decided
OPENS: Final = time(9)  # a new end lies within the hours in which somebody answers the telephone
SHUTS: Final = time(18)
BASIS: Final = "本市自定（待核）"
SPANS: Final = 5  # of a breakdown that are named one by one


@dataclass(frozen=True)
class Breakdown:
    """截止前的中断: as measured until now, and the act that it warrants.

    ``until`` (excluded) is the new end, ``reason`` what will stand on the act; ``hindrance`` says
    why it cannot be done by one click, and is empty where it can.
    """

    uptime: Uptime
    until: datetime | None
    reason: str
    hindrance: str = ""

    @property
    def warrants(self) -> bool:
        """是否可以一键延期."""
        return not self.hindrance


def breakdown_of(call: Call, now: datetime) -> Breakdown | None:
    """截止前一小时的中断: None before the last hour, and once it is too late to decide."""
    since, end = call.ends_at - LAST_HOUR, call.ends_at
    if call.state != CallState.PUBLISHED or now < since + A_MINUTE:
        return None
    uptime = uptime_between(since, end, now)
    try:
        if now.astimezone(CITY).date() > due(_last_day(end), GRACE_DAYS, count_from="next_day"):
            return None
        until = new_end(end, now)
    except CalendarUnknown as unknown:
        return Breakdown(uptime, None, _reason(uptime), str(unknown))
    return Breakdown(uptime, until, _reason(uptime), _hindrance(uptime))


def new_end(end: datetime, now: datetime) -> datetime:
    """新的截止（不含）: on the next working day after the end and after today, in working hours.

    At the hour at which it would have ended, where somebody works then; else at their end.
    """
    day = max(_last_day(end), now.astimezone(CITY).date())
    next_day = due(day, 1, count_from="next_day")
    assert is_workday(next_day)
    hour = end.astimezone(CITY).time()
    return datetime.combine(next_day, hour if OPENS < hour <= SHUTS else SHUTS, CITY)


def _last_day(end: datetime) -> date:
    """The day that the end is read as: what ends at midnight ends with the day before."""
    return (end.astimezone(CITY) - timedelta(microseconds=1)).date()


def _reason(uptime: Uptime) -> str:
    told = {
        "since": f"{uptime.since.astimezone(CITY):%Y-%m-%d %H:%M}",
        "until": f"{uptime.until.astimezone(CITY):%H:%M}",
        "minutes": uptime.minutes,
        "spans": "、".join(_spans(uptime.down)),
    }
    if not uptime.down:
        return worded("截止前一小时（%(since)s 至 %(until)s）没有测得服务中断", **told)
    return worded(
        "截止前一小时（%(since)s 至 %(until)s）测得服务中断 %(minutes)s 分钟：%(spans)s", **told
    )


def _spans(down: Sequence[datetime]) -> Iterator[str]:
    """From when to when (excluded), minutes that follow one another as one."""
    spans = list(_runs(down))
    for first, last in spans[:SPANS]:
        yield f"{first.astimezone(CITY):%H:%M}–{(last + A_MINUTE).astimezone(CITY):%H:%M}"
    if spans[SPANS:]:
        yield worded("另有 %(count)s 段", count=len(spans) - SPANS)


def _runs(down: Iterable[datetime]) -> Iterator[tuple[datetime, datetime]]:
    first = last = None
    for one in down:
        if first is None or last is None:
            first = one
        elif one - last > A_MINUTE:
            yield first, last
            first = one
        last = one
    if first is not None and last is not None:
        yield first, last


def _hindrance(uptime: Uptime) -> str:
    if uptime.minutes >= LEAST_DOWN_MINUTES:
        return ""
    told = {"least": LEAST_DOWN_MINUTES, "minutes": uptime.minutes, "of": uptime.unmeasured}
    if uptime.unmeasured:
        return worded(
            "截止前一小时里测得服务中断 %(minutes)s 分钟，不到 %(least)s 分钟；"
            "另有 %(of)s 分钟没有测量，不知道是否中断。不能一键延期，有文件的可以延期",
            **told,
        )
    return worded(
        "截止前一小时里测得服务中断 %(minutes)s 分钟，不到 %(least)s 分钟，不能一键延期；"
        "有文件的可以延期",
        **told,
    )
