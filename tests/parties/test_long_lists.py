"""长列表: of which nobody counts every row: the pages are there, the total is told as «more»."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from huiqi.parties import pages
from huiqi.parties.models import Organization
from huiqi.parties.pages import page_of
from tests.cast import an_organization

ROWS = 75
SHOWN = Template("{% load huiqi %}{% pages page %}")


@pytest.fixture(autouse=True)
def _firms(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "AHEAD", 30)
    for number in range(ROWS):
        an_organization(f"第{number}家")


def asked(query: str, *, is_long: bool = True) -> tuple[int, int, bool]:
    """The page that is shown, the rows that are counted, and whether there are more."""
    request = RequestFactory().get(f"/?{query}")
    page = page_of(request, Organization.objects.order_by("id"), is_long=is_long)
    return page.number, page.paginator.count, getattr(page.paginator, "is_more", False)


def test_rows_are_counted_no_further_than_somewhat_beyond_the_page() -> None:
    assert asked("") == (1, 50, True)
    assert asked("page=2") == (2, 70, True)
    assert asked("page=3") == (3, ROWS, False)


def test_short_list_is_counted_to_its_end() -> None:
    assert asked("per=100") == (1, ROWS, False)
    assert asked("", is_long=False) == (1, ROWS, False)


@pytest.mark.parametrize("odd", ["page=0", "page=-1", "page=x", "page=", "page=²"])
def test_page_that_is_none_is_the_first_or_the_last_that_is_counted(odd: str) -> None:
    number, count, is_more = asked(odd)
    assert (count, is_more) == (50, True)
    assert number in (1, 3)


@pytest.mark.parametrize("far", ["page=99", "page=99999", "page=999999999999"])
def test_number_that_is_too_high_leads_to_a_page_that_is_there(far: str) -> None:
    number, count, _is_more = asked(far)
    assert number == -(-count // 20)


def told(*, is_long: bool) -> str:
    request = RequestFactory().get("/")
    page = page_of(request, Organization.objects.order_by("id"), is_long=is_long)
    context = Context({"request": request, "page": page})
    context.request = request  # type: ignore[attr-defined]  # as a page of the city has it
    return SHOWN.render(context)


def test_reader_is_told_that_there_are_more() -> None:
    assert "第 1–20 条，共 50 条以上<" in told(is_long=True)
    assert f"第 1–20 条，共 {ROWS} 条<" in told(is_long=False)
