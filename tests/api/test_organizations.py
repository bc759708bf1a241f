"""单位的接口: a firm's match is told to those who act for it, and to nobody else."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from jsonschema import Draft202012Validator

from huiqi.api.actions import make_token
from huiqi.api.enums import Scope
from huiqi.library import load
from huiqi.parties import scope
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.parties.queries import actors_of, facts_of
from huiqi.rules.exact_json import to_json
from tests.api.conftest import SCHEMAS, Ask
from tests.cast import NOW, TODAY, Player, facts_on_record


def a_token_of(player: Player, number: int = 0) -> str:
    return make_token(
        title="测试",
        scopes=[Scope.FIRM],
        expires_at=NOW + timedelta(days=30),
        now=NOW,
        actor=actors_of(player.person, NOW)[number],
    )[1]


@pytest.fixture
def on_record(chenglan: Organization, yuanshan: Organization) -> None:
    for firm, employees in ((chenglan, 86), (yuanshan, 250)):
        facts_on_record(firm, Source.REGISTRY, name=firm.name, credit_code=firm.credit_code)
        facts_on_record(firm, Source.TAX, employees=employees, industry="C39")


def path_of(firm: Organization) -> str:
    return f"/organizations/{firm.credit_code}/match"


def test_member_is_told_what_the_firm_may_have(
    ask: Ask, lan: Player, chenglan: Organization, on_record: None
) -> None:
    told = ask(path_of(chenglan), token=a_token_of(lan))
    expected = load().match(facts_of(chenglan.subject, TODAY)).to_dict()
    assert told.text == to_json(expected) + "\n"
    assert told.json["firm"] == {"name": chenglan.name, "credit_code": chenglan.credit_code}
    schema = json.loads((SCHEMAS / "match.schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(told.json)) == []


def test_day_is_asked_for_and_read_with_care(
    ask: Ask, lan: Player, chenglan: Organization, on_record: None
) -> None:
    token = a_token_of(lan)
    assert ask(f"{path_of(chenglan)}?on=2020-06-01", token=token).json["on"] == "2020-06-01"
    assert ask(f"{path_of(chenglan)}?on=x&by=1", token=token).keys == ["by", "on"]


def test_another_firm_is_not_found_as_if_it_did_not_exist(
    ask: Ask, lan: Player, yuanshan: Organization, on_record: None
) -> None:
    token = a_token_of(lan)
    foreign = ask(path_of(yuanshan), token=token)
    assert foreign.code == (404, "not_found")
    assert foreign.text == ask("/organizations/91999999MA5NONE00X/match", token=token).text


def test_officer_who_does_not_act_for_the_firm_is_told_who_may(
    ask: Ask, qin: Player, chenglan: Organization, on_record: None
) -> None:
    told = ask(path_of(chenglan), token=a_token_of(qin))
    assert told.code == (403, "denied")
    assert told.whats == ["须由本企业人员办理，或须由企业授权的代办人办理"]


def test_nobody_is_asked_to_show_who_they_are(ask: Ask, chenglan: Organization) -> None:
    assert ask(path_of(chenglan)).code == (401, "unauthenticated")


def test_database_shows_a_token_its_own_firm_until_the_answer_is_made(
    ask: Ask,
    lan: Player,
    chenglan: Organization,
    yuanshan: Organization,
    on_record: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Requests of tests run with the rights of the application (tests.application).
    seen: list[str] = []
    forget = scope.forget

    def noted() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('huiqi.scope')")
            seen.append(cursor.fetchone()[0])
        forget()

    monkeypatch.setattr(scope, "forget", noted)
    token = a_token_of(lan)
    assert ask(path_of(chenglan), token=token).json["firm"]["name"] == chenglan.name
    assert ask(path_of(yuanshan), token=token).status == 404
    assert ask("/facts?limit=1").status == 200
    assert seen == [str(chenglan.subject_id)] * 2


def test_session_of_a_member_opens_the_same(
    lan: Player, chenglan: Organization, on_record: None
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(lan.person)
    assert client.get(f"/api/v1{path_of(chenglan)}").status_code == 200
