"""页面: heard, seen on a phone and by night, and used without a script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from huiqi.demo import chenglan
from huiqi.demo.cast import PASSWORD

OPEN = (
    *(
        "/",
        "/match/",
        "/search/?q=%E8%B4%B4%E6%81%AF",
        "/policies/",
        "/policies/shenzhen_longgang.park_rent/",
    ),
    *("/styleguide/", "/accounts/login/", "/nothing/"),
)
OWN = (
    *("/", "/match/", "/me/", "/inbox/", "/accounts/2fa/", "/accounts/sessions/"),
    *("/firm/", "/firm/people/", "/me/tokens/"),
    *("/my/looks/", "/my/facts/", "/my/facts/revenue/", "/my/data/"),
)
OFFICERS = ("/desk/", "/desk/?who=done", "/inbox/messages/", "/inbox/calendar/", "/my/desk/")
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WAYS = ((390, "light"), (1440, "dark"))


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


def faults(page: Page, address: str, paths: tuple[str, ...]) -> Iterator[str]:
    """What axe finds with no rule left out, what runs over the edge, and foreign requests."""
    foreign: list[str] = []
    page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith(address) else None)
    for path in paths:
        page.goto(address + path)
        for violation in Axe().run(page).response["violations"]:
            yield f"{path}: {violation['id']}: {violation['nodes'][0]['html']}"
        if over := page.evaluate(OVER):
            yield f"{path}: {over} px over the edge"
    yield from foreign


def over_the_edge(page: Page, address: str, path: str) -> dict[str, int]:
    page.goto(address + path)
    over = page.evaluate(OVER)
    return {path: over} if over else {}


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_pages_are_without_fault_for_whoever_hears_or_enlarges_them(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    page = visit(browser, width, scheme)
    assert list(faults(page, address, OPEN)) == []
    sign_in(page, address, "chenlan")
    assert list(faults(page, address, OWN)) == []
    chief = visit(browser, width, scheme)
    sign_in(chief, address, "linyuan")
    assert list(faults(chief, address, OFFICERS)) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_english_pages_stay_within_the_edge(browser: Browser, address: str, width: int) -> None:
    page = visit(browser, width, "light", locale="en-GB")
    over: dict[str, int] = {}
    for path in OPEN:
        over |= over_the_edge(page, address, path)
    sign_in(page, address, "chenlan")
    for path in OWN:
        over |= over_the_edge(page, address, path)
    chief = visit(browser, width, "light", locale="en-GB")
    sign_in(chief, address, "linyuan")
    for path in OFFICERS:
        over |= over_the_edge(chief, address, path)
    assert over == {}


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
