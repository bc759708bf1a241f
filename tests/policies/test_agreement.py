"""一致: page, interface and command line give the same firm the same answers."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from huiqi.cli import main
from huiqi.demo.cast import CAST
from huiqi.demo.population import TODAY
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.parties.access import may_view_for
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries import actors_of
from huiqi.rules.exact_json import to_json

Answers = dict[str, tuple[str, Decimal | None, list[str]]]


def firms_of_the_cast() -> list[tuple[Person, Actor, Organization]]:
    """Everybody of the cast who may look at a firm's facts, with that firm."""
    found = []
    for person in Person.objects.filter(username__in=[one.username for one in CAST]):
        for actor in actors_of(person, now()):
            assert actor.organization_id is not None
            firm = Organization.objects.select_related("subject").get(pk=actor.organization_id)
            if firm.credit_code and not actor.area and not may_view_for.refusal(actor, firm):
                found.append((person, actor, firm))
    return found


def answers(told: dict[str, Any]) -> Answers:
    """Verdict, ceiling and what is missing, of every programme."""
    assert told["on"] == str(TODAY)
    return {
        one["programme"]: (one["verdict"], one["amount_max"], one["missing"])
        for one in told["results"]
    }


def on_page(client: Client, query: dict[str, str]) -> Answers:
    found = client.get("/match/", query | {"on": str(TODAY)}).context["found"]
    return answers(json.loads(to_json(found.match.to_dict()), parse_float=Decimal))


def test_a_stranger_reads_the_same_on_the_page_and_from_the_command(
    client: Client, demo_city: None, capsys: pytest.CaptureFixture[str]
) -> None:
    firms = {firm.credit_code or "" for _, _, firm in firms_of_the_cast()}
    assert len(firms) >= 2
    for code in firms:
        capsys.readouterr()
        assert main(["match", code, "--on", str(TODAY), "--json"]) == 0
        by_command = answers(json.loads(capsys.readouterr().out, parse_float=Decimal))
        assert by_command == on_page(client, {"code": code})


def test_an_owner_reads_the_same_on_the_page_and_from_the_interface(
    client: Client, demo_city: None
) -> None:
    found = {firm.credit_code or "": person for person, _, firm in firms_of_the_cast()}
    for code, person in found.items():
        client.force_login(person)
        told = client.get(f"/api/v1/organizations/{code}/match", {"on": str(TODAY)})
        by_interface = answers(json.loads(told.content, parse_float=Decimal))
        assert by_interface == on_page(client, {"code": code})


def test_without_a_day_the_command_takes_the_city_s(
    demo_city: None, capsys: pytest.CaptureFixture[str]
) -> None:
    code = firms_of_the_cast()[0][2].credit_code or ""
    assert main(["match", code, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["on"] == str(TODAY)


POLICIES = ("shenzhen.interest_subsidy", "shenzhen_longgang.park_rent", "national.little_giant")


def as_json(told: object) -> Any:
    return json.loads(to_json(told), parse_float=Decimal)


def test_a_policy_is_the_same_on_the_page_by_the_interface_and_from_the_command(
    client: Client, demo_city: None, capsys: pytest.CaptureFixture[str]
) -> None:
    code = firms_of_the_cast()[0][2].credit_code or ""
    for programme in POLICIES:
        for day in ("2021-10-20", "2023-01-01"):
            capsys.readouterr()
            command = ["policy", programme, "--firm", code, "--on", day, "--json"]
            assert main(command) == 0
            by_command = json.loads(capsys.readouterr().out, parse_float=Decimal)
            response = client.get(f"/api/v1/policies/{programme}", {"firm": code, "on": day})
            assert json.loads(response.content, parse_float=Decimal) == by_command
            page = client.get(f"/policies/{programme}/", {"code": code, "on": day}).context
            assert as_json(page["answer"].explained()) == by_command["answer"]
            assert (
                as_json([one.version.to_dict() for one in page["versions"]])
                == (by_command["versions"])
            )
            assert as_json([one.to_dict() for one in page["similar"]]) == by_command["similar"]
            assert as_json([one.to_dict() for one in page["bonds"]]) == by_command["together"]
            found = page["sum"].found
            assert as_json(found and found.to_dict()) == by_command["calculation"]


def test_without_a_firm_nothing_is_known_of_it_anywhere(
    client: Client, demo_city: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", POLICIES[0], "--on", str(TODAY), "--json"]) == 0
    by_command = json.loads(capsys.readouterr().out, parse_float=Decimal)
    response = client.get(f"/api/v1/policies/{POLICIES[0]}")
    assert json.loads(response.content, parse_float=Decimal) == by_command
    assert by_command["answer"]["verdict"] == "unknown"
