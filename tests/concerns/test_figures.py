"""诉求的统计: refused is not closed, and only what waits for the city is overdue."""

from __future__ import annotations

import pytest

from huiqi.concerns.actions import asking, dispatching, helping, ticking, working
from huiqi.concerns.actions.working import sign_concern
from huiqi.concerns.enums import Answer, Finding, Ground, Resolution
from huiqi.concerns.models import Concern
from huiqi.concerns.queries import board, office
from huiqi.concerns.queries.figures import Figures, figures_of
from huiqi.concerns.queries.office import counts_of
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import day_of
from huiqi.kernel.refusals import Refused
from tests.cast import NOW
from tests.concerns.conftest import World, after, confirmed, replied
from tests.visits import client_of


def figures(days: int) -> Figures:
    return figures_of(day_of(after(days=-1)), day_of(NOW), after(days=days))


def closing() -> board.Closing:
    return board.closing(day_of(NOW))


def refused(world: World, case: Concern | None = None, **more: object) -> Concern:
    told = {"ground": Ground.OUTSIDE, "actor": world.clerk.actor, "now": after(hours=1)} | more
    return dispatching.refuse_concern(
        case=case or world.submitted(),
        text="事情在外市",
        channel="当地 12345",
        **told,  # type: ignore[arg-type]
    )


def test_refused_concern_is_refused_and_not_closed_after_it_was_filed(world: World) -> None:
    case = refused(world)
    told = figures(days=1)
    assert (told.refused, told.closed, told.by_ground[Ground.OUTSIDE]) == (1, 0, 1)
    ticking.tick(actor=SYSTEM, now=after(days=40))
    case.refresh_from_db()
    told = figures(days=41)
    assert case.state == "filed"
    assert (told.refused, told.closed, told.by_ground[Ground.OUTSIDE]) == (1, 0, 1)
    assert (told.closed_percent, closing().ended) == (None, 0)


def test_refused_concern_counts_under_the_ground_that_stands(world: World) -> None:
    case = asking.dispute_refusal(
        case=refused(world), reason="在本市", actor=world.owner.actor, now=after(hours=2)
    )
    refused(world, case, ground=Ground.PETITION, actor=world.clerk_two.actor, now=after(hours=3))
    told = figures(days=1)
    assert {ground for ground, count in told.by_ground.items() if count} == {Ground.PETITION}
    assert sum(told.by_ground.values()) == told.refused


def test_withdrawn_concern_is_withdrawn_after_it_was_filed(world: World) -> None:
    case = asking.withdraw_concern(
        case=world.working(), reason="不办了", actor=world.owner.actor, now=after(hours=1)
    )
    helping.call_back(
        withdrawal=case.withdrawals.get(),
        finding=Finding.WILLING,
        note="自愿",
        actor=world.supervisor.actor,
        now=after(days=1),
    )
    ticking.tick(actor=SYSTEM, now=after(days=40))
    told = figures(days=41)
    assert (told.withdrawn, told.closed, closing().ended) == (1, 0, 0)


@pytest.mark.parametrize("ends", [refused, "withdrawn"])
def test_only_what_was_closed_with_a_result_is_rated(world: World, ends: object) -> None:
    case = world.submitted()
    if ends is refused:
        refused(world, case)
    else:
        world.dispatched(case)
        asking.withdraw_concern(
            case=case, reason="不办了", actor=world.owner.actor, now=after(hours=1)
        )
        helping.call_back(
            withdrawal=case.withdrawals.get(),
            finding=Finding.WILLING,
            note="自愿",
            actor=world.supervisor.actor,
            now=after(days=1),
        )
    ticking.tick(actor=SYSTEM, now=after(days=40))
    case.refresh_from_db()
    assert case.state == "filed"
    with pytest.raises(Refused, match="办结以后才能评价"):
        asking.rate_case(case=case, score=1, text="慢", actor=world.owner.actor, now=after(days=41))


def test_case_closed_with_a_result_is_closed_after_it_was_filed(world: World) -> None:
    confirmed(replied(world), world, Answer.SOLVED, after(days=1))
    ticking.tick(actor=SYSTEM, now=after(days=40))
    told = figures(days=41)
    assert (told.closed, told.refused, closing().ended) == (1, 0, 1)


def test_what_waits_for_the_firm_is_overdue_nowhere(world: World) -> None:
    case = working.ask_firm(
        case=world.working(), text="请补充", actor=world.first.actor, now=after(hours=1)
    )
    late = after(days=60)
    assert case.due_at is not None
    assert case.due_at < late
    assert figures(days=60).overdue == board.overdue(late).count() == 0
    assert counts_of(world.first.actor, late)["late"] == 0


def test_what_waits_for_the_city_is_overdue_everywhere(world: World) -> None:
    world.working()
    late = after(days=12)
    assert figures(days=12).overdue == board.overdue(late).count() == 1
    assert counts_of(world.first.actor, late)["late"] == 1


def test_promise_and_common_problem_whose_day_is_over_are_overdue(world: World) -> None:
    case = replied(
        world,
        Resolution.PROMISED,
        promised=working.Promised("拨付", after(days=10).date()),
    )
    asking.hold_to_promise(case=case, actor=world.owner.actor, now=after(days=1))
    assert figures(days=10).overdue == 0
    assert figures(days=12).overdue == board.overdue(after(days=12)).count() == 1


def test_more_than_anybody_works_by_are_not_counted_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "MOST_COUNTED", 2)
    texts = ("园区变压器容量不够，新设备没法开机。", "厂区门口修路，货车进不来。", "夜班路灯坏了。")
    for number, text in enumerate(texts):
        case = world.dispatched(world.submitted(text))
        sign_concern(case=case, actor=world.first.actor, now=NOW)
        told = office.told(counts_of(world.first.actor, NOW)["all"])
        assert told == ("1", "2", "2+")[number]
    page = client_of(world.first).get("/desk/concerns/").content.decode()
    assert "在办 2+" in page
    assert "我经办的 2+" in page
