"""叠加: an officer reads what else the firm has, with numbers; nothing is refused by it."""

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.ledger import actions as ledger
from huiqi.ledger.queries import whole
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.models import Application
from huiqi.programmes.queries.stacking import standing
from tests.cast import NOW, Player
from tests.ledger.books import CALL, WAN, Books, award
from tests.programmes.applying import a_call, filled_in, handed_in
from tests.programmes.pages import browser, read

pytestmark = pytest.mark.django_db
CAP = (
    "首台（套）、首批次、首版次每家企业每年合计不超过一千万元；"
    "上限 10,000,000.00 元，账上已用 3,000,000.00 元，还剩 7,000,000.00 元"
)


def _paid(books: Books, firm: Organization, programme: str, wan: int) -> None:
    """By the call of tests/ledger, in the year of the city."""
    budget = books.upgrade
    if programme != "shenzhen.technical_upgrade":
        budget = ledger.set_up_budget(fund=books.fund, year=2021, programme=programme, actor=SYSTEM)
    books.do("appropriate", wan * WAN, budget=budget, key=f"a:{programme}")
    books.do("commit", wan * WAN, budget=budget, key=f"c:{programme}", call=CALL)
    books.do("approve", wan * WAN, budget=budget, key=f"g:{programme}", award=award(firm))


def test_a_firm_that_had_nothing_else_has_nothing_in_its_way(draft: Application) -> None:
    told = standing(draft, NOW)
    assert (told.sentences, told.paid_fen, told.coming_fen, told.stops) == ((), 0, 0, False)


def test_what_it_had_of_the_same_programme_this_year_is_told_and_wants_a_look(
    books: Books, draft: Application, chenglan: Organization
) -> None:
    _paid(books, chenglan, "shenzhen.technical_upgrade", 20)
    told = standing(draft, NOW)
    assert [one.text for one in told.sentences] == [
        "同一项目，本年度另有 200,000.00 元，历年合计 200,000.00 元；每年只能享受一次"
    ]
    assert (told.coming_fen, told.stops) == (20 * WAN, True)


def test_a_cap_that_programmes_share_is_told_with_what_is_left_of_it(
    books: Books, qin: Player, he: Player, chenglan: Organization, lan: Player
) -> None:
    _paid(books, chenglan, "shenzhen.first_batch", 300)
    budget = ledger.set_up_budget(
        fund=books.fund, year=2021, programme="shenzhen.first_set", actor=SYSTEM
    )
    books.do("appropriate", 500 * WAN, budget=budget, key="first_set")
    call = a_call(qin, he, budget, 500 * WAN, "shenzhen.first_set")
    draft = actions.begin_application(call=call, organization=chenglan, actor=lan.actor, now=NOW)
    told = standing(draft, NOW)
    assert [(one.text, one.stops) for one in told.sentences] == [(CAP, False)]


def test_the_officer_reads_it_on_the_page_of_the_case(
    draft: Application, lan: Player, qin: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_in(draft, lan)
    handed_in(draft, lan)
    draft.refresh_from_db()
    monkeypatch.setattr(whole, "_KINDS", dict(whole._KINDS))
    whole.register_kind(whole.Kind("rent", "房租优惠", lambda _one: whole.Share(12_345_600)))
    page = read(browser(qin), f"/desk/applications/cases/{draft.number}/")
    assert "房租优惠 已得 12.34 万元" in page
    assert "没有与别的项目冲突，也没有共同上限。" in page
