"""列表的代价: a list asks the database as often for thirty rows as for one.

``make test`` looks at one row and three, ``make verify`` at thirty as well: most of the time
goes into making the rows.
"""

from collections.abc import Mapping

import pytest
from django.test import Client, override_settings

from huiqi.parties.models import Organization
from tests.cast import Player
from tests.cost import costs
from tests.matrix.filling import BACKEND, Scene
from tests.matrix.lists import LISTS, Listed
from tests.matrix.rowless import WITHOUT_ROWS
from tests.matrix.table import rows


@pytest.fixture
def scene(
    lan: Player, qin: Player, security_admin: Player, chenglan: Organization, bureau: Organization
) -> Scene:
    return Scene(chenglan, lan, bureau, qin, security_admin)


def _client(who: str, request: pytest.FixtureRequest) -> Client:
    client = Client()
    if who != "visitor":
        client.force_login(request.getfixturevalue(who).person, BACKEND)
    return client


def _read(client: Client, path: str) -> None:
    response = client.get(path)
    if response.streaming:
        list(response)
    assert response.status_code == 200, f"{path} {response.status_code}"


@pytest.mark.parametrize("listed", LISTS, ids=str)
@pytest.mark.parametrize(
    "of",
    [
        pytest.param((1, 3), id="one and three"),
        pytest.param((1, 3, 30), id="thirty", marks=pytest.mark.verify),
    ],
)
@override_settings(SECOND_FACTOR_REQUIRED=False)
def test_list_costs_the_same_for_one_row_and_for_many(
    listed: Listed, of: tuple[int, ...], scene: Scene, request: pytest.FixtureRequest
) -> None:
    client, there = _client(listed.who, request), 0

    def fill(count: int) -> None:
        nonlocal there
        for number in range(there, count):
            listed.fill(scene, number)
        there = count

    fill(1)
    path = listed.path(scene)
    one, *more = costs(fill, lambda: _read(client, path), of=of)
    assert more == [one + (count - 1) * listed.each for count in of[1:]]


def test_every_address_is_known_to_list_rows_or_not_to() -> None:
    shown = {row.route for row in rows() if "GET" in row.methods and _is_answered(row.answers)}
    listing = {listed.route for listed in LISTS}
    without = {route for routes in WITHOUT_ROWS.values() for route in routes}
    told = "写进 tests/matrix/lists.py（怎样添一行），或 rowless.py（为什么没有行）"
    assert sorted(shown - listing - without) == [], told
    assert sorted((listing | without) - shown) == []
    assert sorted(listing & without) == []


def _is_answered(answers: Mapping[str, str]) -> bool:
    """Somebody is shown something; «404» may be another's object, which an owner would see."""
    return bool(set(answers.values()) & {"200", "404"})


class _Forgetful:
    """A list that asks for each of its rows by itself, as a template does without noticing."""

    def __init__(self) -> None:
        self.rows: list[int] = []

    def read(self) -> None:
        for pk in self.rows:
            Organization.objects.filter(pk=pk).exists()


def test_list_that_asks_for_each_row_would_be_found(db: None) -> None:
    forgetful = _Forgetful()
    found = costs(
        lambda count: forgetful.rows.extend(range(count - len(forgetful.rows))),
        forgetful.read,
        of=(1, 3, 30),
    )
    assert found == [1, 3, 30]
