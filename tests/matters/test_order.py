"""先后与排期: orders respect what comes first; days are those of the working-day clock."""

from datetime import date, timedelta
from graphlib import CycleError
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.kernel.clock import CALENDAR, count_workdays
from huiqi.matters.matter import Matter, Period, Place, Step, Unit
from huiqi.matters.order import circle, in_order, waves
from huiqi.matters.planning import plan
from huiqi.rules.policy import Cite, Source

CITE = Cite("law", "第一条")
SOURCES = {"law": Source("law", "某法", "某会")}
MONDAY = date(2021, 10, 18)
DAYS = st.dates(date(2021, 1, 1), date(2024, 12, 31))


def a_step(
    name: str,
    *after: str,
    days: int | None = None,
    unit: Unit = "工作日",
    at_least: bool = False,
) -> Step:
    return Step(
        id=name,
        text=name,
        department="某局",
        level="city",
        place=Place("窗口"),
        fee="不收费",
        cite=CITE,
        after=after,
        legal=None if days is None else Period(days, CITE, unit, at_least),
    )


def a_matter(*steps: Step) -> Matter:
    return Matter("moving", 1, "搬家", "换个地方。", "要搬家的", SOURCES, steps)


@st.composite
def step_lists(draw: st.DrawFn) -> tuple[Step, ...]:
    """Steps that wait only for some written before them, in any order on paper."""
    count = draw(st.integers(1, 7))
    steps = []
    for number in range(count):
        earlier = draw(st.sets(st.sampled_from(range(number)))) if number else set()
        days = draw(st.none() | st.integers(0, 12))
        unit: Unit = draw(st.sampled_from(("工作日", "日", "月")))
        after = [f"s{one}" for one in sorted(earlier)]
        steps.append(a_step(f"s{number}", *after, days=days, unit=unit))
    return tuple(draw(st.permutations(steps)))


@given(step_lists())
def test_every_step_stands_after_all_that_it_waits_for(steps: tuple[Step, ...]) -> None:
    assert circle(steps) == ()
    order = [step.id for step in in_order(steps)]
    assert sorted(order) == sorted(step.id for step in steps)
    early = [
        (step.id, name)
        for step in steps
        for name in step.after
        if order.index(name) > order.index(step.id)
    ]
    assert early == []


@given(step_lists())
def test_steps_of_one_wave_never_wait_for_each_other(steps: tuple[Step, ...]) -> None:
    for wave in waves(steps):
        names = {step.id for step in wave}
        assert [step.id for step in wave if names & set(step.after)] == []


def test_a_circle_is_told_with_all_that_stand_in_it() -> None:
    steps = (a_step("a", "c"), a_step("b", "a"), a_step("c", "b"), a_step("d"))
    around = circle(steps)
    assert (set(around), around[0]) == ({"a", "b", "c"}, around[-1])
    with pytest.raises(CycleError):
        in_order(steps)


@given(step_lists(), DAYS)
def test_no_step_begins_before_what_it_waits_for_ends(steps: tuple[Step, ...], day: date) -> None:
    found = plan(a_matter(*steps), day)
    for one in found.steps:
        assert CALENDAR.guess_workday(one.start)
        assert one.until is None or one.until >= one.start
        before = [found[name] for name in one.step.after]
        assert all(one.start >= (other.until or other.start) for other in before)
        unsure = any(not other.exact or other.until is None for other in before)
        assert one.exact is not unsure


@given(step_lists(), DAYS)
def test_length_is_counted_in_working_days_after_the_first(
    steps: tuple[Step, ...], day: date
) -> None:
    found = plan(a_matter(*steps), day)
    assert found.until == max((one.until or one.start) for one in found.steps)
    counted = sum(
        CALENDAR.guess_workday(found.start + timedelta(days=n))
        for n in range(1, (found.until - found.start).days + 1)
    )
    assert found.working_days == counted
    assert found.exact is (not found.open_steps)


@given(step_lists(), DAYS)
def test_critical_steps_are_a_chain_that_ends_last(steps: tuple[Step, ...], day: date) -> None:
    found = plan(a_matter(*steps), day)
    chain = [one for one in found.steps if one.critical]
    assert chain
    assert max((one.until or one.start) for one in chain) == found.until
    assert [two.step.id for one, two in pairwise(chain) if one.step.id not in two.step.after] == []


@given(step_lists(), DAYS, st.data())
def test_leaving_a_step_out_never_makes_the_whole_longer(
    steps: tuple[Step, ...], day: date, data: st.DataObject
) -> None:
    matter = a_matter(*steps)
    left = data.draw(st.sets(st.sampled_from([step.id for step in steps])))
    shorter = plan(matter, day, without=left)
    assert shorter.until <= plan(matter, day).until
    assert {one.step.id for one in shorter.steps} == {s.id for s in steps} - left


def test_three_working_days_over_a_weekend_end_on_thursday() -> None:
    friday = date(2021, 10, 15)
    (one,) = plan(a_matter(a_step("register", days=3)), friday).steps
    assert (one.start, one.until, one.exact) == (friday, date(2021, 10, 20), True)


def test_national_day_with_its_make_up_days_is_counted() -> None:
    # 2021-09-26 and 2021-10-09 were working days, 1 to 7 October were not.
    (one,) = plan(a_matter(a_step("register", days=3)), date(2021, 9, 29)).steps
    assert one.until == date(2021, 10, 9)
    assert count_workdays(date(2021, 9, 30), date(2021, 10, 9)) == 3


def test_a_day_of_rest_is_no_first_day() -> None:
    found = plan(a_matter(a_step("register", days=0)), date(2021, 10, 1))
    assert (found.start, found.until, found.working_days) == (
        date(2021, 10, 8),
        date(2021, 10, 8),
        0,
    )


def test_an_unknown_time_is_never_taken_as_short() -> None:
    found = plan(a_matter(a_step("ask"), a_step("get", "ask", days=2)), MONDAY)
    assert [(one.until, one.exact) for one in found.steps] == [
        (None, True),
        (date(2021, 10, 20), False),
    ]
    assert ([step.id for step in found.open_steps], found.exact) == (["ask"], False)
    assert not found.is_open
    assert plan(a_matter(a_step("ask")), MONDAY).is_open


def test_a_minimum_makes_what_follows_the_earliest() -> None:
    steps = (a_step("wait", days=3, unit="月", at_least=True), a_step("list", "wait", days=1))
    found = plan(a_matter(*steps), MONDAY)
    assert [(one.start, one.until, one.exact) for one in found.steps] == [
        (MONDAY, date(2022, 1, 18), False),
        (date(2022, 1, 18), date(2022, 1, 19), False),
    ]


def test_beyond_the_published_calendar_days_are_provisional() -> None:
    last = CALENDAR.known_until()
    inside = plan(a_matter(a_step("register", days=1)), MONDAY)
    beyond = plan(a_matter(a_step("register", days=5)), last)
    assert (inside.provisional, beyond.provisional) == (False, True)
