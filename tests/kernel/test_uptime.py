"""可用性: minutes are written as they are answered; what was not measured is not down."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError

from huiqi.kernel.models import ClockOffset, ServiceMinute
from huiqi.kernel.uptime import Counter, forget, note, uptime_between

NOON = datetime(2021, 11, 19, 12, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def minutes(*places: int) -> tuple[datetime, ...]:
    return tuple(NOON + A_MINUTE * place for place in places)


def rows() -> list[tuple[datetime, int, int]]:
    return list(ServiceMinute.objects.values_list("at", "answered", "failed"))


class Clock:
    """A clock that stands where it is put, in seconds after noon."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return NOON.timestamp() + self.seconds


@pytest.mark.django_db
def test_two_processes_write_one_minute_together_and_each_twice_at_most() -> None:
    clock = Clock()
    first, second = Counter(clock=clock), Counter(clock=clock)
    for status in (200, 503, 200):
        first.count(status)
    second.count(500)
    assert rows() == [(NOON, 2, 1)]
    clock.seconds = 60
    first.count(200)
    second.count(200, is_probe=True)
    assert rows() == [(NOON, 4, 2), (NOON + A_MINUTE, 1, 0)]


@pytest.mark.django_db
def test_probes_show_that_we_live_and_do_not_hide_what_fails() -> None:
    clock = Clock()
    counter = Counter(clock=clock)
    for status, is_probe in ((200, True), (200, True), (500, False), (503, True)):
        counter.count(status, is_probe=is_probe)
    clock.seconds = 60
    counter.count(200, is_probe=True)
    assert rows() == [(NOON, 2, 2), (NOON + A_MINUTE, 0, 0)]
    found = uptime_between(NOON, NOON + 2 * A_MINUTE, NOON + 2 * A_MINUTE)
    assert (found.down, found.unmeasured) == ((NOON,), 0)


@pytest.mark.parametrize("error", [DatabaseError, InterfaceError])
def test_while_the_database_is_away_pages_are_answered_and_nothing_is_written(
    error: type[Exception],
) -> None:
    clock, asked = Clock(), []

    def write(at: datetime, answered: int, failed: int) -> None:
        asked.append(at)
        raise error

    counter = Counter(write, clock)
    counter.count(503)
    counter.count(503)
    clock.seconds = 3600
    counter.count(200)
    assert asked == [NOON, NOON]


@pytest.mark.django_db
def test_minutes_without_an_answer_or_with_most_of_them_failed_are_down() -> None:
    for place, answered, failed in ((0, 5, 0), (1, 4, 2), (2, 4, 3), (4, 0, 0)):
        note(NOON + A_MINUTE * place, answered, failed)
    found = uptime_between(NOON, NOON + 10 * A_MINUTE, NOON + 6.5 * A_MINUTE)
    assert (found.down, found.minutes, found.unmeasured) == (minutes(2, 3, 5), 3, 0)


@pytest.mark.django_db
def test_what_lies_before_the_first_measurement_is_unknown_and_not_down() -> None:
    hour = (NOON, NOON + 60 * A_MINUTE)
    nothing = uptime_between(*hour, NOON + 60 * A_MINUTE)
    assert (nothing.down, nothing.unmeasured) == ((), 60)
    note(NOON + 55 * A_MINUTE, 1, 0)
    found = uptime_between(*hour, NOON + 60 * A_MINUTE)
    assert (found.down, found.unmeasured) == (minutes(56, 57, 58, 59), 55)
    early = uptime_between(*hour, NOON - A_MINUTE)
    assert (early.down, early.unmeasured) == ((), 0)


@pytest.mark.django_db
def test_a_city_that_lives_in_another_year_is_measured_by_the_real_clock() -> None:
    year = timedelta(days=365)
    ClockOffset.objects.create(pk=1, offset=-year)
    note(NOON, 1, 0)
    found = uptime_between(NOON - year, NOON - year + 2 * A_MINUTE, NOON)
    assert found.down == (NOON - year + A_MINUTE,)


@pytest.mark.django_db
def test_a_span_goes_forward_a_minute_fails_no_more_than_it_answers_and_old_ones_go() -> None:
    with pytest.raises(ValueError, match="since must be before until"):
        uptime_between(NOON, NOON, NOON)
    with pytest.raises(ValidationError, match="失败数不能多于应答数"):
        ServiceMinute(at=NOON, answered=1, failed=2).full_clean()
    note(NOON, 1, 0)
    assert forget(NOON + timedelta(days=400)) == 0
    assert forget(NOON + timedelta(days=401)) == 1
