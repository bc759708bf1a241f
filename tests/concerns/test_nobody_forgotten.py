"""没有人被忘记: in the database, too, every open case is on somebody's list, whoever is silent."""

from __future__ import annotations

from datetime import timedelta

from huiqi.concerns.actions import asking, common, ticking, working
from huiqi.concerns.enums import OPEN, Answer, Resolution
from huiqi.concerns.models import Concern
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM
from tests.cast import NOW
from tests.concerns.conftest import World, answered, confirmed


def everywhere(world: World) -> list[Concern]:
    """A case at every step, and then nobody does anything any more."""
    number = iter(range(20))

    def case() -> Concern:
        return world.submitted(f"第 {next(number)} 件：补贴没到账")

    def signed() -> Concern:
        return working.sign_concern(case=world.dispatched(case()), actor=world.first.actor, now=NOW)

    objected = working.object_to_dispatch(
        case=world.dispatched(case()),
        reason="不归我",
        proposed=None,
        actor=world.first.actor,
        now=NOW,
    )
    waiting = working.ask_firm(case=signed(), text="请补充", actor=world.first.actor, now=NOW)
    redone = confirmed(answered(signed(), world.first, NOW), world, Answer.NOT, NOW)
    promised = working.reply_to_concern(
        case=signed(),
        text="月底前",
        offered=Resolution.PROMISED,
        promised=working.Promised("拨付", (NOW + timedelta(days=20)).date()),
        actor=world.first.actor,
        now=NOW,
    )
    held = asking.hold_to_promise(case=promised, actor=world.owner.actor, now=NOW)
    shared = signed()
    problem = common.open_problem(
        case=shared,
        title="拨付慢",
        summary="多家企业",
        unit=world.other,
        due_on=(NOW + timedelta(days=15)).date(),
        actor=world.chief.actor,
        now=NOW,
    )
    made_common = common.make_common(
        case=shared, problem=problem, reason="同样的多", actor=world.chief.actor, now=NOW
    )
    return [
        *(case(), world.dispatched(case()), objected, signed(), waiting, redone),
        *(answered(signed(), world.first, NOW), held, made_common),
    ]


def test_silence_of_everybody_leaves_no_case_without_a_to_do(world: World) -> None:
    cases = everywhere(world)
    for day in (2, 9, 10, 16, 21, 22, 30, 45, 61, 75, 95):
        ticking.tick(actor=SYSTEM, now=NOW + timedelta(days=day))
        still = Concern.objects.filter(state__in=OPEN)
        asked = Todo.objects.filter(kind="concerns.Concern", done_at=None, key__contains=":step:")
        assert set(still.values_list("pk", flat=True)) == set(
            asked.values_list("object_id", flat=True)
        )
    found = {one.resolution for one in Concern.objects.exclude(state__in=OPEN)}
    assert found == {Resolution.UNCONFIRMED, Resolution.UNREACHABLE}
    open_still = Concern.objects.filter(pk__in=[one.pk for one in cases], state__in=OPEN)
    assert {one.unit for one in open_still} == {world.group}
