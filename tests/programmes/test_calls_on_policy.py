"""政策页上的申报通知: what can be applied for, when, and the way there; each reader their own."""

from datetime import timedelta

import pytest

from huiqi.programmes import actions
from huiqi.programmes.models import Application, Call
from huiqi.programmes.on_policy import OVER
from tests.cast import NOW, Player
from tests.ledger.books import WAN, Books
from tests.programmes.applying import CLOSES, OPENS, a_call
from tests.programmes.pages import browser, read, set_clock

pytestmark = pytest.mark.django_db

UPGRADE = "/policies/shenzhen.technical_upgrade/"
ELSEWHERE = "/policies/national.high_tech_enterprise/"
WINDOW = "2021年10月19日 周二 09:00 至 2021年11月19日 周五 18:00"


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def test_a_policy_leads_to_its_call_from_before_it_opens_until_it_is_over(call: Call) -> None:
    visitor, link = browser(), f'href="/calls/{call.number}/"'
    found = {}
    for name, moment in {
        "coming": OPENS - timedelta(hours=1),
        "open": OPENS,
        "over": CLOSES,
    }.items():
        set_clock(moment)
        whole = visitor.get(UPGRADE).content.decode()
        page = read(visitor, UPGRADE)
        found[name] = (
            whole.count(link),
            WINDOW in page,
            *(word in page for word in ("即将受理", "正在受理", "已截止", "去申报")),
            "现在没有正在受理的申报通知" in page,
        )
    assert found == {
        "coming": (1, True, True, True, False, False, True),
        "open": (3, True, False, True, False, True, False),
        "over": (1, True, False, True, True, False, True),
    }


def test_where_to_apply_names_the_call_that_is_open_and_nothing_where_none_is(
    books: Books, qin: Player, he: Player
) -> None:
    books.do("appropriate", 100 * WAN, budget=books.srdi, key="srdi")
    call = a_call(qin, he, books.srdi, 60 * WAN, "shenzhen.srdi_award")
    found = []
    for moment in (OPENS - timedelta(hours=1), OPENS, CLOSES):
        set_clock(moment)
        page = read(browser(), "/policies/shenzhen.srdi_award/")
        found.append(("网上入口没有查到" in page, f"本平台，见 {call.title}" in page))
    assert found == [(True, False), (False, True), (True, False)]


def test_a_firm_goes_on_with_what_it_has_begun_and_nobody_else_sees_it(
    call: Call, lan: Player, qin: Player, draft: Application
) -> None:
    told = ["接着填" in read(browser(one), UPGRADE) for one in (lan, qin, None)]
    assert told == [True, False, False]
    actions.withdraw_application(application=draft, reason="", actor=lan.actor, now=NOW)
    page = read(browser(lan), UPGRADE)
    assert ("接着填" in page, "去申报" in page) == (False, True)


def test_of_calls_that_are_over_the_latest_stand_and_the_list_has_the_rest(
    call: Call, books: Books, qin: Player, he: Player
) -> None:
    more = OVER + 1
    for _one in range(more):
        a_call(qin, he, books.upgrade, WAN)
    set_clock(CLOSES)
    visitor = browser()
    whole = visitor.get(UPGRADE).content.decode()
    assert whole.count('href="/calls/SBTZ') == OVER
    assert "还有 2 份已截止的" in read(visitor, UPGRADE)
    assert 'href="/calls/?programme=shenzhen.technical_upgrade"' in whole


def test_what_is_not_open_says_so_and_a_policy_handled_elsewhere_says_nothing(
    qin: Player, he: Player, books: Books
) -> None:
    assert "现在没有正在受理的申报通知" in read(browser(), UPGRADE)
    elsewhere = browser().get(ELSEWHERE)
    assert (elsewhere.status_code, b"calls-h" in elsewhere.content) == (200, False)


def test_who_is_asked_nothing_is_told_so_instead_of_a_way_to_apply(
    qin: Player, he: Player, books: Books
) -> None:
    books.do("appropriate", 20 * WAN, budget=books.srdi)
    a_call(qin, he, books.srdi, 10 * WAN, "shenzhen.srdi_award")
    page = read(browser(), "/policies/shenzhen.srdi_award/")
    assert ("免申即享：不用申报" in page, "去申报" in page) == (True, False)
