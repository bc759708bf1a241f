"""诉求的时钟: when an answer is due and when the ladder goes on; moments in, moments out.

Nothing here reads a row or a clock. Working days count from the next day and end at the closing
hour; a working day is lost to a pause when the clock stood at its closing hour. Clock hours and
calendar days stand to the second. Rows of pauses that overlap count once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from huiqi.concerns.standards import Reply, Standard
from huiqi.kernel.clock import CALENDAR, ONE_DAY, Calendar, Deadline, Pause
from huiqi.kernel.now import CITY, day_of
from huiqi.kernel.workhours import WorkingTime

CLOSING: Final = time(18)
END_OF_DAY: Final = time(23, 59, 59)
NOTHING: Final = timedelta(0)


@dataclass(frozen=True, order=True)
class Moment:
    """时刻: the last one in time, included; ``provisional`` until its calendar is published."""

    at: datetime
    provisional: bool = False


@dataclass(frozen=True)
class Stop:
    """停表: from ``since`` (included) to ``until`` (excluded; None: it still stands)."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Legal:
    """法定时限: to the first substantive answer and to the last; None while they stand."""

    first: Moment | None
    last: Moment | None


def merged(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """合并: in order, those that overlap or touch as one; what lasts no moment is left out."""
    found: list[Stop] = []
    for one in sorted(stops, key=lambda stop: stop.since):
        last = found[-1] if found else None
        if last is not None and (last.until is None or one.since <= last.until):
            ends = None if None in (last.until, one.until) else max(_end(last), _end(one))
            found[-1] = replace(last, until=ends)
        elif one.until is None or one.until > one.since:
            found.append(one)
    return tuple(found)


def stood(stops: Iterable[Stop], since: datetime, until: datetime) -> timedelta:
    """停了多久: between two moments."""
    total = NOTHING
    for one in merged(stops):
        begin, end = max(one.since, since), min(one.until or until, until)
        total += max(end - begin, NOTHING)
    return total


def after_hours(start: datetime, allowed: timedelta, stops: Iterable[Stop] = ()) -> Moment | None:
    """若干小时后: of clock time, nights and holidays counted; None while it stands.

    A pause that begins after the end comes too late and changes nothing.
    """
    due = start + allowed
    for one in merged(stops):
        if one.until is not None and one.until <= start:
            continue
        if one.since >= due:
            break
        if one.until is None:
            return None
        due += one.until - max(one.since, start)
    return Moment(due)


def after_workdays(
    start: datetime,
    days: int,
    stops: Iterable[Stop] = (),
    extensions: tuple[int, ...] = (),
    *,
    calendar: Calendar = CALENDAR,
) -> Moment | None:
    """若干工作日后: the closing hour of the last of them; None while the clock stands."""
    begin = day_of(start)
    pauses = _of_days(merged(stops), begin)
    deadline = Deadline(begin, days, "next_day", pauses=pauses, extensions=extensions)
    if deadline.paused:
        # It stands, unless it had run out before this pause began.
        *before, last = pauses
        ended = replace(deadline, pauses=tuple(before)).due_on(provisional=True, calendar=calendar)
        if ended.day >= last.start:
            return None
        return Moment(datetime.combine(ended.day, CLOSING, CITY), ended.provisional)
    due = deadline.due_on(provisional=True, calendar=calendar)
    return Moment(datetime.combine(due.day, CLOSING, CITY), due.provisional)


def after_working_hours(start: datetime, hours: int, *, calendar: Calendar = CALENDAR) -> Moment:
    """若干工作小时后: of the offices of the city."""
    found = WorkingTime(calendar=calendar).due_at(start, timedelta(hours=hours), provisional=True)
    return Moment(found.at, found.provisional)


def end_of(day: date) -> Moment:
    """当日结束: the last second of a day in the city."""
    return Moment(datetime.combine(day, END_OF_DAY, CITY))


def legal(
    reply: Reply,
    start: datetime,
    stops: Iterable[Stop] = (),
    extensions: tuple[int, ...] = (),
    *,
    calendar: Calendar = CALENDAR,
) -> Legal:
    """法定时限: of one round; extensions give the last answer more days, never the first."""
    known = tuple(stops)
    if reply.hours is not None:
        both = after_hours(start, timedelta(hours=reply.hours), known)
        return Legal(both, both)
    return Legal(
        after_workdays(start, reply.first, known, calendar=calendar),
        after_workdays(start, reply.last, known, extensions, calendar=calendar),
    )


def latest_to_ask(last: Moment, standard: Standard, *, calendar: Calendar = CALENDAR) -> Moment:
    """延期最晚何时提出: so many working days before the last day, at its closing hour."""
    day, left = day_of(last.at), standard.ask_ahead
    while left:
        day -= ONE_DAY
        left -= calendar.guess_workday(day)
    return Moment(datetime.combine(day, CLOSING, CITY), last.provisional)


def with_city(start: datetime, now: datetime, stops: Iterable[Stop] = ()) -> timedelta:
    """在城市手里多久: since ``start``, without what the firm was waited for."""
    return (now - start) - stood(stops, start, now)


def rung_at(start: datetime, day: int, stops: Iterable[Stop] = ()) -> datetime | None:
    """阶梯的时间: after ``day`` calendar days with the city; None while it stands."""
    found = after_hours(start, timedelta(days=day), stops)
    return found.at if found else None


def _end(stop: Stop) -> datetime:
    assert stop.until is not None
    return stop.until


def _closing_on_or_after(at: datetime) -> date:
    """The first day whose closing hour is not before ``at``."""
    local = at.astimezone(CITY)
    return local.date() + (ONE_DAY if local.time() > CLOSING else timedelta(0))


def _of_days(stops: tuple[Stop, ...], start: date) -> tuple[Pause, ...]:
    """As pauses of whole days: those whose closing hour fell into the stop."""

    def found() -> Iterator[Pause]:
        for one in stops:
            begin = max(_closing_on_or_after(one.since), start)
            if one.until is None:
                yield Pause(begin)
            elif (end := _closing_on_or_after(one.until)) > begin:
                yield Pause(begin, end)

    return tuple(found())
