"""公示样例: one that ended with its objection answered, one that runs, one that waits.

The one that runs has an objection nobody has answered, a line that was taken off and a firm
that is not named; the one that waits wants a second person to publish it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Final

from huiqi.demo.books import CALL, FEN
from huiqi.inbox.actions import tick_off
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.ledger.actions import Award, Business, approve
from huiqi.ledger.models import Budget
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization
from huiqi.publicity.actions import (
    Asked,
    Said,
    answer_objection,
    draw_up,
    file_objection,
    publish_draft,
    submit_draft,
    withdraw_award,
)
from huiqi.publicity.enums import Withheld
from huiqi.publicity.models import NoticeDraft, Objection, PublicAward, Publicity

Act = Callable[[datetime], object]

AWARD: Final = "shenzhen.srdi_award"
DRAFTER, OTHER, PUBLISHER, ANSWERER = "qinyue", "wangruo", "linyuan", "liming"
BASIS: Final = "《关于推动制造业高质量发展坚定不移打造制造强市的若干措施》（深府规〔2021〕1号）"
ENDED: Final = "2021 年专精特新企业奖励第二批拟资助名单（演示）"
RUNNING: Final = "2021 年专精特新企业奖励第三批拟资助名单（演示）"
WAITING: Final = "2021 年专精特新企业奖励第四批拟资助名单（演示）"
WAN: Final = 20  # 万元 for each of them


@dataclass(frozen=True)
class _List:
    """名单: what is drawn up; ``withheld`` says by subject why somebody is not named."""

    title: str
    firms: Sequence[Organization]
    begins_on: date
    withheld: Mapping[int, str] = field(default_factory=dict)


def events(actors: Mapping[str, Actor], firms: Sequence[Organization]) -> Iterator[tuple[str, Act]]:
    """事件: each with its moment, as «10-14 09:20»; ``firms`` begin with 澄澜."""
    drafter, other, publisher, answerer = (
        actors[name] for name in (DRAFTER, OTHER, PUBLISHER, ANSWERER)
    )
    pool = [one for one in firms[40:] if one.kind == Kind.ENTERPRISE]
    ended, running, waiting = (pool[:2], pool[2:6], pool[6:8])
    secret = {running[-1].subject_id: Withheld.TRADE_SECRET.value}
    first = _List(ENDED, ended, date(2021, 9, 24))
    second = _List(RUNNING, running, date(2021, 10, 15), secret)
    third = _List(WAITING, waiting, date(2021, 10, 21))
    yield "09-23 10:10", partial(_approve, "ended", ended)
    yield "09-23 10:40", partial(_draw_up, drafter, first)
    yield "09-23 15:20", partial(_publish, ENDED, publisher)
    late = Said("这家企业去年换过名称，请核对是不是同一家。", is_named=False)
    yield "09-28 14:05", partial(_object, ENDED, 1, late)
    told = "登记信息核对过，是同一家企业更名，信用代码没有变。"
    yield "09-29 10:30", partial(_reject, answerer, told)
    yield "10-08 17:30", partial(_look_at_end, ENDED, drafter)
    yield "10-14 09:20", partial(_approve, "running", running)
    yield "10-14 09:40", partial(_draw_up, drafter, second)
    yield "10-14 16:10", partial(_publish, RUNNING, publisher)
    said = Said("申报的研发人员里有三人还在我公司任职。", "钟先生", "0755-00000000")
    yield "10-18 10:05", partial(_object, RUNNING, 2, said)
    yield "10-19 11:30", partial(_take_off, RUNNING, 3, "企业书面放弃申请", drafter)
    yield "10-19 16:00", partial(_approve, "waiting", waiting)
    yield "10-19 16:20", partial(_draw_up, other, third)


def _approve(batch: str, firms: Sequence[Organization], now: datetime) -> None:
    budget = Budget.objects.get(programme=AWARD, year=2021)
    for number, firm in enumerate(firms, 1):
        approve(
            budget=budget,
            award=Award(CALL, firm.subject_id),
            amount_fen=WAN * FEN,
            business=Business(f"approve-2021:notice:{batch}:{number}", now.date(), "资助资金"),
            actor=SYSTEM,
        )


def _draw_up(drafter: Actor, listed: _List, now: datetime) -> None:
    picked = {one.subject_id: listed.withheld.get(one.subject_id, "") for one in listed.firms}
    asked = Asked(AWARD, CALL, listed.title, BASIS, listed.begins_on, picked=picked)
    draft = draw_up(asked=asked, actor=drafter, now=now)
    submit_draft(draft=draft, actor=drafter, now=now)


def _publish(title: str, publisher: Actor, now: datetime) -> None:
    publish_draft(draft=NoticeDraft.objects.get(title=title), actor=publisher, now=now)


def _object(title: str, place: int, said: Said, now: datetime) -> None:
    notice = Publicity.objects.get(title=title)
    award = PublicAward.objects.get(publicity=notice, place=place)
    file_objection(notice=notice, award=award, said=said, now=now)


def _reject(answerer: Actor, text: str, now: datetime) -> None:
    objection = Objection.objects.select_related("publicity", "award").get()
    answer_objection(objection=objection, is_upheld=False, text=text, actor=answerer, now=now)


def _look_at_end(title: str, actor: Actor, now: datetime) -> None:
    notice = Publicity.objects.get(title=title)
    tick_off(todo=Todo.objects.get(key=f"publicity:end:{notice.pk}"), actor=actor, now=now)


def _take_off(title: str, place: int, reason: str, actor: Actor, now: datetime) -> None:
    award = PublicAward.objects.select_related("publicity").get(publicity__title=title, place=place)
    withdraw_award(award=award, reason=reason, actor=actor, now=now)
