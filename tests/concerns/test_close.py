"""保密的诉求: kept close, and still somebody sees it, calls back about it and answers it."""

from __future__ import annotations

import pytest

from huiqi.concerns.actions import asking, common, dispatching, helping, ticking, working
from huiqi.concerns.enums import Finding, Kind, Level, Service
from huiqi.concerns.models import Concern
from huiqi.concerns.queries import cases_in_sight
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Role
from huiqi.parties.models import Membership
from tests.cast import NOW
from tests.concerns.conftest import ITEM, World, after, answered, confirmed, open_todos, replied
from tests.visits import client_of, page


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def withdrawn_report(world: World) -> Concern:
    return asking.withdraw_concern(
        case=world.dispatched(world.submitted(kind=Kind.REPORT)),
        reason="有人让我撤",
        actor=world.owner.actor,
        now=after(hours=1),
    )


def called(case: Concern, finding: Finding, world: World) -> None:
    helping.call_back(
        withdrawal=case.withdrawals.get(),
        finding=finding,
        note="电话问过",
        actor=world.clerk.actor,
        now=after(days=1),
    )


def test_withdrawn_report_is_called_back_about_by_the_desk_and_filed(world: World) -> None:
    case = withdrawn_report(world)
    assert open_todos(case) == {f"市诉求受理台：回访撤回的诉求 {case.number}"}
    called(case, Finding.WILLING, world)
    assert open_todos(case) == set()
    ticking.tick(actor=SYSTEM, now=after(days=40))
    case.refresh_from_db()
    assert case.state == "filed"


def test_report_that_was_pressed_for_is_open_at_the_desk_again(world: World) -> None:
    case = withdrawn_report(world)
    called(case, Finding.PRESSED, world)
    case.refresh_from_db()
    assert (case.state, case.unit) == ("submitted", world.desk)


def test_supervisor_who_does_not_see_a_report_does_not_call_back_about_it(world: World) -> None:
    case = withdrawn_report(world)
    with pytest.raises(Denied, match="保密的由受理台"):
        helping.call_back(
            withdrawal=case.withdrawals.get(),
            finding=Finding.WILLING,
            note="问过",
            actor=world.supervisor.actor,
            now=after(days=1),
        )


def test_desk_finds_the_form_of_the_call_on_the_page_of_a_report(world: World) -> None:
    case = withdrawn_report(world)
    told = page(world.clerk, f"/desk/concerns/{case.number}/")
    assert "回访撤回" in told
    sent = client_of(world.clerk).post(
        f"/desk/concerns/{case.number}/call-back/",
        {"withdrawal": case.withdrawals.get().pk, "finding": "willing", "note": "电话问过"},
    )
    assert sent.status_code == 302


def test_ordinary_withdrawal_is_still_the_supervisors_to_call_about(world: World) -> None:
    case = asking.withdraw_concern(
        case=world.dispatched(), reason="不办了", actor=world.owner.actor, now=after(hours=1)
    )
    with pytest.raises(Denied, match="督办员"):
        called(case, Finding.WILLING, world)


# Where there is no chief


def without_chief(world: World) -> None:
    Membership.objects.filter(organization=world.bureau, role=Role.SECTION_CHIEF).update(
        until=after(days=-1)
    )


def at_chief(world: World) -> Concern:
    case = confirmed(replied(world), world, "not", after(days=1))
    case = working.sign_concern(case=case, actor=world.second.actor, now=after(days=1))
    case = answered(case, world.second, after(days=2))
    case = confirmed(case, world, "not", after(days=2, hours=1))
    assert case.level == Level.CHIEF
    return case


def test_case_of_a_chief_who_left_is_answered_by_an_officer(world: World) -> None:
    case = at_chief(world)
    without_chief(world)
    assert answered(case, world.second, after(days=3)).state == "replied"


def test_case_of_an_officer_who_left_is_answered_by_a_colleague(world: World) -> None:
    case = world.working()
    with pytest.raises(Denied, match="须由经办人"):
        answered(case, world.second, after(hours=1))
    Membership.objects.filter(person=world.first.person).update(until=after(days=-1))
    assert answered(case, world.second, after(hours=1)).state == "replied"


def test_case_of_a_chief_goes_to_a_unit_without_one_and_is_answered_there(world: World) -> None:
    case = at_chief(world)
    problem = common.open_problem(
        case=case,
        title="技改拨付慢",
        summary="多家企业公示后三个月没有到账",
        unit=world.other,
        due_on=after(days=40).date(),
        actor=world.chief.actor,
        now=after(days=3),
    )
    case = common.make_common(
        case=case,
        problem=problem,
        reason="同样的有五家",
        actor=world.chief.actor,
        now=after(days=3),
    )
    assert (case.level, case.unit) == (Level.CHIEF, world.other)
    assert open_todos(case) == {f"南山区工业和信息化局：诉求 {case.number} 随共性问题办理"}
    assert answered(case, world.other_officer, after(days=4)).state == "replied"


def test_bad_rating_of_a_unit_without_chief_is_answered_by_an_officer(world: World) -> None:
    done = confirmed(replied(world), world, "solved", after(days=1))
    without_chief(world)
    rating = asking.rate_case(
        case=done, score=1, text="慢", actor=world.owner.actor, now=after(days=2)
    )
    told = helping.answer_rating(
        rating=rating, text="已改", actor=world.first.actor, now=after(days=3)
    )
    assert told.answered_by == world.first.person


def test_bad_rating_is_the_chiefs_to_answer_where_there_is_one(world: World) -> None:
    done = confirmed(replied(world), world, "solved", after(days=1))
    rating = asking.rate_case(
        case=done, score=1, text="慢", actor=world.owner.actor, now=after(days=2)
    )
    with pytest.raises(Denied, match="处室负责人"):
        helping.answer_rating(
            rating=rating, text="已改", actor=world.first.actor, now=after(days=3)
        )


def test_report_is_not_dispatched_to_a_unit_without_chief(world: World) -> None:
    with pytest.raises(Refused, match="保密的诉求只能分派给有处室负责人的单位"):
        dispatching.dispatch_concern(
            case=world.submitted(kind=Kind.REPORT),
            item=ITEM,
            unit=world.other,
            service=Service.ORDINARY,
            actor=world.clerk.actor,
            now=NOW,
        )


def test_report_that_went_up_to_a_body_without_chief_is_seen_and_answered_there(
    world: World,
) -> None:
    case = world.dispatched(world.submitted(kind=Kind.REPORT))
    for day in (2, 9, 21, 45):
        ticking.tick(actor=SYSTEM, now=after(days=day))
    case.refresh_from_db()
    assert case.unit == world.force
    assert case in cases_in_sight(world.force_officer.actor)
    assert answered(case, world.force_officer, after(days=46)).state == "replied"


def test_report_is_seen_by_nobody_but_the_chief_where_there_is_one(world: World) -> None:
    case = world.dispatched(world.submitted(kind=Kind.REPORT))
    assert case in cases_in_sight(world.chief.actor)
    assert case not in cases_in_sight(world.first.actor)
    assert case not in cases_in_sight(world.supervisor.actor)
