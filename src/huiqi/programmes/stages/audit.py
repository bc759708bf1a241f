"""专项审计: every amount of the stage gets what is allowed of it; then the stage may pass."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.models import StoredFile
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes.access import may_handle
from huiqi.programmes.actions.deciding import latest_snapshot
from huiqi.programmes.definition import Audit
from huiqi.programmes.models import Application, AuditFinding, StageRun
from huiqi.programmes.stages import running
from huiqi.programmes.values import label, money_of
from huiqi.programmes.versions import definition_of


def reported_of(run: StageRun) -> dict[str, int]:
    """申报的金额: in 分, of every amount that this audit looks at, as it was handed in."""
    settings = _settings(run)
    snapshot = latest_snapshot(run.application)
    invoiced = sum(one["amount_fen"] for one in snapshot.content["invoices"])
    money = money_of(definition_of(run.application).form, snapshot.answers, invoiced)
    return {key: money.get(key, 0) for key in settings.of}


@transaction.atomic
def record_finding(  # noqa: PLR0913 -- all that a finding is
    *,
    run: StageRun,
    about: str,
    allowed_fen: int,
    reason: str,
    actor: Actor,
    now: datetime,
    report: StoredFile | None = None,
) -> AuditFinding:
    """登记审计结果: of one amount; said again, the last word counts until the stage ends.

    Refused for more than was reported, or for less without a reason.
    """
    require(may_handle, actor, run)
    reported = reported_of(run)
    if about not in reported:
        raise Refused([worded("这次审计不看「%(what)s」", what=about[:60])])
    found = AuditFinding.objects.filter(run=run, about=about).first()
    made = found or AuditFinding(run=run, about=about)
    made.reported_fen, made.allowed_fen = reported[about], allowed_fen
    made.reason, made.report = legible(reason), report or made.report
    made.person_id, made.at = person_of(actor), now
    saved = rows.save(made)
    record_write(actor, "登记审计结果", saved, subject_id=run.application.subject_id)
    return saved


@transaction.atomic
def finish_audit(*, run: StageRun, actor: Actor, now: datetime) -> Application:
    """审计完成: once every amount has its finding; Refused with each that has none."""
    require(may_handle, actor, run)
    there = set(run.audit_findings.values_list("about", flat=True))
    form = definition_of(run.application).form
    missing = []
    for key in _settings(run).of:
        question = form.question(key)
        if key not in there:
            what = label(question) if question else key
            missing.append(worded("还没有登记「%(what)s」的审计结果", what=what))
    if missing:
        raise Refused(missing)
    return running.pass_stage(run, actor=actor, now=now)


def _settings(run: StageRun) -> Audit:
    found = definition_of(run.application).programme.stage(run.kind)
    assert isinstance(found, Audit)
    return found
