"""数据权利的接口: the same people do the same as on the pages; nothing of another shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from procrastinate import testing
from procrastinate.contrib.django import app, procrastinate_app

from huiqi.api.actions import make_token
from huiqi.api.enums import Scope
from huiqi.kernel.audit import record_read
from huiqi.kernel.models import AuditEntry
from huiqi.parties.models import Organization
from huiqi.parties.queries import actors_of
from huiqi.rights.actions import ask_for_data
from huiqi.rights.models import DataRequest
from tests.api.conftest import Ask
from tests.cast import NOW, Player

REQUESTS = "/data-requests"


@pytest.fixture(autouse=True)
def jobs() -> Iterator[testing.InMemoryConnector]:
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as replaced:
        before, procrastinate_app.current_app = procrastinate_app.current_app, replaced
        yield connector
        procrastinate_app.current_app = before


def a_token(player: Player, *scopes: Scope, number: int = 0) -> str:
    return make_token(
        title="测试",
        scopes=scopes or [Scope.FIRM, Scope.RIGHTS],
        expires_at=NOW + timedelta(days=30),
        now=NOW,
        actor=actors_of(player.person, NOW)[number],
    )[1]


def a_look(officer: Player, firm: Organization, purpose: str) -> AuditEntry:
    actor = replace(officer.actor, purpose=purpose)
    return record_read(actor, "查看企业事实", firm, subject_id=firm.subject_id)


def test_firm_is_told_who_looked_and_nobody_else_is(
    ask: Ask, lan: Player, qin: Player, shan: Player, chenglan: Organization
) -> None:
    for purpose in ("审核贷款贴息", "复核"):
        a_look(qin, chenglan, purpose)
    told = ask("/looks?limit=1", token=a_token(lan))
    assert told.json["total"] == 2
    (look,) = told.json["items"]
    assert (look["purpose"], look["question"]) == ("复核", None)
    assert qin.person.name not in told.text
    assert ask("/looks", token=a_token(shan)).json["total"] == 0
    assert ask("/looks", token=a_token(qin)).code == (403, "denied")
    assert ask("/looks").code == (401, "unauthenticated")
    assert ask("/looks", token=a_token(lan, Scope.RIGHTS)).code == (403, "denied")


def test_period_of_looks_is_read_with_care(
    ask: Ask, lan: Player, qin: Player, chenglan: Organization
) -> None:
    a_look(qin, chenglan, "复核")
    token = a_token(lan)
    today = "2021-10-20"
    assert ask(f"/looks?since={today}&until={today}", token=token).json["total"] == 1
    assert ask("/looks?until=2021-10-19", token=token).json["total"] == 0
    wrong = ask("/looks?since=2021-10-20&until=2021-10-19", token=token)
    assert (wrong.code, wrong.whats) == ((422, "invalid"), ["起日晚于止日。"])
    assert ask("/looks?since=x&until=y&by=z", token=token).keys == ["by", "since", "until"]


def test_copy_is_asked_for_once_under_a_key(
    ask: Ask, lan: Player, jobs: testing.InMemoryConnector
) -> None:
    token, body = a_token(lan), {"kind": "copy", "whose": "firm"}
    first, again = (
        ask(REQUESTS, body, token=token, headers={"Idempotency-Key": "一".encode().hex()})
        for _ in range(2)
    )
    assert (first.status, first.text) == (200, again.text)
    assert (first.json["status"], first.json["whose"]) == ("asked", "firm")
    assert [one.kind for one in DataRequest.objects.all()] == ["copy"]
    assert len(jobs.jobs) == 1
    other = ask(
        REQUESTS, body | {"kind": "erasure"}, token=token, headers={"Idempotency-Key": "e4b880"}
    )
    assert other.code == (422, "key_reused")
    assert ask(REQUESTS, body, token=token).code == (409, "refused")
    number = first.json["number"]
    assert ask(f"{REQUESTS}/{number}", token=token).json == first.json
    assert ask(REQUESTS, token=token).json["items"] == [first.json]


def test_erasure_says_what_and_why_and_is_taken_back(ask: Ask, lan: Player) -> None:
    token = a_token(lan)
    assert ask(REQUESTS, {"kind": "erasure"}, token=token).code == (409, "refused")
    asked = ask(REQUESTS, {"kind": "erasure", "reason": "不再使用这个账号"}, token=token)
    assert (asked.json["whose"], asked.json["due_on"]) == ("person", "2021-11-10")
    path = f"{REQUESTS}/{asked.json['number']}/withdrawal"
    assert ask(path, method="POST", token=token).json["status"] == "withdrawn"
    assert ask(path, method="POST", token=token).code == (409, "wrong_state")


def test_only_the_owner_asks_for_the_firm(ask: Ask, min_: Player, gu: Player, qin: Player) -> None:
    for player in (min_, gu, qin):
        told = ask(REQUESTS, {"kind": "copy", "whose": "firm"}, token=a_token(player))
        assert told.code == (403, "denied")
    assert DataRequest.objects.count() == 0


def test_request_of_another_is_not_found(ask: Ask, lan: Player, shan: Player) -> None:
    asked = ask_for_data(kind="copy", subject=None, reason="", actor=lan.actor, now=NOW)
    path, token = f"{REQUESTS}/{asked.number}", a_token(shan)
    assert ask(path, token=token).code == (404, "not_found")
    assert ask(f"{path}/withdrawal", method="POST", token=token).code == (404, "not_found")
    assert ask(REQUESTS, token=token).json["total"] == 0
    assert ask(f"{REQUESTS}/%00", token=token).code == (404, "not_found")


def test_everything_wrong_with_a_request_is_told_at_once(ask: Ask, lan: Player) -> None:
    body = {"kind": "all", "whose": "everybody", "reason": 7, "why": ""}
    told = ask(REQUESTS, body, token=a_token(lan))
    assert (told.code, told.keys) == ((422, "invalid"), ["why", "kind", "whose", "reason"])
