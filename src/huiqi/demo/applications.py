"""申报样例: 技改 open for a month, and the award for which nobody needs to apply.

澄澜 has begun to apply; firms of the population are asked whether they want the award.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from huiqi.demo.books import FEN
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.now import CITY
from huiqi.ledger.actions import Business, appropriate
from huiqi.ledger.models import Budget
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.actions import automatic, comparing
from huiqi.programmes.models import Call

Act = Callable[[datetime], object]

UPGRADE, AWARD = "shenzhen.technical_upgrade", "shenzhen.srdi_award"
DRAFTER, PUBLISHER, FILLER = "qinyue", "linyuan", "chenlan"
OPENS: Final = datetime(2021, 10, 19, 9, 0, tzinfo=CITY)
CLOSES: Final = datetime(2021, 11, 19, 18, 0, tzinfo=CITY)
BASIS: Final = "演示数据"
CEILING_WAN: Final = 100
# What stands in the books of the year is small beside it: each call takes 100 万元.
TITLES: Final = {
    UPGRADE: "2021 年企业技术改造项目扶持申报通知（演示）",
    AWARD: "2021 年专精特新企业奖励免申即享通知（演示）",
}
ANSWERS: Final = {
    "project_name": "产线智能化改造",
    "project_about": "更换三条产线的设备，接入制造执行系统。",
    "started_on": "2020-03-01",
    "completed_on": "2020-12-01",
}


def events(actors: Mapping[str, Actor], firms: Sequence[Organization]) -> Iterator[tuple[str, Act]]:
    """事件: each with its moment, as «10-18 09:20»; ``firms`` begin with 澄澜."""
    drafter, publisher, filler = (actors[name] for name in (DRAFTER, PUBLISHER, FILLER))
    for minute, programme in ((10, UPGRADE), (20, AWARD)):
        window = (OPENS, CLOSES)
        yield (
            f"10-18 16:{minute}",
            partial(draft_call, programme, TITLES[programme], window, drafter),
        )
        yield f"10-18 17:{minute}", partial(publish_call, programme, publisher)
    yield "10-19 09:30", partial(_begin, firms[0], filler)
    yield "10-19 10:10", partial(_compare, drafter)
    yield "10-19 15:10", partial(_ask, publisher)


def draft_call(
    programme: str,
    title: str,
    window: tuple[datetime, datetime],
    drafter: Actor,
    now: datetime,
) -> None:
    """起草: out of the budget of this year, which the treasury fills for it; handed on at once."""
    budget = Budget.objects.get(year=2021, programme=programme)
    # The treasury gives it besides: those who wait for money of the year wait no longer for it.
    appropriate(
        budget=budget,
        amount_fen=CEILING_WAN * FEN,
        business=Business(f"demo:call:{programme}", now.date(), "申报通知的资金，演示"),
        actor=SYSTEM,
    )
    asked = actions.CallAsked(
        programme=programme,
        title=title,
        basis=BASIS,
        opens_at=window[0],
        closes_at=window[1],
        budget=budget,
        ceiling_fen=CEILING_WAN * FEN,
    )
    call = actions.draft_call(asked=asked, actor=drafter, now=now)
    actions.submit_call(call=call, actor=drafter)


def publish_call(programme: str, publisher: Actor, now: datetime) -> None:
    """发布: by somebody else of the same department."""
    actions.publish_call(call=_call(programme), actor=publisher, now=now)


def _begin(firm: Organization, filler: Actor, now: datetime) -> None:
    draft = actions.begin_application(call=_call(UPGRADE), organization=firm, actor=filler, now=now)
    actions.save_answers(application=draft, given=ANSWERS, revision=0, actor=filler, now=now)


def _compare(drafter: Actor, now: datetime) -> None:
    comparing.compare(call=_call(AWARD), actor=drafter, now=now)


def _ask(publisher: Actor, now: datetime) -> None:
    automatic.ask_firms(call=_call(AWARD), actor=publisher, now=now)


def _call(programme: str) -> Call:
    return Call.objects.get(programme=programme)
