"""每页每种状态: heard, seen on a phone and by night, in large type and in English: no fault.

Pages are asked for as the application answers them and shown in the browser at their address;
nothing is left out of what axe looks at. ``make test`` reads each page once and opens as many as
show most of what pages are made of, ``make verify`` opens each state of each page, in turns
on a phone and a wide screen, by day and by night.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import cycle
from mimetypes import guess_type
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Route

from tests.matrix.faults import faults_of
from tests.matrix.opening import Shown, State, shown
from tests.matrix.states import STATES, each_page_once, every_state, newcomer

HERE = "http://city.test"
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TAG = re.compile(r"<([a-z][\w-]*)([^>]*)")
ATTRIBUTE = re.compile(r"""([\w:-]+)(?:="([^"]*)")?""")
# Its looks and what it is to whoever hears it hang on these; the rest is a tag's own.
LOOKS = ("class", "type", "role", "aria-current")
MOST = Fraction(3, 4)
WAYS = [(width, scheme) for width in (390, 1440) for scheme in ("light", "dark")]


@pytest.fixture
def city(demo_city: None, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    newcomer()


class Window:
    """A browser's window in which the city lies, without a network."""

    def __init__(self, browser: Browser, width: int, scheme: str) -> None:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",  # colours are looked at when they have come to rest
        )
        self.page: Page = context.new_page()
        self.foreign: list[str] = []
        self._seen: Shown | None = None
        context.route("**/*", self._answer)

    def open(self, state: State) -> None:
        self._open(shown(state))

    def show(self, seen: Shown, width: int, scheme: str) -> None:
        """What was sent, on a screen of this width, at this time of day."""
        self.look(width, scheme)
        self._open(seen)

    def _open(self, seen: Shown) -> None:
        self._seen = seen
        self.page.goto(HERE + quote(seen.path, safe="/?=&%:"))

    def look(self, width: int, scheme: str) -> None:
        """The page that is open, on another screen, at another time of day."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    @property
    def source(self) -> str:
        """The page as it was sent."""
        return self._seen.response.content.decode() if self._seen else ""

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if not route.request.url.startswith(HERE):
            self.foreign.append(route.request.url)
            route.abort()
        elif route.request.resource_type == "document" and self._seen:
            response = self._seen.response
            route.fulfill(
                status=response.status_code,
                headers=dict(response.headers.items()),
                body=response.content,
            )
        elif found := finders.find(path.removeprefix("/static/")):
            route.fulfill(path=str(found), content_type=guess_type(path)[0])
        else:
            route.fulfill(status=404)


def heard(page: Page, where: str) -> Iterator[str]:
    """What axe finds with no rule left out, and what runs over the edge."""
    for violation in Axe().run(page).response["violations"]:
        told = {f"{node['target']} {node['html'][:160]}" for node in violation["nodes"]}
        yield f"{where}: {violation['id']}: {sorted(told)[:3]}"
    if over := page.evaluate(OVER):
        yield f"{where}: {over} px over the edge"


PLANTED = """<html lang="zh"><head><title>t</title></head><body><main><h1>h</h1>
<img src="a.png"><input name="a"><p style="color:#ccc;background:#fff">浅浅的几个字</p>
<a href="#"></a><ul><p>p</p></ul></main></body></html>"""


def test_what_is_planted_is_heard(browser: Browser) -> None:
    """A page with five faults: the checks below are not deaf."""
    page = browser.new_page()
    page.set_content(PLANTED)
    found = {one["id"] for one in Axe().run(page).response["violations"]}
    assert found == {"color-contrast", "image-alt", "label", "link-name", "list"}


@dataclass(frozen=True)
class Read:
    """A page as it was sent, and of what it is made."""

    state: State
    seen: Shown
    parts: set[tuple[str, ...]]


def parts_of(source: str) -> set[tuple[str, ...]]:
    """Of what a page is made: each kind of tag, without what is only its own."""
    found = set()
    for tag, attributes in TAG.findall(source):
        told = dict(ATTRIBUTE.findall(attributes))
        found.add((tag, *(told.get(name, "") for name in LOOKS)))
    return found


def few_with_most_parts(pages: list[Read], most: Fraction) -> Iterator[Read]:
    """As few pages as show this share of all parts: next is always the one with most new."""
    rest, known = list(pages), set[tuple[str, ...]]()
    wanted = most * len(set[tuple[str, ...]]().union(*(page.parts for page in pages)))
    while len(known) < wanted:
        best = max(rest, key=lambda page: len(page.parts - known))
        yield best
        known |= best.parts
        rest.remove(best)


def test_few_pages_show_most_parts() -> None:
    parts: list[set[tuple[str, ...]]] = [{("p", name)} for name in "abc"]
    one, two, three = parts
    pages = [
        Read(STATES[0], Shown("", HttpResponse()), found)
        for found in (
            one,
            one | two,
            two | three,
            one | two,
            three,
        )
    ]
    few = [page.parts for page in few_with_most_parts(pages, Fraction(1))]
    assert few == [one | two, two | three]
    assert [page.parts for page in few_with_most_parts(pages, Fraction(1, 2))] == [one | two]


def test_whatever_pages_are_made_of_is_without_fault(browser: Browser, city: None) -> None:
    """Each page once as it was sent; in the browser, each in its turn in one of the four ways,
    as many as have three quarters of all kinds of parts between them: the rest would take five
    times as long, and is looked at below.
    """
    window, pages, found = Window(browser, *WAYS[0]), list[Read](), list[str]()
    for state in each_page_once():
        seen = shown(state)
        source = seen.response.content.decode()
        found += [f"{state}: {told}" for told in faults_of(source)]
        pages.append(Read(state, seen, parts_of(source)))
    for page, way in zip(few_with_most_parts(pages, MOST), cycle(WAYS), strict=False):
        window.show(page.seen, *way)
        found += heard(window.page, f"{page.state} {way}")
    assert found + window.foreign == []


def faults_in_turn(window: Window, states: tuple[State, ...]) -> Iterator[str]:
    """Each state comes about once and is looked at in the next of the four ways: the states of a
    page stand together, so that a page of four is seen in all of them.
    """
    for state, way in zip(states, cycle(WAYS), strict=False):
        window.look(*way)
        window.open(state)
        yield from (f"{state}: {told}" for told in faults_of(window.source))
        yield from heard(window.page, f"{state} {way}")
    yield from window.foreign


@pytest.mark.verify  # hundreds of pages
@pytest.mark.parametrize("part", range(len(WAYS)))
def test_every_state_of_every_page_is_without_fault(
    browser: Browser, city: None, part: int
) -> None:
    """On a phone or a wide screen, by day or by night in turns; the parts go side by side."""
    every = every_state()
    share = -(-len(every) // len(WAYS))
    states = every[part * share : (part + 1) * share]
    assert list(faults_in_turn(Window(browser, *WAYS[0]), states)) == []


@pytest.mark.verify  # all pages once more
def test_no_page_runs_over_the_edge_of_a_phone_in_large_english(
    browser: Browser, city: None
) -> None:
    """Words are longest in English and letters largest for elder people; axe has seen each."""
    window, wide = Window(browser, 390, "light"), {}
    for page in each_page_once():
        state = replace(page, elder=True, language="en")
        window.open(state)
        if over := window.page.evaluate(OVER):
            wide[str(state)] = over
    assert wide == {}
