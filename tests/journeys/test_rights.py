"""办事: what a firm does with its data and its people, with and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.journeys.visiting import sign_in, visit

# tests/rights, tests/web, tests/follow and tests/api do each of them without a browser.
pytestmark = pytest.mark.verify

PDF: FilePayload = {
    "name": "审计报告.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n%%EOF\n",
}


def test_owner_asks_for_a_fact_to_be_corrected_and_takes_it_back(phone: Page, address: str) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(f"{address}/my/facts/revenue/")
    phone.fill("#value", "5200万元")
    phone.fill("#reason", "没有算上子公司")
    phone.set_input_files("#files", files=[PDF])
    phone.get_by_role("button", name="申请更正").click()
    phone.get_by_text("前答复").first.wait_for()
    phone.get_by_text("审计报告.pdf").first.wait_for()
    phone.get_by_role("button", name="撤回申请").click()
    phone.get_by_role("button", name="申请更正").wait_for()


def test_stranger_shares_a_match_by_a_link(phone: Page, address: str, browser: Browser) -> None:
    phone.goto(f"{address}/match/")
    phone.fill("#f-employees", "86人")
    phone.locator("form", has=phone.locator("#f-employees")).get_by_role("button").click()
    phone.get_by_text("你答过的").first.wait_for()  # with scripts the page goes on meanwhile
    phone.get_by_role("link", name="用链接分享").first.click()
    phone.get_by_label("从业人员").check()
    phone.get_by_role("button", name="生成链接").click()
    link = phone.locator("main .inbox__link a").inner_text()
    other = visit(browser, 390, "light", scripts=False)
    other.goto(address + link[link.index("/match/shared/") :])
    assert "从业人员" in other.inner_text("main")


def test_owner_takes_somebody_on_and_lets_them_go(phone: Page, address: str) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(f"{address}/firm/people/")
    phone.fill("#member", "wudi")
    phone.get_by_label("财务").check()
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.get_by_role("button", name=re.compile("结束任职.*吴迪")).click()
    expect(phone.get_by_role("button", name=re.compile("结束任职.*吴迪"))).to_have_count(0)


def test_owner_lets_an_agent_fill_in_and_ends_it(phone: Page, address: str) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(f"{address}/firm/people/")
    granted = phone.get_by_role("button", name="撤销授权")
    before = granted.count()
    phone.fill("#agent", "suhe")
    phone.get_by_label("查看").check()
    phone.fill("#until", "2021-12-31")
    phone.get_by_role("button", name="授权", exact=True).click()
    expect(granted).to_have_count(before + 1)
    phone.get_by_role("button", name=re.compile("撤销授权.*苏禾")).click()
    expect(granted).to_have_count(before)


def test_owner_makes_a_token_and_revokes_it(phone: Page, address: str) -> None:
    sign_in(phone, address, "chenlan")
    phone.goto(f"{address}/me/tokens/")
    phone.fill("main input[name=title]", "财务软件")
    phone.locator("main input[name=scopes]").first.check()
    phone.get_by_role("button", name="生成令牌").click()
    assert phone.inner_text("main code").startswith("huiqi_")
    phone.get_by_role("button", name="撤销").first.click()
    phone.get_by_text("已撤销").first.wait_for()
    assert phone.locator("main code").count() == 0
