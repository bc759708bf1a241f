"""名册的页面: an officer brings a register in and takes it back; heard and enlarged."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.registers import spool, tasks
from huiqi.registers.models import RegisterCase, RegisterImport
from tests.journeys.test_states import OVER
from tests.journeys.visiting import sign_in, visit
from tests.registers.conftest import FIRST, HEADING, SECOND


@pytest.fixture(autouse=True)
def _spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "folder_of", lambda pk: tmp_path / "spool" / str(pk))


def upload(page: Page, address: str, folder: Path, *lines: str) -> None:
    file = folder / "市场监管局名册.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    page.goto(f"{address}/registers/")
    page.set_input_files("#file", file)
    page.select_option("#source", "registry")
    page.click("main form button")


def wrong(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and what runs over its edge."""
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    return [*found, "over the edge"] if page.evaluate(OVER) else found


def work() -> None:
    """What the worker does with everything that waits; jobs of earlier tests are no more."""
    known = set(RegisterCase.objects.values_list("pk", flat=True))
    for job in ProcrastinateJob.objects.filter(queue_name="registers").order_by("id"):
        if job.args["case_id"] in known:
            tasks.work(**job.args)


@pytest.mark.verify  # tests/registers does the same without a browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_an_officer_imports_and_takes_back_on_pages_without_fault(
    browser: Browser, address: str, tmp_path: Path, width: int, scheme: str
) -> None:
    found: list[str] = []
    page = visit(browser, width, scheme)
    sign_in(page, address, "linyuan")
    upload(page, address, tmp_path, HEADING, FIRST, SECOND.replace("C39", "造梦业"))
    found += wrong(page)
    work()
    page.click("text=看最新进度")
    found += wrong(page)
    page.click("text=确认导入")
    work()
    page.click("text=看最新进度")
    page.click("main p a:has-text('清单')")
    found += wrong(page)
    page.fill("#reason", "拿错了文件")
    page.click("main form button")
    work()
    one = RegisterImport.objects.get()
    assert (one.rows, one.rows_refused, one.undo.reason) == (2, 1, "拿错了文件")
    upload(page, address, tmp_path, "名称,从业人员数", "甲,1")
    work()
    page.click("text=看最新进度")
    found += wrong(page)
    page.goto(f"{address}/registers/")
    found += wrong(page)
    assert found == []
