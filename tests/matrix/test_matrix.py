"""权限矩阵: who may ask what, over HTTP, for every route of the city."""

from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import get_resolver, path

from huiqi.parties.models import Organization
from tests.cast import Player
from tests.matrix.table import METHODS, VISITOR, Row, answer, path_of, routes, rows

ROWS = tuple(rows())
Cast = Mapping[str, Player | None]


@pytest.fixture(autouse=True)
def _with_second_factor_and_time() -> Iterator[None]:
    """Everybody has proved who they are, and nobody asks too often; both have their own tests."""
    with override_settings(SECOND_FACTOR_REQUIRED=False, ACCOUNT_RATE_LIMITS=False):
        yield


@pytest.fixture
def cast(  # noqa: PLR0917 -- one argument for each column of the table
    lan: Player,
    min_: Player,
    wu: Player,
    shan: Player,
    gu: Player,
    qin: Player,
    shen: Player,
    system_admin: Player,
    security_admin: Player,
    audit_admin: Player,
) -> Cast:
    return {
        VISITOR: None,
        "lan": lan,
        "min": min_,
        "wu": wu,
        "shan": shan,
        "gu": gu,
        "qin": qin,
        "shen": shen,
        "system": system_admin,
        "security": security_admin,
        "audit": audit_admin,
    }


# Methods that a page has for nobody: told before anybody is asked who they are.
SHUT = tuple(row for row in ROWS if set(row.answers.values()) == {"405"})
OPEN = tuple(row for row in ROWS if row not in SHUT)
Firms = dict[str, Organization]


@pytest.fixture
def firms(chenglan: Organization, yuanshan: Organization) -> Firms:
    return {"chenglan": chenglan, "yuanshan": yuanshan}


def _are_answered(row: Row, cast: Cast, firms: Firms) -> None:
    address = path_of(row, firms)
    for method in row.methods:
        told = {
            name: answer(method, address, player, firms["chenglan"] if name == "wu" else None)
            for name, player in cast.items()
        }
        expected = {name: row.answers[name] for name in cast}
        assert told == expected, f"{method} {row.route}  {'  '.join(told.values())}"


@pytest.mark.parametrize("row", OPEN, ids=str)
def test_everybody_is_answered_as_the_table_says(row: Row, cast: Cast, firms: Firms) -> None:
    _are_answered(row, cast, firms)


@pytest.mark.parametrize("row", SHUT, ids=str)
def test_what_a_page_does_not_do_it_does_for_no_visitor_and_no_officer(
    row: Row, qin: Player, firms: Firms
) -> None:
    _are_answered(row, {VISITOR: None, "qin": qin}, firms)


@pytest.mark.verify
@pytest.mark.parametrize("row", SHUT, ids=str)
def test_what_a_page_does_not_do_it_does_for_nobody(row: Row, cast: Cast, firms: Firms) -> None:
    _are_answered(row, cast, firms)


def test_every_method_of_every_route_is_in_the_table() -> None:
    wanted = {(method, route) for route in routes() for method in METHODS}
    listed = {(method, row.route) for row in ROWS for method in row.methods}
    assert sorted(wanted - listed) == []
    assert sorted(listed - wanted) == []


def test_address_that_is_not_in_the_table_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    more = ModuleType("tests.matrix.more_urls")
    patterns = [*get_resolver().url_patterns, path("back-door/<int:pk>/", page)]
    monkeypatch.setattr(more, "urlpatterns", patterns, raising=False)
    with override_settings(ROOT_URLCONF=more):
        assert set(routes()) - {row.route for row in ROWS} == {"/back-door/<int:pk>/"}


def test_no_cell_stands_twice() -> None:
    cells = [(method, row.route, row.about) for row in ROWS for method in row.methods]
    assert sorted(cells) == sorted(set(cells))


def test_whoever_asks_about_a_foreign_firm_does_not_find_it() -> None:
    """The table itself: a firm's people are never told more than «not found» of another's."""
    foreign = {
        (str(row), name): row.answers[name]
        for row in ROWS
        for about, names in (("chenglan", ["shan"]), ("yuanshan", ["lan", "min", "wu"]))
        if row.about == about
        for name in names
    }
    assert {cell: told for cell, told in foreign.items() if told not in ("404", "405")} == {}
