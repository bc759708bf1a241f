"""最后一天: the last day that a calendar has, and the first, where a page asks for a day."""

from __future__ import annotations

import pytest

from tests.cast import Player
from tests.visits import client_of

ENDS = ("0001-01-01", "9999-12-31")


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("day", ENDS)
@pytest.mark.parametrize(
    "path",
    [
        "/my/looks/?since={day}",
        "/my/looks/?until={day}",
        "/my/looks.xlsx?until={day}",
        "/my/looks.xlsx?since={day}",
        "/api/v1/looks?until={day}",
        "/api/v1/looks?since={day}",
    ],
)
def test_firm_asks_for_a_day_at_the_end_of_the_calendar(lan: Player, path: str, day: str) -> None:
    client = client_of(lan)
    client.raise_request_exception = False
    assert client.get(path.format(day=day)).status_code in {200, 422}


@pytest.mark.parametrize("day", ENDS)
@pytest.mark.parametrize("path", ["/desk/?day={day}", "/desk/todos.xlsx?day={day}"])
def test_officer_asks_for_a_day_at_the_end_of_the_calendar(
    qin: Player, path: str, day: str
) -> None:
    client = client_of(qin)
    client.raise_request_exception = False
    assert client.get(path.format(day=day)).status_code in {200, 422}


@pytest.mark.parametrize("day", ENDS)
def test_mandate_until_the_end_of_the_calendar(lan: Player, wu: Player, day: str) -> None:
    client = client_of(lan)
    client.raise_request_exception = False
    given = {"account": wu.person.username, "until": day, "powers": ["view"]}
    assert client.post("/firm/people/mandates/", given).status_code in {302, 409, 422}
