"""每一页: everything that is shown in HTML to anybody of the reviewed table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Final

from django.test import Client

from huiqi.parties.models import Organization
from tests.cast import Player
from tests.matrix.table import Row, path_of, rows

VOID: Final = frozenset(  # elements without an end
    ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "use")
)


def shown_to(
    name: str,
    player: Player | None,
    firms: Mapping[str, Organization],
    of: Iterable[Row] | None = None,
    **headers: str,
) -> Iterator[tuple[str, str]]:
    """每一页: the path and HTML of each page that the column ``name`` of the table may read.

    ``of`` are the rows to look at, by default all.
    """
    client = Client(headers=headers)
    if player:
        client.force_login(player.person)
    for row in rows() if of is None else of:
        if is_read_by(name, row):
            path = path_of(row, firms)
            response = client.get(path)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                yield path, response.content.decode()


def is_read_by(name: str, row: Row) -> bool:
    return "GET" in row.methods and row.answers[name] == "200"


class Element(HTMLParser):
    """元素: walks a page and knows in which elements it stands; ``inside`` is outermost first."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.inside.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.inside and self.inside.pop()[0] != tag:
            pass
