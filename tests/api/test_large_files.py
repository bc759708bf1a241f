"""大的材料: a file that is a body by itself comes as it is, up to what a page takes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from huiqi.api import application_files
from huiqi.api.body import BYTES, FILE_MOST
from huiqi.kernel.content import EVIDENCE
from huiqi.kernel.models import Blob, StoredFile
from huiqi.programmes.models import Application, EvidenceFile
from tests.api.applied import Program
from tests.api.conftest import Ask, Told
from tests.cast import Player
from tests.programmes.applying import PDF
from tests.programmes.conftest import books, call, draft

__all__ = ["books", "call", "draft"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
LARGE = PDF + b"%" + b"0" * FILE_MOST  # no JSON may have so much


@pytest.fixture
def program(draft: Application, ask: Ask, lan: Player) -> Program:
    """Of 澄澜, at its draft."""
    return Program(ask, lan, draft)


def sent(program: Program, content: bytes, key: str = "", kind: str = BYTES, **asked: str) -> Told:
    """A file as a body, under what the address says of it."""
    asked = {"material": "payment_proof", "name": "付款凭证.pdf"} | asked
    query = urlencode({name: told for name, told in asked.items() if told})
    path = f"/applications/{program.number}/materials/content?{query}"
    headers = {"Idempotency-Key": key} if key else {}
    return program.ask(path, content, token=program.token, headers=headers, content_type=kind)


def kept() -> tuple[int, int, int]:
    return (StoredFile.objects.count(), Blob.objects.count(), EvidenceFile.objects.count())


def test_a_file_larger_than_a_json_may_be_comes_as_it_is(program: Program) -> None:
    made = sent(program, LARGE).json
    assert (made["size"], made["sha256"]) == (len(LARGE), hashlib.sha256(LARGE).hexdigest())
    assert (made["name"], made["material"], made["media_type"]) == (
        "付款凭证.pdf",
        "payment_proof",
        "application/pdf",
    )
    (wanted,) = [
        one for one in program("/materials").json["materials"] if one["id"] == "payment_proof"
    ]
    assert wanted["files"] == [made]


def test_sent_again_under_its_key_it_is_handed_in_once(program: Program) -> None:
    first = sent(program, PDF, key="proof").json
    assert sent(program, PDF, key="proof").json == first
    assert kept() == (1, 1, 1)
    for other in (
        sent(program, PDF + b"%", key="proof"),
        sent(program, PDF, "proof", name="b.pdf"),
    ):
        assert other.status == 422
    assert kept() == (1, 1, 1)


@pytest.mark.parametrize("told", [None, "99999999999"])
def test_what_is_larger_than_a_page_takes_is_told_and_nothing_is_kept(
    told: str | None, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether its header says so, or more comes than was said."""
    small = replace(EVIDENCE, limits=replace(EVIDENCE.limits, size=1024 * 1024))
    monkeypatch.setattr(application_files, "EVIDENCE", small)
    content = PDF if told else PDF + b"%" + b"0" * 1024 * 1024
    path = f"/applications/{program.number}/materials/content?material=payment_proof&name=a.pdf"
    more: dict[str, Any] = {"CONTENT_LENGTH": told} if told else {}
    answer = program.ask(path, content, token=program.token, content_type=BYTES, **more)
    assert answer.code == (413, "too_large")
    assert answer.json["problems"][0]["fix"] == "一个文件最多 1 MB；请拆成几个。"
    assert kept() == (0, 0, 0)


def test_what_is_no_file_is_told(program: Program) -> None:
    answer = sent(program, PDF, kind="application/json")
    assert (answer.code, answer.whats) == (
        (415, "unsupported_media_type"),
        ["请求内容须是文件。"],
    )
    path = f"/applications/{program.number}/materials/content?material=payment_proof&name=a.pdf"
    empty = program.ask(path, b"", token=program.token, CONTENT_TYPE=BYTES)
    assert (empty.code, empty.whats) == ((422, "invalid"), ["请求内容是空的。"])
    assert kept() == (0, 0, 0)


def test_all_that_the_address_lacks_is_told_at_once(program: Program) -> None:
    answer = sent(program, PDF, material="", name="")
    assert (answer.code, answer.keys) == ((422, "invalid"), ["material", "name"])
    unknown = sent(program, PDF, size="3")
    assert (unknown.code, unknown.keys) == ((422, "invalid"), ["size"])


def test_what_a_page_would_refuse_is_refused(program: Program) -> None:
    answer = sent(program, PDF, material="diploma")
    assert (answer.code, answer.whats) == ((409, "refused"), ["申报表不要「diploma」这种材料"])
    poor = sent(program, b"MZ\x90\x00" + b"\x00" * 100, name="付款凭证.exe")
    assert poor.code == (409, "refused")
    assert EvidenceFile.objects.count() == 0


def test_another_firms_application_is_not_found(program: Program, shan: Player) -> None:
    other = Program(program.ask, shan, program.number)
    assert sent(other, PDF).code == (404, "not_found")
    assert kept() == (0, 0, 0)
