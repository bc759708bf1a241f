"""办事: what people come for, with and without scripts, and by the keyboard alone."""

from playwright.sync_api import Browser, Page

from huiqi.demo import chenglan
from huiqi.demo.cast import PASSWORD


def visit(
    browser: Browser, width: int, scheme: str, *, scripts: bool = True, locale: str = "zh-CN"
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=locale,
        java_script_enabled=scripts,
    )
    return context.new_page()


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")


def test_stranger_gets_an_answer_without_a_script(browser: Browser, address: str) -> None:
    page = visit(browser, 390, "light", scripts=False)
    page.goto(address)
    page.fill("input[name=q]", chenglan.facts()["credit_code"])
    page.click("main button[type=submit]")
    assert page.inner_text("h1") == "深圳市澄澜传感技术有限公司"
    page.fill("#q-employees", "86人")
    page.locator("form", has=page.locator("#q-employees")).get_by_role("button").click()
    assert "你答过的" in page.inner_text("main")


def test_owner_signs_in_reads_and_signs_out_without_a_script(
    browser: Browser, address: str
) -> None:
    page = visit(browser, 390, "light", scripts=False)
    sign_in(page, address, "chenlan")
    page.click(".tabbar a:has-text('政策')")
    assert "最高20.00万元" in page.inner_text("#shenzhen_longgang\\.park_rent")
    page.goto(f"{address}/me/")
    page.get_by_role("button", name="退出登录").click()
    page.goto(f"{address}/me/")
    assert page.inner_text("h1") == "登录"


def test_keyboard_reaches_the_text_first(browser: Browser, address: str) -> None:
    page = visit(browser, 1440, "light")
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
