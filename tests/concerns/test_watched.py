"""延期、协办、督办和阶梯: who helps and who watches; and who may not."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from huiqi.concerns.actions import (
    asking,
    calls,
    common,
    dispatching,
    helping,
    solving,
    ticking,
    working,
)
from huiqi.concerns.enums import (
    Level,
    NoteColor,
    State,
)
from huiqi.concerns.models import Concern, Extension
from huiqi.concerns.states import CONCERN
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import MoveLog
from huiqi.kernel.refusals import Denied, Refused, WrongState
from tests.cast import NOW
from tests.concerns.conftest import ITEM, World, after, answered, open_todos

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


def asked_to_extend(world: World) -> Extension:
    return helping.ask_extension(
        case=world.working(), days=5, reason="等复核", actor=world.first.actor, now=after(days=1)
    )


def decided(extension: Extension, world: World, *, is_granted: bool = True) -> Extension:
    return helping.decide_extension(
        extension=extension,
        is_granted=is_granted,
        answer="同意",
        actor=world.chief.actor,
        now=after(days=2),
    )


def test_extension_is_over_with_the_reply_and_is_not_granted_afterwards(world: World) -> None:
    asked = asked_to_extend(world)
    answered(asked.concern, world.first, after(days=1, hours=1))
    asked.refresh_from_db()
    assert (asked.is_granted, asked.answer) == (False, "已经答复，不用再延期")
    assert "甲：决定" not in "".join(open_todos(asked.concern))
    with pytest.raises(WrongState) as told:
        decided(asked, world)
    assert told.value.problems == (
        "现在的状态是「已答复，待企业确认」，只有正在办理的诉求可以延期",
    )


def test_extension_waits_with_the_question_to_the_firm(world: World) -> None:
    asked = asked_to_extend(world)
    case = working.ask_firm(
        case=asked.concern, text="请补充", actor=world.first.actor, now=after(days=1, hours=1)
    )
    for is_granted in (True, False):
        with pytest.raises(WrongState, match="待企业补充"):
            decided(asked, world, is_granted=is_granted)
    asking.supply(case=case, text="见附件", actor=world.owner.actor, now=after(days=1, hours=2))
    decided(asked, world)
    case.refresh_from_db()
    assert case.last_due_at == datetime(2021, 11, 5, 18, tzinfo=NOW.tzinfo)


def test_extension_of_a_case_taken_back_is_over(world: World) -> None:
    asked = asked_to_extend(world)
    asking.withdraw_concern(
        case=asked.concern, reason="不办了", actor=world.owner.actor, now=after(days=1, hours=1)
    )
    asked.refresh_from_db()
    assert (asked.is_granted, asked.decided_by) == (False, None)


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


def todos_beside(case: Concern) -> list[tuple[str, str]]:
    found = Todo.objects.filter(kind="concerns.Concern", object_id=case.pk, done_at__isnull=False)
    beside = found.exclude(key__contains=":step:").order_by("id")
    return [(one.key.split(":")[2], one.outcome) for one in beside]


def noted(world: World) -> Concern:
    case = world.working()
    helping.supervise(
        case=case,
        color=NoteColor.YELLOW,
        text="两天内联系企业",
        days=2,
        actor=world.supervisor.actor,
        now=after(hours=1),
    )
    helping.ask_co_unit(
        case=case, unit=world.other, text="请核对", actor=world.first.actor, now=after(hours=1)
    )
    return case


def test_reply_is_what_a_supervision_note_demanded(world: World) -> None:
    case = answered(noted(world), world.first, after(hours=2))
    assert todos_beside(case) == [("note", "done")]


def test_nobody_is_asked_for_anything_of_a_case_that_is_over(world: World) -> None:
    case = asking.withdraw_concern(
        case=noted(world), reason="不办了", actor=world.owner.actor, now=after(hours=2)
    )
    assert todos_beside(case) == [("note", "dropped"), ("co", "dropped")]
    assert open_todos(case) == {f"市诉求受理台 督办员：回访撤回的诉求 {case.number}"}


# The ladder


def test_silent_city_climbs_the_ladder_on_its_days(world: World) -> None:
    case = world.submitted()
    for hour in range(0, 61 * 24, 24):
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
    "分派": lambda w, c: dispatching.dispatch_concern(
        case=c, item=ITEM, unit=w.bureau, service="ordinary", actor=w.first.actor, now=NOW
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
    "到时": lambda w, _: ticking.tick(actor=w.chief.actor, now=NOW),
}


@pytest.mark.parametrize("what", STRANGERS)
def test_whoever_may_not_is_told_who_may(world: World, what: str) -> None:
    case = world.submitted()
    with pytest.raises(Denied, match=r"^(须由|由系统)"):
        STRANGERS[what](world, case)
    case.refresh_from_db()
    assert (case.state, MoveLog.objects.count()) == (State.SUBMITTED, 0)


def test_every_move_of_the_machine_is_made_in_some_test() -> None:
    """By name here or in what the actions fire; a new move needs a test of its own."""
    code = "".join(
        inspect.getsource(one)
        for one in (asking, calls, common, dispatching, helping, solving, ticking, working)
    )
    ticks = (Path(ticking.__file__).parents[1] / "ticks.py").read_text("utf-8")
    assert [name for name in CONCERN.moves if f'"{name}"' not in code + ticks] == []
