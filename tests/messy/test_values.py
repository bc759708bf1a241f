"""脏数据: what people write; every door reads it alike or answers with the same sentence."""

import csv
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.db import transaction
from django.test import Client

from huiqi.kernel.access import SYSTEM
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, Organization
from huiqi.parties.values import stored_values
from huiqi.registers.actions import Register, import_register
from tests.cast import NOW, TODAY, Player, credit_code

TABLE: Final = Path(__file__).with_name("values.tsv")
UNKNOWN: Final = "?"
# Of whom one speaks and what the register calls it: not for the firm itself to say.
IDENTITY: Final = ("name", "credit_code", "entity_kind", "blacklisted")

Said = dict[str, str]  # as written -> «= value», «?», or the sentence


def _table() -> dict[str, Said]:
    found: dict[str, Said] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            key, written, outcome = line.split("\t")
            found.setdefault(key, {})[_unescaped(written)] = outcome
    return found


def _unescaped(text: str) -> str:
    for escape in ("\\u200b", "\\ufeff", "\\x07"):
        text = text.replace(escape, escape.encode().decode("unicode_escape"))
    return text.replace("␠", " ")


MESS: Final = _table()


def outcome(value: object, problems: list[str]) -> str:
    return "；".join(problems) if problems else UNKNOWN if value is None else f"= {value}"


def test_there_are_at_least_two_hundred_messy_values() -> None:
    assert sum(len(said) for said in MESS.values()) >= 200


@pytest.mark.parametrize("key", MESS)
def test_the_reader_of_facts(key: str) -> None:
    told = {}
    for written in MESS[key]:
        values, problems = stored_values({key: written}, TODAY)
        told[written] = outcome(values.get(key), problems)
    assert told == MESS[key]


@pytest.mark.parametrize("key", MESS)
@pytest.mark.usefixtures("city_clock")
def test_a_register(key: str, tmp_path: Path) -> None:
    """Every value in a row of its own, of a firm of its own."""
    path, rows = tmp_path / "名册.csv", list(MESS[key])
    codes = [credit_code(f"MA5MEX{number:03}") for number in range(len(rows))]
    with path.open("w", encoding="utf-8", newline="") as out:
        keys = ["credit_code", "name", "registered_on"]
        writer = csv.writer(out)
        writer.writerow([*keys, key] if key not in keys else keys)
        for code, written in zip(codes, rows, strict=True):
            line = dict.fromkeys(keys, "") | {"credit_code": code, "name": "甲一"}
            writer.writerow((line | {key: written}).values())
    done = import_register(register=Register(path, Source.TAX), actor=SYSTEM, now=NOW)
    subjects = dict(
        Organization.objects.filter(credit_code__in=codes).values_list("credit_code", "subject_id")
    )
    told = {}
    for number, (code, written) in enumerate(zip(codes, rows, strict=True), 2):
        fact = Fact.objects.filter(subject_id=subjects.get(code) or 0, key=key).first()
        told[written] = outcome(fact and fact.value, done.problems.sentences.get(number, []))
    assert told == MESS[key]


@pytest.mark.parametrize("key", MESS)
@pytest.mark.usefixtures("city_clock")
def test_the_interface(key: str) -> None:
    client = Client(raise_request_exception=False)
    told = {}
    for written, wanted in MESS[key].items():
        answer = client.post(
            "/api/v1/explain/shenzhen_longgang.park_rent",
            json.dumps({"facts": {key: written}}),
            content_type="application/json",
        )
        if answer.status_code == 200:
            told[written] = wanted if wanted[0] in "=?" else "understood"
        else:
            problems = ["".join(_parts(one)) for one in answer.json()["problems"]]
            told[written] = "；".join(one.rstrip("。") for one in problems)
    assert told == MESS[key]


@pytest.mark.parametrize("key", [key for key in MESS if key not in IDENTITY])
def test_the_form_of_a_firm(key: str, lan: Player, chenglan: Organization) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(lan.person, "allauth.account.auth_backends.AuthenticationBackend")
    told = {}
    for written, wanted in MESS[key].items():
        with transaction.atomic():
            answer = client.post(f"/my/facts/{key}/declare/", {"value": written})
            found = Fact.objects.filter(subject=chenglan.subject, key=key, source="self_declared")
            fact = found.order_by("-id").first()
            transaction.set_rollback(True)
        if answer.status_code == 302:
            told[written] = outcome(fact and fact.value, [])
        else:
            assert answer.status_code == 422
            is_told = all(one in _text(answer.content) for one in wanted.split("；"))
            told[written] = wanted if wanted == UNKNOWN or is_told else "another sentence"
    assert told == MESS[key]


def _parts(problem: dict[str, str]) -> Iterator[str]:
    yield from (problem.get(part, "") for part in ("what", "why", "fix"))


def _text(content: bytes) -> str:
    return html.unescape(content.decode())
