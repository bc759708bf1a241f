"""工作日时钟: what holds for all dates, pauses and calendars."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.kernel.clock import (
    Calendar,
    CountFrom,
    Deadline,
    Due,
    OnResume,
    count_workdays,
    due,
    is_workday,
    nth_workday,
)

DAYS = st.dates(date(2019, 12, 1), date(2024, 12, 31))
NUMBERS = st.integers(1, 40)
GAPS = st.integers(0, 15)
STARTS: st.SearchStrategy[CountFrom] = st.sampled_from(["same_day", "next_day"])
MODES: st.SearchStrategy[OnResume] = st.sampled_from(["continue", "reset"])
STOPS = st.lists(st.tuples(GAPS, GAPS, st.booleans()), max_size=4)


@st.composite
def deadlines(draw: st.DrawFn) -> Deadline:
    """A running deadline with up to four pauses behind it, in all modes."""
    deadline = Deadline(draw(DAYS), draw(NUMBERS), draw(STARTS), draw(MODES))
    for extension in draw(st.lists(st.integers(1, 20), max_size=2)):
        deadline = deadline.extend(extension)
    day = deadline.start
    for gap, length, incomplete in draw(STOPS):
        day += timedelta(days=gap)
        deadline = deadline.pause(day, incomplete=incomplete)
        day += timedelta(days=length)
        deadline = deadline.resume(day)
    return deadline


def last_resume(deadline: Deadline) -> date:
    until = deadline.pauses[-1].until if deadline.pauses else None
    return until - timedelta(days=1) if until else deadline.start


@settings(deadline=None)
@given(deadlines(), GAPS, GAPS, st.booleans())
def test_pausing_never_shortens(deadline: Deadline, gap: int, length: int, bad: bool) -> None:
    on = last_resume(deadline) + timedelta(days=gap)
    paused = deadline.pause(on, incomplete=bad).resume(on + timedelta(days=length))
    assert paused.due_on().day >= deadline.due_on().day


@settings(deadline=None)
@given(deadlines(), st.sets(st.integers(0, 200), max_size=30))
def test_adding_a_holiday_never_makes_a_deadline_earlier(
    deadline: Deadline, offsets: set[int]
) -> None:
    more = Calendar({deadline.start + timedelta(days=n): False for n in offsets})
    assert deadline.due_on(calendar=more).day >= deadline.due_on().day


@settings(deadline=None)
@given(deadlines(), st.integers(1, 30))
def test_extending_never_shortens(deadline: Deadline, days: int) -> None:
    assert deadline.extend(days).due_on().day > deadline.due_on().day


@settings(deadline=None)
@given(deadlines(), st.data())
def test_longer_stop_never_makes_a_deadline_earlier(
    deadline: Deadline, data: st.DataObject
) -> None:
    on = last_resume(deadline)
    short, long = sorted((data.draw(GAPS), data.draw(GAPS)))
    standing = deadline.pause(on)
    resumed = [standing.resume(on + timedelta(days=n)).due_on().day for n in (short, long)]
    assert resumed == sorted(resumed)


@settings(deadline=None)
@given(DAYS, NUMBERS, STARTS, STOPS)
def test_continuing_clock_is_due_on_the_last_of_its_working_days_outside_pauses(
    start: date, days: int, count_from: CountFrom, stops: list[tuple[int, int, bool]]
) -> None:
    deadline, day, standing = Deadline(start, days, count_from), start, set[date]()
    for gap, length, _ in stops:
        day += timedelta(days=gap)
        stop = [day + timedelta(days=n) for n in range(length + 1)]
        deadline, day = deadline.pause(stop[0]).resume(stop[-1]), stop[-1]
        standing.update(stop)
    first = 0 if count_from == "same_day" else 1
    later = [start + timedelta(days=n) for n in range(first, 300)]
    counted = [each for each in later if each not in standing and is_workday(each)]
    assert deadline.due_on() == Due(counted[days - 1], False)


@settings(deadline=None)
@given(deadlines())
def test_due_day_is_a_working_day_and_certain_within_the_calendar(deadline: Deadline) -> None:
    assert is_workday(deadline.due_on().day) is True
    assert deadline.due_on(provisional=True) == deadline.due_on()


@settings(deadline=None)
@given(DAYS, st.integers(1, 300))
def test_nth_workday_and_count_workdays_are_inverse(start: date, n: int) -> None:
    day = nth_workday(start, n)
    assert count_workdays(start, day) == n
    assert is_workday(day) is True


@settings(deadline=None)
@given(DAYS, NUMBERS)
def test_same_day_is_never_later_than_next_day(start: date, days: int) -> None:
    same = due(start, days, count_from="same_day")
    following = due(start, days, count_from="next_day")
    assert same <= following
    assert (same < following) is is_workday(start)
