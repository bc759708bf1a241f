"""材料的接口: uploaded, reused and removed by a program; hostile files get their sentences."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from huiqi.api import application_files
from huiqi.api.body import WITH_FILE
from huiqi.api.enums import Scope
from huiqi.kernel.files import Store, city_store
from huiqi.kernel.models import Blob, StoredFile
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.actions import evidence
from huiqi.programmes.models import Application, Call, EvidenceFile, Snapshot
from tests.api.applied import LINE, Program, a_material, encoded
from tests.api.conftest import Ask
from tests.api.test_rights import a_token
from tests.cast import NOW, Player
from tests.hostile import HOSTILE, NAMES
from tests.programmes.applying import ANSWERS, PDF, filled_in, handed_in
from tests.programmes.conftest import books, call, draft
from tests.scanners import ByBytes

__all__ = ["books", "call", "draft"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def program(draft: Application, ask: Ask, lan: Player) -> Program:
    """Of 澄澜, at its draft."""
    return Program(ask, lan, draft)


def kept() -> tuple[Any, ...]:
    """What lies in the store and in its folder."""
    folder = city_store().folder
    return (
        StoredFile.objects.filter(gone_at=None).count(),
        Blob.objects.exclude(state=Blob.State.DISCARDED).count(),
        EvidenceFile.objects.count(),
        sorted(path.name for path in folder.rglob("*") if path.is_file()),
    )


def files_of(program: Program, material: str = "payment_proof") -> list[dict[str, Any]]:
    """What is handed in under one of the materials."""
    wanted = program("/materials").json["materials"]
    (found,) = [one for one in wanted if one["id"] == material]
    assert (found["required"], found["most"]) == (True, 5)
    return list(found["files"])


def test_a_firm_applies_from_the_call_to_the_receipt_without_any_page(
    call: Call, ask: Ask, lan: Player
) -> None:
    token = a_token(lan, Scope.APPLICATIONS)
    begun = ask(f"/calls/{call.number}/applications", {}, token=token).json
    program = Program(ask, lan, begun["id"])
    answers = {"revision": begun["revision"], "answers": ANSWERS}
    assert program("/answers", answers).json == {"revision": 1, "problems": []}
    assert files_of(program) == []
    made = program("/materials", a_material()).json
    assert made | {"id": 0, "added_at": ""} == {
        "id": 0,
        "material": "payment_proof",
        "name": "付款凭证.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "state": "clean",
        "scanned_by": "",
        "reused_from": None,
        "added_at": "",
        "removed_at": None,
    }
    assert files_of(program) == [made]
    written = program("/invoices", {"invoices": [LINE]}).json
    assert (written["count"], written["amount"]) == (1, "800000.00")
    whole = program("").json
    assert (whole["problems"], whole["revision"]) == ([], 1)
    receipt = program("/submission", {"declared": True}, key="once").json
    snapshot = Snapshot.objects.get()
    assert receipt["sha256"] == snapshot.digest
    assert snapshot.content["evidence"][0]["sha256"] == made["sha256"]
    assert program("").json["state"] == "active"


def test_a_hostile_file_gets_its_sentence_and_nothing_is_kept(
    draft: Application, program: Program, lan: Player
) -> None:
    filled_in(draft, lan)
    before, wrong = kept(), {}
    for one in HOSTILE:
        answer = program("/materials", a_material(one.content, one.name, "audit_report"))
        # Nothing at all is no file within a body; elsewhere it is one without content.
        told = "「content_base64」应是一段文字。" if one.content == b"" else one.told
        if answer.status not in (409, 422) or len(answer.whats) != 1 or told not in answer.whats[0]:
            wrong[one.name] = (answer.status, answer.text)
    assert wrong == {}
    assert kept() == before
    assert EvidenceFile.objects.get().material == "payment_proof"


@pytest.mark.parametrize(("given", "name"), NAMES)
def test_a_name_is_kept_without_what_is_no_name(program: Program, given: str, name: str) -> None:
    assert program("/materials", a_material(PDF, given)).json["name"] == name


def test_all_that_is_wrong_with_a_body_is_told_at_once(program: Program) -> None:
    answer = program("/materials", {"content_base64": "不是", "material": 3, "file": "x"})
    assert answer.code == (422, "invalid")
    assert answer.keys == ["file", "material", "name", "content_base64"]
    broken = program("/materials", a_material() | {"content_base64": encoded(PDF)[:-2] + "*"})
    assert broken.whats == ["「content_base64」不是 Base64。"]
    assert kept()[:3] == (0, 0, 0)


def test_what_is_too_large_is_told_with_how_large_it_may_be(program: Program) -> None:
    answer = program("/materials", a_material() | {"content_base64": "A" * WITH_FILE})
    assert answer.code == (413, "too_large")
    assert answer.json["problems"][0]["why"] == f"最多 {WITH_FILE:,} 字节。"
    assert answer.json["problems"][0]["fix"] == (
        "这样收的文件最多 10 MB；更大的请用「上传一份大的材料」（最多 50 MB），或拆成几个。"
    )
    large = program("/materials", a_material(PDF + b"%" + b"0" * 5_000_000))
    assert large.json["size"] == len(PDF) + 5_000_001  # well beyond what other bodies may have


def test_a_material_that_the_form_does_not_want_is_refused_before_anything_is_stored(
    program: Program,
) -> None:
    before = kept()
    answer = program("/materials", a_material(material="diploma"))
    assert (answer.code, answer.whats) == ((409, "refused"), ["申报表不要「diploma」这种材料"])
    assert kept() == before


def test_a_material_takes_no_more_files_than_the_form_says_and_each_once(
    program: Program,
) -> None:
    assert program("/materials", a_material()).status == 200
    twice = program("/materials", a_material(name="又一次.pdf"))
    assert twice.status == 200  # another file, though of the same content
    for place in range(3):
        assert program("/materials", a_material(PDF + b"%%%d" % place)).status == 200
    before = kept()
    more = program("/materials", a_material(PDF + b"%more"))
    assert more.code == (409, "refused")
    assert more.whats == ["「付款凭证」最多交 5 个文件"]
    assert kept() == before


def test_the_same_request_under_one_key_is_answered_alike_and_done_once(program: Program) -> None:
    first = program("/materials", a_material(), key="file")
    assert program("/materials", a_material(), key="file").text == first.text
    assert (EvidenceFile.objects.count(), StoredFile.objects.count()) == (1, 1)
    other = program("/materials", a_material(name="别的.pdf"), key="file")
    assert other.code == (422, "key_reused")
    path = f"/materials/{first.json['id']}/removal"
    removed = program(path, {}, key="gone")
    assert program(path, {}, key="gone").text == removed.text
    assert removed.json["removed_at"] is not None
    assert program(path, {}).code == (404, "not_found")
    assert files_of(program) == []


def test_a_refusal_under_a_key_keeps_nothing_and_may_be_mended(program: Program) -> None:
    before = kept()
    assert program("/materials", a_material(b"MZ"), key="k").code == (409, "refused")
    half = json.dumps(a_material(material="\ud800"))  # half a character
    assert program("/materials", half, key="half").code == (422, "invalid")
    assert kept() == before
    assert program("/materials", a_material(), key="k").status == 200


def begun_again(
    program: Program, draft: Application, call: Call, chenglan: Organization, lan: Player
) -> Application:
    """The draft withdrawn, another begun; the program asks about this one from now on."""
    actions.withdraw_application(application=draft, reason="", actor=lan.actor, now=NOW)
    again = actions.begin_application(call=call, organization=chenglan, actor=lan.actor, now=NOW)
    program.number = again.pk
    return again


def test_what_was_handed_in_elsewhere_is_listed_and_reused(
    program: Program, draft: Application, call: Call, chenglan: Organization, lan: Player
) -> None:
    filled_in(draft, lan)
    begun_again(program, draft, call, chenglan, lan)
    listed = program("/materials/reusable?material=payment_proof").json
    (earlier,) = listed["items"]
    assert (earlier["name"], earlier["call"]) == ("付款凭证.pdf", call.number)
    assert program("/materials/reusable?material=audit_report").json["total"] == 0
    assert program("/materials/reusable").json["items"] == [earlier]
    made = program("/materials/reuse", {"evidence": earlier["id"]}).json
    assert (made["reused_from"], made["sha256"]) == (earlier["id"], earlier["sha256"])
    assert program("/materials/reusable?material=payment_proof").json["total"] == 0
    twice = program("/materials/reuse", {"evidence": earlier["id"]})
    assert (twice.status, twice.whats) == (409, ["这个文件已经交在这一项下"])
    assert program("/materials/reuse", {"evidence": 10**9}).code == (404, "not_found")
    assert program("/materials/reuse", {"evidence": "一"}).keys == ["evidence"]


def test_reusing_is_bound_by_how_many_files_a_material_takes(
    program: Program, draft: Application, call: Call, chenglan: Organization, lan: Player
) -> None:
    old = program("/materials", a_material()).json["id"]
    begun_again(program, draft, call, chenglan, lan)
    for place in range(5):
        assert program("/materials", a_material(PDF + b"%%%d" % place)).status == 200
    more = program("/materials/reuse", {"evidence": old})
    assert more.whats == ["「付款凭证」最多交 5 个文件"]


def test_a_file_that_a_scanner_stopped_is_neither_offered_nor_reused(
    program: Program, draft: Application, call: Call, chenglan: Organization, lan: Player
) -> None:
    filled_in(draft, lan)
    again = begun_again(program, draft, call, chenglan, lan)
    (earlier,) = program("/materials/reusable?material=payment_proof").json["items"]
    blobs = Blob.objects.filter(pk=earlier["sha256"])
    assert blobs.update(state=Blob.State.REJECTED, finding="Eicar") == 1
    assert program("/materials/reusable?material=payment_proof").json["items"] == []
    refused = program("/materials/reuse", {"evidence": earlier["id"]})
    assert (refused.status, refused.whats) == (
        409,
        ["「付款凭证.pdf」没有通过查杀（Eicar），已经拦截"],
    )
    assert again.evidence.count() == 0


def test_a_file_waits_in_quarantine_until_a_scanner_has_looked(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path, ByBytes(bad=b"EVIL"))
    monkeypatch.setattr(evidence, "city_store", lambda: store)
    for name, content in (("好.pdf", PDF), ("坏.pdf", PDF + b"%EVIL")):
        made = program("/materials", a_material(content, name), key=f"k{len(content)}").json
        assert (made["state"], made["scanned_by"]) == ("quarantined", "")
    assert store.look_at_waiting() == 2
    told = [(one["name"], one["state"], one["scanned_by"]) for one in files_of(program)]
    assert told == [("好.pdf", "clean", "试验查杀"), ("坏.pdf", "rejected", "试验查杀")]


def test_another_firms_application_and_its_files_are_not_found(
    program: Program, draft: Application, call: Call, yuanshan: Organization, shan: Player, ask: Ask
) -> None:
    file = program("/materials", a_material()).json["id"]
    stranger = Program(ask, shan, draft)
    for what, body in (
        ("/materials", None),
        ("/materials/reusable?material=payment_proof", None),
        ("/materials", a_material()),
        ("/materials/reuse", {"evidence": file}),
        (f"/materials/{file}/content", None),
        (f"/materials/{file}/removal", {}),
    ):
        assert stranger(what, body).code == (404, "not_found"), what
    own = actions.begin_application(call=call, organization=yuanshan, actor=shan.actor, now=NOW)
    stranger.number = own.pk
    assert stranger("/materials/reuse", {"evidence": file}).code == (404, "not_found")
    assert stranger(f"/materials/{file}/removal", {}).code == (404, "not_found")
    assert stranger(f"/materials/{file}/content").code == (404, "not_found")


def test_what_was_handed_in_is_downloaded_as_it_came(
    program: Program, draft: Application, lan: Player, client: Client
) -> None:
    file = program("/materials", a_material(PDF, "付款凭证.pdf")).json["id"]
    program(f"/materials/{file}/removal", {})
    path = f"/api/v1/applications/{draft.pk}/materials/{file}/content"
    token = a_token(lan, Scope.APPLICATIONS)
    answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert isinstance(answer, StreamingHttpResponse)
    assert (answer.status_code, b"".join(answer)) == (200, PDF)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert program(f"/materials/{2**70}/content").code == (404, "not_found")


def test_what_nobody_has_looked_at_or_is_gone_is_not_downloaded(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store = Store(tmp_path, ByBytes(bad=b"EVIL"))
    monkeypatch.setattr(evidence, "city_store", lambda: store)
    monkeypatch.setattr(application_files, "city_store", lambda: store)
    file = program("/materials", a_material()).json["id"]
    waiting = program(f"/materials/{file}/content")
    assert (waiting.code, len(waiting.whats)) == ((409, "refused"), 1)
    store.look_at_waiting()
    store.path(Blob.objects.get().digest).unlink()
    assert program(f"/materials/{file}/content").code == (404, "not_found")


def test_a_scope_is_needed(draft: Application, ask: Ask, lan: Player) -> None:
    path = f"/applications/{draft.pk}/materials"
    assert ask(path, token=a_token(lan, Scope.FIRM)).code == (403, "denied")
    assert ask(path, a_material(), token=a_token(lan, Scope.FIRM)).code == (403, "denied")
    assert ask(path, a_material()).code == (401, "unauthenticated")


def test_what_was_handed_in_is_read_and_no_longer_changed(
    program: Program, draft: Application, lan: Player
) -> None:
    filled_in(draft, lan)
    handed_in(draft, lan)
    before = kept()
    (held,) = files_of(program)
    for what, body in (
        ("/materials", a_material(PDF + b"%late")),
        ("/materials/reuse", {"evidence": held["id"]}),
        (f"/materials/{held['id']}/removal", {}),
    ):
        answer = program(what, body)
        assert answer.code == (409, "wrong_state"), what
        assert answer.whats == ["申报的状态是「办理中」，不能改"], what
    assert kept() == before
