"""支付预计: a plain method that tells what it assumes, and says so when there is too little."""

from datetime import date

import pytest
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.ledger.actions import (
    Award,
    Business,
    appropriate,
    approve,
    budget_for,
    commit,
    join_queue,
    order,
    pay,
)
from huiqi.ledger.queries import Position
from huiqi.ledger.queries.forecast import Forecast, Pace, forecast_from, forecasts_of
from huiqi.ledger.queries.positions import positions_of_year
from huiqi.parties.models import Organization
from tests.cast import NOW, Player
from tests.ledger.books import CALL, WAN, Books

ON = date(2021, 10, 20)
HALF = (Pace(2020, 50, 100), Pace(2019, 60, 100))


def test_what_is_paid_by_now_is_divided_by_the_share_of_the_earlier_years() -> None:
    told = forecast_from(Position(available=900, paid=110), HALF, 2021, ON)
    assert told == Forecast(ON, 110, 110, 1_010, HALF, 200, 183, 220)
    assert told.why_not == ""


def test_it_is_never_less_than_what_is_on_its_way_nor_more_than_the_budget() -> None:
    full = forecast_from(Position(available=20, ordered=10, paid=110), HALF, 2021, ON)
    assert (full.expected_fen, full.low_fen, full.high_fen) == (140, 140, 140)
    over = forecast_from(Position(available=500, ordered=300, paid=110), HALF, 2021, ON)
    assert (over.expected_fen, over.high_fen) == (410, 410)


@pytest.mark.parametrize(
    ("held", "paces", "year", "told"),
    [
        (Position(paid=1), (), 2021, "不足以预测：往年按日记账的支付只有 0 年，至少要 2 年"),
        (Position(paid=1), HALF[:1], 2021, "不足以预测：往年按日记账的支付只有 1 年"),
        (Position(available=1), HALF, 2021, "不足以预测：今年还没有支付"),
        (Position(paid=1), (Pace(2020, 1, 100), Pace(2019, 0, 9)), 2021, "还不到全年的一成"),
        (Position(), HALF, 2021, "还没有下达"),
        (Position(paid=1), HALF, 2020, "这一年已经过完，不用预计"),
        (Position(paid=1), HALF, 2022, "这一年还没有开始"),
    ],
)
def test_where_there_is_too_little_nothing_is_told_but_why(
    held: Position, paces: tuple[Pace, ...], year: int, told: str
) -> None:
    found = forecast_from(held, paces, year, ON)
    assert found.expected_fen is None
    assert told in found.why_not


def _pay(books: Books, firm: Organization, day: date, fen: int) -> None:
    budget = budget_for(
        fund=books.fund, programme="shenzhen.srdi_award", year=day.year, actor=SYSTEM
    )
    award = Award(CALL, firm.subject_id)
    for act in (appropriate, commit, approve, order, pay):
        more = {} if act is appropriate else {"call": CALL} if act is commit else {"award": award}
        business = Business(f"{act.__name__}:{day}", day, "测试")
        act(budget=budget, amount_fen=fen, business=business, actor=SYSTEM, **more)


def test_board_tells_the_forecast_and_the_queue_of_each_budget(
    books: Books,
    chenglan: Organization,
    yuanshan: Organization,
    shen: Player,
    client: Client,
) -> None:
    for year in (2019, 2020):
        _pay(books, chenglan, date(year, 10, 20), 60 * WAN)
        _pay(books, chenglan, date(year, 12, 1), 40 * WAN)
    _pay(books, chenglan, date(2021, 3, 1), 30 * WAN)
    books.do("appropriate", 61 * WAN, budget=books.srdi)
    found = forecasts_of(positions_of_year(2021), ON)
    assert (found[books.srdi.pk].expected_fen, found[books.srdi.pk].paces) == (
        50 * WAN,
        (Pace(2020, 60 * WAN, 100 * WAN), Pace(2019, 60 * WAN, 100 * WAN)),
    )
    for firm, wan in ((chenglan, 0), (yuanshan, 100)):
        if wan:
            join_queue(
                budget=books.srdi,
                call=CALL,
                subject=firm.subject,
                asked_fen=wan * WAN,
                actor=SYSTEM,
                now=NOW,
            )
    client.force_login(shen.person)
    page = client.get("/ledger/").content.decode()
    for told in ("预计全年支付约", "500,000.00 元", "<b>61 %</b>", "不足以预测"):
        assert told in page
    one = client.get(f"/ledger/budgets/{books.srdi.pk}/").content.decode()
    assert "按今天的排队，可得 61 %" in one
    assert "深圳市远山新材料有限公司" in one
    only = client.get("/ledger/?programme=shenzhen.technical_upgrade").content.decode()
    assert "<b>61 %</b>" not in only
    assert client.get("/ledger/?programme=x&department=y").status_code == 422
    assert client.get("/ledger/board.xlsx?year=2021").content[:2] == b"PK"
