"""群服务样例: who serves which firms, whom they met in the last weeks, and what they promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from huiqi.kernel.access import SYSTEM, Actor
from huiqi.network.actions import handing, organizing, promising, visiting
from huiqi.network.actions.meeting import Decided, hold_meeting
from huiqi.network.actions.ticking import tick
from huiqi.network.actions.visiting import Promised
from huiqi.network.enums import Cause, OrganKind, Part, Tier, Way
from huiqi.network.models import Handover, KeyFirm, Officer, Organ, Visit, VisitPromise
from huiqi.parties.models import Organization, Person

Event = tuple[str, Callable[[datetime], object]]

LONGGANG, NANSHAN = "440307", "440305"
KEEPER: Final = "lusiqi"
FORCE: Final = "要素保障专班"
ORGANS: Final = (
    (OrganKind.OFFICE, "市企业服务工作领导小组办公室", "", "sme"),
    (OrganKind.LEADING_GROUP, "市企业服务工作领导小组", "", "sme"),
    (OrganKind.TASK_FORCE, FORCE, "用地、用电、用工的跨部门协调", "bureau"),
    (OrganKind.STATION, "龙岗天安云谷企业服务工作站", "", "longgang"),
)
OFFICERS: Final = (
    ("shenzhiyuan", "longgang", Part.CHIEF, "0755-28900101"),
    ("huangruo", "longgang", Part.OFFICER, "0755-28900102"),
    ("suhe", "nanshan", Part.OFFICER, "0755-26500103"),
)


@dataclass(frozen=True)
class Cast:
    """登场: who acts, the bodies, the firm of the cast, and the other firms."""

    people: Mapping[str, Person]
    actors: Mapping[str, Actor]
    bodies: Mapping[str, Organization]
    firm: Organization
    firms: Sequence[Organization]

    def of(self, district: str, number: int) -> Organization:
        """某区的一户: the first ones of the population stand in every demonstration."""
        others = [one for one in self.firms if one.district == district and one != self.firm]
        return others[number]


def events(cast: Cast) -> Iterator[Event]:
    """群服务的经过: at which moment of 2021 what happened; all invented."""
    south, second, lonely = (cast.of(NANSHAN, number) for number in range(3))
    east = cast.of(LONGGANG, 0)
    yield "10-08 09:05", partial(_set_up, cast)
    yield "10-08 10:00", partial(_give, cast, cast.firm, Tier.CITY, "shenzhiyuan")
    yield "10-08 10:10", partial(_give, cast, east, Tier.DISTRICT, "huangruo")
    yield "10-08 10:20", partial(_give, cast, south, Tier.CITY, "suhe")
    yield "10-08 10:25", partial(_give, cast, second, Tier.DISTRICT, "suhe")
    yield "10-09 09:20", partial(_plan, cast, "huangruo", east, "了解节后复工", "2021-10-11", "")
    yield (
        "10-11 16:40",
        partial(
            _meet, cast, "huangruo", "缺三十名普工。", "把用工需求转给人力资源局", "2021-10-15"
        ),
    )
    yield (
        "10-12 09:40",
        partial(_plan, cast, "shenzhiyuan", cast.firm, "谈园区租金", "2021-10-14", ""),
    )
    yield "10-12 10:10", partial(_plan, cast, "suhe", south, "送上规模奖励政策", "2021-10-13", "")
    yield (
        "10-13 17:05",
        partial(_meet, cast, "suhe", "订单饱满。", "发上规模奖励申报材料清单", "2021-10-18"),
    )
    yield (
        "10-14 16:20",
        partial(
            _meet,
            cast,
            "shenzhiyuan",
            "园区要涨租金，企业愿意签三年，请区里牵线。",
            "约园区运营方三方面谈租金",
            "2021-10-25",
        ),
    )
    yield from _this_week(cast, east, lonely)


def _this_week(cast: Cast, east: Organization, lonely: Organization) -> Iterator[Event]:
    yield "10-15 10:30", partial(_hold, cast)
    yield "10-15 15:10", partial(_keep, cast, "suhe")
    yield "10-18 08:35", _tick
    yield "10-18 10:20", partial(_refer, cast)
    yield (
        "10-18 15:30",
        partial(
            _plan,
            cast,
            "qinyue",
            cast.firm,
            "看技改新设备安装进度",
            "2021-10-27",
            "设备厂家只在这一周派人调试",
        ),
    )
    yield "10-19 09:35", partial(_list, cast, lonely)
    yield "10-19 14:30", partial(_hand_over, cast, east)


def _set_up(cast: Cast, now: datetime) -> None:
    for kind, name, topic, body in ORGANS:
        organizing.open_organ(
            kind=kind,
            name=name,
            topic=topic,
            organization=cast.bodies[body],
            actor=SYSTEM,
            now=now,
        )
    for who, body, part, phone in OFFICERS:
        organizing.appoint_officer(
            person=cast.people[who],
            organization=cast.bodies[body],
            part=part,
            phone=phone,
            actor=cast.actors[KEEPER],
            now=now,
        )


def _officer(cast: Cast, who: str) -> Officer:
    return Officer.objects.get(person=cast.people[who])


def _list(cast: Cast, firm: Organization, now: datetime, tier: Tier = Tier.CITY) -> KeyFirm:
    return handing.list_firm(organization=firm, tier=tier, actor=cast.actors[KEEPER], now=now)


def _give(cast: Cast, firm: Organization, tier: Tier, who: str, now: datetime) -> None:
    handing.assign_commissioner(
        key_firm=_list(cast, firm, now, tier),
        officer=_officer(cast, who),
        actor=cast.actors[KEEPER],
        now=now,
    )


def _plan(  # noqa: PLR0913, PLR0917 -- a plan has all of these
    cast: Cast, who: str, firm: Organization, purpose: str, day: str, reason: str, now: datetime
) -> None:
    visiting.plan_visit(
        firm=firm,
        way=Way.VISIT,
        purpose=purpose,
        planned_on=date.fromisoformat(day),
        reason=reason,
        actor=cast.actors[who],
        now=now,
    )


def _meet(cast: Cast, who: str, findings: str, promise: str, due: str, now: datetime) -> None:
    visiting.record_visit(
        visit=Visit.objects.get(owner=cast.people[who]),
        made_on=now.date(),
        findings=findings,
        people_of_firm="企业负责人",
        people_of_city=cast.people[who].name,
        promised=[Promised(promise, date.fromisoformat(due))],
        actor=cast.actors[who],
        now=now,
    )


def _keep(cast: Cast, who: str, now: datetime) -> None:
    promise = VisitPromise.objects.get(owner=cast.people[who])
    actor = cast.actors[who]
    promising.keep_promise(promise=promise, answer="清单已发到企业邮箱", actor=actor, now=now)


def _hold(cast: Cast, now: datetime) -> None:
    hold_meeting(
        organ=Organ.objects.get(name=FORCE),
        held_on=now.date(),
        topic="园区用电增容和节后用工",
        people="市工信局、龙岗区企业服务中心、南山区企业服务中心",
        minutes="先解决龙岗两个园区的变压器排期；用工需求按周汇总。",
        decided=[
            Decided("两个园区的增容排期报专班", cast.bodies["longgang"], date(2021, 10, 29)),
            Decided("汇总节后用工缺口", cast.bodies["bureau"], date(2021, 10, 19)),
        ],
        actor=cast.actors["linyuan"],
        now=now,
    )


def _refer(cast: Cast, now: datetime) -> None:
    promising.refer_firm(
        firm=cast.firm,
        unit=cast.bodies["bureau"],
        text="企业想改造第二条产线，请讲清技改项目怎么备案",
        actor=cast.actors["shenzhiyuan"],
        now=now,
    )


def _hand_over(cast: Cast, firm: Organization, now: datetime) -> None:
    actor = cast.actors[KEEPER]
    handing.start_handover(
        key_firm=KeyFirm.objects.get(organization=firm),
        cause=Cause.BALANCE,
        reason="黄若谷下月起兼任园区专班",
        actor=actor,
        now=now,
    )
    handing.propose_taker(
        handover=Handover.objects.get(),
        officer=_officer(cast, "shenzhiyuan"),
        actor=actor,
        now=now,
    )


def _tick(now: datetime) -> None:
    tick(actor=SYSTEM, now=now)
