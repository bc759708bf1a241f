"""设立资金和预算: on one paper, by two people; nothing is there before the second signature."""

from typing import Any

import pytest
from django.test import Client

from huiqi.kernel.refusals import Denied, Refused
from huiqi.ledger.actions import (
    book,
    confirm_transfer,
    draw_up_year_end,
    propose_transfer,
    send_back,
    sign_year_end,
)
from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.models import Budget, Entry, Fund, NewBudget, Transfer
from huiqi.ledger.proof.papers import problems_of_papers
from huiqi.ledger.slips import Line, Origin, Slip
from huiqi.parties.models import Organization
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import WAN, Books, at_once

DOCUMENT = "深财预〔2021〕21号"


def a_new_fund(bureau: Organization, **other: Any) -> NewBudget:
    told: dict[str, Any] = {
        "code": "digital",
        "title": "数字经济专项资金",
        "department": bureau,
        "basis": "深数字〔2021〕3号 第四条",
        "programme": "shenzhen.srdi_award",
        "year": 2021,
    }
    return NewBudget(**told | other)


def proposed(opens: NewBudget, fan: Player, **other: Any) -> Transfer:
    told: dict[str, Any] = {
        "giver": None,
        "taker": None,
        "amount_fen": 4 * WAN,
        "reason": "首次下达",
        "document": DOCUMENT,
        "actor": fan.actor,
        "now": NOW,
    }
    return propose_transfer(opens=opens, **told | other)


def test_fund_its_first_budget_and_its_money_come_with_the_second_signature(
    bureau: Organization, fan: Player, finance_chief: Player
) -> None:
    paper = proposed(a_new_fund(bureau), fan)
    assert (Fund.objects.count(), Budget.objects.count(), Entry.objects.count()) == (0, 0, 0)
    with pytest.raises(Denied, match="制单人不能复核自己的单据"):
        confirm_transfer(transfer=paper, on=TODAY, actor=fan.actor)
    entry = confirm_transfer(transfer=paper, on=TODAY, actor=finance_chief.actor)
    at_once()
    budget = Budget.objects.get()
    assert (budget.fund.code, budget.fund.basis) == ("digital", "深数字〔2021〕3号 第四条")
    assert (budget.programme, budget.year, budget.planned) == (
        *("shenzhen.srdi_award", 2021, paper.opens),
    )
    assert (entry.deed, entry.made_by, entry.checked_by) == (
        *(Deed.APPROPRIATE, fan.person, finance_chief.person),
    )
    assert sum(one.amount_fen for one in entry.legs.all() if one.amount_fen > 0) == 4 * WAN
    assert confirm_transfer(transfer=paper, on=TODAY, actor=finance_chief.actor) == entry
    assert Fund.objects.count() == 1
    assert list(problems_of_papers()) == []


def test_paper_that_was_sent_back_sets_up_nothing_and_may_be_drawn_up_again(
    bureau: Organization, fan: Player, finance_chief: Player
) -> None:
    paper = proposed(a_new_fund(bureau), fan)
    with pytest.raises(Refused, match=f"{paper.number} 正等待签字，设立的是同一笔"):
        proposed(a_new_fund(bureau, year=2022), fan)
    send_back(paper=paper, reason="依据不对", actor=finance_chief.actor)
    assert not Fund.objects.exists()
    again = proposed(a_new_fund(bureau), fan)
    confirm_transfer(transfer=again, on=TODAY, actor=finance_chief.actor)
    assert Fund.objects.get().code == "digital"


def test_what_is_set_up_meanwhile_is_not_set_up_twice(
    books: Books, bureau: Organization, fan: Player, finance_chief: Player
) -> None:
    first = proposed(NewBudget(fund=books.fund, programme="shenzhen.growth_award", year=2021), fan)
    made = Budget.objects.create(fund=books.fund, programme="shenzhen.growth_award", year=2021)
    with pytest.raises(Refused, match="这项资金对这个扶持计划在这一年已有预算"):
        confirm_transfer(transfer=first, on=TODAY, actor=finance_chief.actor)
    assert not hasattr(Transfer.objects.get(pk=first.pk), "decision")
    assert books.balance(Stage.AVAILABLE, made) == 0
    with pytest.raises(Refused, match="代码「industry」已经是另一项专项资金的"):
        proposed(a_new_fund(bureau, code="industry"), fan)


def test_everything_wrong_with_what_is_set_up_is_told_at_once(
    books: Books, bureau: Organization, fan: Player
) -> None:
    with pytest.raises(Refused) as refused:
        proposed(
            NewBudget(fund=books.fund, programme="shenzhen.srdi_award", year=2021),
            *(fan,),
            amount_fen=0,
            document=" ",
            reason="",
        )
    assert {one for one in refused.value.problems if not one.startswith("理由：")} == {
        "下达和收回预算要写明文号",
        "调剂金额必须大于零，不超过十万亿元",
        "预算调剂要写明理由",
        "这项资金对这个扶持计划在这一年已有预算",
    }
    with pytest.raises(Refused) as refused:
        proposed(a_new_fund(bureau, title="", basis="", year=2050), fan, taker=books.srdi)
    assert set(refused.value.problems) == {
        "新设的资金要写明代码、名称、主管部门和依据",
        "设立预算的单据只由财政下达，不写别的预算",
        "只能设立 2022 年及以前的预算，更晚的到时再设立",
    }
    assert (Fund.objects.count(), NewBudget.objects.count()) == (1, 0)


def test_closed_year_takes_no_new_budget(
    books: Books, bureau: Organization, fan: Player, finance_chief: Player
) -> None:
    year_end = draw_up_year_end(year=2020, carried=(), actor=fan.actor, now=NOW)
    sign_year_end(year_end=year_end, on=TODAY, actor=finance_chief.actor)
    for year in (2019, 2020):
        with pytest.raises(Refused, match=f"{year} 年已经结转，不能再下达、收回或调剂"):
            proposed(a_new_fund(bureau, year=year), fan)


def test_year_with_a_paper_that_would_open_a_budget_is_not_closed_over_it(
    bureau: Organization, fan: Player
) -> None:
    proposed(a_new_fund(bureau, year=2020), fan)
    with pytest.raises(Refused, match="还有 1 张预算单等待复核"):
        draw_up_year_end(year=2020, carried=(), actor=fan.actor, now=NOW)


def test_database_books_nothing_in_the_name_of_a_paper_that_nobody_signed(
    books: Books, fan: Player, finance_chief: Player
) -> None:
    opens = NewBudget(fund=books.fund, programme="shenzhen.growth_award", year=2021)
    paper = proposed(opens, fan)
    lines = (Line(books.srdi.pk, Stage.SOURCE, -5), Line(books.srdi.pk, Stage.AVAILABLE, 5))
    origin = Origin("ledger.Transfer", paper.pk)
    slip = Slip(Deed.APPROPRIATE, "t", TODAY, "下达", lines, origin)
    for checker in (finance_chief.actor, None):
        with pytest.raises(Refused, match="要按签了字的单据记账"):
            book(slip, fan.actor, checker)


# Pages


FORM = {
    "title": "数字经济专项资金",
    "code": "digital",
    "basis": "深数字〔2021〕3号 第四条",
    "programme": "shenzhen.srdi_award",
    "year": "2021",
    "amount": "1,234,567.89",
    "document": DOCUMENT,
    "reason": "首次下达",
}


def test_fund_is_set_up_on_the_page_and_stands_on_the_board(
    bureau: Organization, finance: Client, chief: Client
) -> None:
    at = finance.post("/ledger/papers/new/set-up/", FORM | {"department": bureau.name}).headers[
        "Location"
    ]
    waits = chief.get(at).content.decode()
    for told in ("签字时设立", "数字经济专项资金", "新设，代码", "1,234,567.89<span"):
        assert told in waits
    assert "数字经济专项资金" not in chief.get("/ledger/").content.decode()
    assert finance.post(f"{at}signed/").status_code == 403
    assert chief.post(f"{at}signed/").status_code == 302
    budget = Budget.objects.get()
    assert f"/ledger/budgets/{budget.pk}/" in chief.get(at).content.decode()
    board = chief.get("/ledger/").content.decode()
    assert "1,234,567.89 元" in board
    page = chief.get(f"/ledger/budgets/{budget.pk}/").content.decode()
    assert Transfer.objects.get().number in page
    for query in ("year=2021", "programme=shenzhen.srdi_award", f"department={bureau.pk}"):
        assert at in chief.get(f"/ledger/papers/?{query}").content.decode()
    assert at not in chief.get("/ledger/papers/?year=2020").content.decode()
    assert chief.get("/ledger/papers.xlsx").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"code": "数字 经济"}, "资金代码用小写字母、数字和连字符"),
        ({"code": ""}, "资金代码用小写字母、数字和连字符"),
        ({"title": " "}, "请写明资金的名称"),
        ({"title": "长" * 121}, "资金名称："),
        ({"basis": ""}, "请写明设立资金的依据"),
        ({"department": ""}, "请选主管部门"),
        ({"department": "火星局"}, "主管部门没有「火星局」这一项"),
        ({"programme": "shenzhen.none"}, "扶持计划没有「shenzhen.none」这一项"),
        ({"year": "1999"}, "年度应是 2000 至 2100 之间的数"),
        ({"year": "2023"}, "只能设立 2022 年及以前的预算"),
        ({"amount": "0"}, "不是可用的金额"),
        ({"amount": "-1"}, "不是可用的金额"),
        ({"amount": "1.005"}, "不是可用的金额"),
        ({"amount": "１２万3"}, "不是可用的金额"),
        ({"amount": "9" * 40}, "不是可用的金额"),
        ({"document": ""}, "请写明文号"),
        ({"document": "长" * 101}, "文号："),
        ({"reason": "\x00"}, "请写明理由"),
    ],
)
def test_form_of_a_new_fund_says_what_is_wrong_and_sets_up_nothing(
    bureau: Organization, finance: Client, wrong: dict[str, str], told: str
) -> None:
    asked = FORM | {"department": bureau.name} | wrong
    answer = finance.post("/ledger/papers/new/set-up/", asked)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert (NewBudget.objects.count(), Transfer.objects.count()) == (0, 0)


def test_money_for_a_line_that_is_not_there_yet_opens_it(
    books: Books, finance: Client, chief: Client
) -> None:
    asked = {"fund": books.fund.code, "programme": "shenzhen.growth_award", "year": "2022"}
    asked |= {"amount": "100万", "document": DOCUMENT, "reason": "提前下达"}
    at = finance.post("/ledger/papers/new/appropriate/", asked).headers["Location"]
    assert not Budget.objects.filter(year=2022).exists()
    assert chief.post(f"{at}signed/").status_code == 302
    assert books.balance(Stage.AVAILABLE, Budget.objects.get(year=2022)) == 100 * WAN
    again = finance.post("/ledger/papers/new/appropriate/", asked).headers["Location"]
    assert Transfer.objects.get(pk=again.split("/")[-2]).taker == Budget.objects.get(year=2022)
