"""来访: how somebody comes to the city with a browser, and signs in."""

import pytest
from playwright.sync_api import Browser, Page

from huiqi.demo.cast import PASSWORD

# No page may need a script, so that each way is gone without any; with them in make verify.
WITH_OR_WITHOUT = (
    pytest.param(True, id="with-scripts", marks=pytest.mark.verify),
    pytest.param(False, id="without-scripts"),
)


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


def sign_in(page: Page, address: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
