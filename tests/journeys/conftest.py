"""浏览器: the machine's own Chromium; without one these tests are not collected, and it is said.

``HUIQI_CHROMIUM`` names it, else the usual places are looked at; with
``HUIQI_REQUIRE_BROWSER=1`` its absence is a failure.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.visiting import WITH_OR_WITHOUT, visit

ALL_PAGES = "test_states.py"
USUAL = ("/usr/bin/chromium", "/usr/lib/chromium/chromium", "/usr/bin/google-chrome")
FOUND = next(
    (path for path in (os.environ.get("HUIQI_CHROMIUM", ""), *USUAL) if Path(path).is_file()), ""
)

if not FOUND:
    if os.environ.get("HUIQI_REQUIRE_BROWSER") == "1":
        raise RuntimeError("找不到 Chromium：请安装它，或用 HUIQI_CHROMIUM 指出它在哪里。")
    collect_ignore_glob = ["test_*.py"]

# Playwright keeps an event loop in the thread in which Django speaks to its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys of a file go one after the other in one browser, and begin early: groups are
    taken before single tests. The parts of all pages are longer than a file, and go apart.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) and item.path.name != ALL_PAGES:
            item.add_marker(pytest.mark.xdist_group(f"browser {item.path.name}"))


# Its event loop must be gone before other tests run in this process.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=FOUND, args=["--no-sandbox"])
        yield running
        # Django keeps connections apart for code under an event loop: these are nobody's later.
        connections.close_all()
        running.close()


@pytest.fixture
def address(live_server: object, served_city: None) -> str:
    """The demonstration city, served; nobody signed in to this copy of it before."""
    return str(live_server)


@pytest.fixture(params=WITH_OR_WITHOUT)
def phone(request: pytest.FixtureRequest, browser: Browser) -> Page:
    """手机: in the hands of somebody who has not signed in."""
    return visit(browser, 390, "light", scripts=request.param)
