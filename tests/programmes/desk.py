"""办案测试的说法: 澄澜 has handed in; 覃越 and 何川 have the case on their desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.test import Client

from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization, Subject
from huiqi.programmes.models import Application, Call, Snapshot, StageRun
from huiqi.programmes.stages import running
from tests.cast import NOW, TODAY

DESK = "/desk/applications/"
HUNDREDS = 300
CLAUSE = "深工信规〔2021〕7号 项目条件"


def run_of(application: Application) -> StageRun:
    found = running.current(application)
    assert found is not None
    return found


def case_url(application: Application, step: str = "") -> str:
    return f"{DESK}cases/{application.number}/{step}"


def press(client: Client, application: Application, step: str, **given: Any) -> Any:
    return client.post(case_url(application, step), given)


def reason(verdict: str) -> dict[str, object]:
    told = dict.fromkeys(("value_text", "needed", "clause", "fact", "unverified"), "")
    return {**told, "id": "registered", "condition": "在本市注册", "verdict": verdict}


def in_hand(call: Call, places: range, asked_fen: int | None = 100_00) -> list[StageRun]:
    """So many firms, each with a case at the formal check; the last one is due first."""
    firms = _firms(places)
    cases = Application.objects.bulk_create(
        Application(
            call=call,
            version=call.version,
            subject_id=firm.subject_id,
            organization=firm,
            begun_at=NOW,
            saved_at=NOW,
        )
        for firm in firms
    )
    number = Concat(Value("JG-"), Cast("id", CharField()))
    handed_in = Application.objects.filter(pk__in=[one.pk for one in cases])
    handed_in.update(state="active", number=number, arrived_at=NOW, asked_fen=asked_fen)
    verdicts = ("yes", "no", "maybe")
    Snapshot.objects.bulk_create(
        Snapshot(
            application=one,
            round=1,
            content={
                "on": TODAY.isoformat(),
                "answers": {},
                "facts": {},
                "result": {"verdict": "unknown", "reasons": [reason(verdicts[place % 3])]},
            },
            digest=f"{place:064x}",
            arrived_at=NOW,
            key="k",
        )
        for place, one in zip(places, cases, strict=True)
    )
    runs = StageRun.objects.bulk_create(
        StageRun(
            application=one,
            position=1,
            kind="formal_check",
            office=call.department,
            days=10,
            opened_on=TODAY,
            due_on=TODAY + timedelta(days=HUNDREDS - place),
        )
        for place, one in zip(places, cases, strict=True)
    )
    StageRun.objects.filter(pk__in=[one.pk for one in runs]).update(state="open")
    return runs


def _firms(places: range) -> list[Organization]:
    subjects = Subject.objects.bulk_create(Subject(created_at=NOW) for _ in places)
    return Organization.objects.bulk_create(
        Organization(subject=one, name=f"深圳市第{place}申报有限公司", kind=Kind.ENTERPRISE)
        for place, one in zip(places, subjects, strict=True)
    )
