"""工作日时钟: single days, known 调休 cases, newly published notices, and counting."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from huiqi.kernel.clock import (
    Calendar,
    CalendarUnknown,
    count_workdays,
    due,
    first_known,
    is_workday,
    known_until,
    nth_workday,
)

# Published to the end of 2031 whatever the package knows, so that «beyond» is a fixed date.
TO_2031 = {date(year, 10, 1): False for year in range(2027, 2032)}
UNTIL_2031 = Calendar(TO_2031, years=range(2027, 2032))


# Single days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2021, 9, 18), True),  # Saturday for Mid-Autumn
        (date(2021, 9, 19), False),
        (date(2021, 9, 26), True),  # Sunday for National Day
        (date(2021, 9, 30), True),
        (date(2021, 10, 1), False),
        (date(2021, 10, 7), False),
        (date(2021, 10, 8), True),
        (date(2021, 10, 9), True),  # Saturday for National Day
        (date(2021, 10, 10), False),
        (date(2022, 1, 29), True),
        (date(2022, 1, 30), True),
        (date(2022, 1, 31), False),
        (date(2022, 2, 6), False),
        (date(2022, 2, 7), True),
        (date(2024, 2, 29), True),
    ],
)
def test_make_up_days_work_and_holidays_do_not(day: date, works: bool) -> None:
    assert is_workday(day) is works


def test_first_known_day_and_last_known_day_are_included() -> None:
    assert first_known() == date(2004, 1, 1)
    assert (known_until().month, known_until().day) == (12, 31)
    assert is_workday(first_known()) is False
    assert count_workdays(known_until(), known_until()) == is_workday(known_until())


def test_day_after_the_published_calendar_is_unknown_and_the_message_says_what_to_do() -> None:
    with pytest.raises(CalendarUnknown) as refusal:
        is_workday(date(2032, 1, 5), calendar=UNTIL_2031)
    assert str(refusal.value) == (
        "无法判断 2032-01-05 是否工作日：2032 年的放假安排国务院办公厅尚未公布，"
        "或本系统尚未录入，工作日历止于 2031-12-31。请在通知公布后更新日历表"
        "或升级 chinesecalendar 软件包；在此之前推算的日期均为暂定，以国务院公布为准。"
    )


def test_day_before_the_published_calendar_is_unknown_and_the_message_says_what_to_do() -> None:
    with pytest.raises(CalendarUnknown) as refusal:
        is_workday(date(2003, 12, 31))
    assert str(refusal.value) == (
        "无法判断 2003-12-31 是否工作日：工作日历始于 2004-01-01，"
        "没有 2003 年的国务院办公厅放假安排。请核对日期，或在日历表中补录该年安排。"
    )


def test_default_calendar_ends_with_its_package() -> None:
    with pytest.raises(CalendarUnknown):
        is_workday(known_until() + timedelta(days=1))


@pytest.mark.parametrize(
    "ask",
    [
        is_workday,
        lambda day: nth_workday(day, 1),
        lambda day: count_workdays(day, day),
        lambda day: due(day, 1, count_from="next_day"),
        lambda day: Calendar({day: True}),
    ],
)
@pytest.mark.parametrize("day", [datetime(2021, 9, 18, 9, tzinfo=UTC), "2021-09-18"])
def test_moments_and_strings_are_refused_because_their_day_is_not_decided(
    ask: Callable[[object], object], day: object
) -> None:
    with pytest.raises(TypeError, match=r"^需要日期（date），得到 (datetime|str)："):
        ask(day)


# The table of newly published notices


def test_extra_day_overrides_the_package_in_both_directions() -> None:
    calendar = Calendar({date(2021, 9, 18): False, date(2021, 10, 1): True})
    assert calendar.is_workday(date(2021, 9, 18)) is False
    assert calendar.is_workday(date(2021, 10, 1)) is True
    assert calendar.is_workday(date(2021, 9, 26)) is True


def test_extra_day_makes_known_that_day_but_not_its_year() -> None:
    calendar = Calendar({**TO_2031, date(2032, 1, 1): False}, years=range(2027, 2032))
    assert calendar.is_workday(date(2032, 1, 1)) is False
    assert calendar.known_until() == date(2031, 12, 31)
    with pytest.raises(CalendarUnknown):
        calendar.is_workday(date(2032, 1, 2))


def test_published_year_goes_by_weekday_apart_from_its_notice() -> None:
    notice = {date(2032, 1, 1): False, date(2032, 1, 4): True}
    calendar = Calendar({**TO_2031, **notice}, years=range(2027, 2033))
    assert calendar.known_until() == date(2032, 12, 31)
    assert [
        day for day in range(1, 11) if calendar.is_workday(date(2032, 1, day))
    ] == [2, 4, 5, 6, 7, 8, 9]  # fmt: skip


def test_later_change_of_the_table_given_does_not_change_the_calendar() -> None:
    table = {date(2021, 9, 28): False}
    calendar = Calendar(table)
    table[date(2021, 9, 28)] = True
    assert calendar.is_workday(date(2021, 9, 28)) is False


def test_calendar_with_a_year_left_out_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^工作日历中间缺少 2032、2033 年：") as refusal:
        Calendar({**TO_2031, date(2034, 10, 1): False}, years=[*range(2027, 2032), 2034])
    assert type(refusal.value) is ValueError


def test_published_year_without_one_holiday_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^2032 年列为已公布，却没有录入任何放假日："):
        Calendar(TO_2031, years=range(2027, 2033))


# Counting


def test_seven_working_days_over_the_national_day_of_2021() -> None:
    assert nth_workday(date(2021, 9, 28), 7) == date(2021, 10, 12)
    assert count_workdays(date(2021, 9, 28), date(2021, 10, 12)) == 7


def test_spring_festival_2022_is_worked_before_and_skipped() -> None:
    assert count_workdays(date(2022, 1, 24), date(2022, 2, 11)) == 12
    assert count_workdays(date(2022, 1, 31), date(2022, 2, 6)) == 0
    assert nth_workday(date(2022, 1, 28), 4) == date(2022, 2, 7)


def test_leap_day_counts() -> None:
    assert count_workdays(date(2024, 2, 26), date(2024, 3, 1)) == 5
    assert due(date(2024, 2, 28), 1, count_from="next_day") == date(2024, 2, 29)
    assert due(date(2024, 2, 29), 2, count_from="same_day") == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        (date(2018, 12, 28), 3, date(2019, 1, 2)),  # 29 December 2018, a Saturday, worked
        (date(2021, 12, 31), 2, date(2022, 1, 4)),
        (date(2023, 12, 29), 2, date(2024, 1, 2)),
    ],
)
def test_count_runs_over_the_year_end(start: date, n: int, day: date) -> None:
    assert nth_workday(start, n) == day


def test_start_counts_as_the_first_only_if_it_is_a_working_day() -> None:
    assert nth_workday(date(2021, 9, 26), 1) == date(2021, 9, 26)
    assert nth_workday(date(2021, 10, 1), 1) == date(2021, 10, 8)


def test_same_day_counts_the_start_and_next_day_does_not() -> None:
    assert due(date(2021, 9, 28), 7, count_from="same_day") == date(2021, 10, 12)
    assert due(date(2021, 9, 28), 7, count_from="next_day") == date(2021, 10, 13)


def test_both_ways_of_counting_agree_when_the_start_is_a_holiday() -> None:
    assert due(date(2021, 10, 1), 2, count_from="same_day") == date(2021, 10, 9)
    assert due(date(2021, 10, 1), 2, count_from="next_day") == date(2021, 10, 9)


def test_end_before_start_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^截止日 2021-09-27 早于起始日 2021-09-28：") as refusal:
        count_workdays(date(2021, 9, 28), date(2021, 9, 27))
    assert type(refusal.value) is ValueError


@pytest.mark.parametrize("n", [0, -1, -(10**18)])
def test_less_than_one_working_day_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match=f"^工作日数必须至少为 1，得到 {n}。$"):
        nth_workday(date(2021, 9, 28), n)
    with pytest.raises(ValueError, match=f"^工作日数必须至少为 1，得到 {n}。$"):
        due(date(2021, 9, 28), n, count_from="next_day")


def test_huge_number_of_days_ends_in_an_unknown_calendar() -> None:
    with pytest.raises(CalendarUnknown):
        nth_workday(date(2004, 1, 1), 10**30)
    with pytest.raises(CalendarUnknown):
        count_workdays(date(2004, 1, 1), date.max)
    with pytest.raises(CalendarUnknown):
        due(date.max, 1, count_from="next_day")


def test_unknown_way_of_counting_is_refused() -> None:
    wrong: Any = "sameday"
    with pytest.raises(ValueError, match=r"^起算方式 'sameday' 不存在："):
        due(date(2021, 9, 28), 7, count_from=wrong)
