"""政策沙盘: an officer tries two changes of a policy and lays them side by side, on any screen.

Gone with scripts and without: nothing of it may need one.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from huiqi.citywide.actions import write_register
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import now, today
from tests.journeys.visiting import sign_in, visit

TITLE = "龙岗区科技企业加速器、科技创新产业园国家高新技术企业租金扶持"


@pytest.fixture(
    params=[
        pytest.param((390, True), id="phone", marks=pytest.mark.verify),
        pytest.param((1440, False), id="without-scripts"),
    ]
)
def page(request: pytest.FixtureRequest, browser: Browser) -> Page:
    width, scripts = request.param
    return visit(browser, width, "light", scripts=scripts)


@pytest.mark.verify  # tests/sandbox does the same without a browser
def test_two_changes_are_tried_and_compared(page: Page, address: str) -> None:
    write_register(on=today(), actor=SYSTEM, now=now())
    sign_in(page, address, "huangruo")
    page.goto(f"{address}/desk/sandbox/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("租金扶持比例").fill("400")
    page.get_by_role("button", name="推演", exact=True).click()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("租金扶持比例")).to_be_focused()
    expect(page.get_by_label("租金扶持比例")).to_have_value("400")
    page.get_by_label("租金扶持比例").fill("40%")
    page.get_by_role("button", name="推演", exact=True).click()
    expect(page.locator(".lead")).to_contain_text("2 户变少，一年少 20,795.00 元")
    page.get_by_role("link", name="改一改再推演").click()
    expect(page.get_by_label("租金扶持比例")).to_have_value("40%")
    page.get_by_label("连续享受的最多年数").fill("5")
    page.get_by_role("button", name="推演", exact=True).click()
    page.get_by_role("button", name="并排比较").click()
    expect(page.get_by_role("heading", name="两次推演并排比")).to_be_visible()
    expect(page.get_by_role("row", name="已能确定的一年费用")).to_be_visible()
