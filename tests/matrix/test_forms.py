"""表单: every field of every page has a name to hear, and every mistake a way to its field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings

from huiqi.parties.models import Organization
from tests.cast import Player
from tests.matrix.pages import Element, shown_to

# One process opens the pages, once for all that read them.
pytestmark = pytest.mark.xdist_group("forms")

FIELDS: Final = ("input", "select", "textarea", "button")
# What a browser fills in by itself, WCAG 1.3.5: by the name of the field as our pages call it.
FILLED_IN: Final = {
    "login": {"username", "username webauthn"},
    "username": {"username", "username webauthn"},
    "password": {"current-password"},
    "oldpassword": {"current-password"},
    "password1": {"new-password"},
    "password2": {"new-password"},
    "email": {"email"},
    "tel": {"tel"},
}

Attributes = dict[str, str | None]


@dataclass
class Label:
    """The words of a label, and which field it says it is for."""

    wanted: str
    words: str = ""


@dataclass
class Control:
    """A field or a button as it stands in a page, with the label around it."""

    tag: str
    attrs: Attributes
    around: Label | None
    words: str = ""


@dataclass
class Form:
    """Where a form is sent and how."""

    action: str
    method: str


@dataclass
class Summary:
    """The list of mistakes at the top: whither each of its lines leads."""

    links: list[str] = field(default_factory=list)


class Fields(Element):
    """The controls of a page, its labels, its forms and its lists of mistakes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.controls: list[Control] = []
        self.labels: list[Label] = []
        self.texts: dict[str, str] = {}
        self.forms: list[Form] = []
        self.summaries: list[Summary] = []
        self._open: list[Control] = []
        self._label: Label | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        told = dict(attrs)
        if told.get("id"):
            self.texts.setdefault(str(told["id"]), "")
        if tag == "label":
            self._label = Label(told.get("for") or "")
            self.labels.append(self._label)
        if tag == "form":
            self.forms.append(Form(told.get("action") or "", (told.get("method") or "get").lower()))
        if told.get("class") == "errs":
            self.summaries.append(Summary())
        if tag == "a" and any(outer.get("class") == "errs" for _, outer in self.inside):
            self.summaries[-1].links.append(told.get("href") or "")
        if tag in FIELDS and told.get("type") != "hidden":
            control = Control(tag, told, self._label)
            self.controls.append(control)
            if tag == "button":
                self._open.append(control)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "label":
            self._label = None
        if tag == "button" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for control in self._open:
            control.words += data
        if self._label:
            self._label.words += data
        for _, attrs in self.inside:
            if attrs.get("id"):
                self.texts[str(attrs["id"])] += data

    def name_of(self, control: Control) -> str:
        """The accessible name, by the order in which a browser looks for it."""
        attrs = control.attrs
        by = " ".join(
            self.texts.get(one, "") for one in (attrs.get("aria-labelledby") or "").split()
        )
        own = attrs.get("value") if attrs.get("type") in ("submit", "button") else ""
        label = " ".join(one.words for one in self.labels if one.wanted == (attrs.get("id") or "-"))
        around = control.around.words if control.around else ""
        told = (by, attrs.get("aria-label"), label, around, control.words, own, attrs.get("title"))
        return next((one.strip() for one in told if one and one.strip()), "")


@pytest.fixture
def firms(chenglan: Organization, yuanshan: Organization) -> Mapping[str, Organization]:
    return {"chenglan": chenglan, "yuanshan": yuanshan}


@pytest.fixture
def _with_second_factor_and_time() -> Iterator[None]:
    with override_settings(SECOND_FACTOR_REQUIRED=False, ACCOUNT_RATE_LIMITS=False):
        yield


@pytest.fixture
def pages(
    _with_second_factor_and_time: None,
    lan: Player,
    system_admin: Player,
    firms: Mapping[str, Organization],
) -> dict[str, str]:
    """Every page that one of three people may read, by who reads it and its path."""
    cast = {"visitor": None, "lan": lan, "system": system_admin}
    return {
        f"{name} {path}": text
        for name, player in cast.items()
        for path, text in shown_to(name, player, firms)
    }


@pytest.fixture
def own(
    _with_second_factor_and_time: None, lan: Player, firms: Mapping[str, Organization]
) -> dict[str, str]:
    """The pages of 陈岚 by their path, and all that they lead to."""
    return dict(shown_to("lan", lan, firms))


@pytest.fixture(scope="module")
def seen() -> dict[str, str]:
    """What ``read`` keeps, so that each page is opened once for the tests that only read it."""
    return {}


@pytest.fixture
def read(seen: dict[str, str], request: pytest.FixtureRequest) -> dict[str, str]:
    """The pages as they were when they were opened first; what they lead to is gone since."""
    if not seen:
        seen.update(request.getfixturevalue("pages"))
    return seen


def test_every_field_of_every_page_has_a_name(read: dict[str, str]) -> None:
    assert sum(len(Fields(text).controls) for text in read.values()) > 100
    nameless = {
        f"{where} {control.tag} {control.attrs.get('name')}"
        for where, text in read.items()
        for fields in [Fields(text)]
        for control in fields.controls
        if not fields.name_of(control)
    }
    assert nameless == set()


def test_what_a_browser_knows_it_may_fill_in(read: dict[str, str]) -> None:
    wrong = {
        f"{where} {control.attrs['name']}: {control.attrs.get('autocomplete')}"
        for where, text in read.items()
        for control in Fields(text).controls
        if control.tag == "input"
        and control.attrs.get("name") in FILLED_IN
        and control.attrs.get("autocomplete") not in FILLED_IN[str(control.attrs["name"])]
    }
    assert wrong == set()


def _sent_empty(page: str, text: str, player: Player) -> Iterator[tuple[str, str]]:
    """Each form of the page sent with nothing in it: what is shown when that is a mistake."""
    for form in Fields(text).forms:
        if form.method != "post":
            continue
        cache.clear()
        with transaction.atomic():
            client = Client()
            client.force_login(player.person)
            response = client.post(form.action or page, {})
            transaction.set_rollback(True)
        if response.status_code in (200, 422):
            yield f"{page} -> {form.action}", response.content.decode()


def test_every_mistake_leads_to_its_field(own: dict[str, str], lan: Player) -> None:
    astray, mistakes = {}, 0
    for page, text in own.items():
        for where, answer in _sent_empty(page, text, lan):
            read = Fields(answer)
            links = [link for one in read.summaries for link in one.links]
            lost = [link for link in links if link.removeprefix("#") not in read.texts]
            mistakes += bool(links)
            invalid = re.findall(r'aria-invalid="true"', answer)
            unsaid = bool(invalid) and not links
            if lost or unsaid:
                astray[where] = lost or "no line of the summary leads to the field"
    assert astray == {}
    assert mistakes >= 3  # else nobody looked at anything


def test_field_without_a_name_would_be_found() -> None:
    read = Fields(
        '<label>甲 <input name="a"></label><input name="b"><label for="c">丙</label>'
        '<select id="c"></select><button><svg></svg></button>'
    )
    assert [read.name_of(control) for control in read.controls] == ["甲", "", "丙", ""]


def test_every_summary_that_the_style_guide_shows_leads_to_its_field(
    read: dict[str, str],
) -> None:
    shown = Fields(read["visitor /styleguide/"])
    assert [one.links for one in shown.summaries] == [["#e1", "#e1"]]
    assert "e1" in shown.texts
