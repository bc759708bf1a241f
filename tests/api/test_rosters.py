"""企业名单的接口: asked for, read page by page with a record, and compared."""

from __future__ import annotations

from typing import Any

import pytest

from huiqi.api.enums import Scope
from huiqi.citywide.models import CityRegister
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import now
from huiqi.parties.enums import Source
from huiqi.parties.models import Organization
from huiqi.rosters import actions
from huiqi.rosters.models import Roster
from tests.api.conftest import Ask
from tests.api.test_rights import a_token, jobs
from tests.cast import Player, facts_on_record
from tests.rosters.conftest import OTHER, SCALE, a_register, data, kept, makers, register

__all__ = ["data", "jobs", "kept", "makers", "register"]

PATH = f"/programmes/{SCALE}/rosters"
GIVEN = {"kind": "near", "title": "规上宣讲会", "purpose": "请差一步的企业来听"}


def _token(player: Player) -> str:
    return a_token(player, Scope.ROSTERS)


def made(ask: Ask, player: Player, **given: str) -> Any:
    told = ask(PATH, GIVEN | given, token=_token(player))
    assert told.status == 200, told.text
    actions.run_roster(roster_id=told.json["number"], actor=SYSTEM, clock=now)
    return told.json["number"]


def test_a_list_is_asked_for_made_and_read_with_the_step(
    register: CityRegister, ask: Ask, qin: Player
) -> None:
    token = _token(qin)
    asked = ask(PATH, GIVEN, token=token).json
    assert (asked["found"], asked["finished_at"], asked["amount_sure"]) == (None, None, None)
    assert ask(PATH, GIVEN, token=token).json["number"] == asked["number"]
    actions.run_roster(roster_id=asked["number"], actor=SYSTEM, clock=now)
    told = ask(f"/rosters/{asked['number']}", token=token).json
    assert (told["found"], told["listed"], told["without_step"]) == (1, 1, 1)
    assert told["register"] == register.sha256
    firms = ask(f"/rosters/{asked['number']}/firms", token=token).json
    assert firms["total"] == 1
    (firm,) = firms["items"]
    assert firm["name"] == "中山精密"
    assert firm["lacks"] == "年收入没有达到本行业规模以上的下限"
    assert [one["text"] for one in firm["step"]] == ["主营业务收入还差 100 万元（现为 1,900 万元）"]
    assert ask(PATH, token=token).json["total"] == 1


def test_every_firm_that_is_told_is_on_record_with_the_purpose(
    register: CityRegister, makers: dict[str, Organization], ask: Ask, qin: Player
) -> None:
    number, before = made(ask, qin), AuditEntry.objects.count()
    ask(f"/rosters/{number}/firms?q=中山", token=_token(qin))
    entries = AuditEntry.objects.order_by("id")[before:]
    (entry,) = [one for one in entries if one.act == AuditEntry.Act.READ]
    assert entry.subject_id == makers["near"].subject_id
    assert "请差一步的企业来听" in entry.purpose
    for query, total in (("district=440305", 0), ("industry=C&size=unknown", 1), ("limit=1", 1)):
        told = ask(f"/rosters/{number}/firms?{query}", token=_token(qin)).json
        assert told["total"] == total, query


def test_who_came_in_and_went_out_is_told_since_the_list_before(
    register: CityRegister, makers: dict[str, Organization], ask: Ask, qin: Player
) -> None:
    token, old = _token(qin), made(ask, qin, kind="eligible")
    assert ask(f"/rosters/{old}/changes", token=token).code == (404, "not_found")
    facts_on_record(makers["yes"], Source.DEPARTMENT, main_revenue=10_000_000)
    facts_on_record(makers["unknown"], Source.DEPARTMENT, main_revenue=50_000_000)
    a_register()
    new = made(ask, qin, kind="eligible")
    told = ask(f"/rosters/{new}/changes?since={old}", token=token).json
    assert (told["number"], told["since"], told["total"]) == (new, old, 2)
    changed = [(one["change"], one["firm"]["name"]) for one in told["items"]]
    assert changed == [("in", "无数精密"), ("out", "大川精密")]
    last = ask(f"/rosters/{new}/changes?offset=1", token=token).json
    assert [one["change"] for one in last["items"]] == ["out"]
    assert ask(f"/rosters/{new}/changes?since={new}", token=token).status == 404


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"sort": "x"}, 422, "sort"),
        ({"title": 1}, 422, "应是一段文字"),
        ({"kind": "all"}, 409, "先选名单要列哪些企业"),
        ({"kind": "near"}, 409, "写明名单用来办什么事"),
        ({"title": "名" * 61}, 409, "名称最多 60 个字"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(
    register: CityRegister, ask: Ask, qin: Player, body: dict[str, Any], status: int, words: str
) -> None:
    told = ask(PATH, body, token=_token(qin))
    assert told.status == status
    assert words in told.text
    assert not Roster.objects.exists()


def test_without_a_register_it_says_so(kept: None, ask: Ask, qin: Player) -> None:
    assert "还没有全市名册" in ask(PATH, GIVEN, token=_token(qin)).text


def test_others_find_nothing_and_another_scope_opens_nothing(
    register: CityRegister, ask: Ask, qin: Player, gu: Player, lan: Player
) -> None:
    number = made(ask, qin)
    for player in (gu, lan):
        token = _token(player)
        for path in (PATH, f"/rosters/{number}", f"/rosters/{number}/firms"):
            assert ask(path, token=token).code == (404, "not_found")
        assert ask(PATH, GIVEN, token=token).code == (404, "not_found")
    assert ask(f"/programmes/{OTHER}/rosters", token=_token(qin)).code == (404, "not_found")
    assert ask("/rosters/x", token=_token(qin)).code == (404, "not_found")
    assert ask(PATH, token=a_token(qin, Scope.POLICIES)).code == (403, "denied")
    assert ask(PATH).code == (401, "unauthenticated")
