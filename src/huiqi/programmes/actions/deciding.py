"""决定和文书: what a person decides is kept with the clause and the data it rests on."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.numbering import next_number
from huiqi.kernel.words import legible
from huiqi.parties.access import person_of
from huiqi.policies.charge import handler_of
from huiqi.programmes.access import may_handle
from huiqi.programmes.enums import DocumentKind, Verdict
from huiqi.programmes.models import Application, Decision, Document, Snapshot, StageRun
from huiqi.programmes.stages.running import day_of

PREFIXES: Final[Mapping[DocumentKind, str]] = {
    DocumentKind.RECEIPT: "HZ",
    DocumentKind.ACCEPTANCE: "SL",
    DocumentKind.CORRECTION: "BZ",
    DocumentKind.NON_ACCEPTANCE: "BYSL",
    DocumentKind.REFUSAL: "BYZZ",
    DocumentKind.GRANT: "ZZTZ",
    DocumentKind.CERTIFICATE: "RDZS",
    DocumentKind.RECOVERY: "ZHJD",
}


def latest_snapshot(application: Application) -> Snapshot:
    """最近一次提交: what decisions rest on. LookupError before anything was handed in."""
    found = application.snapshots.order_by("-round").first()
    if found is None:
        raise LookupError("还没有提交过")
    return found


@transaction.atomic
def record_decision(  # noqa: PLR0913 -- all that a decision is
    *,
    application: Application,
    run: StageRun | None,
    verdict: Verdict,
    clause: str,
    reason: str,
    actor: Actor,
    now: datetime,
    used: Sequence[Mapping[str, Any]] = (),
) -> Decision:
    """作出决定: by a person of the office; Refused without a clause, and for a «no» a reason."""
    require(may_handle, actor, run or application)
    made = rows.save(
        Decision(
            application=application,
            run=run,
            snapshot=latest_snapshot(application),
            verdict=verdict,
            clause=legible(clause),
            reason=legible(reason),
            used=[dict(one) for one in used],
            person_id=person_of(actor),
            at=now,
        )
    )
    record_write(actor, f"决定：{verdict.label}", made, subject_id=application.subject_id)
    return made


@transaction.atomic
def issue_document(
    *,
    application: Application,
    kind: DocumentKind,
    content: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> Document:
    """出具文书: kept as it is given, under the seal that the department had that day."""
    on = day_of(now)
    seal = handler_of(application.call.department.name, on).name
    number = next_number(PREFIXES[kind], on)
    whole = {"number": number, "seal": seal, "issued_on": on.isoformat(), **content}
    made = rows.save(
        Document(
            application=application,
            kind=kind,
            number=number,
            content=whole,
            digest=digest_of(whole),
            seal=seal,
            verify_code=secrets.token_hex(8),
            issued_at=now,
            issued_by_id=actor.person_id,
        )
    )
    record_write(actor, f"出具{kind.label}", made, subject_id=application.subject_id)
    return made


def digest_of(content: Mapping[str, Any]) -> str:
    """指纹: SHA-256 of the canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
