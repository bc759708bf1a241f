"""诉求的时钟: stop and go, holidays, make-up days, overlaps, extensions, other rules, year end.

Pure: no database. 2021: National Day 1–7 October; Saturday 9 October and Sunday 26 September work.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiqi.concerns.clocks import (
    Legal,
    Moment,
    Stop,
    after_hours,
    after_workdays,
    after_working_hours,
    latest_to_ask,
    legal,
    merged,
    rung_at,
    stood,
    with_city,
)
from huiqi.concerns.enums import Service
from huiqi.concerns.standards import STANDARDS, Reply, Standard, standard_on
from huiqi.kernel.clock import Calendar
from huiqi.kernel.now import CITY

ORDINARY = STANDARDS[0].reply(Service.ORDINARY)
CONSULTATION = STANDARDS[0].reply(Service.CONSULTATION)
COMPLEX = STANDARDS[0].reply(Service.COMPLEX)


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2021) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CITY)


def closing(month: int, day: int, year: int = 2021) -> Moment:
    return Moment(at(month, day, 18, year=year))


def test_ordinary_concern_has_three_and_seven_working_days() -> None:
    assert legal(ORDINARY, at(10, 20)) == Legal(closing(10, 25), closing(10, 29))


def test_complex_concern_has_fifteen_and_thirty_with_the_whole_extension() -> None:
    assert legal(COMPLEX, at(10, 20)).last == closing(11, 10)
    assert legal(COMPLEX, at(10, 20), extensions=(15,)).last == closing(12, 1)


def test_extension_never_moves_the_first_answer() -> None:
    assert legal(COMPLEX, at(10, 20), extensions=(15,)).first == closing(10, 25)


def test_consultation_counts_nights_and_weekends() -> None:
    friday = at(10, 22, 18, 30)
    assert legal(CONSULTATION, friday).last == Moment(at(10, 23, 18, 30))


def test_consultation_of_friday_evening_is_late_before_the_desk_works_again() -> None:
    friday = at(10, 22, 18, 30)
    assert after_working_hours(friday, 4) == Moment(at(10, 25, 15))
    assert at(10, 23, 18, 30) < after_working_hours(friday, 4).at


def test_national_day_is_left_out_and_its_make_up_days_count() -> None:
    # Thursday 30 September; then 8 and Saturday 9 October work, Sunday 10 does not.
    assert legal(ORDINARY, at(9, 30)) == Legal(closing(10, 11), closing(10, 15))


def test_make_up_sunday_before_the_holiday_counts() -> None:
    # Friday 24 September: Saturday 25 does not work, Sunday 26 does.
    assert after_workdays(at(9, 24), 1) == closing(9, 26)


def test_year_end_runs_over_the_new_year_holiday() -> None:
    # 2022: New Year 1–3 January.
    assert after_workdays(at(12, 30), 3) == closing(1, 5, 2022)


def test_beyond_the_published_calendar_a_day_is_provisional() -> None:
    found = after_workdays(at(12, 30, year=2035), 3)
    assert found is not None
    assert found.provisional


def test_pause_of_an_afternoon_costs_no_working_day() -> None:
    paused = (Stop(at(10, 21, 14), at(10, 21, 16)),)
    assert legal(ORDINARY, at(10, 20), paused) == legal(ORDINARY, at(10, 20))


def test_working_day_is_lost_when_the_clock_stood_at_its_closing_hour() -> None:
    paused = (Stop(at(10, 21, 17), at(10, 22, 9)),)
    assert legal(ORDINARY, at(10, 20), paused).first == closing(10, 26)


def test_question_after_hours_costs_only_what_comes_after() -> None:
    paused = (Stop(at(10, 21, 20), at(10, 22, 20)),)
    assert legal(ORDINARY, at(10, 20), paused).first == closing(10, 26)


def test_consultation_stands_to_the_second() -> None:
    paused = (Stop(at(10, 20, 12), at(10, 20, 12) + timedelta(hours=5, seconds=7)),)
    due = at(10, 21, 15) + timedelta(seconds=7)
    assert legal(CONSULTATION, at(10, 20), paused).last == Moment(due)


def test_clock_that_stands_has_no_end() -> None:
    standing = (Stop(at(10, 20, 12)),)
    assert legal(ORDINARY, at(10, 20), standing) == Legal(None, None)
    assert legal(CONSULTATION, at(10, 20), standing) == Legal(None, None)


def test_first_clock_that_ran_out_before_the_pause_keeps_its_end() -> None:
    standing = (Stop(at(10, 26)),)
    assert legal(ORDINARY, at(10, 20), standing) == Legal(closing(10, 25), None)


def test_pause_after_the_end_comes_too_late() -> None:
    late = (Stop(at(11, 3), at(11, 8)),)
    assert legal(ORDINARY, at(10, 20), late) == legal(ORDINARY, at(10, 20))
    assert legal(CONSULTATION, at(10, 20), late) == legal(CONSULTATION, at(10, 20))


def test_pauses_that_overlap_count_once() -> None:
    over = (Stop(at(10, 21, 9), at(10, 22, 9)), Stop(at(10, 21, 12), at(10, 22, 8)))
    assert merged(over) == (over[0],)
    assert stood(over, at(10, 20), at(10, 30)) == timedelta(days=1)


def test_pause_before_the_round_began_is_none_of_it() -> None:
    earlier = (Stop(at(10, 11), at(10, 15)),)
    assert legal(ORDINARY, at(10, 20), earlier) == legal(ORDINARY, at(10, 20))


def test_extension_is_asked_the_working_day_before() -> None:
    assert latest_to_ask(closing(10, 29), STANDARDS[0]) == closing(10, 28)
    monday_after_the_holiday = closing(10, 8)
    assert latest_to_ask(monday_after_the_holiday, STANDARDS[0]) == closing(9, 30)


def test_ladder_counts_calendar_days_with_the_city() -> None:
    assert rung_at(at(10, 20), 9) == at(10, 29)
    assert rung_at(at(10, 20), 9, (Stop(at(10, 22), at(10, 27)),)) == at(11, 3)
    assert rung_at(at(10, 20), 9, (Stop(at(10, 22)),)) is None
    assert with_city(at(10, 20), at(10, 30), (Stop(at(10, 22), at(10, 27)),)) == timedelta(days=5)


def test_case_keeps_the_standard_of_the_day_it_counts_from() -> None:
    stricter = replace(
        STANDARDS[0],
        since=date(2021, 11, 1),
        replies={**STANDARDS[0].replies, Service.ORDINARY: Reply(first=1, last=5)},
    )
    both = (*STANDARDS, stricter)
    assert standard_on(date(2021, 10, 31), both).reply(Service.ORDINARY) == ORDINARY
    assert standard_on(date(2021, 11, 1), both).reply(Service.ORDINARY).last == 5


# Properties

MOMENTS = st.integers(0, 60 * 24 * 60).map(lambda minutes: at(9, 1) + timedelta(minutes=minutes))
LENGTHS = st.integers(1, 20 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
STOPS = st.lists(st.builds(lambda a, b: Stop(a, a + b), MOMENTS, LENGTHS), max_size=5)
REPLIES = st.sampled_from((ORDINARY, CONSULTATION, COMPLEX))


def ends(found: Legal) -> tuple[datetime, datetime]:
    assert found.first is not None
    assert found.last is not None
    return found.first.at, found.last.at


@given(REPLIES, MOMENTS, STOPS, st.builds(lambda a, b: Stop(a, a + b), MOMENTS, LENGTHS))
def test_another_pause_never_shortens(
    reply: Reply, start: datetime, stops: list[Stop], more: Stop
) -> None:
    before = ends(legal(reply, start, stops))
    after = ends(legal(reply, start, [*stops, more]))
    assert after >= before
    assert after[1] >= before[1]


@given(REPLIES, MOMENTS, STOPS, st.dates(date(2021, 9, 1), date(2021, 12, 31)))
def test_another_holiday_never_makes_an_end_earlier(
    reply: Reply, start: datetime, stops: list[Stop], holiday: date
) -> None:
    before = ends(legal(reply, start, stops))
    after = ends(legal(reply, start, stops, calendar=Calendar({holiday: False})))
    assert after[0] >= before[0]
    assert after[1] >= before[1]


@given(REPLIES, MOMENTS, STOPS, st.integers(1, 15))
def test_extension_never_shortens_and_leaves_the_first_alone(
    reply: Reply, start: datetime, stops: list[Stop], days: int
) -> None:
    plain, longer = legal(reply, start, stops), legal(reply, start, stops, (days,))
    assert longer.first == plain.first
    assert ends(longer)[1] >= ends(plain)[1]


@given(REPLIES, MOMENTS, MOMENTS, STOPS)
def test_whoever_begins_later_ends_no_earlier(
    reply: Reply, one: datetime, two: datetime, stops: list[Stop]
) -> None:
    early, late = sorted((one, two))
    assert ends(legal(reply, early, stops)) <= ends(legal(reply, late, stops))


@given(STOPS, MOMENTS, MOMENTS)
def test_merging_changes_no_time(stops: list[Stop], one: datetime, two: datetime) -> None:
    since, until = sorted((one, two))
    assert stood(stops, since, until) == stood(merged(stops), since, until)
    assert timedelta(0) <= stood(stops, since, until) <= until - since


@given(MOMENTS, STOPS, st.integers(1, 60))
def test_rung_is_reached_when_the_city_had_it_so_long(
    start: datetime, stops: list[Stop], day: int
) -> None:
    reached = rung_at(start, day, stops)
    assert reached is not None
    assert with_city(start, reached, stops) == timedelta(days=day)


@given(MOMENTS, STOPS, LENGTHS)
def test_clock_hours_are_worked_off_exactly(
    start: datetime, stops: list[Stop], allowed: timedelta
) -> None:
    due = after_hours(start, allowed, stops)
    assert due is not None
    assert with_city(start, due.at, stops) == allowed


def test_every_number_of_the_standard_says_where_it_comes_from() -> None:
    assert all(one.basis and one.unverified for one in STANDARDS)
    assert [one.day for one in STANDARDS[0].ladder] == [9, 21, 45, 60]
    assert isinstance(STANDARDS[0], Standard)
