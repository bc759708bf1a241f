"""文件效力: what is learnt later never turns one answer into another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.policies.enums import Standing
from huiqi.policies.saying import why
from huiqi.policies.validity import Validity, standing_on

DAYS = st.dates(date(2015, 1, 1), date(2016, 12, 31))


@st.composite
def fully_known(draw: st.DrawFn) -> Validity:
    """A document of which every day is known, and the days are in order."""
    issued = draw(DAYS)
    begins = issued + timedelta(days=draw(st.integers(0, 200)))
    has_no_end = draw(st.booleans())
    until = None if has_no_end else begins + timedelta(days=draw(st.integers(1, 400)))
    repealed = draw(st.none() | st.just(begins + timedelta(days=draw(st.integers(1, 400)))))
    return Validity(issued, begins, until, has_no_end, repealed)


@st.composite
def partly_known(draw: st.DrawFn, whole: Validity) -> Validity:
    known = whole
    if draw(st.booleans()):
        known = replace(known, issued_on=None)
    if draw(st.booleans()):
        known = replace(known, in_force_on=None)
    if draw(st.booleans()):
        known = replace(known, until_on=None)
    if draw(st.booleans()):
        known = replace(known, has_no_end=False)
    return known


@given(st.data(), DAYS)
def test_learning_more_never_turns_one_answer_into_another(data: st.DataObject, day: date) -> None:
    whole = data.draw(fully_known())
    part = standing_on(data.draw(partly_known(whole)), day)
    assert part in {Standing.UNKNOWN, standing_on(whole, day)}


@given(fully_known(), DAYS)
def test_document_that_is_fully_known_is_never_unknown(whole: Validity, day: date) -> None:
    assert whole.in_force_on is not None
    if day < whole.in_force_on:
        wanted = Standing.PENDING
    elif whole.over_from is not None and day >= whole.over_from:
        wanted = Standing.REPEALED
    else:
        wanted = Standing.IN_FORCE
    assert standing_on(whole, day) == wanted


@given(fully_known(), DAYS, DAYS)
def test_standing_only_moves_on_with_time(whole: Validity, one: date, other: date) -> None:
    order = [Standing.PENDING, Standing.IN_FORCE, Standing.REPEALED]
    early, late = sorted((one, other))
    assert order.index(standing_on(whole, early)) <= order.index(standing_on(whole, late))


@given(fully_known(), st.integers(0, 600))
def test_repeal_on_a_day_nobody_knows_leaves_no_document_in_force(
    whole: Validity, days: int
) -> None:
    assert whole.in_force_on is not None
    day = whole.in_force_on + timedelta(days=days)
    undated = standing_on(replace(whole, repealed_sometime=True), day)
    assert (undated == Standing.UNKNOWN) == (standing_on(whole, day) == Standing.IN_FORCE)
    assert undated != Standing.IN_FORCE


@given(st.data(), DAYS)
def test_every_standing_has_its_reason(data: st.DataObject, day: date) -> None:
    known = data.draw(partly_known(data.draw(fully_known())))
    assert why(known, day).endswith("。")


DAY = date(2021, 10, 20)


@pytest.mark.parametrize(
    ("known", "standing", "reason"),
    [
        (Validity(), Standing.UNKNOWN, "施行日期没有查到，所以不判断。"),
        (Validity(issued_on=DAY), Standing.UNKNOWN, "施行日期没有查到，所以不判断。"),
        (
            Validity(issued_on=date(2021, 10, 21)),
            Standing.PENDING,
            "2021-10-21 才成文。",
        ),
        (
            Validity(in_force_on=DAY),
            Standing.UNKNOWN,
            "2021-10-20 起施行；有没有止期、是否已经废止，没有查到。",
        ),
        (
            Validity(in_force_on=DAY, until_on=date(2021, 10, 21)),
            Standing.IN_FORCE,
            "2021-10-20 起施行，2021-10-21 起不再有效。",
        ),
        (
            Validity(in_force_on=DAY, has_no_end=True),
            Standing.IN_FORCE,
            "2021-10-20 起施行，没有写止期，也没有见到废止。",
        ),
        (Validity(until_on=DAY), Standing.REPEALED, "2021-10-20 起不再有效。"),
        (Validity(repealed_on=DAY), Standing.REPEALED, "2021-10-20 起被别的文件废止。"),
        (
            Validity(in_force_on=date(2022, 7, 1)),
            Standing.PENDING,
            "2022-07-01 起施行。",
        ),
        (
            Validity(in_force_on=DAY, has_no_end=True, repealed_sometime=True),
            Standing.UNKNOWN,
            "已知被别的文件废止，废止的日期没有查到。",
        ),
    ],
)
def test_standing_and_its_reason(known: Validity, standing: Standing, reason: str) -> None:
    assert standing_on(known, DAY) == standing
    assert why(known, DAY) == reason
