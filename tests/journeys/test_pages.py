"""办事: what people come for, with and without scripts, and by the keyboard alone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.visiting import sign_in, visit


@pytest.mark.verify  # tests/rights and tests/inbox do it without a browser
def test_owner_asks_why_somebody_looked(phone: Page, address: str) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(f"{address}/my/looks/")
    phone.locator("main a[href$='/ask/']").first.click()
    phone.fill("main textarea[name=text]", "为什么要看我们的营业收入？")
    phone.locator("main form", has=phone.locator("textarea")).get_by_role("button").click()
    expect(phone.locator("main")).to_contain_text("为什么要看我们的营业收入？")


@pytest.mark.verify  # tests/rights and tests/inbox do it without a browser
def test_owner_asks_for_what_is_wrong_to_be_erased(phone: Page, address: str) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(f"{address}/my/data/")
    phone.fill("#reason", "请删除我的旧手机号")
    phone.get_by_role("button", name="请求删除我本人的").click()
    phone.get_by_text("请删除我的旧手机号").first.wait_for()


@pytest.mark.verify  # tests/rights and tests/inbox do it without a browser
def test_owner_makes_a_calendar(phone: Page, address: str) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(f"{address}/inbox/calendar/")
    phone.get_by_role("button", name="生成日历链接").click()
    phone.locator("main a[href$='.ics']").wait_for()


def test_keyboard_reaches_the_text_first(browser: Browser, address: str) -> None:
    page = visit(browser, 1440, "light")
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
