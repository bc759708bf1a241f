"""政策沙盘的接口: the same run as the page's, by a token of its own scope."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.api.actions import make_token
from huiqi.api.enums import Scope
from huiqi.citywide.models import CityRegister
from huiqi.kernel.now import now
from huiqi.sandbox import registers
from huiqi.sandbox.models import SandboxRun
from tests.api.conftest import Ask, Told, ask
from tests.sandbox.conftest import OFFICER, RENT, actor_named

__all__ = ["ask"]

PATH = f"/programmes/{RENT}/simulations"


def a_token(who: str = OFFICER, *scopes: Scope) -> str:
    moment = now()
    return make_token(
        title="测试",
        scopes=scopes or [Scope.SANDBOX],
        expires_at=moment + timedelta(days=30),
        now=moment,
        actor=actor_named(who),
    )[1]


@pytest.fixture
def ask_city(demo_city: None, ask: Ask) -> Ask:
    return ask


def test_a_policy_is_tried_read_and_listed(register: CityRegister, ask_city: Ask) -> None:
    token = a_token()
    told = ask_city(PATH, {"parameters": {"rate": "40%"}, "title": "四成"}, token=token).json
    assert (told["title"], told["parameters"]) == ("四成", {"rate": "40%"})
    result = told["result"]
    assert (result["before"]["low"], result["after"]["low"]) == (227_972, 207_177)
    assert (result["loss"], result["lowered"], result["affected"]) == (20_795, 2, 2)
    assert [year["after"]["low"] for year in result["years"]] == [207_177, 184_800, 0]
    assert result["whole"]["after"]["low"] == 391_977
    assert result["fair_competition"]["points"]
    by_district = [one for one in result["groups"] if one["dimension"] == "district"]
    assert sum(one["firms"] for one in by_district) == result["subjects"] == 303
    assert ask_city(f"{PATH}/{told['number']}", token=token).json == told
    listed = ask_city(PATH, token=token).json
    assert listed["total"] == 1
    assert listed["items"] == [{key: one for key, one in told.items() if key != "result"}]


def test_a_number_is_as_good_as_its_text_and_a_key_repeats_the_answer(
    register: CityRegister, ask_city: Ask
) -> None:
    token, key = a_token(), {"Idempotency-Key": "one"}
    asked = {"parameters": {"rate": 0.4}, "years": 3, "take_up": 1}
    first = ask_city(PATH, asked, token=token, headers=key)
    assert ask_city(PATH, asked, token=token, headers=key).text == first.text
    other = ask_city(PATH, {"parameters": {"rate": "0.3"}}, token=token, headers=key)
    assert other.code == (422, "key_reused")
    again = ask_city(PATH, {"parameters": {"rate": "40%"}}, token=token)
    assert again.json["number"] == first.json["number"]
    assert SandboxRun.objects.count() == 1


BAD: dict[str, tuple[dict[str, Any], list[str]]] = {
    "形状": (
        {"parameters": [], "rules": 1, "dropped": "x", "on": {}, "no": 1},
        ["no", "parameters", "rules", "dropped", "on"],
    ),
    "值": (
        {"parameters": {"rate": "4"}, "rules": {"place": "("}, "years": 0, "take_up": "2"},
        ["take_up", "years", "parameters.rate", "rules.place"],
    ),
    "没有改动": ({}, [""]),
}


@pytest.mark.parametrize("name", BAD)
def test_everything_wrong_is_told_by_key(register: CityRegister, ask_city: Ask, name: str) -> None:
    body, keys = BAD[name]
    told: Told = ask_city(PATH, body, token=a_token())
    assert told.code == (422, "invalid")
    assert told.keys == keys
    assert not SandboxRun.objects.exists()


def test_large_register_is_answered_later(
    register: CityRegister, ask_city: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "READ_AT_ONCE", 0)
    monkeypatch.setattr(registers, "_open", type(registers._open)())
    told = ask_city(PATH, {"parameters": {"rate": "40%"}}, token=a_token()).json
    assert (told["result"], told["finished_at"], told["done"]) == (None, None, 0)


def test_without_a_register_one_is_asked_for(ask_city: Ask) -> None:
    headers = {"Idempotency-Key": "one"}
    told = ask_city(PATH, {"parameters": {"rate": "40%"}}, token=a_token(), headers=headers)
    assert told.code == (409, "refused")
    assert ProcrastinateJob.objects.filter(task_name__endswith="write_city_register").exists()


def test_others_find_nothing_and_the_scope_is_asked_for(
    register: CityRegister, ask_city: Ask
) -> None:
    told = ask_city(PATH, {"parameters": {"rate": "40%"}}, token=a_token()).json
    stranger = a_token("qinyue")
    assert ask_city(PATH, token=stranger).code == (404, "not_found")
    assert ask_city(f"{PATH}/{told['number']}", token=stranger).code == (404, "not_found")
    assert ask_city(PATH, {}, token=stranger).code == (404, "not_found")
    assert ask_city(f"{PATH}/{10**12}", token=a_token()).code == (404, "not_found")
    assert ask_city(f"{PATH}/一", token=a_token()).code == (404, "not_found")
    assert ask_city(PATH, token=a_token(OFFICER, Scope.POLICIES)).code == (403, "denied")
