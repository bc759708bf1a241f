"""此刻: one moment for the database and for Python; a demonstration city may live in another year.

``huiqi_now()`` in the database is its own clock plus the stored offset. Domain functions never
ask for the time: they take ``now`` or ``today`` from whoever calls them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateTimeField, Func

CITY = ZoneInfo("Asia/Shanghai")
A_YEAR = timedelta(days=365)


class Now(Func):
    """此刻: as the database writes it into a row, without being asked for it first."""

    function = "huiqi_now"
    output_field = DateTimeField()


def now() -> datetime:
    """此刻: by the database's clock, in the city's time zone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huiqi_now()")
        found: datetime = cursor.fetchone()[0]
    return found.astimezone(CITY)


def now_and_whether_moved() -> tuple[datetime, bool]:
    """此刻和是否调过: and whether it is the moment of a demonstration; every page asks for both."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huiqi_now(), EXISTS (SELECT FROM kernel_clockoffset)")
        found, is_moved = cursor.fetchone()
    return found.astimezone(CITY), is_moved


def day_of(moment: datetime) -> date:
    """哪一天: of a moment, in the city; before eight in the morning UTC has the day before."""
    return moment.astimezone(CITY).date()


def first_moment(day: date) -> datetime:
    """一天的开始: midnight in the city, included."""
    return datetime.combine(day, time(), CITY)


def year_to(last: date) -> date:
    """一年的第一天: of the 365 days that end with ``last``, both included; the first day there is
    where the calendar has not so many before it.
    """
    return last - min(A_YEAR - timedelta(days=1), last - date.min)


def moment_after(day: date) -> datetime:
    """一天的结束: the next midnight, excluded; of the last day there is, its last moment."""
    if day == date.max:
        return datetime.combine(day, time.max, CITY)
    return first_moment(day + timedelta(days=1))


def today() -> date:
    """今天: in the city."""
    return day_of(now())
