"""到时: each rung once in each life of a case; one case that fails holds up no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiqi.concerns.actions import asking, ticking
from huiqi.concerns.enums import Answer, Cause, Level
from huiqi.concerns.models import Concern, Escalation
from huiqi.inbox.models import Message
from huiqi.kernel.access import SYSTEM
from tests.concerns.conftest import World, after, answered, confirmed


def reopened(world: World) -> Concern:
    """It took the rung of the ninth day, was solved, and is open again from the twelfth on."""
    case = world.working()
    ticking.tick(actor=SYSTEM, now=after(days=9))
    done = confirmed(answered(case, world.first, after(days=10)), world, Answer.SOLVED, after(11))
    return asking.reopen_concern(
        case=done, reason="又没到账", actor=world.owner.actor, now=after(days=12)
    )


def rungs_of(case: Concern) -> list[tuple[int | None, int]]:
    return [(one.day, (one.at - case.submitted_at).days) for one in case.escalations.all()]


def test_reopened_case_takes_the_same_rung_of_the_ladder_again(world: World) -> None:
    case = reopened(world)
    ticking.tick(actor=SYSTEM, now=after(days=21))
    assert rungs_of(case) == [(9, 9), (9, 21)]
    assert [one.counted_from for one in case.escalations.all()] == [
        case.submitted_at,
        case.ladder_from,
    ]


def failing(world: World) -> Concern:
    """A case whose next rung the database does not take: it says that it was taken already."""
    case = world.submitted("另一件诉求：园区停电，设备停产。")
    Escalation.objects.create(
        concern=case,
        cause=Cause.LADDER,
        level=Level.OFFICER,
        day=9,
        counted_from=case.ladder_from,
        unit=world.desk,
        at=after(days=1),
    )
    return case


def test_case_that_fails_holds_up_no_other_and_is_counted(world: World) -> None:
    stuck, other = failing(world), world.submitted()
    done = ticking.tick(actor=SYSTEM, now=after(days=9))
    assert done.failed == (stuck.number,)
    assert (other.number, "remind_city") in done.deeds
    other.refresh_from_db()
    assert rungs_of(other) == [(9, 9)]


def test_nothing_of_a_case_that_fails_is_kept(world: World) -> None:
    stuck = failing(world)
    before = Concern.objects.get(pk=stuck.pk)
    ticking.tick(actor=SYSTEM, now=after(days=9))
    after_it = Concern.objects.get(pk=stuck.pk)
    assert (after_it.rung, after_it.next_rung_at) == (before.rung, before.next_rung_at)


def test_case_that_fails_stands_in_the_log_and_supervisors_hear_of_it_once_a_day(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    stuck = failing(world)
    for minutes in (0, 10, 20):
        ticking.tick(actor=SYSTEM, now=after(days=9) + timedelta(minutes=minutes))
    logged = [one for one in caplog.records if one.name == "huiqi.apart"]
    assert [stuck.number in one.getMessage() for one in logged] == [True] * 3
    told = Message.objects.filter(person=world.supervisor.person, title__contains="没有推进成")
    assert [one.title for one in told] == [
        f"诉求 {stuck.number} 到时没有推进成，系统出了错，请联系平台运行人员"
    ]
