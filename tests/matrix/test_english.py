"""英文页: a reader of English meets no Chinese that is not marked as Chinese."""

import re
from collections.abc import Mapping

import pytest
from django.test import Client, override_settings

from huiqi.parties.models import Organization
from tests.cast import Player
from tests.matrix.pages import Element, shown_to

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


@override_settings(SECOND_FACTOR_REQUIRED=False)
@pytest.mark.parametrize("name", ["visitor", "lan", "qin", "shen", "system_admin"])
def test_every_page_speaks_english(
    name: str, firms: Mapping[str, Organization], request: pytest.FixtureRequest
) -> None:
    player: Player | None = None if name == "visitor" else request.getfixturevalue(name)
    column = name.removesuffix("_admin")
    pages = dict(shown_to(column, player, firms, accept_language="en"))
    assert len(pages) > 5
    found = {path: Unmarked(text).found for path, text in pages.items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_language_that_was_chosen_is_kept_for_the_next_visit(client: Client, db: None) -> None:
    response = client.post("/display/", {"language": "en", "next": "/policies/"})
    assert response.cookies["django_language"]["max-age"] == 365 * 24 * 60 * 60
    assert '<html lang="en"' in client.get("/policies/").content.decode()
    client.post("/display/", {"language": "zh-hans"})
    assert (
        '<html lang="zh-Hans-CN"'
        in client.get("/policies/", headers={"accept-language": "en"}).content.decode()
    )
