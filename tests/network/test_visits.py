"""联系企业: nobody comes twice without a reason, and what was promised there has a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiqi.citywide.models import FirmStanding
from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.network.actions import promising, visiting
from huiqi.network.actions.meeting import Decided, drop_decision, finish_decision, hold_meeting
from huiqi.network.actions.ticking import tick
from huiqi.network.actions.visiting import Promised
from huiqi.network.enums import PromiseState, ReferralState, VisitState, Way
from huiqi.network.models import Decision, Meeting, Referral, VisitPromise
from huiqi.network.queries.brief import MOST, Matched, brief_of
from huiqi.network.queries.office import coverage, open_decisions, promises_kept, uncovered
from huiqi.network.states import PROMISE
from huiqi.network.views.visit import lines_of
from huiqi.parties.enums import Source
from huiqi.parties.models import Person
from tests.cast import NOW, TODAY, facts_on_record
from tests.network.conftest import World, after


def titles(person: Person) -> list[str]:
    return list(
        Message.objects.filter(person=person).order_by("id").values_list("title", flat=True)
    )


def referred(world: World) -> Referral:
    return promising.refer_firm(
        firm=world.firm,
        unit=world.bureau,
        text="技改项目需要市里现场指导",
        actor=world.one.actor,
        now=NOW,
    )


def test_firm_is_not_sent_to_the_office_of_another_district(world: World) -> None:
    longhua = world.officers["far"].organization
    nanshan = world.officers["one"].organization
    with pytest.raises(Refused) as told:
        promising.refer_firm(
            firm=world.firm, unit=longhua, text="请指导", actor=world.visitor.actor, now=NOW
        )
    assert told.value.problems == (
        "龙华区企业服务中心只管本区的企业，请转给这家企业所在区的部门或市级部门",
    )
    made = promising.refer_firm(
        firm=world.firm, unit=nanshan, text="请指导", actor=world.visitor.actor, now=NOW
    )
    assert made.unit == nanshan


def met(world: World, *, decided: Decided | None = None) -> Meeting:
    given = decided or Decided("增容改造排期", world.bureau, TODAY + timedelta(days=10))
    return hold_meeting(
        organ=world.force,
        held_on=TODAY,
        topic="园区用电",
        people="办员、局员",
        minutes="",
        decided=[given],
        actor=world.keeper.actor,
        now=NOW,
    )


def test_visit_within_the_quiet_period_of_any_department_needs_a_reason(world: World) -> None:
    first = world.made("visitor")
    with pytest.raises(Refused, match=r"无事不扰.*为什么不能等") as refused:
        world.planned("one", after(days=20))
    assert "深圳市工业和信息化局 2021-10-20" in str(refused.value)
    second = world.planned("one", after(days=20), reason="企业请我们去看设备")
    assert second.seen == [first.number]
    assert world.planned("one", after(days=20), way=Way.CALL).reason == ""
    assert world.planned("visitor", after(days=52)).seen == []


def test_firm_that_wants_no_visits_is_not_visited_but_called(world: World) -> None:
    planned = world.planned("visitor", planned_on=after(days=3).date())
    visiting.wish_about_visits(wants_none=True, actor=world.owner.actor, now=after(hours=1))
    assert f"{world.firm.name}表示不希望上门走访，请改为电话或取消" in titles(world.visitor.person)
    with pytest.raises(Refused, match="不希望上门走访"):
        world.planned("one", after(days=40))
    assert world.planned("one", after(days=40), way=Way.CALL).state == VisitState.PLANNED
    visiting.cancel_visit(
        visit=planned, why="企业不希望", actor=world.visitor.actor, now=after(hours=2)
    )
    visiting.wish_about_visits(wants_none=False, actor=world.owner.actor, now=after(hours=3))
    assert world.planned("one", after(days=40)).state == VisitState.PLANNED


def test_only_the_firm_says_whether_it_wants_visits(world: World) -> None:
    with pytest.raises(Denied, match="本企业人员"):
        visiting.wish_about_visits(wants_none=True, actor=world.one.actor, now=NOW)


def test_every_flaw_of_a_plan_is_told_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.planned(way="beam", purpose=" ", planned_on=after(days=-1).date(), reason="x" * 201)
    assert refused.value.problems == (
        "选联系方式",
        "请写明为了什么",
        "计划日期从 2021-10-20 到 2022-10-20 选",
        "为什么不能等最多 200 个字，现在有 201 个，请写短一些",
    )


def test_officer_of_another_district_plans_nothing_here(world: World) -> None:
    with pytest.raises(Denied, match="管辖该企业"):
        world.planned("far")


def test_visit_is_recorded_with_promises_and_the_firm_hears_of_them(world: World) -> None:
    visit = world.made(promise="十月底前给出用工对接名单")
    promise = visit.promises.get()
    assert (visit.state, visit.made_on) == (VisitState.MADE, TODAY)
    assert (promise.owner, promise.due_on) == (world.one.person, after(days=9).date())
    told = titles(world.owner.person)
    assert told[-1] == "南山区企业服务中心承诺 2021-10-29 前：十月底前给出用工对接名单"
    with pytest.raises(WrongState, match="不能记录联系"):
        visiting.record_visit(
            visit=visit,
            made_on=TODAY,
            findings="再来",
            people_of_firm="陈岚",
            people_of_city="",
            promised=[],
            actor=world.one.actor,
            now=NOW,
        )


def test_record_that_is_refused_promises_nothing(world: World) -> None:
    visit = world.planned()
    with pytest.raises(Refused) as refused:
        visiting.record_visit(
            visit=visit,
            made_on=after(days=1).date(),
            findings="",
            people_of_firm="",
            people_of_city="",
            promised=[Promised("办好", None), Promised("", after(days=2).date()), Promised()],
            actor=world.one.actor,
            now=NOW,
        )
    assert refused.value.problems == (
        "联系日期从 2021-10-20 到 2021-10-20 选",
        "请写明情况",
        "请写明企业参加人",
        "兑现期限从 2021-10-20 到 2022-10-20 选",
        "请写明承诺",
    )
    assert visit.promises.count() == 0


def test_promise_is_reminded_of_once_and_lapses_to_the_office(world: World) -> None:
    promise = world.made(promise="给名单").promises.get()
    for moment in (after(days=6), after(days=7), after(days=7, hours=1)):
        tick(actor=SYSTEM, now=moment)
    assert titles(world.one.person).count("承诺 2021-10-29 到期：给名单") == 1
    for moment in (after(days=10), after(days=11)):
        tick(actor=SYSTEM, now=moment)
    promise.refresh_from_db()
    assert promise.state == PromiseState.LAPSED
    assert titles(world.keeper.person).count("承诺逾期未兑现：给名单") == 1
    done = promising.keep_promise(
        promise=promise, answer="名单已发", actor=world.one.actor, now=after(days=12)
    )
    assert done.is_late
    kept = promises_kept()
    assert (kept.in_time, kept.late, kept.lapsed, kept.open) == (0, 1, 0, 0)


def test_promise_that_cannot_be_kept_is_told_with_the_reason(world: World) -> None:
    promise = world.made(promise="给名单").promises.get()
    with pytest.raises(Denied, match="登记的人"):
        promising.break_promise(promise=promise, answer="不行", actor=world.two.actor, now=NOW)
    with pytest.raises(Refused, match="请写明为什么不能兑现"):
        promising.break_promise(promise=promise, answer=" ", actor=world.one.actor, now=NOW)
    done = promising.break_promise(
        promise=promise, answer="对接会取消", actor=world.one.actor, now=NOW
    )
    assert done.state == PromiseState.BROKEN
    assert titles(world.owner.person)[-1] == "承诺不能兑现：给名单。对接会取消"
    assert not Todo.objects.filter(kind=done._meta.label, done_at=None).exists()


def test_referral_ends_only_with_a_contact_that_was_made(world: World) -> None:
    referral = referred(world)
    before = world.planned("visitor", way=Way.CALL)
    for contact in (None, before):
        with pytest.raises(Refused, match="只有联系到企业才算完成"):
            promising.complete_referral(
                referral=referral, contact=contact, actor=world.visitor.actor, now=NOW
            )
    with pytest.raises(Refused, match="本单位和这家企业"):
        promising.complete_referral(
            referral=referral, contact=world.made(), actor=world.visitor.actor, now=NOW
        )
    contact = world.made("visitor", after(days=40))
    with pytest.raises(Denied, match="责任单位"):
        promising.complete_referral(
            referral=referral, contact=contact, actor=world.one.actor, now=after(days=40)
        )
    done = promising.complete_referral(
        referral=referral, contact=contact, actor=world.visitor.actor, now=after(days=40)
    )
    assert (done.state, done.contact) == (ReferralState.COMPLETE, contact)
    assert f"转介的企业{world.firm.name}已经联系到" in titles(world.one.person)


def test_database_itself_refuses_a_referral_that_ends_without_a_contact(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referred(world).pk).update(state=ReferralState.COMPLETE)


def test_referral_that_nobody_took_up_is_told_to_the_office(world: World) -> None:
    referred(world)
    tick(actor=SYSTEM, now=after(days=9))
    assert f"转介的企业{world.firm.name}逾期没有联系" in titles(world.keeper.person)


def test_referral_says_what_is_missing(world: World) -> None:
    with pytest.raises(Refused) as refused:
        promising.refer_firm(
            firm=world.firm, unit=world.firm, text="", actor=world.one.actor, now=NOW
        )
    assert refused.value.problems == ("请写明请它做什么", "选另一个市级或区级部门")


def test_coverage_names_firms_that_were_never_met_first(world: World) -> None:
    never = coverage(TODAY)
    assert (never.listed, never.without, never.never, never.met) == (1, 1, 1, 0)
    assert [one.pk for one in uncovered(TODAY)] == [world.key.pk]
    world.made("visitor")
    assert (coverage(TODAY).met, coverage(after(days=91).date()).silent) == (1, 1)
    assert list(uncovered(TODAY)) == []


def test_decision_goes_to_a_unit_with_a_day_and_is_told_when_late(world: World) -> None:
    decision = met(world).decisions.get()
    assert [one.pk for one in open_decisions()] == [decision.pk]
    tick(actor=SYSTEM, now=after(days=12))
    assert "议定事项逾期：增容改造排期" in titles(world.keeper.person)
    with pytest.raises(Denied, match="责任单位"):
        finish_decision(
            decision=decision, answer="已排期", actor=world.one.actor, now=after(days=12)
        )
    finish_decision(
        decision=decision, answer="已排期", actor=world.visitor.actor, now=after(days=12)
    )
    assert list(open_decisions()) == []


def test_decision_is_dropped_only_by_who_decided(world: World) -> None:
    decision = met(world).decisions.get()
    with pytest.raises(Denied, match="这个组织所在单位"):
        drop_decision(decision=decision, answer="不用了", actor=world.visitor.actor, now=NOW)
    done = drop_decision(decision=decision, answer="企业搬走了", actor=world.keeper.actor, now=NOW)
    assert done.state == "dropped"


def test_meeting_says_every_flaw_and_records_nothing(world: World) -> None:
    with pytest.raises(Refused) as refused:
        hold_meeting(
            organ=world.force,
            held_on=after(days=1).date(),
            topic="",
            people="",
            minutes="",
            decided=[Decided("排期", world.firm, None)],
            actor=world.keeper.actor,
            now=NOW,
        )
    assert refused.value.problems == (
        "会议日期从 2021-08-21 到 2021-10-20 选",
        "请写明议题",
        "请写明参加人",
        "期限从 2021-10-20 到 2022-10-20 选",
        "每一项都要选责任单位",
    )
    assert (Meeting.objects.count(), Decision.objects.count()) == (0, 0)


def test_brief_tells_what_the_other_parts_of_the_city_know(world: World) -> None:
    world.made("visitor", promise="给名单")
    brief = brief_of(world.planned("one", way=Way.CALL), TODAY)
    assert [one.text for one in brief.promises] == ["给名单"]
    assert [one.unit.name for one in brief.last_visits] == ["深圳市工业和信息化局"]
    assert (brief.matched_on, brief.unpaid_fen, brief.concerns) == (None, 0, [])
    assert (brief.matched, brief.titles) == (None, None)


def told(world: World) -> dict[str, list[str]]:
    lines: dict[str, list[str]] = {}
    for part, what, _source in lines_of(brief_of(world.planned("one", way=Way.CALL), TODAY)):
        lines.setdefault(part, []).append(what)
    return lines


def test_brief_tells_what_nobody_knows_from_what_there_is_not(world: World) -> None:
    assert told(world) == {
        "匹配的政策": ["没有资料，不等于没有"],
        "在办诉求": ["没有"],
        "到期的称号": ["没有资料，不等于没有"],
        "已核定未付": ["没有"],
        "未了承诺": ["没有"],
    }
    FirmStanding.objects.create(subject=world.firm.subject, on=TODAY, known_at=NOW)
    facts_on_record(world.firm, Source.TAX, titles=[])
    known = told(world)
    assert (known["匹配的政策"], known["到期的称号"]) == (["没有"], ["没有"])


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (10_000_050, "奖励：符合，上限 100,000.50 元"),
        (0, "奖励：符合"),
        (None, "奖励：符合，上限不明"),
    ],
)
def test_brief_tells_the_most_with_its_unit_once(world: World, fen: int | None, said: str) -> None:
    brief = brief_of(world.planned("one", way=Way.CALL), TODAY)
    found = replace(brief, matched=[Matched("奖励", True, fen)], matched_on=TODAY)
    assert next(iter(lines_of(found))) == ("匹配的政策", said, "全市匹配表 2021-10-20")


def test_brief_counts_what_it_has_no_room_for(world: World) -> None:
    for day in range(MOST + 2):
        world.made("visitor", after(days=40 * day), promise=f"第 {day} 项")
    brief = brief_of(world.planned("one", way=Way.CALL), TODAY)
    assert (len(brief.promises), brief.promises_more, brief.promises_all) == (MOST, 2, MOST + 2)
    assert told(world)["未了承诺"][-1] == "还有 2 项没有列出"


def test_promise_that_cannot_lapse_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = after(days=9).date()
    visit = visiting.record_visit(
        visit=world.planned(),
        made_on=TODAY,
        findings="缺两名工程师",
        people_of_firm="陈岚",
        people_of_city="",
        promised=[Promised("办不成", due), Promised("给名单", due)],
        actor=world.one.actor,
        now=NOW,
    )
    stuck, other = visit.promises.order_by("id")
    fire = PROMISE.fire

    def failing(one: VisitPromise, *given: Any, **more: Any) -> Any:
        if one.pk == stuck.pk:
            raise ZeroDivisionError
        return fire(one, *given, **more)

    monkeypatch.setattr(PROMISE, "fire", failing)
    tick(actor=SYSTEM, now=after(days=11))
    stuck.refresh_from_db()
    other.refresh_from_db()
    assert (stuck.state, other.state) == (PromiseState.OPEN, PromiseState.LAPSED)
