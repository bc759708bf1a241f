"""办事的接口: plans as the command line tells them; obligations for one's own firm alone."""

import pytest
from jsonschema import Draft202012Validator

from huiqi.api.matters import MATTER_ITEM, MATTER_PLAN, OBLIGATION
from huiqi.matters.describe import described, listed, obligation
from huiqi.matters.duties import bound_by
from huiqi.matters.planning import plan
from huiqi.matters.reading import matters
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of
from huiqi.rules.facts import Facts
from tests.api.conftest import Ask
from tests.api.test_organizations import a_token_of
from tests.cast import TODAY, Player


def complaints(schema: dict[str, object], value: object) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def test_the_list_is_that_of_the_command_line(ask: Ask, chenglan: Organization) -> None:
    told = ask("/matters").json
    assert told["items"] == [listed(one) for one in matters().values()]
    assert [complaints(MATTER_ITEM, one) for one in told["items"]] == [[]] * len(matters())


@pytest.mark.parametrize("slug", list(matters()))
def test_every_plan_satisfies_its_schema(ask: Ask, chenglan: Organization, slug: str) -> None:
    told = ask(f"/matters/{slug}?start=2021-10-20").json
    assert told == described(matters()[slug], plan(matters()[slug], TODAY))
    assert complaints(MATTER_PLAN, told) == []


def test_what_cannot_be_planned_is_told(ask: Ask, chenglan: Organization) -> None:
    assert ask("/matters/no-such").code == (404, "not_found")
    for start in ("2021-02-30", "1999-01-04", "9999-12-31"):
        told = ask(f"/matters/go-public?start={start}")
        assert (told.status, len(told.whats)) == (422, 1)


def test_obligations_are_told_to_the_firm_and_to_nobody_else(
    ask: Ask, lan: Player, shan: Player, chenglan: Organization
) -> None:
    path = f"/organizations/{chenglan.credit_code}/obligations"
    told = ask(path, token=a_token_of(lan)).json
    expected = [obligation(one) for one in bound_by(facts_of(chenglan.subject, TODAY))]
    assert told["items"] == expected
    assert ask(path, token=a_token_of(shan)).code == (404, "not_found")
    assert ask(path).status == 401


def test_every_kind_of_obligation_satisfies_its_schema() -> None:
    known = Facts.read({"entity_kind": "sole_trader", "employees": 3}, TODAY)
    for one in bound_by(known):
        assert complaints(OBLIGATION, obligation(one)) == []
