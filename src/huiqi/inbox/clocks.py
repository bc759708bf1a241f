"""待办的时钟: deadlines made of working days, and how they are told on pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiqi.inbox.models import Todo
from huiqi.kernel.clock import CALENDAR, Calendar, CalendarUnknown, CountFrom, Deadline
from huiqi.kernel.days import told
from huiqi.kernel.now import CITY

CLOSING: Final = time(18)  # when the counters close
SOON: Final = 2  # working days left, from which on a clock is shown in warning colour
MOST_BOXES: Final = 14  # a longer row of days says less than its number
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class DueMoment:
    """期限: the last moment in time, included; ``provisional`` until its calendar is published."""

    at: datetime
    provisional: bool = False


def working_days(
    days: int,
    *,
    start: date,
    count_from: CountFrom = "next_day",
    calendar: Calendar = CALENDAR,
) -> DueMoment:
    """几个工作日: the closing hour of the last of ``days`` working days from ``start``.

    ValueError when ``days`` is below 1, CalendarUnknown more than ten years ahead.
    """
    due = Deadline(start, days, count_from).due_on(provisional=True, calendar=calendar)
    return DueMoment(datetime.combine(due.day, CLOSING, CITY), due.provisional)


@dataclass(frozen=True)
class Clock:
    """时钟: as the component shows it: the state, words, and boxes for used, left and over days."""

    state: str
    left: str
    due: str
    done: int = 0
    rest: int = 0
    over: int = 0


def clock_of(todo: Todo, now: datetime, *, calendar: Calendar = CALENDAR) -> Clock | None:
    """时钟: of a to-do as it stands at ``now``; None when it has no deadline."""
    if todo.due_at is None:
        return None
    due = DueMoment(todo.due_at, todo.provisional)
    return clock_until(due, todo.created_at, now, calendar=calendar)


def clock_until(
    due: DueMoment, since: datetime, now: datetime, *, calendar: Calendar = CALENDAR
) -> Clock:
    """时钟: of a deadline that runs ``since`` a moment, as it stands at ``now``."""
    today, last = now.astimezone(CITY).date(), due.at.astimezone(CITY).date()
    text = _due_text(due, now)
    try:
        if now > due.at:
            return _overdue(_days(last, today, calendar), text)
        rest = _days(today, last, calendar)
        done = _days(since.astimezone(CITY).date(), today, calendar)
    except CalendarUnknown:
        return Clock("ok", _("尚早"), text)
    boxes = (done, rest) if 0 < done + rest <= MOST_BOXES else (0, 0)
    return Clock("soon" if rest <= SOON else "ok", _left(rest, last == today), text, *boxes)


def _overdue(days: int, due: str) -> Clock:
    words = _over_by(days) if days else _("已过时限")
    return Clock("over", words, due, over=min(max(days, 1), MOST_BOXES))


def _left(rest: int, is_today: bool) -> str:
    if is_today:
        return _("今天")
    return ngettext("剩 %(days)d 个工作日", "剩 %(days)d 个工作日", rest) % {"days": rest}


def _over_by(days: int) -> str:
    return ngettext("超 %(days)d 个工作日", "超 %(days)d 个工作日", days) % {"days": days}


def _days(after: date, until: date, calendar: Calendar) -> int:
    """Working days from ``after`` (excluded) to ``until`` (included)."""
    return sum(
        calendar.guess_workday(after + A_DAY * number)
        for number in range(1, (until - after).days + 1)
    )


def _due_text(due: DueMoment, now: datetime) -> str:
    text = moment(due.at, now)
    return _("%(due)s（暂定）") % {"due": text} if due.provisional else text


def moment(at: datetime, now: datetime) -> str:
    """时刻: 10月22日 周五 18:00, with the year when it is not this one."""
    local = at.astimezone(CITY)
    is_other_year = local.year != now.astimezone(CITY).year
    return f"{told(local.date(), year=is_other_year)} {local:%H:%M}"
