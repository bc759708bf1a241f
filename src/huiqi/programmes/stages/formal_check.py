"""形式审查: accepted, or everything that is missing is told once, or not accepted with its clause.

While the firm completes its file the clock stands. Who does not answer in time is not refused
by the calendar: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.clock import Deadline
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes import telling
from huiqi.programmes.access import may_handle
from huiqi.programmes.actions.deciding import issue_document, record_decision
from huiqi.programmes.definition import FormalCheck
from huiqi.programmes.degraded import reasons_to_wait
from huiqi.programmes.enums import DocumentKind, FindingResult, StageKind, StageState, Verdict
from huiqi.programmes.models import Application, CheckFinding, CorrectionRequest, StageRun
from huiqi.programmes.paper_contents import acceptance_content, correction_content
from huiqi.programmes.stages import running
from huiqi.programmes.states import APPLICATION, STAGE
from huiqi.programmes.versions import definition_of

MOST_ITEMS = 50
LONGEST = 300


@transaction.atomic
def judge_check(
    *, run: StageRun, check_id: str, result: FindingResult, note: str, actor: Actor, now: datetime
) -> CheckFinding:
    """登记人工核查: of one check of the rules; said again, the last word counts."""
    require(may_handle, actor, run)
    known = {one.id for one in definition_of(run.application).policy.checks}
    if check_id not in known:
        raise Refused([worded("没有「%(what)s」这一项核查", what=check_id[:60])])
    found = CheckFinding.objects.filter(run=run, check_id=check_id).first()
    made = found or CheckFinding(run=run, check_id=check_id)
    made.result, made.note = result, legible(note)
    made.person_id, made.at = person_of(actor), now
    saved = rows.save(made)
    record_write(actor, "登记人工核查", saved, subject_id=run.application.subject_id)
    return saved


@transaction.atomic
def accept(*, run: StageRun, clause: str, actor: Actor, now: datetime) -> Application:
    """受理: the file is complete; the notice is given and the next stage opens.

    Refused while a source of data is away on which the file rests, or while a check that a
    person made is not met.
    """
    require(may_handle, actor, run)
    if run.kind != StageKind.FORMAL_CHECK:
        raise WrongState([_("只有形式审查可以受理")])
    problems = obstacles_to(run)
    if problems:
        raise Refused(problems)
    application = run.application
    record_decision(
        application=application,
        run=run,
        verdict=Verdict.ACCEPTED,
        clause=clause,
        reason="",
        actor=actor,
        now=now,
    )
    issue_document(
        application=application,
        kind=DocumentKind.ACCEPTANCE,
        content=acceptance_content(application, legible(clause), run.due_on),
        actor=actor,
        now=now,
    )
    return running.pass_stage(run, actor=actor, now=now)


def obstacles_to(run: StageRun) -> list[str]:
    """不能通过的原因: data that are away, checks that are not met; none for a clean file."""
    found = reasons_to_wait(run.application)
    unmet = run.findings.exclude(result=FindingResult.MET).order_by("id")
    found += [
        worded("核查项「%(what)s」：%(result)s", what=one.check_id, result=one.get_result_display())
        for one in unmet
    ]
    return found


@transaction.atomic
def ask_correction(
    *, run: StageRun, items: Sequence[Mapping[str, Any]], actor: Actor, now: datetime
) -> CorrectionRequest:
    """一次性告知补正: everything at once; the clock stands until the firm hands in again.

    Refused without items, or when it was asked once already: what is missing is told once.
    """
    require(may_handle, actor, run)
    if run.kind != StageKind.FORMAL_CHECK or run.state != StageState.OPEN:
        raise WrongState([_("只有在办的形式审查可以告知补正")])
    told = [_item(one) for one in items if legible(str(one.get("text", "")))]
    problems = []
    if not told:
        problems.append(_("请写明要补正什么，一次说全"))
    if len(told) > MOST_ITEMS:
        problems.append(worded("一次最多告知 %(most)s 项", most=MOST_ITEMS))
    if run.corrections.exists():
        problems.append(_("补正只告知一次，这份申报已经告知过；请受理或作出决定"))
    if problems:
        raise Refused(problems)
    settings = definition_of(run.application).programme.stage(run.kind)
    assert isinstance(settings, FormalCheck)
    due = Deadline(running.day_of(now), settings.reply_days, "next_day").due_on(provisional=True)
    made = rows.save(
        CorrectionRequest(
            run=run,
            items=told,
            asked_by_id=person_of(actor),
            asked_at=now,
            due_on=due.day,
            due_is_provisional=due.provisional,
        )
    )
    returned: StageRun = STAGE.fire(run, "return", actor=actor)
    application: Application = APPLICATION.fire(run.application, "return", actor=actor)
    running.pause(returned, now, _("等企业补正"), incomplete=settings.on_resume == "reset")
    _told(application, made, actor, now)
    record_write(actor, "告知补正", made, subject_id=application.subject_id)
    return made


def _told(application: Application, made: CorrectionRequest, actor: Actor, now: datetime) -> None:
    """The paper, and a to-do of the firm with the same last day."""
    issue_document(
        application=application,
        kind=DocumentKind.CORRECTION,
        content=correction_content(application, made.items, made.due_on),
        actor=actor,
        now=now,
    )
    telling.ask_firm(
        application,
        f"correction:{made.run_id}",
        saying("补正申报 %(number)s 的材料", number=application.number),
        now,
        due=telling.moment_of(made.due_on, is_provisional=made.due_is_provisional),
    )


def _item(one: Mapping[str, Any]) -> dict[str, str]:
    return {
        "about": str(one.get("about", ""))[:60],
        "text": legible(str(one.get("text", "")))[:LONGEST],
        "clause": legible(str(one.get("clause", "")))[:LONGEST],
    }
