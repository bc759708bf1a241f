"""从案到因样例: two firms met the same thing, and one answer was kept for all; all invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Final

from huiqi.concerns.actions import dispatching, problems, solving, summaries, working
from huiqi.concerns.actions.problems import Assessed
from huiqi.concerns.actions.submitting import Contact, Filing, submit_concern
from huiqi.concerns.enums import Channel, Kind, Resolution, Service
from huiqi.concerns.models import CommonProblem, Concern
from huiqi.concerns.problem_enums import CauseKind, Effort, Pace, Sureness, Time, ValueBand
from huiqi.demo.concerns import (
    CLERK,
    COMMISSIONER,
    OFFICE,
    OFFICER,
    POWER,
    STAFF,
    SUPERVISOR,
    Cast,
    Event,
)
from huiqi.knowledge.actions import Written, draft_entry, publish_edition
from huiqi.knowledge.models import Edition

DUE: Final = date(2022, 1, 28)
POWER_TOO: Final = "新车间用电增容申请交了快两个月，供电所一直说等变压器，不知道排到哪天。"
TITLE: Final = "用电增容要等多久，没有地方能查到"


def events(cast: Cast) -> Iterator[Event]:
    """从案到因的经过: alike, taken up, worked on, told to everybody; and an answer kept for all."""
    yield "10-13 15:10", partial(_counter, cast)
    yield "10-13 15:40", partial(_send, cast)
    yield "10-14 09:20", partial(_sign, cast)
    yield "10-18 11:00", partial(_reply, cast)
    yield "10-18 14:00", partial(_propose, cast)
    yield "10-18 16:30", partial(_accept, cast)
    yield "10-19 09:10", partial(_plan, cast)
    yield "10-19 09:30", partial(_report, cast)
    yield "10-19 10:10", partial(_write, cast)
    yield "10-19 10:40", partial(_publish, cast)
    yield "10-19 11:00", partial(_draft, cast)
    yield "10-19 14:20", partial(_review, cast)
    yield "10-19 16:00", partial(_reach, cast)


def _case(text: str) -> Concern:
    return Concern.objects.get(text=text)


def _problem() -> CommonProblem:
    return CommonProblem.objects.select_related("unit").get(title=TITLE)


def _counter(cast: Cast, now: datetime) -> None:
    filing = Filing(
        text=POWER_TOO,
        kind=Kind.HELP,
        organization=cast.firms[6],
        channel=Channel.COUNTER,
        contact=Contact("窗口来访", "0755-12345679"),
        is_sure=True,
    )
    submit_concern(filing=filing, actor=cast.actors[COMMISSIONER], now=now)


def _send(cast: Cast, now: datetime) -> None:
    dispatching.dispatch_concern(
        case=_case(POWER_TOO),
        item=_case(POWER).item,
        unit=cast.bodies[OFFICE],
        service=Service.ORDINARY,
        actor=cast.actors[CLERK],
        now=now,
    )


def _sign(cast: Cast, now: datetime) -> None:
    working.sign_concern(case=_case(POWER_TOO), actor=cast.actors[OFFICER], now=now)


def _reply(cast: Cast, now: datetime) -> None:
    working.reply_to_concern(
        case=_case(POWER_TOO),
        text="供电局答复：变压器 11 月下旬到货，排在第 14 位；排期以后可以在网上查到。",
        offered=Resolution.EXPLAINED,
        actor=cast.actors[OFFICER],
        now=now,
    )


def _propose(cast: Cast, now: datetime) -> None:
    problems.propose_problem(
        cases=[_case(POWER), _case(POWER_TOO)],
        title=TITLE,
        summary="用电增容要等变压器，企业不知道排在第几位、哪天能装，设备到了只能放着。",
        unit=cast.bodies[OFFICE],
        due_on=DUE,
        assessed=Assessed(
            cause=CauseKind.SYSTEM_FAILURE,
            value=ValueBand.BELOW_10M,
            source="按两家企业停放设备的月租金，推算全区在排的 46 户",
            sureness=Sureness.GUESSED,
            time=Time.QUARTER,
            effort=Effort.SOME_OFFICES,
            text="供电局有排期，没有接口给区里和企业看。",
        ),
        actor=cast.actors[CLERK],
        now=now,
    )


def _accept(cast: Cast, now: datetime) -> None:
    problems.screen_problem(
        problem=_problem(),
        is_accepted=True,
        why="两家企业同一个原因，全区还有 46 户在排。",
        actor=cast.actors[SUPERVISOR],
        now=now,
    )


def _plan(cast: Cast, now: datetime) -> None:
    solving.set_milestone(
        problem=_problem(),
        title="与供电局商定公开排期的办法",
        due_on=date(2021, 10, 29),
        actor=cast.actors[OFFICER],
        now=now,
    )


def _report(cast: Cast, now: datetime) -> None:
    solving.report_progress(
        problem=_problem(),
        pace=Pace.ON_TRACK,
        text="已与供电局约定 10 月底前给出公开排期的办法。",
        actor=cast.actors[OFFICER],
        now=now,
    )


def _write(cast: Cast, now: datetime) -> None:
    summaries.write_summary(
        problem=_problem(),
        title="用电增容的排期查不到",
        text="企业申请用电增容以后，查不到排在第几位、哪天能装。正在和供电局商定公开排期。",
        actor=cast.actors[OFFICER],
        now=now,
    )


def _publish(cast: Cast, now: datetime) -> None:
    summary = _problem().summaries.get()
    summaries.publish_summary(summary=summary, actor=cast.actors[SUPERVISOR], now=now)


def _reach(cast: Cast, now: datetime) -> None:
    milestone = _problem().milestones.select_related("problem", "problem__unit").get()
    told = "供电局同意每周五更新排期，先发给区里公布。"
    solving.reach_milestone(milestone=milestone, how=told, actor=cast.actors[OFFICER], now=now)


def _draft(cast: Cast, now: datetime) -> None:
    case = _case(STAFF)
    draft_entry(
        written=Written(
            question="人才住房单位集中申报什么时候开始，要交哪些材料？",
            answer=(
                "集中申报 11 月 1 日开始，由单位经办人在线提交名单、劳动合同和社保记录；"
                "名单公示 5 个工作日。"
            ),
            basis="深圳市人才住房建设和管理暂行办法 申请程序（待核）",
            expires_on=date(2022, 10, 31),
        ),
        item="050201",
        source=case.number,
        actor=cast.actors[OFFICER],
        now=now,
    )


def _review(cast: Cast, now: datetime) -> None:
    edition = Edition.objects.get(entry__source=_case(STAFF).number)
    publish_edition(edition=edition, actor=cast.actors[COMMISSIONER], now=now)
