"""工作小时: lunch, nights, weekends and holidays do not count; what holds for all moments."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.kernel.clock import Calendar, CalendarUnknown
from huiqi.kernel.now import CITY
from huiqi.kernel.workhours import (
    OFFICE_HOURS,
    WORKING_TIME,
    DueAt,
    OfficeHours,
    WorkingTime,
    between,
    due_at,
)

BEGIN = datetime(2020, 1, 1, tzinfo=CITY)
MINUTES = st.integers(0, 5 * 365 * 24 * 60)
ZONES = st.sampled_from([CITY, UTC])
MOMENTS = st.builds(
    lambda minutes, zone: (BEGIN + timedelta(minutes=minutes)).astimezone(zone), MINUTES, ZONES
)
WORKED = st.timedeltas(timedelta(0), timedelta(hours=90))
# Published to the end of 2031 whatever the package knows, so that «beyond» is a fixed date.
UNTIL_2031 = Calendar(
    {date(year, 10, 1): False for year in range(2027, 2032)}, years=range(2027, 2032)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2021-10-20 09:00", 4, "2021-10-20 15:00"),  # lunch does not count
        ("2021-10-20 08:10", 3, "2021-10-20 12:00"),  # the last moment of a span, not the next
        ("2021-10-20 12:30", 1, "2021-10-20 15:00"),
        ("2021-10-20 16:00", 4, "2021-10-21 11:00"),
        ("2021-10-22 17:00", 4, "2021-10-25 12:00"),  # Friday to Monday
        ("2021-09-30 16:00", 4, "2021-10-08 11:00"),  # over the National Day
        ("2021-10-08 17:00", 4, "2021-10-09 12:00"),  # Saturday is a make-up day
    ],
)
def test_hours_of_the_desk_are_counted(start: str, hours: int, due: str) -> None:
    assert due_at(at(start), hours) == DueAt(at(due), provisional=False)
    assert between(at(start), at(due)) == timedelta(hours=hours)


def test_day_has_seven_hours_of_work() -> None:
    assert OFFICE_HOURS[0].whole == timedelta(hours=7)
    assert between(at("2021-10-20 00:00"), at("2021-10-21 00:00")) == timedelta(hours=7)


def test_office_opens_and_closes_to_the_moment() -> None:
    told = {
        text: WORKING_TIME.is_open(at(f"2021-10-20 {text}"))
        for text in ("08:59", "09:00", "11:59", "12:00", "14:00", "18:00")
    }
    assert told == {
        "08:59": False,
        "09:00": True,
        "11:59": True,
        "12:00": False,
        "14:00": True,
        "18:00": False,
    }


def test_other_hours_begin_on_their_day() -> None:
    winter = OfficeHours(date(2021, 10, 21), ((time(9), time(17)),), "虚构的通知")
    working = WorkingTime((*OFFICE_HOURS, winter))
    assert working.due_at(at("2021-10-20 17:00"), timedelta(hours=5)).at == at("2021-10-21 13:00")


def test_beyond_the_calendar_the_moment_is_provisional() -> None:
    working = WorkingTime(calendar=UNTIL_2031)
    last = at("2031-12-31 17:00")
    with pytest.raises(CalendarUnknown, match="2032 年的放假安排"):
        working.due_at(last, timedelta(hours=2))
    assert working.due_at(last, timedelta(hours=2), provisional=True) == DueAt(
        at("2032-01-01 10:00"), provisional=True
    )
    assert working.due_at(last, timedelta(hours=1), provisional=True) == DueAt(
        at("2031-12-31 18:00"), provisional=False
    )


def test_what_cannot_be_counted_says_why() -> None:
    with pytest.raises(ValueError, match="没有时区"):
        due_at(at("2021-10-20 09:00").replace(tzinfo=None), 1)
    with pytest.raises(ValueError, match="不能是负数"):
        due_at(at("2021-10-20 09:00"), -1)
    with pytest.raises(ValueError, match="请检查先后"):
        between(at("2021-10-20 09:00"), at("2021-10-20 08:00"))
    with pytest.raises(ValueError, match="不重叠"):
        OfficeHours(date(2021, 1, 1), ((time(9), time(12)), (time(11), time(18))), "虚构")
    with pytest.raises(ValueError, match="先后排列"):
        WorkingTime(OFFICE_HOURS * 2)
    early = OfficeHours(date(2021, 10, 21), ((time(9), time(17)),), "虚构")
    with pytest.raises(CalendarUnknown, match="不知道 2021-10-20 的办公时间"):
        WorkingTime((early,)).due_at(at("2021-10-20 09:00"), timedelta(hours=1))


@settings(deadline=None)
@given(MOMENTS, WORKED, WORKED)
def test_working_on_is_the_same_as_working_longer(
    start: datetime, first: timedelta, then: timedelta
) -> None:
    halfway = WORKING_TIME.due_at(start, first).at
    assert WORKING_TIME.due_at(halfway, then) == WORKING_TIME.due_at(start, first + then)


@settings(deadline=None)
@given(MOMENTS, WORKED)
def test_time_worked_until_due_is_the_time_given(start: datetime, worked: timedelta) -> None:
    due = WORKING_TIME.due_at(start, worked).at
    assert WORKING_TIME.between(start, due) == worked
    assert due >= start


@settings(deadline=None)
@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)), WORKED)
def test_later_start_is_never_due_earlier(
    start: datetime, later: timedelta, worked: timedelta
) -> None:
    due = WORKING_TIME.due_at(start, worked).at
    assert WORKING_TIME.due_at(start + later, worked).at >= due


@settings(deadline=None)
@given(MOMENTS, WORKED, st.sets(st.integers(0, 20), max_size=8))
def test_another_holiday_never_makes_it_due_earlier(
    start: datetime, worked: timedelta, offsets: set[int]
) -> None:
    day = start.astimezone(CITY).date()
    more = Calendar({day + timedelta(days=n): False for n in offsets})
    due = WORKING_TIME.due_at(start, worked).at
    assert WorkingTime(calendar=more).due_at(start, worked).at >= due
