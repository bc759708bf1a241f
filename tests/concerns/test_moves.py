"""分派和签收: from the box to an officer, refused, objected to, asked of the firm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from huiqi.concerns.actions import asking, dispatching, ticking, working
from huiqi.concerns.enums import (
    Answer,
    Ground,
    Outcome,
    PostKind,
    Resolution,
    Service,
)
from huiqi.concerns.models import Concern
from huiqi.concerns.queries import board
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused, WrongState
from tests.cast import NOW
from tests.concerns.conftest import ITEM, World, after, answered, confirmed, open_todos

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


def test_notice_is_sent_only_while_the_case_is_worked_on(world: World) -> None:
    def notify(case: Concern) -> None:
        working.reply_first(
            case=case,
            text="收到，正在了解",
            actor=world.first.actor,
            now=after(hours=3),
            is_substantive=False,
        )

    case = world.dispatched()
    with pytest.raises(WrongState, match="现在的状态是「待签收」"):
        notify(case)
    case = answered(
        working.sign_concern(case=case, actor=world.first.actor, now=NOW), world.first, after(1)
    )
    with pytest.raises(WrongState, match="已答复，待企业确认"):
        notify(case)
    assert not case.posts.filter(kind=PostKind.NOTICE).exists()


def test_internal_note_is_written_only_while_the_case_is_open(world: World) -> None:
    case = answered(world.working(), world.first, after(hours=1))
    working.note_in_case(case=case, text="已电话", actor=world.first.actor, now=after(hours=2))
    done = confirmed(case, world, Answer.SOLVED, after(days=1))
    with pytest.raises(WrongState, match="已经了结"):
        working.note_in_case(case=done, text="再记", actor=world.first.actor, now=after(days=2))


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


def moved(world: World) -> Concern:
    """The desk says that the unit was right."""
    return dispatching.redirect_concern(
        case=objected(world),
        item=ITEM,
        unit=world.other,
        service=Service.ORDINARY,
        reason="责任清单写明由区里拨付",
        actor=world.clerk.actor,
        now=after(hours=2),
    )


def test_objection_that_is_right_moves_the_case(world: World) -> None:
    case = moved(world)
    assert (case.lead, case.is_final) == (world.other, False)
    assert case.objections.get().outcome == Outcome.MOVED


def test_item_that_went_astray_is_told_for_a_year_among_those_handed_in_since(
    world: World,
) -> None:
    moved(world)
    before = after(days=-2)
    world.dispatched(world.submitted(text="去年的补贴也没有到账。", now=before), now=before)
    (told,) = board.astray(NOW)
    assert (told.item, told.sent, told.moved) == (ITEM, 1, 1)
    assert board.astray(after(hours=2)) == []  # raised before then


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
    assert done.deeds == ((case.number, "lapse_sign"),)
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


def test_objection_that_ends_with_a_refusal_was_settled_otherwise(world: World) -> None:
    case = dispatching.refuse_concern(
        case=objected(world),
        ground=Ground.OUTSIDE,
        text="事情在外市",
        channel="当地 12345",
        actor=world.clerk.actor,
        now=after(hours=2),
    )
    told = case.objections.get()
    assert (told.outcome, told.answer, told.decided_by) == (
        Outcome.SETTLED,
        "事情在外市",
        world.clerk.person,
    )


def test_objection_of_a_case_taken_back_was_decided_by_nobody(world: World) -> None:
    case = asking.withdraw_concern(
        case=objected(world), reason="不办了", actor=world.owner.actor, now=after(hours=2)
    )
    told = case.objections.get()
    assert (told.outcome, told.decided_by) == (Outcome.SETTLED, None)


def test_disputed_refusal_leaves_the_firm_its_one_reopening(world: World) -> None:
    case = asking.dispute_refusal(
        case=refused(world), reason="没有起诉过", actor=world.owner.actor, now=after(hours=2)
    )
    assert case.reopened_at is None
    case = working.sign_concern(
        case=world.dispatched(case, after(hours=3)), actor=world.first.actor, now=after(hours=4)
    )
    done = confirmed(answered(case, world.first, after(1)), world, Answer.SOLVED, after(2))
    again = asking.reopen_concern(
        case=done, reason="又没到账", actor=world.owner.actor, now=after(days=3)
    )
    assert (again.state, again.reopened_at) == ("dispatched", after(days=3))


def test_refusal_without_reason_channel_and_ground_says_all_of_it(world: World) -> None:
    with pytest.raises(Refused) as told:
        refused(world, ground=8, text=" ", channel="")
    assert told.value.problems == (
        "选一种不受理的情形：只有七种",
        "请写明不受理的理由",
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
    assert back.due_at == datetime(2021, 10, 26, 18, tzinfo=NOW.tzinfo)
    assert back.next_rung_at == after(days=9) + (after(days=2) - after(hours=1))


def test_silent_firm_is_reminded_twice_before_its_case_ends(world: World) -> None:
    case = working.ask_firm(
        case=world.working(), text="请补充", actor=world.first.actor, now=after(hours=1)
    )
    deeds = []
    for day in range(1, 60):
        deeds += [(day, deed) for _, deed in ticking.tick(actor=SYSTEM, now=after(days=day)).deeds]
    case.refresh_from_db()
    assert deeds == [(8, "remind_firm"), (16, "remind_firm"), (31, "lapse_waiting")]
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
