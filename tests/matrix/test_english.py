"""英文页: a reader of English meets no Chinese that is not marked as Chinese."""

import re
from collections.abc import Iterable, Mapping

import pytest
from django.test import Client, override_settings

from huiqi.parties.models import Organization
from tests.cast import Player
from tests.matrix.pages import Element, is_read_by, shown_to
from tests.matrix.table import Row, rows

CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Unmarked(Element):
    """Chinese words outside of every element that says it is Chinese."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_data(self, data: str) -> None:
        if not CHINESE.search(data) or self.inside[-1][0] in ("title", "script"):
            return
        languages = [attrs["lang"] for _, attrs in self.inside if attrs.get("lang")]
        if not str(languages[-1]).startswith("zh"):
            self.found.append(data.strip())


@pytest.fixture
def firms(chenglan: Organization, yuanshan: Organization) -> Mapping[str, Organization]:
    return {"chenglan": chenglan, "yuanshan": yuanshan}


READERS = ("visitor", "lan", "qin", "shen", "system")
readers = pytest.mark.parametrize("name", READERS)


@pytest.fixture
def player(name: str, request: pytest.FixtureRequest) -> Player | None:
    fixture = f"{name}_admin" if name == "system" else name
    return None if name == "visitor" else request.getfixturevalue(fixture)


def whose_turn() -> dict[str, list[Row]]:
    """The pages of each reader: those who may read a page take turns from page to page."""
    found: dict[str, list[Row]] = {name: [] for name in READERS}
    for number, row in enumerate(rows()):
        if able := [name for name in READERS if is_read_by(name, row)]:
            found[able[number % len(able)]].append(row)
    return found


def unmarked(
    name: str, player: Player | None, firms: Mapping[str, Organization], of: Iterable[Row]
) -> dict[str, list[str]]:
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        pages = dict(shown_to(name, player, firms, of, accept_language="en"))
    assert len(pages) > 5
    found = {path: Unmarked(text).found for path, text in pages.items()}
    return {path: words for path, words in found.items() if words}


@readers
def test_every_page_speaks_english_to_one_of_its_readers(
    name: str, player: Player | None, firms: Mapping[str, Organization]
) -> None:
    assert unmarked(name, player, firms, whose_turn()[name]) == {}


@pytest.mark.verify
@readers
def test_every_page_speaks_english_to_everybody(
    name: str, player: Player | None, firms: Mapping[str, Organization]
) -> None:
    assert unmarked(name, player, firms, rows()) == {}


def test_language_that_was_chosen_is_kept_for_the_next_visit(client: Client, db: None) -> None:
    response = client.post("/display/", {"language": "en", "next": "/policies/"})
    assert response.cookies["django_language"]["max-age"] == 365 * 24 * 60 * 60
    assert '<html lang="en"' in client.get("/policies/").content.decode()
    client.post("/display/", {"language": "zh-hans"})
    assert (
        '<html lang="zh-Hans-CN"'
        in client.get("/policies/", headers={"accept-language": "en"}).content.decode()
    )
