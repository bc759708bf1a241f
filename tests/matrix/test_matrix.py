"""权限矩阵: who may ask what, over HTTP, for every route of the city."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import get_resolver, path

from huiqi.parties.models import Organization
from tests.cast import Player
from tests.matrix.table import METHODS, VISITOR, Row, Visit, path_of, routes, rows

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
# Whoever is signed in is told the same.
ALIKE = tuple(
    row for row in OPEN if len({row.answers[name] for name in row.answers if name != VISITOR}) == 1
)
VARIED = tuple(row for row in OPEN if row not in ALIKE)
Firms = dict[str, Organization]
Page = tuple[Row, ...]


def pages(of: Sequence[Row], most: int) -> list[Page]:
    """分页: rows that the cast is brought together for once; to do so for each takes the longer."""
    return [tuple(of[start : start + most]) for start in range(0, len(of), most)]


def named(page: Page) -> str:
    return f"{page[0]} and {len(page) - 1} more"


@pytest.fixture
def firms(chenglan: Organization, yuanshan: Organization) -> Firms:
    return {"chenglan": chenglan, "yuanshan": yuanshan}


@pytest.fixture
def visits(cast: Cast, firms: Firms) -> dict[str, Visit]:
    acting_for = {"wu": firms["chenglan"]}
    return {name: Visit(player, acting_for.get(name)) for name, player in cast.items()}


Asked = Callable[[Row], Sequence[str]]


def _told(
    page: Page, visits: Mapping[str, Visit], firms: Firms, asked: Asked | None = None
) -> dict[str, list[str]]:
    """What everybody is told, as the table writes it: row by row, method by method."""
    return {
        f"{method} {row.route} {row.about}": [
            f"{name} {visits[name].answer(method, path_of(row, firms))}"
            for name in (asked(row) if asked else visits)
        ]
        for row in page
        for method in row.methods
    }


def _written(page: Page, names: Iterable[str], asked: Asked | None = None) -> dict[str, list[str]]:
    return {
        f"{method} {row.route} {row.about}": [
            f"{name} {row.answers[name]}" for name in (asked(row) if asked else names)
        ]
        for row in page
        for method in row.methods
    }


def some(row: Row) -> Sequence[str]:
    """A visitor and one of the others, who take turns from row to row."""
    others = [name for name in row.answers if name != VISITOR]
    return [VISITOR, others[ALIKE.index(row) % len(others)]]


def of_each_answer(row: Row) -> Sequence[str]:
    """One of those who are told the same, for each answer; they take turns from row to row."""
    told: dict[str, list[str]] = {}
    for name, answer in row.answers.items():
        told.setdefault(answer, []).append(name)
    turn = VARIED.index(row)
    asked = {names[turn % len(names)] for names in told.values()}
    return [name for name in row.answers if name in asked]


def by_turns(row: Row, later: int = 0) -> Row:
    """The row with one of its methods, another from row to row."""
    return replace(row, methods=(row.methods[(SHUT.index(row) + later) % len(row.methods)],))


by_other_turns = partial(by_turns, later=1)


@pytest.mark.parametrize("page", pages(VARIED, 24), ids=named)
def test_of_all_who_are_told_the_same_one_is_answered_as_the_table_says(
    page: Page, visits: dict[str, Visit], firms: Firms
) -> None:
    assert _told(page, visits, firms, of_each_answer) == _written(page, visits, of_each_answer)


@pytest.mark.verify
@pytest.mark.parametrize("page", pages(VARIED, 12), ids=named)
def test_everybody_is_answered_as_the_table_says(
    page: Page, visits: dict[str, Visit], firms: Firms
) -> None:
    assert _told(page, visits, firms) == _written(page, visits)


@pytest.mark.parametrize("page", pages(ALIKE, 24), ids=named)
def test_where_all_who_are_signed_in_are_told_the_same_some_of_them_are(
    page: Page, visits: dict[str, Visit], firms: Firms
) -> None:
    assert _told(page, visits, firms, some) == _written(page, visits, some)


@pytest.mark.verify
@pytest.mark.parametrize("page", pages(ALIKE, 12), ids=named)
def test_where_all_who_are_signed_in_are_told_the_same_everybody_is(
    page: Page, visits: dict[str, Visit], firms: Firms
) -> None:
    assert _told(page, visits, firms) == _written(page, visits)


@pytest.mark.parametrize(("of", "asked"), [(ALIKE, some), (VARIED, of_each_answer)])
def test_everybody_takes_their_turn(of: Sequence[Row], asked: Asked) -> None:
    assert {name for row in of for name in asked(row)} == set(ROWS[0].answers)


def test_every_answer_of_the_table_is_asked_for() -> None:
    lost = {
        str(row): told
        for of, asked in ((ALIKE, some), (VARIED, of_each_answer))
        for row in of
        if (told := set(row.answers.values()) - {row.answers[name] for name in asked(row)})
    }
    assert lost == {}


@pytest.mark.parametrize("page", pages(tuple(map(by_turns, SHUT)), 120), ids=named)
def test_what_a_page_does_not_do_it_does_for_no_visitor(page: Page, firms: Firms) -> None:
    """One method of each page, told before anybody is asked who they are: a visitor would be
    led to sign in first.
    """
    nobody = {VISITOR: Visit(None)}
    assert _told(page, nobody, firms) == _written(page, nobody)


@pytest.mark.parametrize("page", pages(tuple(map(by_other_turns, SHUT)), 60), ids=named)
def test_what_a_page_does_not_do_it_does_for_no_officer(
    page: Page, qin: Player, firms: Firms
) -> None:
    """Another method of it: who has come past the door is told what a visitor is."""
    officer = {"qin": Visit(qin)}
    assert _told(page, officer, firms) == _written(page, officer)


@pytest.mark.verify
@pytest.mark.parametrize("page", pages(SHUT, 12), ids=named)
def test_what_a_page_does_not_do_it_does_for_nobody(
    page: Page, visits: dict[str, Visit], firms: Firms
) -> None:
    assert _told(page, visits, firms) == _written(page, visits)


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
