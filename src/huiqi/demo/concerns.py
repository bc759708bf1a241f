"""诉求样例: who takes concerns in, and what a few firms brought in the last weeks; all invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from huiqi.concerns.actions import asking, dispatching, helping, ticking, working
from huiqi.concerns.actions.calls import draw_calls
from huiqi.concerns.actions.submitting import Contact, Filing, submit_concern
from huiqi.concerns.enums import (
    Answer,
    Channel,
    Ground,
    Kind,
    NoteColor,
    Resolution,
    SeatKind,
    Service,
)
from huiqi.concerns.models import Concern, Seat
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.parties.models import Organization

Event = tuple[str, Callable[[datetime], object]]

SINCE: Final = date(2020, 3, 1)
DESK, OFFICE = "sme", "longgang"
CLERK, OFFICER, COMMISSIONER, SUPERVISOR = "lusiqi", "huangruo", "shenzhiyuan", "jiangxing"

RENT: Final = "园区通知明年租金上调四成，合同还有一年到期，想请区里协调，也想知道有没有租金扶持。"
POWER: Final = "厂房用电增容申请交了两个月，供电所说要等变压器，新设备到了装不上，请帮忙协调。"
ROAD: Final = "园区门口修路围挡后货车进不来，绕行要多走六公里，希望给货车留一个出入口。"
STAFF: Final = "新招的三位工程师想申请人才住房，单位集中申报什么时候开始，要交哪些材料？"
COURT: Final = "和供应商的货款官司一审判我们输，法院已经立案二审，请帮我们改判。"
SUBSIDY: Final = "公司今年刚升规，想问上规模的奖励什么时候申报，还要不要另外提交申请？"
JOBS: Final = "去年的稳岗返还我们公司没有收到，是不是要另外申请，现在还来得及吗？"


@dataclass(frozen=True)
class Cast:
    """登场: who acts, the bodies, the firm of the cast, and the other firms."""

    actors: Mapping[str, Actor]
    bodies: Mapping[str, Organization]
    firm: Organization
    firms: Sequence[Organization]


def events(
    actors: Mapping[str, Actor],
    bodies: Mapping[str, Organization],
    firm: Organization,
    firms: Sequence[Organization],
) -> Iterator[Event]:
    """诉求的经过: at which moment of 2021 what happened; some firms came to the counter."""
    cast = Cast(actors, bodies, firm, firms)
    yield "09-24 10:00", partial(_open_desk, cast)
    yield "09-24 10:20", partial(_counter, cast, firms[3], POWER, Kind.HELP)
    yield "09-24 11:05", partial(_send, cast, POWER, "060101")
    yield "09-26 09:10", partial(_sign, cast, POWER, OFFICER)
    yield "10-04 08:00", _tick
    yield "09-27 09:30", partial(_own, cast, STAFF, Kind.CONSULTATION)
    yield "09-27 10:15", partial(_send, cast, STAFF, "050101")
    yield "09-27 10:40", partial(_sign, cast, STAFF, OFFICER)
    yield "09-27 15:20", partial(_reply, cast, STAFF, "集中申报 11 月 1 日开始，清单已发。")
    yield "09-28 09:05", partial(_confirm, cast, STAFF)
    yield "10-15 14:00", _tick
    yield "10-08 14:10", partial(_counter, cast, firms[5], COURT, Kind.HELP)
    yield "10-08 15:30", partial(_refuse, cast)
    yield "10-11 09:50", partial(_own, cast, RENT, Kind.HELP)
    yield "10-11 11:20", partial(_send, cast, RENT, "070101")
    yield "10-12 09:00", partial(_sign, cast, RENT, OFFICER)
    yield "10-12 09:20", partial(_own, cast, JOBS, Kind.CONSULTATION)
    yield "10-12 10:05", partial(_send, cast, JOBS, "050201")
    yield "10-12 10:40", partial(_sign, cast, JOBS, OFFICER)
    yield "10-12 16:10", partial(_reply, cast, JOBS, "不用申请：名单已公示，本月底前到账。")
    yield "10-13 09:15", partial(_content, cast, JOBS)
    yield "10-13 16:30", partial(_first, cast, RENT)
    yield "10-14 10:00", partial(_warn, cast)
    yield "10-18 07:40", _draw
    yield "10-18 16:05", partial(_reply, cast, RENT, "已约园区，涨幅降为一成五；可报租金扶持。")
    yield "10-19 10:30", partial(_counter, cast, firms[8], ROAD, Kind.COMPLAINT)
    yield "10-19 11:40", partial(_send, cast, ROAD, "080101")
    yield "10-19 19:20", partial(_own, cast, SUBSIDY, Kind.CONSULTATION)


def _open_desk(cast: Cast, _now: datetime) -> None:
    Seat.objects.create(kind=SeatKind.DESK, organization=cast.bodies[DESK], since=SINCE)


def _tick(now: datetime) -> None:
    ticking.tick(actor=SYSTEM, now=now)


def _case(text: str) -> Concern:
    return Concern.objects.get(text=text)


def _own(cast: Cast, text: str, kind: Kind, now: datetime) -> None:
    filing = Filing(text=text, kind=kind, organization=cast.firm)
    submit_concern(filing=filing, actor=cast.actors["hejing"], now=now)


def _counter(cast: Cast, firm: Organization, text: str, kind: Kind, now: datetime) -> None:
    filing = Filing(
        text=text,
        kind=kind,
        organization=firm,
        channel=Channel.COUNTER,
        contact=Contact("窗口来访", "0755-12345678"),
        is_sure=True,
    )
    submit_concern(filing=filing, actor=cast.actors[COMMISSIONER], now=now)


def _send(cast: Cast, text: str, usual: str, now: datetime) -> None:
    """Under the item that was suggested first; under the ``usual`` one where none was."""
    case = _case(text)
    item = case.suggested[0]["item"] if case.suggested else usual
    dispatching.dispatch_concern(
        case=case,
        item=item,
        unit=cast.bodies[OFFICE],
        service=(Service.CONSULTATION if case.kind == Kind.CONSULTATION else Service.ORDINARY),
        actor=cast.actors[CLERK],
        now=now,
    )


def _sign(cast: Cast, text: str, who: str, now: datetime) -> None:
    working.sign_concern(case=_case(text), actor=cast.actors[who], now=now)


def _first(cast: Cast, text: str, now: datetime) -> None:
    told = "已联系园区运营方，10月15日见面谈；租金扶持的条件随后发你。"
    working.reply_first(case=_case(text), text=told, actor=cast.actors[OFFICER], now=now)


def _reply(cast: Cast, text: str, told: str, now: datetime) -> None:
    working.reply_to_concern(
        case=_case(text),
        text=told,
        offered=Resolution.SOLVED,
        is_public=True,
        actor=cast.actors[OFFICER],
        now=now,
    )


def _draw(now: datetime) -> None:
    draw_calls(actor=SYSTEM, now=now, seed="5eed20211018")


def _content(cast: Cast, text: str, now: datetime) -> None:
    """Solved, says the firm, and rates nothing."""
    actor = cast.actors["hejing"]
    asking.confirm_reply(case=_case(text), answer=Answer.SOLVED, text="", actor=actor, now=now)


def _confirm(cast: Cast, text: str, now: datetime) -> None:
    case = _case(text)
    actor = cast.actors["hejing"]
    asking.confirm_reply(case=case, answer=Answer.SOLVED, text="", actor=actor, now=now)
    asking.rate_case(case=case, score=5, text="当天就有答复", actor=actor, now=now)


def _refuse(cast: Cast, now: datetime) -> None:
    dispatching.refuse_concern(
        case=_case(COURT),
        ground=Ground.OTHER_PROCEDURE,
        text="货款纠纷已由人民法院立案二审，诉求渠道不能改变法院的裁判。",
        channel="向受理的人民法院提出，可拨打 12368；需要法律援助可拨打 12348。",
        actor=cast.actors[CLERK],
        now=now,
    )


def _warn(cast: Cast, now: datetime) -> None:
    helping.supervise(
        case=_case(POWER),
        color=NoteColor.YELLOW,
        text="三个工作日内联系供电局和企业，说明增容排期。",
        days=3,
        actor=cast.actors[SUPERVISOR],
        now=now,
    )
