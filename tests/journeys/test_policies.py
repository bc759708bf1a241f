"""找政策: on a phone, from the front page to what a firm may claim, and what it follows.

Each way is gone twice, with scripts and without; every input of a person is counted.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from huiqi.demo import chenglan
from huiqi.kernel.now import today
from huiqi.parties import scope
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of
from huiqi.policies.matching import find
from tests.journeys.visiting import WITH_OR_WITHOUT, sign_in, visit

FIRM = "深圳市澄澜传感技术有限公司"
MOST_INPUTS = 3  # of somebody signed in, from the front page to the ranked list


class Hand:
    """手: taps and writes; each is one input of the person."""

    def __init__(self) -> None:
        self.inputs = 0

    def tap(self, what: Locator) -> None:
        self.inputs += 1
        what.click()

    def write(self, what: Locator, text: str) -> None:
        self.inputs += 1
        what.fill(text)


@pytest.fixture(params=WITH_OR_WITHOUT)
def phone(request: pytest.FixtureRequest, browser: Browser) -> Page:
    """The same journey is made twice: no page may need a script."""
    return visit(browser, 390, "light", scripts=request.param)


def claimable() -> list[str]:
    """What the engine says that 澄澜 may claim today, in the order of urgency."""
    with scope.everything():
        firm = Organization.objects.get(name=FIRM)
        return [one.policy.id for one in find(facts_of(firm.subject, today())).can]


def answered(page: Page, label: str) -> Locator:
    """The list of what was answered: with this, the page has been judged anew."""
    return page.locator("aside .panel li", has_text=label)


def answer_next(page: Page) -> str:
    """Answer in place the question that settles most; what it asked for."""
    form = page.locator("#ask form.q", has=page.get_by_role("button")).first
    label = form.locator(".field__l").first.inner_text()
    if form.locator("label.choice").count():
        form.locator("label.choice").first.click()
    elif form.locator("select").count():
        form.locator("select").select_option(index=1)
    else:
        form.locator("input[maxlength]").first.fill("1")
    form.get_by_role("button").click()
    expect(answered(page, label)).to_be_visible()
    return label


def test_owner_is_few_inputs_from_her_list_opens_a_policy_and_follows_it(
    phone: Page, address: str
) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(address)
    hand = Hand()
    hand.tap(phone.locator(".tabbar a", has_text="政策"))
    expect(phone.locator("h1")).to_have_text(FIRM)
    assert hand.inputs <= MOST_INPUTS
    ranked = phone.locator("#can article")
    assert [one.get_attribute("id") for one in ranked.all()] == claimable()
    expect(phone.locator("#shenzhen_longgang\\.park_rent")).to_contain_text("最高20.00万元")
    title = ranked.last.locator("h3").inner_text()  # the first of them are followed already
    ranked.last.locator("h3 a").click()
    expect(phone.locator("h1")).to_have_text(title)
    phone.get_by_role("button", name="为本企业关注").click()
    expect(phone.get_by_text("本企业在关注").first).to_be_visible()
    phone.goto(f"{address}/follow/")
    expect(phone.locator("main")).to_contain_text(title)
    phone.goto(f"{address}/me/")
    phone.get_by_role("button", name="退出登录").click()
    expect(phone.locator(".tabbar a", has_text="待办")).to_have_count(0)
    phone.goto(f"{address}/me/")
    expect(phone.locator("h1")).to_have_text("登录")


def test_stranger_types_a_code_and_three_answers_and_reads_what_is_missing(
    phone: Page, address: str
) -> None:
    phone.goto(address)
    phone.fill("input[name=q]", chenglan.facts()["credit_code"])
    phone.click("main button[type=submit]")
    expect(phone.locator("h1")).to_have_text(FIRM)
    expect(phone.locator("main")).to_contain_text("只用公开登记的信息和你的回答")
    phone.fill("#f-employees", "86人")
    phone.locator("form", has=phone.locator("#f-employees")).get_by_role("button").click()
    expect(answered(phone, "从业人员")).to_be_visible()
    told = {"从业人员", answer_next(phone), answer_next(phone)}
    assert len(told) == len(phone.locator("aside .panel li", has=phone.locator("a")).all()) == 3
    open_one = phone.locator("article", has_text="还缺：").first
    expect(open_one.locator(".meta a").first).to_be_attached()
    expect(phone.locator(".sum")).to_contain_text("待补充")


def test_button_says_that_it_works_and_a_second_press_posts_nothing(
    browser: Browser, address: str
) -> None:
    page, held = visit(browser, 390, "light"), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/match/answer/**", hold)
    page.goto(f"{address}/match/")
    form = page.locator("form", has=page.locator("#f-employees"))
    page.fill("#f-employees", "86人")
    form.get_by_role("button").click()
    expect(form.get_by_role("button")).to_be_disabled()
    expect(form.get_by_text("正在重新比对")).to_be_visible()
    form.get_by_role("button").click(force=True)
    page.press("#f-employees", "Enter")
    held[0].continue_()
    expect(answered(page, "从业人员")).to_be_visible()
    assert len(held) == 1


def test_answer_that_is_refused_is_said_in_the_place_of_the_page(
    browser: Browser, address: str
) -> None:
    page = visit(browser, 390, "light")
    page.goto(f"{address}/match/")
    page.context.clear_cookies()
    page.fill("#f-employees", "86人")
    page.locator("form", has=page.locator("#f-employees")).get_by_role("button").click()
    expect(page.locator("h1")).to_have_text("这一页放得太久了")


def test_lost_network_is_said_and_nothing_that_was_typed_is_lost(
    browser: Browser, address: str
) -> None:
    page = visit(browser, 390, "light")
    page.goto(f"{address}/match/")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.context.set_offline(True)
    page.fill("#f-employees", "86人")
    button = page.locator("form", has=page.locator("#f-employees")).get_by_role("button")
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("没有连上")
    expect(page.locator("#f-employees")).to_have_value("86人")
    page.context.set_offline(False)
    button.click()
    expect(answered(page, "从业人员")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
