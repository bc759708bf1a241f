"""更正的接口: a firm says what is wrong with its facts, as on the pages, and follows the answer."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from procrastinate import testing
from procrastinate.contrib.django import app, procrastinate_app

from huiqi.api.enums import Scope
from huiqi.inbox.models import Todo
from huiqi.kernel.files import Store
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, FactCorrection, Organization
from huiqi.rights.actions import corrections, decide_correction
from tests.api.conftest import Ask
from tests.api.test_rights import a_token
from tests.cast import NOW, Player, facts_on_record

PDF = {"name": "社保清单.pdf", "content": b64encode(b"%PDF-1.4\n%%EOF\n").decode()}
WANTED: dict[str, Any] = {"proposed": 86, "reason": "社保人数已更新", "evidence": [PDF]}


@pytest.fixture(autouse=True)
def jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[testing.InMemoryConnector]:
    monkeypatch.setattr(corrections, "store", lambda: Store(tmp_path))
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as replaced:
        before, procrastinate_app.current_app = procrastinate_app.current_app, replaced
        yield connector
        procrastinate_app.current_app = before


@pytest.fixture
def employees(chenglan: Organization) -> Fact:
    """What the register of social insurance says."""
    facts_on_record(chenglan, Source.SOCIAL_INSURANCE, employees=68)
    return Fact.objects.get(key="employees")


def at(firm: Organization, path: str) -> str:
    return f"/organizations/{firm.credit_code}{path}"


def test_firm_reads_its_facts_with_who_says_so(
    ask: Ask, lan: Player, chenglan: Organization, employees: Fact
) -> None:
    told = ask(at(chenglan, "/facts"), token=a_token(lan)).json
    (one,) = [one for one in told["items"] if one["fact"] == "employees"]
    assert one == {
        "fact": "employees",
        "label": "从业人员",
        "value": 68,
        "unit": "人",
        "source": "social_insurance",
        "as_of": employees.as_of.isoformat(),
        "period": None,
        "recorded_at": one["recorded_at"],
    }


def test_correction_is_asked_for_and_followed_to_its_answer(
    ask: Ask, lan: Player, qin: Player, chenglan: Organization, employees: Fact
) -> None:
    token = a_token(lan)
    asked = ask(at(chenglan, "/facts/employees/corrections"), WANTED, token=token)
    told = asked.json
    assert (asked.status, told["status"], told["value"], told["proposed"]) == (200, "open", 68, 86)
    assert (told["due_on"], told["due_is_provisional"]) == ("2021-11-10", False)
    assert (told["evidence"], told["decided_at"]) == (["社保清单.pdf"], None)
    assert Todo.objects.get().done_at is None
    one = at(chenglan, f"/corrections/{told['number']}")
    assert ask(one, token=token).json == told
    assert ask(at(chenglan, "/corrections"), token=token).json["items"] == [told]
    correction = FactCorrection.objects.get()
    decide_correction(
        correction=correction, accept=False, answer="以月末为准", actor=qin.actor, now=NOW
    )
    answered = ask(one, token=token).json
    assert (answered["status"], answered["answer"]) == ("declined", "以月末为准")
    assert ask(f"{one}/withdrawal", method="POST", token=token).code == (409, "wrong_state")


def test_correction_is_taken_back_and_asked_once_under_a_key(
    ask: Ask, lan: Player, qin: Player, chenglan: Organization, employees: Fact
) -> None:
    token, path = a_token(lan), at(chenglan, "/facts/employees/corrections")
    first, again = (
        ask(path, WANTED, token=token, headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )
    assert (first.status, first.text) == (200, again.text)
    assert ask(path, WANTED, token=token).code == (409, "refused")
    back = ask(
        at(chenglan, f"/corrections/{first.json['number']}/withdrawal"), method="POST", token=token
    )
    assert back.json["status"] == "withdrawn"
    assert Todo.objects.get().done_at is not None


def test_value_that_should_not_be_there_is_said_by_null(
    ask: Ask, lan: Player, chenglan: Organization, employees: Fact
) -> None:
    path = at(chenglan, "/facts/employees/corrections")
    assert ask(path, WANTED | {"proposed": None}, token=a_token(lan)).json["proposed"] is None


def test_everything_wrong_with_the_form_is_told_at_once(
    ask: Ask, lan: Player, chenglan: Organization, employees: Fact
) -> None:
    path, token = at(chenglan, "/facts/employees/corrections"), a_token(lan)
    body = {"why": 1, "reason": 7, "evidence": [{"name": "a.pdf", "content": "不是"}, 3]}
    told = ask(path, body, token=token)
    assert told.code == (422, "invalid")
    assert told.keys == ["why", "proposed", "reason", "evidence[0]", "evidence[1]"]
    assert ask(path, WANTED | {"evidence": "a.pdf"}, token=token).keys == ["evidence"]
    assert FactCorrection.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": " "}, "请写明更正的理由"),
        ({"proposed": "很多"}, "「从业人员」"),
        ({"proposed": 68}, "更正后的值与现在的值相同"),
        ({"proposed": {"a": []}}, "「从业人员」"),
        ({"evidence": []}, "请附上能证明的文件"),
        ({"evidence": [PDF] * 6}, "最多附 5 个文件"),
        ({"evidence": [{"name": "a\x00.pdf", "content": ""}]}, "是空的"),
        ({"evidence": [{"name": "a.exe", "content": "TVo="}]}, "不是可以上传的类型"),
    ],
)
def test_bad_correction_is_refused_with_the_reason(
    change: dict[str, Any],
    sentence: str,
    ask: Ask,
    lan: Player,
    chenglan: Organization,
    employees: Fact,
) -> None:
    path = at(chenglan, "/facts/employees/corrections")
    told = ask(path, WANTED | change, token=a_token(lan))
    assert told.code == (409, "refused")
    assert sentence in "".join(told.whats)


def test_unknown_fact_is_not_found_and_the_nearest_is_named(
    ask: Ask, lan: Player, chenglan: Organization
) -> None:
    token = a_token(lan)
    told = ask(at(chenglan, "/facts/employes/corrections"), WANTED, token=token)
    assert told.code == (404, "not_found")
    assert "employees" in told.text
    nothing = ask(at(chenglan, "/facts/employees/corrections"), WANTED, token=token)
    assert (nothing.code, nothing.whats) == ((409, "refused"), ["这一项没有记录，请直接填写"])
    for number in ("0", "x", "%00", "9" * 30):
        assert ask(at(chenglan, f"/corrections/{number}"), token=token).status == 404


def test_facts_of_a_day_to_come_are_refused(ask: Ask, lan: Player, chenglan: Organization) -> None:
    told = ask(at(chenglan, "/facts?on=2021-10-21&of=x"), token=a_token(lan))
    assert (told.code, told.keys) == ((422, "invalid"), ["of", "on"])
    assert "截至日期 2021-10-21 不能晚于今天。" in told.whats


def test_another_firm_is_not_found_and_nobody_else_speaks_for_this_one(
    ask: Ask, lan: Player, shan: Player, gu: Player, qin: Player, employees: Fact
) -> None:
    chenglan = Organization.objects.get(subject=employees.subject)
    ask(at(chenglan, "/facts/employees/corrections"), WANTED, token=a_token(lan))
    number = FactCorrection.objects.get().pk
    paths = {
        "/facts": None,
        "/corrections": None,
        f"/corrections/{number}": None,
        f"/corrections/{number}/withdrawal": {},
        "/facts/employees/corrections": WANTED,
    }
    for path, body in paths.items():
        assert ask(at(chenglan, path), body, token=a_token(shan)).code == (404, "not_found")
        for player in (gu, qin):
            assert ask(at(chenglan, path), body, token=a_token(player)).code == (403, "denied")
        assert ask(at(chenglan, path), body).code == (401, "unauthenticated")
        narrow = Scope.RIGHTS if path == "/facts" else Scope.FIRM
        assert ask(at(chenglan, path), body, token=a_token(lan, narrow)).code == (403, "denied")
    assert FactCorrection.objects.get().status == "open"


def test_letters_that_no_database_keeps_break_nothing(
    ask: Ask, lan: Player, qin: Player, chenglan: Organization
) -> None:
    facts_on_record(chenglan, Source.REGISTRY, name=chenglan.name)
    path, token = at(chenglan, "/facts/name/corrections"), a_token(lan)
    body = WANTED | {"proposed": "深圳市\x00澄澜", "reason": "名\x00称\ud800已变更"}
    told = ask(path, json.dumps(body), token=token)
    assert (told.code, told.keys) == ((422, "invalid"), ["reason"])
    told = ask(path, json.dumps(body | {"reason": "名称已变更"}), token=token)
    assert told.code == (409, "refused")
    assert "看不见的控制字符" in told.whats[0]
