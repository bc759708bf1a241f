"""不予资助: at any stage, one by one, by a person; with clause, data, reason and remedies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from huiqi.kernel.access import Actor, require
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import worded
from huiqi.programmes import telling
from huiqi.programmes.access import may_handle
from huiqi.programmes.actions.deciding import issue_document, record_decision
from huiqi.programmes.degraded import reasons_to_wait
from huiqi.programmes.enums import DocumentKind, StageState, Verdict
from huiqi.programmes.models import Application, Decision, Document, StageRun
from huiqi.programmes.paper_contents import refusal_content
from huiqi.programmes.stages import running

PAPER_OF: Final[Mapping[Verdict, DocumentKind]] = {
    Verdict.NOT_ACCEPTED: DocumentKind.NON_ACCEPTANCE,
    Verdict.REFUSED: DocumentKind.REFUSAL,
}


@transaction.atomic
def refuse(  # noqa: PLR0913 -- all that a decision is
    *,
    run: StageRun,
    clause: str,
    reason: str,
    actor: Actor,
    now: datetime,
    used: Sequence[Mapping[str, Any]] = (),
    verdict: Verdict = Verdict.REFUSED,
) -> Application:
    """不予资助: or with ``verdict`` 不受理; the firm gets the decision on paper, with remedies.

    Refused without a clause or a reason, while the firm still has days to complete its file, and
    while a source is away on whose data the decision would rest; nothing is decided then.
    """
    require(may_handle, actor, run)
    application = run.application
    pending = run.corrections.filter(answered_at=None, due_on__gte=running.day_of(now)).first()
    if run.state == StageState.RETURNED and pending is not None:
        raise Refused(
            [worded("企业的补正期限到 %(day)s，期满以前不能作出不利决定", day=pending.due_on)]
        )
    # Who did not complete its file in time is refused for that, whatever a source would say.
    if run.state != StageState.RETURNED and (problems := reasons_to_wait(application)):
        raise Refused(problems)
    decision = record_decision(
        application=application,
        run=run,
        verdict=verdict,
        clause=clause,
        reason=reason,
        used=used,
        actor=actor,
        now=now,
    )
    refused = running.fail_stage(run, actor=actor, now=now, note=decision.reason[:200])
    _told(refused, decision, actor, now)
    return refused


def _told(application: Application, decision: Decision, actor: Actor, now: datetime) -> Document:
    kind = PAPER_OF[Verdict(decision.verdict)]
    paper = issue_document(
        application=application,
        kind=kind,
        content=refusal_content(application, decision, running.day_of(now)),
        actor=actor,
        now=now,
    )
    telling.tell_firm(
        application,
        f"refused:{decision.pk}",
        saying("申报 %(number)s 的决定已送达，请查看文书", number=application.number),
        now,
        saying("决定书写明了依据、所用数据和理由，也写明了怎样申请复核、复议和起诉。"),
    )
    return paper
