"""演示城市的账: what the letter tells of the years before, and a fictional present year.

The letter gives one total for 2012 to 2020, in 家次 and round 亿元, and no year by itself: here
it is spread evenly over the years, and every entry says so. No firm is named for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY, now
from huiqi.ledger.actions import (
    Award,
    Business,
    Told,
    appropriate,
    approve,
    commit,
    join_queue,
    open_paid,
    order,
    pay,
    set_up_budget,
    set_up_fund,
)
from huiqi.ledger.models import Budget, Fund
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.publicity.actions import Draft, Proposed, publish_notice

HISTORY: Final = "srdi-support"  # the fund whose history the letter tells
YEARS: Final = range(2012, 2021)
GRANTS: Final = 1_169
PAID_WAN: Final = 23_000  # 万元: 2.3 亿元
SOURCE: Final = (
    "来源：答复函（市政协第20210370号提案）第一条：2012年起至2020年累计1169家次、共2.3亿元；"
    "各年数由总数均摊，函中没有分年数"
)
FEN: Final = 1_000_000  # in 万元
CALL: Final = "TZ-2021-000012"

# Programme -> what it has this year, what is set aside for a call, and what each firm gets, 万元.
THIS_YEAR: Final[Mapping[str, tuple[int, int, tuple[int, ...]]]] = {
    "shenzhen.srdi_award": (3_000, 1_600, (50, 20, 20, 20)),
    "shenzhen.technical_upgrade": (8_000, 5_200, (300, 180)),
}

# Of 专精特新, fictional as well: what each year had and set aside, 万元, and what it paid on which
# day. 2019 used all of it; of 2020 something is left to be carried over.
BEFORE: Final[Mapping[int, tuple[int, int, tuple[tuple[int, int, int], ...]]]] = {
    2019: (1_500, 1_500, ((5, 20, 600), (9, 10, 500), (11, 29, 400))),
    2020: (2_000, 1_600, ((5, 25, 700), (9, 15, 450), (12, 4, 350))),
}
# Who waits for money of 技改, 万元, in order of arrival.
QUEUE: Final = (1_500, 1_000, 491)


def keep_books(bodies: Mapping[str, Organization], firms: Sequence[Organization]) -> None:
    """记账: the history as opening entries, then this year; ``firms`` are fictional ones."""
    history = set_up_fund(
        code=HISTORY,
        title="民营及中小企业扶持计划（专精特新专项资助）",
        department=bodies["sme"],
        basis="转引自市政协第20210370号提案答复函第一条",
        actor=SYSTEM,
    )
    for year in YEARS:
        _past_year(history, year)
    present = set_up_fund(
        code="industry-2021",
        title="工业和信息化产业发展专项资金（演示）",
        department=bodies["bureau"],
        basis="演示数据",
        actor=SYSTEM,
    )
    others = iter(firms)
    budgets = {
        programme: set_up_budget(fund=present, programme=programme, year=2021, actor=SYSTEM)
        for programme in THIS_YEAR
    }
    for programme, told in THIS_YEAR.items():
        paid = [next(others) for _ in told[2]]
        _notice(programme, bodies["bureau"], paid, told[2])
        _this_year(budgets[programme], told, paid)
    _line_up(budgets["shenzhen.technical_upgrade"], [next(others) for _ in QUEUE])
    for year, before in BEFORE.items():
        _year_before(present, year, before, [next(others) for _ in before[2]])


def _notice(
    programme: str, bureau: Organization, firms: Sequence[Organization], grants: Sequence[int]
) -> None:
    """What is approved in September was open to objections in the last days of August."""
    begins_on = date(2021, 8, 26)
    title = f"{load().policy(programme).title}拟资助名单（演示）"
    publish_notice(
        draft=Draft(programme, CALL, title, bureau, begins_on),
        awards=[Proposed(one, wan * FEN) for one, wan in zip(firms, grants, strict=True)],
        actor=SYSTEM,
        now=datetime(2021, 8, 25, 17, 0, tzinfo=CITY),
    )


def _past_year(fund: Fund, year: int) -> None:
    at, count = year - YEARS.start, len(YEARS)
    told = Told(
        amount_fen=_part(PAID_WAN, at, count) * FEN,
        grants=_part(GRANTS, at, count),
        source=SOURCE,
        is_rounded=True,
    )
    budget = set_up_budget(fund=fund, year=year, actor=SYSTEM)
    business = Business(f"opening:{fund.code}:{year}", date(year, 12, 31), f"{year} 年支付，期初")
    open_paid(budget=budget, told=told, business=business, actor=SYSTEM)


def _part(total: int, at: int, count: int) -> int:
    """The share of one of ``count``; all of them together are the total exactly."""
    return total * (at + 1) // count - total * at // count


def _this_year(
    budget: Budget, told: tuple[int, int, tuple[int, ...]], firms: Sequence[Organization]
) -> None:
    given, promised, grants = told
    one, january = budget.programme, date(2021, 1, 20)
    business = Business(f"YS-2021:{one}", january, "2021 年预算下达")
    appropriate(budget=budget, amount_fen=given * FEN, business=business, actor=SYSTEM)
    business = Business(f"CN-2021:{one}", date(2021, 5, 10), "申报通知发布前承诺")
    commit(budget=budget, call=CALL, amount_fen=promised * FEN, business=business, actor=SYSTEM)
    for number, (firm, wan) in enumerate(zip(firms, grants, strict=True), 1):
        award = Award(CALL, firm.subject_id)
        for act, day in ((approve, 6), (order, 20), (pay, 22)):
            if act is not approve and number == len(grants):
                break  # the last one is approved and not paid yet
            key = f"{act.__name__}-2021:{one}:{number}"
            act(
                budget=budget,
                award=award,
                amount_fen=wan * FEN,
                business=Business(key, date(2021, 9, day), "资助资金"),
                actor=SYSTEM,
            )


def _line_up(budget: Budget, firms: Sequence[Organization]) -> None:
    for number, (firm, wan) in enumerate(zip(firms, QUEUE, strict=True)):
        join_queue(
            budget=budget,
            call=CALL,
            subject=firm.subject,
            asked_fen=wan * FEN,
            actor=SYSTEM,
            now=now() - timedelta(days=9 - number),
        )


def _year_before(
    fund: Fund,
    year: int,
    told: tuple[int, int, tuple[tuple[int, int, int], ...]],
    firms: Sequence[Organization],
) -> None:
    """A year of the fictional fund, with payments on certain days."""
    given, promised, paid = told
    one, call = "shenzhen.srdi_award", f"TZ-{year}-000009"
    budget = set_up_budget(fund=fund, programme=one, year=year, actor=SYSTEM)
    business = Business(f"YS-{year}:{one}", date(year, 1, 20), f"{year} 年预算下达")
    appropriate(budget=budget, amount_fen=given * FEN, business=business, actor=SYSTEM)
    business = Business(f"CN-{year}:{one}", date(year, 3, 10), "申报通知发布前承诺")
    commit(budget=budget, call=call, amount_fen=promised * FEN, business=business, actor=SYSTEM)
    for firm, (month, day, wan) in zip(firms, paid, strict=True):
        for act in (approve, order, pay):
            key = f"{act.__name__}-{year}:{one}:{month}"
            act(
                budget=budget,
                award=Award(call, firm.subject_id),
                amount_fen=wan * FEN,
                business=Business(key, date(year, month, day), "资助资金"),
                actor=SYSTEM,
            )
