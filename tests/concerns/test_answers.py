"""答复以后: only the firm makes it solved; done again, taken higher, promised, taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from huiqi.concerns.actions import asking, common, dispatching, helping, ticking, working
from huiqi.concerns.enums import (
    Answer,
    Cause,
    Finding,
    Level,
    Resolution,
    Service,
)
from huiqi.concerns.models import Concern
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused
from tests.cast import NOW
from tests.concerns.conftest import ITEM, World, after, answered, confirmed, open_todos, replied

# The firm's word


def test_only_the_firm_makes_it_solved(world: World) -> None:
    case = replied(world)
    assert (case.state, case.resolution, case.offered) == ("replied", "", "solved")
    done = confirmed(case, world, Answer.SOLVED, after(days=1))
    assert (done.state, done.resolution, done.is_confirmed) == ("ended", "solved", True)


def test_reply_that_the_firm_does_not_answer_is_never_solved(world: World) -> None:
    case = replied(world)
    ticking.tick(actor=SYSTEM, now=after(days=20))
    case.refresh_from_db()
    assert (case.state, case.resolution, case.is_confirmed) == ("ended", "unconfirmed", False)


def test_explanation_that_the_firm_does_not_answer_stays_one(world: World) -> None:
    case = replied(world, Resolution.EXPLAINED)
    ticking.tick(actor=SYSTEM, now=after(days=20))
    case.refresh_from_db()
    assert (case.resolution, case.is_confirmed) == ("explained", False)


def test_office_cannot_offer_what_only_happens(world: World) -> None:
    with pytest.raises(Refused, match="选办理结果"):
        replied(world, Resolution.UNREACHABLE)


def test_redo_is_done_by_somebody_else(world: World) -> None:
    case = confirmed(replied(world), world, Answer.NOT, after(days=1))
    assert (case.state, case.barred, case.officer) == ("dispatched", world.first.person, None)
    with pytest.raises(Denied, match="没有办过这一轮的人员"):
        working.sign_concern(case=case, actor=world.first.actor, now=after(days=1))
    signed = working.sign_concern(case=case, actor=world.second.actor, now=after(days=1))
    assert signed.officer == world.second.person


def test_case_goes_up_step_by_step_and_ends_with_the_leading_group(world: World) -> None:
    case = confirmed(replied(world), world, Answer.NOBODY, after(days=1))
    case = working.sign_concern(case=case, actor=world.second.actor, now=after(days=1))
    seen = []
    for day, officer in enumerate(
        (world.second, world.chief, world.force_officer, world.group_officer), start=2
    ):
        case = answered(case, officer, after(days=day))
        case = confirmed(case, world, Answer.NOT, after(days=day, hours=1))
        seen.append((case.state, Level(case.level), case.unit and case.unit.name))
    assert seen == [
        ("working", Level.CHIEF, "深圳市工业和信息化局"),
        ("working", Level.TASK_FORCE, "市企业诉求专班"),
        ("working", Level.LEADING_GROUP, "市领导小组办公室"),
        ("ended", Level.LEADING_GROUP, None),
    ]
    assert case.resolution == Resolution.UNCONFIRMED
    assert case.confirmations.count() == 5


def test_gone_up_to_the_chief_it_is_no_longer_the_officers(world: World) -> None:
    case = confirmed(replied(world), world, Answer.NOT, after(days=1))
    case = working.sign_concern(case=case, actor=world.second.actor, now=after(days=1))
    case = confirmed(
        answered(case, world.second, after(days=2)), world, Answer.NOT, after(days=2, hours=1)
    )
    with pytest.raises(Denied, match="提级以后由处室负责人办理"):
        answered(case, world.second, after(days=3))


def test_unit_with_nobody_else_hands_it_to_the_task_force(world: World) -> None:
    case = dispatching.dispatch_concern(
        case=world.submitted(),
        item=ITEM,
        unit=world.other,
        service=Service.ORDINARY,
        actor=world.clerk.actor,
        now=NOW,
    )
    case = working.sign_concern(case=case, actor=world.other_officer.actor, now=NOW)
    case = confirmed(
        answered(case, world.other_officer, after(hours=1)), world, Answer.NOT, after(days=1)
    )
    assert (case.unit, case.escalations.get().cause) == (world.force, Cause.NO_OTHER)


# Promises


def promised(world: World) -> Concern:
    return replied(
        world, Resolution.PROMISED, promised=working.Promised("拨付到账", date(2021, 12, 31))
    )


def test_promise_becomes_a_clock(world: World) -> None:
    case = asking.hold_to_promise(case=promised(world), actor=world.owner.actor, now=after(days=1))
    assert (case.state, case.resolution) == ("promised", Resolution.PROMISED)
    assert case.due_at == datetime(2021, 12, 31, 23, 59, 59, tzinfo=NOW.tzinfo)
    assert case.promises.get().held_at == after(days=1)


def test_promise_that_nobody_confirmed_is_a_clock_too(world: World) -> None:
    case = promised(world)
    ticking.tick(actor=SYSTEM, now=after(days=20))
    case.refresh_from_db()
    assert case.state == "promised"


def test_broken_promise_goes_up(world: World) -> None:
    case = asking.hold_to_promise(case=promised(world), actor=world.owner.actor, now=after(days=1))
    ticking.tick(actor=SYSTEM, now=datetime(2022, 1, 1, 0, 10, tzinfo=NOW.tzinfo))
    case.refresh_from_db()
    assert (case.state, case.level, case.resolution) == ("working", Level.CHIEF, "")
    assert case.promises.get().broken_at is not None


def test_kept_promise_is_confirmed_by_the_firm(world: World) -> None:
    case = asking.hold_to_promise(case=promised(world), actor=world.owner.actor, now=after(days=1))
    case = answered(case, world.first, after(days=40))
    assert case.promises.get().kept_at == after(days=40)
    assert confirmed(case, world, Answer.SOLVED, after(days=41)).resolution == Resolution.SOLVED


def test_promise_needs_a_day_and_is_made_once(world: World) -> None:
    with pytest.raises(Refused) as told:
        replied(world, Resolution.PROMISED)
    assert told.value.problems == (
        "承诺要写明到哪一天办成：明天以后、365 天以内",
        "承诺要写明办成什么",
    )


# Common problems


def test_common_problem_owns_the_case_until_its_day(world: World) -> None:
    case = world.working()
    problem = common.open_problem(
        case=case,
        title="技改拨付慢",
        summary="多家企业公示后三个月没有到账",
        unit=world.other,
        due_on=date(2021, 11, 30),
        actor=world.chief.actor,
        now=after(hours=1),
    )
    case = common.make_common(
        case=case,
        problem=problem,
        reason="同样的有五家",
        actor=world.chief.actor,
        now=after(hours=1),
    )
    assert (case.state, case.unit, case.lead) == ("common", world.other, world.other)
    ticking.tick(actor=SYSTEM, now=datetime(2021, 12, 1, 0, 10, tzinfo=NOW.tzinfo))
    case.refresh_from_db()
    assert (case.state, case.unit) == ("working", world.other)


# Withdrawn, opened again, urged, rated


def test_withdrawal_is_called_back_and_opened_again_when_it_was_pressed_for(world: World) -> None:
    case = asking.withdraw_concern(
        case=world.working(), reason="有人让我撤", actor=world.owner.actor, now=after(days=1)
    )
    assert (case.state, case.resolution) == ("withdrawn", Resolution.WITHDRAWN)
    assert open_todos(case) == {"市诉求受理台 督办员：回访撤回的诉求 SQ-2021-000001"}
    helping.call_back(
        withdrawal=case.withdrawals.get(),
        finding=Finding.PRESSED,
        note="承办人要求撤回",
        actor=world.supervisor.actor,
        now=after(days=2),
    )
    case.refresh_from_db()
    assert (case.state, case.unit, case.rung) == ("submitted", world.desk, 0)


def test_ended_case_is_opened_again_once_within_its_days(world: World) -> None:
    done = confirmed(replied(world), world, Answer.SOLVED, after(days=1))
    case = asking.reopen_concern(
        case=done, reason="又没到账", actor=world.owner.actor, now=after(days=20)
    )
    assert (case.state, case.unit, case.is_confirmed) == ("dispatched", world.bureau, False)
    assert case.counts_from == after(days=20)


def test_ended_case_is_not_opened_after_its_days(world: World) -> None:
    done = confirmed(replied(world), world, Answer.SOLVED, after(days=1))
    with pytest.raises(Refused, match="30 天"):
        asking.reopen_concern(
            case=done, reason="又没到账", actor=world.owner.actor, now=after(days=40)
        )


def test_ended_case_is_filed_after_its_days(world: World) -> None:
    done = confirmed(replied(world), world, Answer.SOLVED, after(days=1))
    assert ticking.tick(actor=SYSTEM, now=after(days=40)).deeds == ((done.number, "file"),)


def test_ended_case_is_not_opened_beside_the_same_one_handed_in_anew(world: World) -> None:
    done = confirmed(replied(world), world, Answer.SOLVED, after(days=1))
    anew = world.submitted()
    with pytest.raises(Refused, match=f"同样的诉求 {anew.number} 正在办理"):
        asking.reopen_concern(
            case=done, reason="又没到账", actor=world.owner.actor, now=after(days=2)
        )


def test_refusal_is_not_disputed_beside_the_same_one_handed_in_anew(world: World) -> None:
    case = dispatching.refuse_concern(
        case=world.submitted(),
        ground=1,
        text="事情在外市",
        channel="当地 12345",
        actor=world.clerk.actor,
        now=after(hours=1),
    )
    anew = world.submitted()
    with pytest.raises(Refused, match=f"同样的诉求 {anew.number} 正在办理"):
        asking.dispute_refusal(
            case=case, reason="在本市", actor=world.owner.actor, now=after(days=1)
        )


def test_pressed_withdrawal_stays_where_the_same_was_handed_in_anew(world: World) -> None:
    case = asking.withdraw_concern(
        case=world.working(), reason="有人让我撤", actor=world.owner.actor, now=after(hours=1)
    )
    world.submitted()
    called = helping.call_back(
        withdrawal=case.withdrawals.get(),
        finding=Finding.PRESSED,
        note="已经重新提交",
        actor=world.supervisor.actor,
        now=after(days=1),
    )
    case.refresh_from_db()
    assert (called.finding, case.state) == (Finding.PRESSED, "withdrawn")


def test_firm_urges_once_a_day(world: World) -> None:
    case = world.working()
    said = asking.urge(case=case, text=" \n", actor=world.owner.actor, now=after(hours=1))
    assert said.text == "请尽快办理"
    with pytest.raises(Refused, match="24 小时以后"):
        asking.urge(case=case, text="", actor=world.owner.actor, now=after(hours=2))


def test_bad_rating_opens_a_work_order_with_a_clock(world: World) -> None:
    done = confirmed(replied(world), world, Answer.SOLVED, after(days=1))
    rating = asking.rate_case(
        case=done, score=1, text="态度差", actor=world.owner.actor, now=after(days=1)
    )
    assert rating.due_at == datetime(2021, 10, 28, 18, tzinfo=NOW.tzinfo)
    assert open_todos(done) == {"深圳市工业和信息化局 处室负责人：整改差评：诉求 SQ-2021-000001"}
    helping.answer_rating(
        rating=rating, text="已约谈经办人", actor=world.chief.actor, now=after(days=2)
    )
    assert open_todos(done) == set()
    with pytest.raises(Refused, match="已经评价过"):
        asking.rate_case(case=done, score=5, text="", actor=world.owner.actor, now=after(days=2))
