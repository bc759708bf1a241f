"""状态: every page that is shown has a state in the table, and each state is as it says."""

import pytest

from huiqi.programmes.models import AutoCase
from tests.matrix.application_states import built, matched, of_automatic
from tests.matrix.faults import faults_of
from tests.matrix.opening import State, shown
from tests.matrix.states import NO_PAGE, STATES, newcomer
from tests.matrix.table import Row, rows

LEAD_ON = {"login", "again", "301", "302"}


def _is_page(row: Row) -> bool:
    is_for_machines = row.route.startswith("/api/") or row.route.endswith(".xlsx")
    return "GET" in row.methods and not is_for_machines and row.route not in NO_PAGE


def _answers_with_a_page(row: Row) -> bool:
    # Another's object, a forged link, a provider that is not there: the one page «not found».
    return bool(set(row.answers.values()) - LEAD_ON - {"404", "405"})


def test_every_page_has_a_state() -> None:
    wanted = {row.route for row in rows() if _is_page(row) and _answers_with_a_page(row)}
    assert sorted(wanted - {state.route for state in STATES}) == []


def test_every_state_is_of_a_page_and_stands_once() -> None:
    known = {row.route for row in rows() if _is_page(row)}
    assert {state.route for state in STATES} - known == {"/nothing/"}
    named = [str(state) for state in STATES]
    assert sorted(named) == sorted(set(named))


def test_a_state_leads_to_what_was_built_for_it(demo_city: None) -> None:
    """However many of the kind stand in the city, from the demonstration or from other states."""
    scenes = [built(matched, of_automatic) for _ in range(3)]
    for scene in reversed(scenes):
        scene["before"][0]()
    assert sorted({scene["path"]() for scene in scenes}) == sorted(
        of_automatic(case) for case in AutoCase.objects.order_by("-id")[:3]
    )


def _wrong(state: State) -> str:
    try:
        seen = shown(state).response
    except AssertionError as error:
        return str(error).splitlines()[0]
    if not seen.headers["Content-Type"].startswith("text/html"):
        return "no page"
    return "；".join(faults_of(seen.content.decode()))


@pytest.mark.verify  # where each of them is looked at in a browser, too
def test_every_state_comes_about_without_fault(demo_city: None, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    newcomer()
    assert {str(state): told for state in STATES if (told := _wrong(state))} == {}
