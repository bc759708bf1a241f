"""时限的日历条: the working days of a stage one by one: used, stopped, today, left, the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiqi.kernel.clock import CalendarUnknown, is_workday
from huiqi.programmes.models import StageRun

MOST: Final = 30  # days; a longer strip says less than the words beside it
HOLIDAY: Final = 3  # days off in a row that are told: a weekend is not
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """一格: ``css`` is d (used), p (stopped), now, end, hol (days off); empty: still left."""

    text: str
    small: str = ""
    css: str = ""


def strip_of(run: StageRun, today: date) -> list[Day]:
    """日历条: from the day after the stage began to its last; empty where its clock stands."""
    if run.opened_on is None or run.due_on is None or run.finished_at is not None:
        return []
    stopped = [(one.since, one.until) for one in run.pauses.all()]
    try:
        found = days_of(run.opened_on, run.due_on, today, stopped)
    except CalendarUnknown:
        return []
    return found if len(found) <= MOST else []


def days_of(
    opened: date, due: date, today: date, stopped: Sequence[tuple[date, date | None]] = ()
) -> list[Day]:
    """各日: of a stage that began on ``opened`` and is due on ``due``; CalendarUnknown.

    ``stopped`` are the days from (included) and until (excluded, None: still) which it stood.
    """
    found: list[Day] = []
    off, month, day = 0, 0, opened + A_DAY
    while day <= due:
        if not is_workday(day):
            off += 1
        else:
            if off >= HOLIDAY:
                told = ngettext("休 %(days)d 天", "休 %(days)d 天", off) % {"days": off}
                found.append(Day(told, css="hol"))
            text = str(day.day) if day.month == month else f"{day.month}/{day.day}"
            is_stopped = any(
                since <= day and (not until or day < until) for since, until in stopped
            )
            found.append(Day(text, *_kind(day, due, today, is_stopped=is_stopped)))
            off, month = 0, day.month
        day += A_DAY
    return found


def _kind(day: date, due: date, today: date, *, is_stopped: bool) -> tuple[str, str]:
    """What stands below the day, and its looks."""
    if day == today:
        return _("今"), "now"
    if day == due:
        return _("到期"), "end"
    if is_stopped:
        return _("停"), "p"
    return "", "d" if day < today else ""
