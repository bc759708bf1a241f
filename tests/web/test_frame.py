"""页面框架: every page stands in one frame, under a strict policy, in the way its reader asked."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

import huiqi.web

PAGES = ("/", "/policies/", "/styleguide/")
SHEETS = sorted(Path(huiqi.web.__file__).parents[1].glob("*/static/**/*.css"))


Page = Callable[[str], "Reader"]


class Reader(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture
def page(client: Client, db: None) -> Page:
    def get(path: str) -> Reader:
        return Reader(client.get(path).content.decode())

    return get


@pytest.mark.parametrize("path", PAGES)
def test_page_has_one_heading_and_its_landmarks(page: Page, path: str) -> None:
    found = page(path)
    assert [found.count(tag) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]


@pytest.mark.parametrize("path", PAGES)
def test_page_repeats_no_id(page: Page, path: str) -> None:
    ids = [attrs["id"] for _, attrs in page(path).tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_policy_allows_only_our_own_files(client: Client, db: None, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["style-src"] == rules["script-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheet_closes_what_it_opens_and_nests_no_layer(path: Path) -> None:
    """A layer within a layer is weaker than it, so that its rules silently lose."""
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    depth = 0
    for sign in re.findall(r"[{}]|@layer", text):
        assert not (sign == "@layer" and depth)
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


def test_missing_page_says_so_and_leads_back(client: Client, db: None) -> None:
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


def test_reader_asks_for_large_type_and_comes_back_to_the_page(client: Client, db: None) -> None:
    response = client.post("/display/", {"elder": "on", "next": "/policies/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/policies/")
    assert "data-elder" in client.get("/policies/").content.decode()
    client.post("/display/", {"elder": "off"})
    assert "data-elder" not in client.get("/policies/").content.decode()


def test_reader_asks_for_english(client: Client, db: None) -> None:
    client.post("/display/", {"language": "en"})
    assert '<html lang="en"' in client.get("/").content.decode()


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "javascript:1", ""])
def test_reader_is_never_sent_to_another_site(client: Client, db: None, wanted: str) -> None:
    response = client.post("/display/", {"elder": "on", "next": wanted})
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("given", [{"elder": "<script>"}, {"language": "xx"}, {}])
def test_display_asked_for_in_vain_changes_nothing(
    client: Client, db: None, given: dict[str, str]
) -> None:
    response = client.post("/display/", given)
    assert response.status_code == 302
    assert response.cookies == {}
