"""申报的接口: a program reads the calls, fills in for its firm and hands in once."""

from __future__ import annotations

import pytest

from huiqi.api.enums import Scope
from huiqi.programmes import actions
from huiqi.programmes.models import Application, Call, Snapshot
from tests.api.conftest import Ask, ask
from tests.api.test_rights import a_token
from tests.cast import NOW, Player
from tests.programmes.applying import ANSWERS, filled_in

__all__ = ["ask"]

pytestmark = pytest.mark.django_db


def test_anybody_reads_the_calls_without_a_token(call: Call, ask: Ask) -> None:
    listed = ask("/calls?phase=open").json
    assert (listed["total"], listed["items"][0]["number"]) == (1, call.number)
    one = ask(f"/calls/{call.number}").json
    assert (one["ceiling"], one["granted"], one["ends_at"]) == (
        600_000,
        0,
        "2021-11-19T18:00:00+08:00",
    )
    assert one["stages"][0] == {
        "kind": "formal_check",
        "working_days": 10,
        "clause": "本市自定的办理期限（待核）",
    }
    assert ask("/calls?phase=x").code == (422, "invalid")
    assert ask("/calls/NOTHING").code == (404, "not_found")


def test_a_program_fills_in_and_hands_in_once(call: Call, ask: Ask, lan: Player) -> None:
    token = a_token(lan, Scope.APPLICATIONS)
    begun = ask(f"/calls/{call.number}/applications", {}, token=token).json
    path = f"/applications/{begun['id']}"
    wrong = ask(f"{path}/answers", {"revision": 0, "answers": {"asked": "很多"}}, token=token)
    assert wrong.json == {
        "revision": 0,
        "problems": ["申请金额：写成以元计的数字，例如 149800.00"],
    }
    given = ANSWERS | {"asked": 100_000}
    saved = ask(f"{path}/answers", {"revision": 0, "answers": given}, token=token).json
    assert saved == {"revision": 1, "problems": []}
    stale = {"revision": 0, "answers": {"project_name": "别的"}}
    assert ask(f"{path}/answers", stale, token=token).code == (409, "refused")
    many = {"revision": 1, "answers": {"project_name": ["一", "二"]}}
    assert ask(f"{path}/answers", many, token=token).code == (422, "invalid")
    missing = ask(path, token=token).json["problems"]
    assert [one["about"] for one in missing] == ["invoices", "invoices", "payment_proof"]
    application = Application.objects.get(pk=begun["id"])
    filled_in(application, lan)
    submit = {"declared": True}
    silent = ask(f"{path}/submission", {"declared": False}, token=token)
    assert silent.keys == ["declared", "Idempotency-Key"]
    headers = {"Idempotency-Key": "first"}
    told = [
        ask(f"{path}/submission", submit, token=token, headers=dict(headers)) for _twice in "ab"
    ]
    assert told[0].text == told[1].text
    snapshot = Snapshot.objects.get()
    assert told[0].json["sha256"] == snapshot.digest
    whole = ask(path, token=token).json
    assert (whole["state"], whole["who"], whole["papers"][0]["kind"]) == (
        "active",
        "office",
        "receipt",
    )
    assert ask("/applications", token=token).json["total"] == 1


def test_another_firms_application_is_not_found_and_a_scope_is_needed(
    draft: Application, ask: Ask, lan: Player, shan: Player
) -> None:
    path = f"/applications/{draft.pk}"
    other = a_token(shan, Scope.APPLICATIONS)
    assert ask(path, token=other).code == (404, "not_found")
    body = {"revision": 0, "answers": {"project_name": "x"}}
    assert ask(f"{path}/answers", body, token=other).code == (404, "not_found")
    assert ask(path, token=a_token(lan, Scope.FIRM)).code == (403, "denied")
    assert ask(path).code == (401, "unauthenticated")
    actions.withdraw_application(application=draft, reason="", actor=lan.actor, now=NOW)
    late = ask(f"{path}/answers", body, token=a_token(lan, Scope.APPLICATIONS))
    assert late.code == (409, "wrong_state")
