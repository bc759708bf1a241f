"""工作小时: the hours in which an office works, and promises counted in them.

On top of the working days: what is promised «within 4 working hours» runs only while somebody
sits at the desk. Moments in, moments out, in Beijing time; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from huiqi.kernel.clock import CALENDAR, ONE_DAY, Calendar, CalendarUnknown, IsWorkday
from huiqi.kernel.now import CITY

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class OfficeHours:
    """办公时间: the spans of a working day, in order, from ``since`` (included) on.

    ``source`` says where that is written; 待核 where nobody has compared it with its source.
    ValueError when a span is empty, or begins before the one before it has ended.
    """

    since: date
    spans: tuple[tuple[time, time], ...]
    source: str

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or edges != sorted(set(edges)):
            raise ValueError("办公时间的各段必须有先后、不重叠，而且每段的结束晚于开始。")

    @property
    def whole(self) -> timedelta:
        """全天时长: how long the office works on one working day."""
        return sum((_since_midnight(to) - _since_midnight(at) for at, to in self.spans), NOTHING)


NOTHING: Final = timedelta(0)

# [choice] The usual hours of offices in the city; the notice that sets them is 待核. Another
# timetable is another line with its own date, never a change of this one.
OFFICE_HOURS: Final = (
    OfficeHours(
        date(2000, 1, 1),
        ((time(9), time(12)), (time(14), time(18))),
        "机关作息时间（默认值，待核）",
    ),
)


@dataclass(frozen=True)
class DueAt:
    """到期时刻: ``provisional`` until the notice that publishes its year."""

    at: datetime
    provisional: bool


class WorkingTime:
    """工作时间: which moments count, by a calendar and by the hours in force on each day."""

    def __init__(
        self, hours: tuple[OfficeHours, ...] = OFFICE_HOURS, calendar: Calendar = CALENDAR
    ) -> None:
        if [one.since for one in hours] != sorted({one.since for one in hours}):
            raise ValueError("办公时间必须按起始日先后排列，同一天只能有一种。")
        self._hours, self._calendar = hours, calendar

    def hours_on(self, day: date) -> OfficeHours:
        """当日办公时间: whether the day works or not; CalendarUnknown before the first line."""
        for one in reversed(self._hours):
            if one.since <= day:
                return one
        raise CalendarUnknown(
            f"不知道 {day} 的办公时间：最早的一条自 {self._hours[0].since} 起。请核对日期。"
        )

    def due_at(self, start: datetime, worked: timedelta, *, provisional: bool = False) -> DueAt:
        """到期: the first moment by which ``worked`` has been worked since ``start``.

        Nothing to work is due at once. CalendarUnknown when it cannot be known yet; with
        ``provisional`` the count goes on Monday to Friday and the result says so.
        ValueError for a time below zero.
        """
        if worked < NOTHING:
            raise ValueError("工作时间不能是负数：请检查小时数。")
        begin = _in_city(start)
        try:
            return DueAt(self._end(begin, worked, self._calendar.is_workday), provisional=False)
        except CalendarUnknown:
            if not provisional:
                raise
        return DueAt(self._end(begin, worked, self._calendar.guess_workday), provisional=True)

    def between(self, start: datetime, until: datetime, *, provisional: bool = False) -> timedelta:
        """工作时长: how long the office worked from ``start`` to ``until``.

        ValueError when ``until`` lies before ``start``; ``provisional`` as in ``due_at``.
        """
        begin, end = _in_city(start), _in_city(until)
        if end < begin:
            raise ValueError(f"截止时刻 {until} 早于起始时刻 {start}：请检查先后。")
        works = self._calendar.guess_workday if provisional else self._calendar.is_workday
        total = NOTHING
        for at, to in self._spans(begin, works):
            if at >= end:
                break
            total += min(to, end) - at
        return total

    def is_open(self, at: datetime) -> bool:
        """是否办公: the first moment of a span counts, the last does not."""
        moment = _in_city(at)
        begin, end = next(self._spans(moment, self._calendar.guess_workday))
        return begin <= moment < end

    def _end(self, start: datetime, worked: timedelta, works: IsWorkday) -> datetime:
        if not worked:
            return start
        left = worked
        for at, to in self._spans(start, works):
            if left <= to - at:
                return at + left
            left -= to - at
        raise AssertionError  # the spans end only with CalendarUnknown

    def _spans(self, start: datetime, works: IsWorkday) -> Iterator[Span]:
        """What is left of the spans from ``start`` on, without end."""
        day = start.date()
        while True:
            if works(day):
                for opens, closes in self.hours_on(day).spans:
                    at = max(start, datetime.combine(day, opens, CITY))
                    to = datetime.combine(day, closes, CITY)
                    if at < to:
                        yield at, to
            day += ONE_DAY


WORKING_TIME: Final = WorkingTime()


def due_at(start: datetime, hours: int, *, provisional: bool = False) -> DueAt:
    """若干工作小时后: as ``WorkingTime.due_at``, in whole hours of the city's offices."""
    return WORKING_TIME.due_at(start, timedelta(hours=hours), provisional=provisional)


def between(start: datetime, until: datetime, *, provisional: bool = False) -> timedelta:
    """其间的工作时长: as ``WorkingTime.between``, in the hours of the city's offices."""
    return WORKING_TIME.between(start, until, provisional=provisional)


def _in_city(at: datetime) -> datetime:
    # A moment without a zone is another moment for whoever reads it elsewhere.
    if at.tzinfo is None:
        raise ValueError("时刻没有时区：请给出带时区的时刻。")
    return at.astimezone(CITY)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
