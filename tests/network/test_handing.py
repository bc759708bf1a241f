"""挂点和交接: a firm has one commissioner, or it is on the list of the office with a clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.network.actions import handing, organizing
from huiqi.network.actions.ticking import tick
from huiqi.network.enums import Cause, HandoverState, Tier
from huiqi.network.models import Handover, KeyFirm, Portfolio
from huiqi.network.queries.office import coverage, unassigned, workload
from huiqi.network.queries.people import candidates
from huiqi.parties.models import Membership
from tests.cast import NOW
from tests.network.conftest import World, after


def todos(row: object) -> list[str]:
    kind, pk = row._meta.label, row.pk  # type: ignore[attr-defined]
    found = Todo.objects.filter(kind=kind, object_id=pk, done_at=None).order_by("id")
    return [one.text for one in found]


def started(world: World, now: object = NOW) -> Handover:
    return handing.start_handover(
        key_firm=world.key,
        cause=Cause.BALANCE,
        reason="甲的企业太多",
        actor=world.keeper.actor,
        now=now,  # type: ignore[arg-type]
    )


def test_firm_on_the_list_waits_for_a_commissioner_with_a_clock(world: World) -> None:
    assert [one.pk for one in unassigned()] == [world.key.pk]
    assert world.key.due_at is not None
    assert world.key.due_at.isoformat() == "2021-10-25T18:00:00+08:00"
    assert todos(world.key) == [f"给重点企业{world.firm.name}指定服务专员"]


def test_person_confirms_and_the_firm_is_told_whom_to_call(world: World) -> None:
    found = world.assigned()
    assert (found.officer, found.due_at) == (world.officers["one"], None)
    assert found.portfolios.get().confirmed_by == world.keeper.person
    assert todos(found) == []
    told = Message.objects.get(person=world.owner.person, title__contains="服务专员是")
    assert "0755-88101234" in told.title


def test_nobody_of_another_district_and_the_least_loaded_first(world: World) -> None:
    world.assigned()
    other = handing.list_firm(
        organization=world.firm, tier=Tier.DISTRICT, actor=world.keeper.actor, now=NOW
    )
    told = [(one.officer.person.name, one.refusal) for one in candidates(other, NOW.date())]
    assert told == [("乙", ""), ("甲", ""), ("丙", "只管本区的企业")]
    with pytest.raises(Refused, match="只管本区"):
        handing.assign_commissioner(
            key_firm=other, officer=world.officers["far"], actor=world.keeper.actor, now=NOW
        )


def test_commissioner_who_carries_enough_is_not_offered(world: World) -> None:
    world.assigned()
    KeyFirm.objects.filter(pk=world.key.pk).update(weight=10)
    other = handing.list_firm(
        organization=world.firm, tier=Tier.DISTRICT, actor=world.keeper.actor, now=NOW
    )
    other.weight = 55
    told = {one.officer.person.name: one.refusal for one in candidates(other, NOW.date())}
    assert told["甲"] == "工作量已满：10，最多 60"
    assert told["乙"] == ""


def test_database_itself_refuses_two_commissioners_at_a_time(world: World) -> None:
    first = world.assigned().portfolios.get()
    other = Portfolio(
        key_firm=world.key,
        subject_id=first.subject_id,
        tier=first.tier,
        officer=world.officers["two"],
        confirmed_by=world.keeper.person,
        since=after(days=1),
        until=after(days=2),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
    other.since, other.until = after(days=-9), after(days=-8)
    other.save()
    assert world.key.portfolios.count() == 2


def test_database_itself_refuses_a_firm_without_commissioner_and_clock(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyFirm.objects.filter(pk=world.key.pk).update(due_at=None)


def test_only_the_office_decides(world: World) -> None:
    for who in (world.one, world.visitor, world.owner):
        with pytest.raises(Denied, match="领导小组办公室"):
            handing.assign_commissioner(
                key_firm=world.key, officer=world.officers["one"], actor=who.actor, now=NOW
            )


def test_firm_stays_with_its_commissioner_until_somebody_accepts(world: World) -> None:
    world.assigned()
    visit = world.planned(planned_on=after(days=5).date())
    handover = started(world, after(hours=1))
    handover = handing.propose_taker(
        handover=handover,
        officer=world.officers["two"],
        actor=world.keeper.actor,
        now=after(hours=2),
    )
    assert [one["kind"] for one in handover.open_items] == ["visit"]
    world.key.refresh_from_db()
    assert world.key.officer == world.officers["one"]
    assert todos(handover) == [f"接手重点企业{world.firm.name}"]
    with pytest.raises(Denied, match="接手的专员本人"):
        handing.accept_handover(handover=handover, actor=world.one.actor, now=after(hours=3))
    handing.accept_handover(handover=handover, actor=world.two.actor, now=after(hours=3))
    world.key.refresh_from_db()
    visit.refresh_from_db()
    assert world.key.officer == world.officers["two"]
    assert visit.owner == world.two.person
    spans = world.key.portfolios.order_by("since").values_list("officer", "until")
    assert list(spans) == [
        (world.officers["one"].pk, after(hours=3)),
        (world.officers["two"].pk, None),
    ]


def test_whoever_cannot_take_over_gives_it_back_with_a_reason(world: World) -> None:
    world.assigned()
    handover = handing.propose_taker(
        handover=started(world), officer=world.officers["two"], actor=world.keeper.actor, now=NOW
    )
    with pytest.raises(Refused, match="请写明为什么不能接手"):
        handing.decline_handover(handover=handover, reason=" ", actor=world.two.actor, now=NOW)
    done = handing.decline_handover(
        handover=handover, reason="正在休假", actor=world.two.actor, now=NOW
    )
    assert (done.state, done.taker) == (HandoverState.OPEN, None)
    assert todos(done) == [f"给交接的重点企业{world.firm.name}指定接手人"]


def test_whoever_leaves_the_body_leaves_no_firm_behind(world: World) -> None:
    world.assigned()
    world.made(promise="下周给出用工对接名单")
    gone = after(days=1)
    Membership.objects.filter(person=world.one.person).update(until=gone)
    tick(actor=SYSTEM, now=gone)
    world.key.refresh_from_db()
    handover = Handover.objects.get(key_firm=world.key)
    assert (world.key.officer, world.key.without_since) == (None, gone)
    assert (handover.cause, handover.state) == (Cause.LEFT, HandoverState.OPEN)
    assert [one["text"] for one in handover.open_items] == ["下周给出用工对接名单"]
    with pytest.raises(Refused, match="不能取消交接"):
        handing.withdraw_handover(handover=handover, actor=world.keeper.actor, now=gone)
    late = after(days=9)
    tick(actor=SYSTEM, now=late)
    tick(actor=SYSTEM, now=late + timedelta(hours=1))
    told = Message.objects.filter(person=world.keeper.person, title__contains="逾期没有服务专员")
    assert told.count() == 1
    handing.propose_taker(
        handover=handover, officer=world.officers["two"], actor=world.keeper.actor, now=late
    )
    handing.accept_handover(handover=handover, actor=world.two.actor, now=late)
    world.key.refresh_from_db()
    promise = world.firm.subject.visits.get().promises.get()
    assert world.key.officer == world.officers["two"]
    assert promise.owner == world.two.person
    assert list(unassigned()) == []


def test_successor_who_leaves_before_accepting_gives_it_back(world: World) -> None:
    world.assigned()
    handover = handing.propose_taker(
        handover=started(world), officer=world.officers["two"], actor=world.keeper.actor, now=NOW
    )
    organizing.end_officer(
        officer=world.officers["two"], actor=world.keeper.actor, now=after(hours=1)
    )
    handover.refresh_from_db()
    assert (handover.state, handover.taker) == (HandoverState.OPEN, None)


def test_firm_with_a_commissioner_is_not_given_away_without_a_handover(world: World) -> None:
    world.assigned()
    with pytest.raises(WrongState, match="换人请办交接"):
        world.assigned(after(hours=1))
    with pytest.raises(Refused, match="已经在这一层级"):
        handing.list_firm(
            organization=world.firm, tier=Tier.CITY, actor=world.keeper.actor, now=NOW
        )


def test_firm_leaves_the_list_unless_it_is_being_handed_over(world: World) -> None:
    world.assigned()
    handover = started(world)
    with pytest.raises(Refused, match="先办完交接"):
        handing.unlist_firm(key_firm=world.key, actor=world.keeper.actor, now=after(hours=1))
    handing.withdraw_handover(handover=handover, actor=world.one.actor, now=after(hours=1))
    done = handing.unlist_firm(key_firm=world.key, actor=world.keeper.actor, now=after(hours=2))
    assert (done.officer, done.until) == (None, after(hours=2))
    assert coverage(NOW.date()).listed == 0


def test_workload_counts_firms_and_what_they_weigh(world: World) -> None:
    world.assigned()
    told = [(one.person.name, load.firms, load.weight) for one, load in workload()]
    assert told == [("甲", 1, 3), ("乙", 0, 0), ("丙", 0, 0)]


def test_every_flaw_of_an_appointment_is_told_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        organizing.appoint_officer(
            person=None, organization=None, part="x", phone="", actor=world.keeper.actor, now=NOW
        )
    assert refused.value.problems == ("选服务角色", "请写明公布的电话", "选人员和单位")
    with pytest.raises(Refused, match="没有办理岗位"):
        organizing.appoint_officer(
            person=world.owner.person,
            organization=world.office,
            part="chief",
            phone="110",
            actor=world.keeper.actor,
            now=NOW,
        )
    with pytest.raises(Refused, match="公布的电话"):
        organizing.appoint_officer(
            person=world.keeper.person,
            organization=world.office,
            part="chief",
            phone="打我手机",
            actor=world.keeper.actor,
            now=NOW,
        )


def test_organ_says_what_is_missing(world: World) -> None:
    with pytest.raises(Refused) as refused:
        organizing.open_organ(
            kind="task_force",
            name="",
            topic=" ",
            organization=world.firm,
            actor=world.keeper.actor,
            now=NOW,
        )
    assert refused.value.problems == (
        "请写明名称",
        "请写明任务",
        "组织要设在一个市级或区级部门",
    )
    with pytest.raises(Refused, match="各只有一个"):
        organizing.open_organ(
            kind="office",
            name="又一个",
            topic="",
            organization=world.bureau,
            actor=world.keeper.actor,
            now=NOW,
        )
