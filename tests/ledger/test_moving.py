"""资金的办理: every yuan on its way from the treasury to a firm and back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused
from huiqi.ledger.actions import (
    Business,
    OtherContent,
    Told,
    appropriate,
    close_period,
    confirm_transfer,
    open_paid,
    propose_transfer,
    reverse,
)
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Entry, Leg
from huiqi.parties.models import Organization
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import CALL, WAN, Books, at_once, award


def test_money_goes_all_the_way_to_a_firm_and_back(books: Books, chenglan: Organization) -> None:
    books.do("appropriate", 100 * WAN)
    books.do("commit", 60 * WAN, call=CALL)
    books.do("approve", 50 * WAN, award=award(chenglan))
    books.do("order", 50 * WAN, award=award(chenglan))
    books.do("pay", 50 * WAN, award=award(chenglan))
    books.do("give_back", 20 * WAN, award=award(chenglan))
    books.do("restore", 5 * WAN, award=award(chenglan))
    books.do("surrender", 15 * WAN, award=award(chenglan))
    at_once()
    assert {stage.value: books.balance(stage) // WAN for stage in Stage} == {
        "source": -85,
        "available": 45,
        "committed": 10,
        "approved": 0,
        "ordered": 0,
        "paid": 30,
        "returned": 0,
    }


def test_what_is_undone_goes_back_to_where_it_came_from(
    books: Books, chenglan: Organization
) -> None:
    books.do("appropriate", 100 * WAN)
    books.do("withdraw", 10 * WAN)
    books.do("commit", 60 * WAN, call=CALL)
    books.do("release", 10 * WAN, call=CALL)
    books.do("approve", 50 * WAN, award=award(chenglan))
    books.do("revoke", 20 * WAN, award=award(chenglan))
    books.do("order", 30 * WAN, award=award(chenglan))
    books.do("fail", 30 * WAN, award=award(chenglan))
    at_once()
    told = {stage.value: books.balance(stage) // WAN for stage in Stage if books.balance(stage)}
    assert told == {"source": -90, "available": 40, "committed": 20, "approved": 30}


@pytest.mark.parametrize(
    ("name", "whose", "problem"),
    [
        ("withdraw", "nobody", "余额不足：可用指标只有 1,000,000.00 元，需要 1,000,000.01 元"),
        ("commit", "call", "余额不足：可用指标只有 1,000,000.00 元，需要 1,000,000.01 元"),
        ("release", "call", "余额不足：已承诺 TZ-2021-000001只有 0.00 元，需要 1,000,000.01 元"),
        ("approve", "firm", "余额不足：已承诺 TZ-2021-000001只有 0.00 元，需要 1,000,000.01 元"),
        ("order", "firm", "余额不足：已核定 TZ-2021-000001只有 0.00 元，需要 1,000,000.01 元"),
        ("pay", "firm", "余额不足：支付在途 TZ-2021-000001只有 0.00 元，需要 1,000,000.01 元"),
        ("give_back", "firm", "余额不足：已支付 TZ-2021-000001只有 0.00 元，需要 1,000,000.01 元"),
    ],
)
def test_nothing_leaves_where_there_is_not_enough(
    books: Books, chenglan: Organization, name: str, whose: str, problem: str
) -> None:
    books.do("appropriate", 100 * WAN)
    told: dict[str, dict[str, Any]] = {
        "nobody": {},
        "call": {"call": CALL},
        "firm": {"award": award(chenglan)},
    }
    with pytest.raises(Refused) as refused:
        books.do(name, 100 * WAN + 1, **told[whose])
    assert refused.value.problems == (problem,)
    assert Entry.objects.count() == 1


def test_what_was_approved_for_one_firm_is_not_paid_to_another(
    books: Books, chenglan: Organization, yuanshan: Organization
) -> None:
    books.do("appropriate", 100 * WAN)
    books.do("commit", 60 * WAN, call=CALL)
    books.do("approve", 50 * WAN, award=award(chenglan))
    with pytest.raises(Refused, match=r"已核定 TZ-2021-000001只有 0\.00 元"):
        books.do("order", 50 * WAN, award=award(yuanshan))


def test_everything_in_the_way_is_told_at_once(books: Books, fan: Player) -> None:
    close_period(month=date(2021, 9, 1), actor=SYSTEM)
    business = Business("late", date(2021, 9, 30), "补记")
    with pytest.raises(Refused) as refused:
        books.do("commit", WAN, call=CALL, business=business)
    assert refused.value.problems == (
        "2021-09 已经结账，请记在以后的月份",
        "余额不足：可用指标只有 0.00 元，需要 10,000.00 元",
    )


@pytest.mark.parametrize("amount_fen", [0, -1])
def test_amount_that_is_not_above_zero_is_refused(books: Books, amount_fen: int) -> None:
    with pytest.raises(Refused) as refused:
        appropriate(
            budget=books.upgrade,
            amount_fen=amount_fen,
            business=Business(" ", TODAY, "字" * 201),
            actor=SYSTEM,
        )
    assert refused.value.problems == (
        "请写明业务凭据，如拨款单的编号",
        "摘要不能超过 200 个字",
        "金额必须大于零；要退回或冲减，请用相反的业务",
    )


def test_amount_beyond_all_budgets_is_refused(books: Books) -> None:
    with pytest.raises(Refused, match="一笔金额不能超过十万亿元"):
        books.do("appropriate", 10**15 + 1)


def test_same_business_is_booked_once(books: Books) -> None:
    first = books.do("appropriate", WAN, key="YS-2021-1")
    assert books.do("appropriate", WAN, key="YS-2021-1") == first
    assert books.balance(Stage.AVAILABLE) == WAN


def test_same_key_with_another_amount_is_refused(books: Books) -> None:
    first = books.do("appropriate", WAN, key="YS-2021-1")
    with pytest.raises(OtherContent) as refused:
        books.do("appropriate", 2 * WAN, key="YS-2021-1")
    assert refused.value.problems == (
        f"这笔业务已经记过账，内容与这次不同；原凭证没有改动（原凭证 {first.number}：测试）",
    )
    assert books.balance(Stage.AVAILABLE) == WAN


def test_key_of_a_refused_business_can_be_used_again(books: Books) -> None:
    with pytest.raises(Refused, match="余额不足"):
        books.do("commit", WAN, key="CN-2021-1", call=CALL)
    books.do("appropriate", WAN)
    books.do("commit", WAN, key="CN-2021-1", call=CALL)
    assert books.balance(Stage.COMMITTED) == WAN


def test_nothing_is_booked_in_the_future(books: Books) -> None:
    business = Business("early", TODAY + timedelta(days=1), "明天")
    with pytest.raises(Refused, match="记账日期不能在今天以后"):
        books.do("appropriate", WAN, business=business)


def test_reversal_is_the_exact_opposite_once(books: Books) -> None:
    entry = books.do("appropriate", WAN)
    undone = reverse(entry=entry, business=books.business(), actor=SYSTEM)
    at_once()
    assert (undone.reverses_id, books.balance(Stage.AVAILABLE)) == (entry.pk, 0)
    for again in (entry, undone):
        with pytest.raises(Refused) as refused:
            reverse(entry=again, business=books.business(), actor=SYSTEM)
        assert refused.value.problems in (
            ("这张凭证已经冲正过，不能再冲",),
            ("冲正凭证本身不能再冲；请重新记一张",),
        )


def test_what_was_spent_since_cannot_be_reversed(books: Books) -> None:
    entry = books.do("appropriate", WAN)
    books.do("commit", WAN, call=CALL)
    with pytest.raises(Refused, match=r"余额不足：可用指标只有 0\.00 元"):
        reverse(entry=entry, business=books.business(), actor=SYSTEM)


def test_opening_entry_says_where_its_number_is_from(books: Books) -> None:
    told = Told(230 * WAN, 12, "答复函", is_rounded=True)
    business = Business("opening:2020", date(2020, 12, 31), "2020 年支付")
    entry = open_paid(budget=books.srdi, told=told, business=business, actor=SYSTEM)
    at_once()
    assert (entry.source, entry.grants, entry.is_rounded) == ("答复函", 12, True)
    assert books.balance(Stage.PAID, books.srdi) == 230 * WAN
    with pytest.raises(Refused, match="期初凭证要写明数字的来源"):
        open_paid(budget=books.srdi, told=Told(1, 1, ""), business=books.business(), actor=SYSTEM)


def test_transfer_needs_two_people(books: Books, fan: Player, finance_chief: Player) -> None:
    books.do("appropriate", 10 * WAN)
    transfer = propose_transfer(
        giver=books.upgrade,
        taker=books.srdi,
        amount_fen=4 * WAN,
        reason="专精特新申报多于预计",
        actor=fan.actor,
        now=NOW,
    )
    assert books.balance(Stage.AVAILABLE, books.srdi) == 0
    with pytest.raises(Denied, match="制单人不能复核自己的单据"):
        confirm_transfer(transfer=transfer, on=TODAY, actor=fan.actor)
    entry = confirm_transfer(transfer=transfer, on=TODAY, actor=finance_chief.actor)
    assert confirm_transfer(transfer=transfer, on=TODAY, actor=finance_chief.actor) == entry
    at_once()
    assert (entry.made_by, entry.checked_by) == (fan.person, finance_chief.person)
    assert books.balance(Stage.AVAILABLE) == 6 * WAN
    assert books.balance(Stage.AVAILABLE, books.srdi) == 4 * WAN
    assert books.balance(Stage.SOURCE, books.srdi) == -4 * WAN


def test_transfer_of_nothing_to_itself_for_no_reason_is_refused_with_all_of_it(
    books: Books, fan: Player
) -> None:
    with pytest.raises(Refused) as refused:
        propose_transfer(
            giver=books.upgrade,
            taker=books.upgrade,
            amount_fen=0,
            reason=" ",
            actor=fan.actor,
            now=NOW,
        )
    assert "调出和调入不能是同一笔预算" in refused.value.problems
    assert "调剂金额必须大于零，不超过十万亿元" in refused.value.problems


def test_month_that_is_not_over_cannot_be_closed(books: Books, fan: Player) -> None:
    with pytest.raises(Refused, match="这个月还没有过完，不能结账"):
        close_period(month=TODAY, actor=fan.actor)
    close_period(month=date(2021, 9, 15), actor=fan.actor)
    with pytest.raises(Refused, match="这个月已经结账"):
        close_period(month=date(2021, 9, 1), actor=fan.actor)
    with pytest.raises(Refused, match="更晚的月份已经结账"):
        close_period(month=date(2021, 8, 1), actor=fan.actor)


@pytest.mark.parametrize("who", ["lan", "shen", "system_admin"])
@pytest.mark.parametrize("act", [lambda b, a: b.do("appropriate", 1, actor=a)])
def test_firms_auditors_and_administrators_book_nothing(
    books: Books, request: pytest.FixtureRequest, who: str, act: Callable
) -> None:
    actor = request.getfixturevalue(who).actor
    with pytest.raises(Denied, match="须由资金经办办理"):
        act(books, actor)
    with pytest.raises(Denied, match="须由主管部门的经办或处室负责人办理"):
        books.do("commit", 1, call=CALL, actor=actor)


def test_officer_of_the_bureau_promises_but_does_not_pay(
    books: Books, qin: Player, chenglan: Organization
) -> None:
    books.do("appropriate", WAN)
    books.do("commit", WAN, call=CALL, actor=qin.actor)
    books.do("approve", WAN, award=award(chenglan), actor=qin.actor)
    with pytest.raises(Denied, match="须由资金经办办理"):
        books.do("order", WAN, award=award(chenglan), actor=qin.actor)
    assert Leg.objects.count() == 6
