"""年终结转: looked at beforehand, drawn up by one, signed by another, and the year is locked."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import ClockOffset
from huiqi.kernel.now import CITY, now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.ledger.actions import (
    Business,
    close_period,
    draw_up_year_end,
    reverse,
    send_back,
    sign_year_end,
)
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Budget, Decision, Entry, YearEnd
from huiqi.ledger.queries import Position, position_of
from huiqi.ledger.queries.years import hindrances_of
from huiqi.ledger.saying import broken_rule
from huiqi.parties.models import Organization
from tests.cast import Player
from tests.ledger.books import CALL, WAN, Books, at_once, award

JANUARY = datetime(2022, 1, 6, 9, 30, tzinfo=CITY)
ON = JANUARY.date()


def _set_clock(moment: datetime) -> None:
    ClockOffset.objects.update(offset=ClockOffset.objects.get().offset + (moment - now()))


@pytest.fixture
def year(books: Books, chenglan: Organization, yuanshan: Organization) -> Books:
    """技改 has something left at every stage, 专精特新 only what nobody was promised."""
    books.do("appropriate", 100 * WAN)
    books.do("appropriate", 7 * WAN, budget=books.srdi)
    books.do("commit", 60 * WAN, call=CALL)
    books.do("approve", 20 * WAN, award=award(chenglan))
    books.do("approve", 10 * WAN, award=award(yuanshan))
    for name in ("order", "pay"):
        books.do(name, 20 * WAN, award=award(chenglan))
    books.do("give_back", 3 * WAN, award=award(chenglan))
    _set_clock(JANUARY)
    return books


def _drawn(books: Books, who: Player, *carried: Budget) -> YearEnd:
    chosen = {one.pk for one in carried}
    return draw_up_year_end(year=2021, carried=chosen, actor=who.actor, now=now())


def _next(budget: Budget) -> Budget:
    return Budget.objects.get(fund=budget.fund, programme=budget.programme, year=2022)


def test_what_is_promised_goes_on_and_what_is_free_goes_where_the_paper_says(
    year: Books, fan: Player, finance_chief: Player, yuanshan: Organization
) -> None:
    paper = _drawn(year, fan, year.srdi)
    entries = sign_year_end(year_end=paper, actor=finance_chief.actor, on=ON)
    at_once()
    assert [(one.deed, one.booked_on) for one in entries] == [("carry", date(2021, 12, 31))] * 2
    assert position_of(year.upgrade) == Position(paid=17 * WAN)
    assert position_of(_next(year.upgrade)) == Position(committed=30 * WAN, approved=10 * WAN)
    assert position_of(year.srdi) == Position()
    assert position_of(_next(year.srdi)) == Position(available=7 * WAN)
    paid = Business("paid", ON, "送付")
    year.do("order", WAN, award=award(yuanshan), budget=_next(year.upgrade), business=paid)
    again = sign_year_end(year_end=paper, actor=finance_chief.actor, on=ON)
    assert [one.pk for one in again] == [one.pk for one in entries]
    assert Decision.objects.get().locked_year == 2021


def test_closed_year_is_locked_but_for_money_that_comes_back(
    year: Books, fan: Player, finance_chief: Player, chenglan: Organization
) -> None:
    sign_year_end(year_end=_drawn(year, fan), actor=finance_chief.actor, on=ON)
    closed = "这一年已经结转"
    with pytest.raises(Refused, match=closed):
        year.do("appropriate", WAN, business=Business("late", ON, "补记"))
    december, other = Business("l2", date(2021, 12, 30), "补记"), _next(year.upgrade)
    with pytest.raises(Refused, match=closed):
        year.do("commit", 1, call=CALL, budget=other, business=december)
    first = Entry.objects.filter(deed="commit").earliest("id")
    with pytest.raises(Refused, match=closed):
        reverse(entry=first, business=Business("undo", ON, "冲正"), actor=SYSTEM)
    back = year.do("give_back", WAN, award=award(chenglan), business=Business("b", ON, "退回"))
    year.do("surrender", WAN, award=award(chenglan), business=Business("s", ON, "上缴"))
    at_once()
    assert position_of(year.upgrade) == Position(paid=16 * WAN)
    assert back.booked_on == ON


def test_two_people_and_what_they_see_is_what_happens(
    year: Books, fan: Player, finance_chief: Player
) -> None:
    paper = _drawn(year, fan)
    with pytest.raises(Denied, match="制单人不能复核自己的单据"):
        sign_year_end(year_end=paper, actor=fan.actor, on=ON)
    with pytest.raises(Refused, match=f"已有等待复核的结转单 {paper.number}"):
        _drawn(year, finance_chief)
    year.do("withdraw", WAN, budget=year.srdi)
    with pytest.raises(Refused, match="编制以后余额变了"):
        sign_year_end(year_end=paper, actor=finance_chief.actor, on=ON)
    assert not Decision.objects.exists()
    send_back(paper=paper, reason="余额变了", actor=finance_chief.actor)
    with pytest.raises(Refused, match="这张单据已经退回：余额变了"):
        sign_year_end(year_end=paper, actor=finance_chief.actor, on=ON)
    sign_year_end(year_end=_drawn(year, finance_chief), actor=fan.actor, on=ON)
    assert year.balance(Stage.AVAILABLE, year.srdi) == 0


def test_everything_that_stands_in_the_way_is_told_at_once(
    year: Books, fan: Player, yuanshan: Organization
) -> None:
    year.do("order", 10 * WAN, award=award(yuanshan))
    told = hindrances_of(2021, date(2021, 12, 31))
    assert told == [
        "2021 年还没有过完，现在只能预览，次年 1 月 1 日起可以结转",
        "工业和信息化专项资金（2021） 有 100,000.00 元 支付在途，请先对账",
    ]
    assert hindrances_of(2022, date(2023, 1, 1)) == ["更早的年度还有结余，请先结转：2021"]
    with pytest.raises(Refused) as refused:
        draw_up_year_end(year=2021, carried={999_999}, actor=fan.actor, now=now())
    assert refused.value.problems[-1] == "所选的预算没有结余，或不是这一年的"


def test_december_that_is_closed_already_does_not_stop_the_year(
    year: Books, fan: Player, finance_chief: Player
) -> None:
    close_period(month=date(2021, 12, 1), actor=fan.actor)
    entries = sign_year_end(year_end=_drawn(year, fan), actor=finance_chief.actor, on=ON)
    assert {one.booked_on for one in entries} == {ON}


def test_database_locks_no_year_that_is_not_over(
    books: Books, fan: Player, finance_chief: Player
) -> None:
    paper = YearEnd.objects.create(year=2021, made_by=fan.person, made_at=now())
    told: dict[str, Any] = {"verdict": "signed", "decided_at": now()}
    with pytest.raises(IntegrityError) as early, transaction.atomic():
        Decision.objects.create(year_end=paper, decided_by=finance_chief.person, **told)
    assert broken_rule(early.value) == "year_closes_when_it_is_over"
    _set_clock(JANUARY + timedelta(days=1))
    with pytest.raises(IntegrityError) as own, transaction.atomic():
        Decision.objects.create(year_end=paper, decided_by=fan.person, **told)
    assert broken_rule(own.value) == "decision_is_of_another"


def test_page_shows_beforehand_draws_up_signs_and_is_closed(
    year: Books, fan: Player, finance_chief: Player, shen: Player, client: Client
) -> None:
    def page(player: Player, how: str = "get", at: str = "/ledger/year-end/", **data: Any) -> Any:
        client.force_login(player.person)
        return getattr(client, how)(at, data)

    text: Callable[[Any], str] = lambda answer: answer.content.decode()  # noqa: E731 -- short
    assert "预览：各预算的结余" in text(page(fan, year="2021"))
    assert page(shen, "post", year="2021").status_code == 403
    assert page(fan, "post", year="2021", carried=["x"]).status_code == 422
    assert page(fan, "post", year="21").status_code == 422
    assert page(fan, "post", year="2021", carried=[str(year.srdi.pk)]).status_code == 302
    paper = YearEnd.objects.get()
    assert "制单人不能复核自己的单据" in text(page(fan, year="2021"))
    sign = f"/ledger/year-end/{paper.pk}/signed/"
    assert page(fan, "post", sign).status_code == 403
    assert page(finance_chief, "post", sign).status_code == 302
    shown = text(page(finance_chief, year="2021"))
    assert "已结转" in shown
    assert "可用指标结转下年" in shown
    assert page(shen, "get", "/ledger/year-end.xlsx", year="2021").content[:2] == b"PK"
    entry = Entry.objects.filter(deed="carry").latest("id")
    assert paper.number in text(page(shen, "get", f"/ledger/entries/{entry.pk}/"))
