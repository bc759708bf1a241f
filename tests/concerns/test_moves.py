"""每个动作: each is made once, by whoever may, and says why to whoever may not."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from huiqi.concerns.actions import asking, common, dispatching, helping, ticking, working
from huiqi.concerns.enums import (
    Answer,
    Cause,
    Finding,
    Ground,
    Level,
    NoteColor,
    Outcome,
    Resolution,
    Service,
    State,
)
from huiqi.concerns.models import Concern
from huiqi.concerns.states import CONCERN
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import MoveLog
from huiqi.kernel.refusals import Denied, Refused, WrongState
from tests.cast import NOW, Player
from tests.concerns.conftest import ITEM, World, after


def open_todos(case: Concern) -> set[str]:
    found = Todo.objects.filter(kind="concerns.Concern", object_id=case.pk, done_at=None)
    return {f"{one.addressee}：{one.text}" for one in found}


def replied(world: World, offered: str = Resolution.SOLVED, **more: Any) -> Concern:
    return working.reply_to_concern(
        case=world.working(),
        text="拨付计划已排在 11 月 5 日，届时到账。",
        offered=offered,
        actor=world.first.actor,
        now=after(hours=2),
        **more,
    )


def confirmed(case: Concern, world: World, answer: str, now: datetime) -> Concern:
    return asking.confirm_reply(
        case=case, answer=answer, text="还是没到账", actor=world.owner.actor, now=now
    )


def answered(case: Concern, officer: Player, now: datetime) -> Concern:
    return working.reply_to_concern(
        case=case, text="已查明", offered=Resolution.SOLVED, actor=officer.actor, now=now
    )


# From the desk to an officer


def test_submitted_concern_waits_for_the_desk_with_a_clock(world: World) -> None:
    case = world.submitted()
    assert (case.number, case.state, case.unit) == ("SQ-2021-000001", "submitted", world.desk)
    assert case.due_at == after(hours=2, days=0).replace(hour=15, minute=30)  # lunch left out
    assert case.suggested[0]["item"] == ITEM
    assert open_todos(case) == {"市诉求受理台：分派诉求 SQ-2021-000001"}


def test_dispatch_is_confirmed_by_a_person_and_asks_the_unit(world: World) -> None:
    case = world.dispatched()
    assert (case.state, case.lead, case.unit) == ("dispatched", world.bureau, world.bureau)
    assert case.confirmed_by == world.clerk.person
    assert case.due_at == datetime(2021, 10, 21, 18, tzinfo=NOW.tzinfo)
    assert open_todos(case) == {"深圳市工业和信息化局：签收诉求 SQ-2021-000001，或提出异议"}


def test_signed_concern_is_the_officers_until_the_first_answer_is_due(world: World) -> None:
    case = world.working()
    assert (case.state, case.officer) == ("working", world.first.person)
    assert case.due_at == datetime(2021, 10, 25, 18, tzinfo=NOW.tzinfo)
    assert open_todos(case) == {"甲：办理诉求 SQ-2021-000001"}


def test_first_answer_leaves_only_the_last_clock(world: World) -> None:
    case = working.reply_first(
        case=world.working(), text="已查到您的项目", actor=world.first.actor, now=after(days=1)
    )
    assert case.first_replied_at == after(days=1)
    assert case.due_at == datetime(2021, 10, 29, 18, tzinfo=NOW.tzinfo)


def test_mere_notice_is_no_first_answer(world: World) -> None:
    case = working.reply_first(
        case=world.working(),
        text="收到，正在了解",
        actor=world.first.actor,
        now=after(hours=1),
        is_substantive=False,
    )
    assert case.first_replied_at is None


def test_chief_signs_for_an_officer_and_names_another_later(world: World) -> None:
    case = working.sign_concern(
        case=world.dispatched(), actor=world.chief.actor, now=NOW, officer=world.first.person
    )
    moved = working.assign_concern(
        case=case, officer=world.second.person, actor=world.chief.actor, now=after(hours=1)
    )
    assert moved.officer == world.second.person
    assert (moved.due_at, moved.last_due_at) == (case.due_at, case.last_due_at)


# Objections


def objected(world: World) -> Concern:
    return working.object_to_dispatch(
        case=world.dispatched(),
        reason="补助由区里拨付",
        proposed=world.other,
        actor=world.first.actor,
        now=after(hours=1),
    )


def test_objection_leaves_the_unit_responsible_until_the_desk_decides(world: World) -> None:
    case = objected(world)
    assert (case.state, case.unit, case.lead) == ("objected", world.desk, world.bureau)


def test_objection_that_is_right_moves_the_case(world: World) -> None:
    case = dispatching.redirect_concern(
        case=objected(world),
        item=ITEM,
        unit=world.other,
        service=Service.ORDINARY,
        reason="责任清单写明由区里拨付",
        actor=world.clerk.actor,
        now=after(hours=2),
    )
    assert (case.lead, case.is_final) == (world.other, False)
    assert case.objections.get().outcome == Outcome.MOVED


def test_insisted_assignment_is_final(world: World) -> None:
    case = dispatching.insist_on_dispatch(
        case=objected(world), reason="市级资金由市局办", actor=world.clerk.actor, now=after(hours=2)
    )
    assert case.objections.get().outcome == Outcome.INSISTED
    with pytest.raises(Refused, match="分派已经最后确定"):
        working.object_to_dispatch(
            case=case,
            reason="还是不归我",
            proposed=None,
            actor=world.first.actor,
            now=after(hours=3),
        )


def test_objection_after_the_day_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="一个工作日已过"):
        working.object_to_dispatch(
            case=world.dispatched(),
            reason="不归我",
            proposed=None,
            actor=world.first.actor,
            now=after(days=2),
        )


def test_objection_that_nobody_decides_lapses_and_the_unit_keeps_it(world: World) -> None:
    case = objected(world)
    ticking.tick(actor=SYSTEM, now=after(days=2))
    case.refresh_from_db()
    assert (case.state, case.unit, case.is_final) == ("dispatched", world.bureau, True)
    assert case.objections.get().outcome == Outcome.LAPSED


def test_unit_that_does_not_sign_has_signed(world: World) -> None:
    case = world.dispatched()
    done = ticking.tick(actor=SYSTEM, now=after(days=2))
    case.refresh_from_db()
    assert done == [(case.number, "lapse_sign")]
    assert (case.state, case.unit, case.officer) == ("working", world.bureau, None)


# Refused


def refused(world: World, **more: Any) -> Concern:
    told = {
        "ground": Ground.OTHER_PROCEDURE,
        "text": "法院已经立案",
        "channel": "向受理的人民法院提出，12368",
        "actor": world.clerk.actor,
        "now": after(hours=1),
    }
    return dispatching.refuse_concern(case=world.submitted(), **told | more)  # type: ignore[arg-type]


def test_refusal_names_ground_and_channel_and_ends_every_clock(world: World) -> None:
    case = refused(world)
    assert (case.state, case.unit, case.due_at, case.next_rung_at) == ("refused", None, None, None)
    assert case.refusals.get().channel == "向受理的人民法院提出，12368"


def test_refusal_without_reason_channel_and_ground_says_all_of_it(world: World) -> None:
    with pytest.raises(Refused) as told:
        refused(world, ground=8, text=" ", channel="")
    assert told.value.problems == (
        "选一种不予受理的情形：只有七种",
        "请写明不予受理的理由",
        "请写明应当向哪里提出",
    )


def test_disputed_refusal_is_decided_by_somebody_else_and_only_once(world: World) -> None:
    case = asking.dispute_refusal(
        case=refused(world), reason="没有起诉过", actor=world.owner.actor, now=after(days=1)
    )
    assert (case.state, case.unit) == ("submitted", world.desk)
    again = {"ground": 2, "text": "有案号", "channel": "法院", "now": after(days=1)}
    with pytest.raises(Refused, match="另一个人决定"):
        dispatching.refuse_concern(case=case, actor=world.clerk.actor, **again)  # type: ignore[arg-type]
    twice = dispatching.refuse_concern(case=case, actor=world.clerk_two.actor, **again)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="已经由另一个人复核过"):
        asking.dispute_refusal(
            case=twice, reason="不服", actor=world.owner.actor, now=after(days=2)
        )


# Asked of the firm


def test_question_stops_the_clocks_and_the_supplement_starts_them(world: World) -> None:
    case = working.ask_firm(
        case=world.working(), text="请补充拨款账号", actor=world.first.actor, now=after(hours=1)
    )
    assert (case.state, case.first_due_at, case.next_rung_at) == ("waiting", None, None)
    back = asking.supply(case=case, text="账号见附件", actor=world.owner.actor, now=after(days=2))
    assert (back.state, back.officer) == ("working", world.first.person)
    assert back.due_at == datetime(2021, 10, 27, 18, tzinfo=NOW.tzinfo)
    assert back.next_rung_at == after(days=9) + (after(days=2) - after(hours=1))


def test_silent_firm_is_reminded_twice_before_its_case_ends(world: World) -> None:
    case = working.ask_firm(
        case=world.working(), text="请补充", actor=world.first.actor, now=after(hours=1)
    )
    deeds = []
    for day in range(1, 60):
        deeds += [(day, deed) for _, deed in ticking.tick(actor=SYSTEM, now=after(days=day))]
    case.refresh_from_db()
    assert deeds == [(8, "remind_firm"), (15, "remind_firm"), (29, "lapse_waiting")] + [
        (day, deed) for day, deed in deeds if deed == "file"
    ]
    assert (case.resolution, case.state) == (Resolution.UNREACHABLE, "ended")


def test_officer_asks_no_third_time_and_may_go_on(world: World) -> None:
    case = world.working()
    for turn in range(2):
        case = working.ask_firm(
            case=case, text="请补充", actor=world.first.actor, now=after(hours=turn + 1)
        )
        case = working.go_on_without(
            case=case, text="电话里说清了", actor=world.first.actor, now=after(hours=turn + 1)
        )
    with pytest.raises(Refused, match="不能再停表"):
        working.ask_firm(case=case, text="再补", actor=world.first.actor, now=after(hours=5))


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
    for offered in (Resolution.UNREACHABLE, Resolution.WITHDRAWN, Resolution.UNCONFIRMED, ""):
        with pytest.raises(Refused, match="选办理结果"):
            replied(world, offered)
        Concern.objects.get().delete() if False else None
        break


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
    assert told.value.problems == ("承诺要写明到哪一天办成", "承诺要写明办成什么")


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


def test_settled_problem_gives_every_case_back(world: World) -> None:
    case = world.working()
    problem = common.open_problem(
        case=case,
        title="技改拨付慢",
        summary="多家企业公示后三个月没有到账",
        unit=world.bureau,
        due_on=date(2021, 11, 30),
        actor=world.chief.actor,
        now=NOW,
    )
    case = common.make_common(
        case=case, problem=problem, reason="同样的有五家", actor=world.clerk.actor, now=NOW
    )
    common.settle_problem(
        problem=problem, how="改为按月拨付", case=case, actor=world.chief.actor, now=after(days=3)
    )
    case.refresh_from_db()
    assert (case.state, case.officer) == ("working", None)


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
    assert ticking.tick(actor=SYSTEM, now=after(days=40)) == [(done.number, "file")]


def test_firm_urges_once_a_day(world: World) -> None:
    case = world.working()
    asking.urge(case=case, text="", actor=world.owner.actor, now=after(hours=1))
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


# Extensions, co-handlers, supervision


def test_extension_is_asked_ahead_and_granted_by_the_chief(world: World) -> None:
    case = working.reply_first(
        case=world.working(), text="已查到", actor=world.first.actor, now=after(hours=1)
    )
    asked = helping.ask_extension(
        case=case, days=5, reason="要等财政复核", actor=world.first.actor, now=after(days=1)
    )
    with pytest.raises(Denied, match="处室负责人"):
        helping.decide_extension(
            extension=asked,
            is_granted=True,
            answer="同意",
            actor=world.first.actor,
            now=after(days=1),
        )
    helping.decide_extension(
        extension=asked, is_granted=True, answer="同意", actor=world.chief.actor, now=after(days=1)
    )
    case.refresh_from_db()
    assert case.last_due_at == datetime(2021, 11, 5, 18, tzinfo=NOW.tzinfo)
    assert case.due_at == case.last_due_at


def test_extension_is_not_asked_on_the_last_day(world: World) -> None:
    late = datetime(2021, 10, 29, 9, tzinfo=NOW.tzinfo)
    with pytest.raises(Refused, match="现在已经晚了"):
        helping.ask_extension(
            case=world.working(), days=5, reason="忙", actor=world.first.actor, now=late
        )


def test_extension_that_nobody_decided_in_time_is_none(world: World) -> None:
    asked = helping.ask_extension(
        case=world.working(), days=5, reason="等复核", actor=world.first.actor, now=after(days=1)
    )
    ticking.tick(actor=SYSTEM, now=after(days=12))
    asked.refresh_from_db()
    assert (asked.is_granted, asked.answer) == (False, "逾期未决定，视为不同意")


def test_co_unit_gives_its_opinion_once(world: World) -> None:
    asked = helping.ask_co_unit(
        case=world.working(),
        unit=world.other,
        text="请核对区级配套",
        actor=world.first.actor,
        now=after(hours=1),
    )
    assert asked.due_at == datetime(2021, 10, 25, 18, tzinfo=NOW.tzinfo)
    given = helping.give_opinion(
        cohandling=asked, text="区里已拨", actor=world.other_officer.actor, now=after(hours=2)
    )
    with pytest.raises(WrongState, match="已经给过"):
        helping.give_opinion(
            cohandling=given, text="再给", actor=world.other_officer.actor, now=after(hours=3)
        )


def test_supervisor_warns_with_a_day(world: World) -> None:
    note = helping.supervise(
        case=world.working(),
        color=NoteColor.YELLOW,
        text="两天内联系企业",
        days=2,
        actor=world.supervisor.actor,
        now=after(hours=1),
    )
    assert note.due_at == datetime(2021, 10, 22, 18, tzinfo=NOW.tzinfo)
    with pytest.raises(Denied, match="督办员"):
        helping.supervise(
            case=note.concern,
            color=NoteColor.RED,
            text="x",
            days=2,
            actor=world.first.actor,
            now=after(hours=2),
        )


# The ladder


def test_silent_city_climbs_the_ladder_on_its_days(world: World) -> None:
    case = world.submitted()
    for hour in range(0, 61 * 24, 6):
        ticking.tick(actor=SYSTEM, now=after(hours=hour))
    rungs = [(one.day, one.level, (one.at - NOW).days) for one in case.escalations.all()]
    case.refresh_from_db()
    assert rungs == [(9, 0, 9), (21, 0, 21), (45, 2, 45), (60, 3, 60)]
    assert (case.state, case.unit) == ("working", world.group)


def test_silent_officer_loses_it_to_the_chief(world: World) -> None:
    case = world.working()
    ticking.tick(actor=SYSTEM, now=after(days=21))
    case.refresh_from_db()
    assert (case.level, case.rung) == (Level.CHIEF, 2)
    with pytest.raises(Denied):
        answered(case, world.first, after(days=22))


# Who may not

STRANGERS: dict[str, Callable[[World, Concern], object]] = {
    "分派": lambda w, c: (
        w.dispatched(c)
        if False
        else dispatching.dispatch_concern(
            case=c, item=ITEM, unit=w.bureau, service="ordinary", actor=w.first.actor, now=NOW
        )
    ),
    "撤回": lambda w, c: asking.withdraw_concern(
        case=c, reason="x", actor=w.other_firm.actor, now=NOW
    ),
    "催办": lambda w, c: asking.urge(case=c, text="x", actor=w.other_firm.actor, now=NOW),
    "签收": lambda w, c: working.sign_concern(case=c, actor=w.other_officer.actor, now=NOW),
    "答复": lambda w, c: working.reply_to_concern(
        case=c, text="x", offered="solved", actor=w.clerk.actor, now=NOW
    ),
    "督办": lambda w, c: helping.supervise(
        case=c, color="red", text="x", days=1, actor=w.chief.actor, now=NOW
    ),
    "到时": lambda w, c: ticking.tick(actor=w.chief.actor, now=NOW),
}


@pytest.mark.parametrize("what", STRANGERS)
def test_whoever_may_not_is_told_who_may(world: World, what: str) -> None:
    case = world.submitted()
    with pytest.raises(Denied, match="^(须由|由系统)"):
        STRANGERS[what](world, case)
    case.refresh_from_db()
    assert (case.state, MoveLog.objects.count()) == (State.SUBMITTED, 0)


def test_every_move_of_the_machine_is_made_in_some_test() -> None:
    """By name here or in what the actions fire; a new move needs a test of its own."""
    code = "".join(
        inspect.getsource(one) for one in (asking, common, dispatching, helping, ticking, working)
    )
    ticks = (Path(ticking.__file__).parents[1] / "ticks.py").read_text("utf-8")
    assert [name for name in CONCERN.moves if f'"{name}"' not in code + ticks] == []
