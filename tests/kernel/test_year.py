"""一年: the 365 days that end with a day, as boards, statistics and the command line take them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiqi.kernel.now import year_to

FULL = date.min + timedelta(days=364)  # the first day before which there is a whole year


@given(st.dates(min_value=FULL))
def test_year_to_a_day_has_365_days_with_that_day_in_it(last: date) -> None:
    assert (last - year_to(last)).days + 1 == 365


@given(st.dates(max_value=FULL))
def test_where_the_calendar_has_no_year_before_a_day_it_begins_with_the_calendar(
    last: date,
) -> None:
    assert year_to(last) == date.min
