"""时限的日历条: the working days of a stage, holidays told, today and the last day marked."""

from datetime import date

import pytest

from huiqi.programmes.views.day_strip import days_of

TODAY = date(2021, 10, 20)


def drawn(opened: date, due: date, today: date, *stopped: tuple[date, date | None]) -> list[str]:
    return [
        " ".join(filter(None, (one.text, one.small, f"({one.css})" if one.css else "")))
        for one in days_of(opened, due, today, stopped)
    ]


def test_the_day_after_it_began_is_the_first_and_a_weekend_is_passed_over() -> None:
    assert drawn(date(2021, 10, 18), date(2021, 10, 25), TODAY) == [
        "10/19 (d)",
        "20 今 (now)",
        "21",
        "22",
        "25 到期 (end)",
    ]


def test_a_holiday_is_told_and_days_on_which_the_clock_stood_are_hatched() -> None:
    stopped = (date(2021, 10, 12), date(2021, 10, 14))
    assert drawn(date(2021, 9, 29), date(2021, 10, 15), TODAY, stopped) == [
        "9/30 (d)",
        "休 7 天 (hol)",
        "10/8 (d)",
        "9 (d)",  # a Saturday that is worked
        "11 (d)",
        "12 停 (p)",
        "13 停 (p)",
        "14 (d)",
        "15 到期 (end)",
    ]


@pytest.mark.parametrize("day", [date(2021, 10, 18), date(2021, 10, 25)])
def test_on_the_last_day_today_is_what_it_says(day: date) -> None:
    assert drawn(date(2021, 10, 15), day, day)[-1].endswith("今 (now)")
