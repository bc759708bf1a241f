"""工作日时钟: Chinese working days, make-up days (调休) included, and deadlines counted in them.

Plain dates in, plain dates out. Nothing here reads the machine's clock: whoever asks brings
the date in Beijing time. A year without a published notice is never guessed silently.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

import chinese_calendar  # type: ignore[import-untyped]  # the package ships no types

CountFrom = Literal["same_day", "next_day"]
OnResume = Literal["continue", "reset"]
IsWorkday = Callable[[date], bool]

ONE_DAY: Final = timedelta(days=1)

# A guess further ahead than this is not worth a date, and the bound ends absurd requests quickly.
GUESS_YEARS: Final = 10

# A year is taken as published only with its own National Day: a notice may reach into the
# days around New Year of a neighbouring year without publishing that year.
_PACKAGE_YEARS: Final = frozenset(
    day.year for day in chinese_calendar.holidays if (day.month, day.day) == (10, 1)
)


class CalendarUnknown(ValueError):
    """日历未知: nobody can say yet whether a day is a working day; the message says what to do."""


class ClockPaused(ValueError):
    """时钟已暂停: a deadline has no due day until the clock is resumed."""


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _require_date(*days: date) -> None:
    # A datetime is a date to Python, but its day depends on a time zone: in UTC it may be
    # yesterday's in Beijing. The caller decides, not the clock.
    for day in days:
        if isinstance(day, datetime) or not isinstance(day, date):
            raise TypeError(
                f"需要日期（date），得到 {type(day).__name__}：{day!r}。请先换算为日期。"
            )


def _require_positive(n: int, label: str) -> None:
    if n < 1:
        raise ValueError(f"{label}必须至少为 1，得到 {n}。")


def _require_unbroken(years: Collection[int]) -> None:
    missing = sorted(set(range(min(years), max(years))) - set(years))
    if missing:
        listed = "、".join(str(year) for year in missing)
        raise ValueError(f"工作日历中间缺少 {listed} 年：请先补录缺少年份的放假安排。")


def _require_a_holiday(year: int, extra: Mapping[date, bool]) -> None:
    if not any(day.year == year and not works for day, works in extra.items()):
        raise ValueError(f"{year} 年列为已公布，却没有录入任何放假日：请录入该年的放假安排。")


class Calendar:
    """工作日历: says of one day whether it is a working day, or that nobody knows yet.

    ``extra`` holds single days (True: working day) and overrides the chinesecalendar package.
    ``years`` names the years whose whole notice is in ``extra``: every other day of such a
    year goes by its weekday. Without it an extra day makes known that day only, not its year.
    A year left out between known ones, or named without one holiday, is a ValueError.
    """

    def __init__(
        self, extra: Mapping[date, bool] | None = None, *, years: Collection[int] = ()
    ) -> None:
        self._extra = dict(extra or {})
        _require_date(*self._extra)
        known = _PACKAGE_YEARS | set(years)
        _require_unbroken(known)
        for year in sorted(known - _PACKAGE_YEARS):
            _require_a_holiday(year, self._extra)
        self._first_year, self._last_year = min(known), max(known)

    def first_known(self) -> date:
        """首个已知日: the first day of the published calendar, included."""
        return date(self._first_year, 1, 1)

    def known_until(self) -> date:
        """末个已知日: the last day of the published calendar, included.

        The next year's notice may still move its very last days: that of 2019 made Saturday
        2018-12-29 a working day and Monday 2018-12-31 a holiday. Enter such days as ``extra``.
        """
        return date(self._last_year, 12, 31)

    def is_workday(self, day: date) -> bool:
        """是否工作日: the published answer for ``day``; CalendarUnknown where there is none."""
        _require_date(day)
        if day in self._extra:
            return self._extra[day]
        if not self._first_year <= day.year <= self._last_year:
            raise self._unknown(day)
        if day.year in _PACKAGE_YEARS:
            return bool(chinese_calendar.is_workday(day))
        return _is_weekday(day)

    def guess_workday(self, day: date) -> bool:
        """推定工作日: as ``is_workday``, but Monday to Friday after the published calendar.

        CalendarUnknown before the first known day and over ``GUESS_YEARS`` years past the last.
        """
        _require_date(day)
        ahead = day.year - self._last_year
        if day in self._extra or not 0 < ahead <= GUESS_YEARS:
            return self.is_workday(day)
        return _is_weekday(day)

    def _unknown(self, day: date) -> CalendarUnknown:
        if day.year < self._first_year:
            return CalendarUnknown(
                f"无法判断 {day} 是否工作日：工作日历始于 {self.first_known()}，"
                f"没有 {day.year} 年的国务院办公厅放假安排。请核对日期，或在日历表中补录该年安排。"
            )
        return CalendarUnknown(
            f"无法判断 {day} 是否工作日：{day.year} 年的放假安排国务院办公厅尚未公布，"
            f"或本系统尚未录入，工作日历止于 {self.known_until()}。请在通知公布后更新日历表"
            f"或升级 chinesecalendar 软件包；在此之前推算的日期均为暂定，以国务院公布为准。"
        )


CALENDAR: Final = Calendar()


def first_known(*, calendar: Calendar = CALENDAR) -> date:
    """首个已知日: see ``Calendar.first_known``."""
    return calendar.first_known()


def known_until(*, calendar: Calendar = CALENDAR) -> date:
    """末个已知日: see ``Calendar.known_until``; the last known day itself is included."""
    return calendar.known_until()


def is_workday(day: date, *, calendar: Calendar = CALENDAR) -> bool:
    """是否工作日: make-up Saturdays and Sundays are, holidays are not; else CalendarUnknown."""
    return calendar.is_workday(day)


def count_workdays(start: date, until: date, *, calendar: Calendar = CALENDAR) -> int:
    """工作日数: how many working days lie from ``start`` to ``until``, both included.

    ValueError when ``until`` lies before ``start``; CalendarUnknown when a day is not known.
    """
    _require_date(start, until)
    if until < start:
        raise ValueError(f"截止日 {until} 早于起始日 {start}：请检查两个日期的先后。")
    return sum(
        calendar.is_workday(start + timedelta(days=n)) for n in range((until - start).days + 1)
    )


def nth_workday(start: date, n: int, *, calendar: Calendar = CALENDAR) -> date:
    """第 n 个工作日: the n-th working day from ``start``, which is the first if it is one.

    ValueError when ``n`` is below 1; CalendarUnknown when the count leaves the known calendar.
    """
    _require_positive(n, "工作日数")
    return _nth(start, n, calendar.is_workday)


def due(start: date, days: int, *, count_from: CountFrom, calendar: Calendar = CALENDAR) -> date:
    """到期日: the last of ``days`` working days, itself included in the period.

    ``same_day`` counts ``start`` if it is a working day, ``next_day`` begins on the day after.
    ValueError when ``days`` is below 1; CalendarUnknown beyond the known calendar.
    """
    return nth_workday(_first_counted(start, count_from), days, calendar=calendar)


@dataclass(frozen=True)
class Pause:
    """暂停: the clock stands from ``start`` (included) to ``until`` (excluded; None: still).

    ``incomplete`` means the file was not complete (材料不齐): the period starts anew afterwards.
    """

    start: date
    until: date | None = None
    incomplete: bool = False

    def __post_init__(self) -> None:
        _require_date(self.start)
        if self.until is not None:
            _require_date(self.until)
            if self.until <= self.start:
                raise ValueError(f"暂停的结束日 {self.until} 必须晚于开始日 {self.start}。")


@dataclass(frozen=True)
class Due:
    """到期: the last day of the period, included; ``provisional`` until the notice comes."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class Deadline:
    """办理期限: a number of working days that can be paused, resumed and extended.

    An immutable value: every method returns a new one. The calendar is not part of it, so a
    newly published notice changes the answer of ``due_on`` and nothing that is stored.
    A pause that begins after the due day comes too late and changes nothing.
    ValueError for a period below one day, and for pauses out of order or before ``start``.
    """

    start: date
    days: int
    count_from: CountFrom
    on_resume: OnResume = "continue"
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _first_counted(self.start, self.count_from)  # refuses a wrong start or count_from
        if self.on_resume not in ("continue", "reset"):
            raise ValueError(f"恢复方式 {self.on_resume!r} 不存在：只能是 continue 或 reset。")
        _require_positive(self.days, "办理工作日数")
        for extension in self.extensions:
            _require_positive(extension, "延长的工作日数")
        _require_order(self.start, self.pauses)

    @property
    def paused(self) -> bool:
        """是否暂停: whether the last pause is still running."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @property
    def allowed(self) -> int:
        """允许工作日数: the period with its extensions, in working days."""
        return self.days + sum(self.extensions)

    def pause(self, on: date, *, incomplete: bool = False) -> Deadline:
        """暂停: the clock stops; the day ``on`` itself no longer counts.

        ValueError when it already stands, or ``on`` is before the start or the last resume.
        """
        return replace(self, pauses=(*self.pauses, Pause(on, incomplete=incomplete)))

    def resume(self, on: date) -> Deadline:
        """恢复: counting goes on with the day after ``on``, which itself does not count.

        ``continue`` leaves the remaining days, ``reset`` (and an incomplete file) starts the
        whole period anew. ValueError when it is not paused or ``on`` is before the pause.
        """
        if not self.paused:
            raise ValueError("期限没有暂停，不能恢复计时。")
        *before, last = self.pauses
        if on < last.start:
            raise ValueError(f"恢复日 {on} 早于暂停日 {last.start}：请检查日期。")
        return replace(self, pauses=(*before, replace(last, until=_day_after(on))))

    def extend(self, days: int) -> Deadline:
        """延长: ``days`` more working days; they survive a restart. ValueError below 1."""
        return replace(self, extensions=(*self.extensions, days))

    def due_on(self, *, provisional: bool = False, calendar: Calendar = CALENDAR) -> Due:
        """到期: the last working day of the period, included.

        CalendarUnknown when it cannot be known yet; with ``provisional`` the count goes on
        Monday to Friday and the result says so. ClockPaused while the clock stands: what a
        resume today would give is ``deadline.resume(today).due_on()``.
        """
        try:
            return Due(self._due_day(calendar.is_workday), provisional=False)
        except CalendarUnknown:
            if not provisional:
                raise
        return Due(self._due_day(calendar.guess_workday), provisional=True)

    def _due_day(self, works: IsWorkday) -> date:
        day, left = _first_counted(self.start, self.count_from), self.allowed
        for pause in self.pauses:
            used = _count(day, pause.start, works, limit=left)
            if used == left:
                break  # reached before this pause began
            if pause.until is None:
                raise ClockPaused(f"期限自 {pause.start} 起暂停：恢复计时后才有到期日。")
            left = self.allowed if self._restarts_after(pause) else left - used
            day = pause.until
        return _nth(day, left, works)

    def _restarts_after(self, pause: Pause) -> bool:
        return pause.incomplete or self.on_resume == "reset"


def _count(start: date, until: date, works: IsWorkday, *, limit: int) -> int:
    """Count working days from ``start`` (included) to ``until`` (excluded), up to ``limit``."""
    count, day = 0, start
    while day < until and count < limit:
        count += works(day)
        day += ONE_DAY
    return count


def _nth(start: date, n: int, works: IsWorkday) -> date:
    # Ends quickly for any n: sooner or later ``works`` raises CalendarUnknown.
    day, left = start, n - works(start)
    while left:
        day += ONE_DAY
        left -= works(day)
    return day


def _first_counted(start: date, count_from: CountFrom) -> date:
    _require_date(start)
    if count_from == "same_day":
        return start
    if count_from == "next_day":
        return _day_after(start)
    raise ValueError(
        f"起算方式 {count_from!r} 不存在：只能是 same_day（当日）或 next_day（次日）。"
    )


def _day_after(day: date) -> date:
    # The last date Python can hold is its own next day: no calendar knows it anyway.
    return min(day, date.max - ONE_DAY) + ONE_DAY


def _require_order(start: date, pauses: tuple[Pause, ...]) -> None:
    earliest: date | None = start
    for pause in pauses:
        if earliest is None:
            raise ValueError("期限已经暂停，恢复计时后才能再次暂停。")
        if pause.start < earliest:
            raise ValueError(
                f"暂停日 {pause.start} 早于 {earliest}：不能早于期限起始日或上次恢复日。"
            )
        # A file resubmitted in the morning may be sent back the same afternoon.
        earliest = pause.until and pause.until - ONE_DAY
