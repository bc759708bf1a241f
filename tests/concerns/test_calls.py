"""抽样回访: chance draws, every unit is drawn, a supervisor calls, and what was closed opens."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.concerns.actions import asking
from huiqi.concerns.actions.calls import draw_calls, record_call
from huiqi.concerns.enums import Answer, Heard
from huiqi.concerns.models import CallBack, CallRound
from huiqi.concerns.queries.calls import (
    calls_to_make,
    differing_by_unit,
    drawn_from,
    ended_between,
    told_since,
)
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused, WrongState
from tests.cast import Player
from tests.concerns.conftest import World, after, confirmed, open_todos, replied
from tests.visits import client_of, page

MONDAY = datetime.fromisoformat("2021-10-25T07:40:00+08:00")  # the case ended in the week before
CASES = st.lists(
    st.tuples(st.integers(1, 400).map(str), st.integers(1, 12)), unique_by=lambda one: one[0]
)


@pytest.fixture
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def called(
    world: World,
    call: CallBack,
    heard: str,
    note: str,
    *,
    reopens: bool = False,
    by: Player | None = None,
) -> CallBack:
    """By the supervisor, on Monday."""
    actor = (by or world.supervisor).actor
    return record_call(call=call, heard=heard, note=note, reopens=reopens, actor=actor, now=MONDAY)


def drawn(world: World, answer: str = Answer.SOLVED) -> CallBack:
    case = confirmed(replied(world), world, answer, after(days=1))
    draw_calls(actor=SYSTEM, now=MONDAY, seed="0123")
    return CallBack.objects.get(concern=case)


@given(CASES, st.integers(0, 100), st.integers(0, 500))
def test_chance_draws_of_every_unit_and_never_too_many(
    cases: list[tuple[str, int]], percent: int, most: int
) -> None:
    units = {unit for _number, unit in cases}
    found = drawn_from(cases, "seed", percent, most)
    wanted = max(len(units), -(-len(cases) * percent // 100))
    assert len(found) == len(set(found)) == min(wanted, most, len(cases))
    assert set(found) <= {number for number, _unit in cases}
    if most >= wanted:
        of = dict(cases)
        assert {of[number] for number in found} == units
    assert drawn_from(cases[::-1], "seed", percent, most) == found


def test_another_seed_draws_others() -> None:
    cases = [(str(number), 1) for number in range(100)]
    assert drawn_from(cases, "a", 10, 60) != drawn_from(cases, "b", 10, 60)


def test_what_ended_last_week_is_drawn_once_and_a_supervisor_is_asked_to_call(
    world: World,
) -> None:
    call = drawn(world)
    assert (call.resolution, call.heard, call.drawn_in.population) == ("solved", "", 1)
    assert call.due_at == datetime.fromisoformat("2021-11-01T18:00:00+08:00")
    assert open_todos(call.concern) == {
        "市诉求受理台 督办员：回访办结的诉求 SQ-2021-000001，听企业怎么说"
    }
    assert draw_calls(actor=SYSTEM, now=MONDAY + timedelta(days=3)) is None
    assert list(calls_to_make()) == [call]


def test_nobody_can_know_the_seed_before(world: World) -> None:
    first = draw_calls(actor=SYSTEM, now=MONDAY)
    second = draw_calls(actor=SYSTEM, now=MONDAY + timedelta(days=7))
    assert first is not None
    assert second is not None
    assert (len(first.seed), first.seed == second.seed) == (16, False)


def test_confidential_and_withdrawn_ones_are_not_drawn(world: World) -> None:
    done = confirmed(replied(world), world, Answer.SOLVED, after(days=1))
    assert list(ended_between(MONDAY.date() - timedelta(days=7), MONDAY.date())) == [done]
    done.confidentiality = "close"
    done.save()
    asking.withdraw_concern(
        case=world.submitted("另一件，请问创新券怎么领？"),
        reason="不用了",
        actor=world.owner.actor,
        now=after(days=1),
    )
    made = draw_calls(actor=SYSTEM, now=MONDAY)
    assert made is not None
    assert (made.population, made.calls.count()) == (0, 0)


def test_firm_that_says_it_is_not_solved_has_its_case_opened_again(world: World) -> None:
    call = drawn(world)
    done = called(world, call, Heard.NOT, "财务说钱没到", reopens=True)
    case = done.concern
    case.refresh_from_db()
    assert (case.state, case.unit, case.resolution) == ("dispatched", world.bureau, "")
    assert case.reopened_at is None, "the firm keeps its own right to open it again"
    told = told_since(MONDAY)
    assert (told.drawn, told.called, told.reached) == (1, 1, 1)
    assert (told.differing, told.reopened, told.solved_percent) == (1, 1, 0)
    assert differing_by_unit(MONDAY, 5) == [(world.bureau.name, 1, 1)]
    with pytest.raises(WrongState, match="已经回访过"):
        called(world, call, Heard.SOLVED, "再打")


def test_who_was_not_reached_counts_neither_way(world: World) -> None:
    call = drawn(world)
    called(world, call, Heard.UNREACHED, "三次没人接")
    told = told_since(MONDAY)
    assert (told.called, told.reached, told.solved_percent, told.differing) == (1, 0, None, 0)
    assert differing_by_unit(MONDAY, 5) == []


def test_everything_wrong_with_a_call_is_said_at_once(world: World) -> None:
    call = drawn(world)
    with pytest.raises(Refused) as refused:
        called(world, call, "打过了", " ")
    assert refused.value.problems == (
        "选企业怎么说：解决了、一部分、没有、没有人联系过，或没有联系上",
        "请写明回访记录",
    )
    with pytest.raises(Refused, match="才恢复办理"):
        called(world, call, Heard.SOLVED, "好", reopens=True)


def test_case_that_is_filed_is_not_opened_again(world: World) -> None:
    call = drawn(world)
    call.concern.state = "filed"
    call.concern.save()
    with pytest.raises(Refused, match="归档"):
        called(world, call, Heard.NOBODY, "没有人联系过", reopens=True)


def test_only_supervisors_call(world: World) -> None:
    call = drawn(world)
    with pytest.raises(Denied):
        called(world, call, Heard.SOLVED, "好", by=world.first)
    assert CallRound.objects.count() == 1


@pytest.mark.usefixtures("_without_second_factor")
def test_supervisor_calls_from_the_page_of_the_case(world: World) -> None:
    call = drawn(world)
    case = f"/desk/concerns/{call.concern.number}/"
    assert "抽样回访" in page(world.supervisor, case)
    client = client_of(world.supervisor)
    wrong = client.post(f"{case}call/", {"call": call.pk, "heard": "", "note": "没选"})
    assert wrong.status_code == 409
    assert "选企业怎么说" in wrong.content.decode()
    assert "没选" in wrong.content.decode()
    right = {"call": call.pk, "heard": "nobody", "note": "没有人联系过我", "reopens": "yes"}
    assert client.post(f"{case}call/", right).status_code == 302
    assert "和登记的结果对不上" in page(world.supervisor, "/desk/concerns/board/")
    figures = page(world.owner, "/concerns/statistics/")
    assert "抽到 1 件，联系上 1 家，1 家说的和登记的结果对不上" in figures


@pytest.mark.usefixtures("_without_second_factor")
def test_call_of_another_case_is_not_found(world: World) -> None:
    call = drawn(world)
    other = world.submitted("另一件，请问创新券怎么领？")
    sent = {"call": call.pk, "heard": "solved", "note": "好"}
    client = client_of(world.supervisor)
    assert client.post(f"/desk/concerns/{other.number}/call/", sent).status_code == 404
