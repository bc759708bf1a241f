"""窗口: a browser's window for everybody of a walk, who clicks what a person would click.

Nobody types an address but the first: what no link leads to is not reached.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Browser, FilePayload, Locator, Page

from tests.cast import PASSWORD, Player
from tests.journeys.test_states import OVER
from tests.journeys.visiting import sign_in, visit

PHONE: Final = 390
DESK: Final = 1440
PATIENCE: Final = 15_000  # milliseconds until something counts as missing
FIELDS: Final = "input:not([type=hidden]):not([type=file]), select, textarea"


@dataclass
class Window:
    """一扇窗: of one person; every page that it shows is looked at."""

    page: Page
    address: str
    shown: set[str] = field(default_factory=set)

    def enter(self) -> None:
        """By the front door."""
        self._go(lambda: self.page.goto(self.address), "front")

    def door(self, title: str) -> None:
        """Through the navigation, as it stands on every page."""
        if not self._doors(title).count():
            self._click(self._doors("待办").first)  # from the front page to the desk
        self._click(self._doors(title).first)

    def _doors(self, title: str) -> Locator:
        links = self.page.locator("nav.tabbar a, nav.onav a, nav.nav a")
        return links.filter(has_text=title).locator("visible=true")

    def open(self, text: str, which: str = "a") -> None:
        """Along a link of the page."""
        links = self.page.locator(f"main {which}", has_text=text)
        self._click(links.locator("visible=true").first)

    def foot(self, text: str) -> None:
        """Along a link of the foot."""
        self._click(self.page.locator("footer a", has_text=text).first)

    def press(self, text: str, within: str = "main") -> None:
        """A button, once whatever hides it is unfolded."""
        button = self.page.locator(f"{within} button", has_text=text).first
        fold = self.page.locator("details:not([open])", has=button)
        for place in range(fold.count()):
            fold.nth(place).locator("summary").first.click()
        self._click(button)

    def fill(self, where: str, text: str) -> None:
        """A field, by its name within the part of the page that is worked on."""
        self.page.locator(where).first.fill(text)

    def attach(self, where: str, name: str, content: bytes) -> None:
        """A file that is chosen."""
        sent: FilePayload = {
            "name": name,
            "mimeType": "application/octet-stream",
            "buffer": content,
        }
        self.page.locator(where).first.set_input_files(files=[sent])

    def says(self, *words: str) -> None:
        """The page says each of these."""
        text = self.page.inner_text("body")
        assert [one for one in words if one not in text] == [], text

    def _click(self, what: Locator) -> None:
        self._go(what.click, f"{self.page.url} {what}")

    def _go(self, act: Callable[[], object], what: str) -> None:
        """To another page, which is no fault, tells of none, and fits the screen."""
        with self.page.expect_navigation() as found:
            act()
        response = found.value
        status = response.status
        text = self.page.inner_text("main")
        assert status < 400, (what, status, text)
        assert self.page.evaluate(OVER) <= 0, (what, "over the edge")
        self.shown.add(self.page.url)


@dataclass
class Windows:
    """各人的窗: each is opened when it is first needed, and signed in by its own page."""

    browser: Browser
    address: str
    scripts: bool
    opened: dict[tuple[str, int], Window] = field(default_factory=dict)

    def of(self, player: Player | None, width: int = DESK) -> Window:
        """Of a person; of the public, who signs in nowhere, for nobody."""
        name = player.person.username if player else ""
        if (name, width) not in self.opened:
            page = visit(self.browser, width, "light", scripts=self.scripts)
            page.set_default_timeout(PATIENCE)
            if player:
                sign_in(page, self.address, name, PASSWORD)
            self.opened[name, width] = Window(page, self.address)
        window = self.opened[name, width]
        window.enter()
        return window


@dataclass
class Counted:
    """数过的: fields that a form shows, what stands in them already, what a person types."""

    shown: int = 0
    prefilled: int = 0
    typed: int = 0

    @property
    def share(self) -> float:
        """Of all that the city asks for, how much it knows already."""
        return self.prefilled / self.shown if self.shown else 1.0
