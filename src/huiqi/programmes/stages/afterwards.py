"""验收和绩效: what was built is looked at, what the money did is told, months after it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes.access import may_handle, may_prepare
from huiqi.programmes.definition import CompletionCheck, Performance
from huiqi.programmes.enums import FindingResult
from huiqi.programmes.models import Application, Completion, PerformanceReport, StageRun
from huiqi.programmes.stages import running
from huiqi.programmes.versions import definition_of
from huiqi.rules.months import add_months

MOST_FIGURES = 30


def begins_on(run: StageRun) -> date | None:
    """最早日: so many months after the stage opened, which is when the money had arrived."""
    settings = definition_of(run.application).programme.stage(run.kind)
    if run.opened_on is None or not isinstance(settings, CompletionCheck | Performance):
        return None
    return add_months(run.opened_on, settings.after_months)


@transaction.atomic
def check_completion(
    *, run: StageRun, result: FindingResult, found: str, actor: Actor, now: datetime
) -> Completion:
    """验收: on record, once; met, the stage passes; else a person decides what follows."""
    require(may_handle, actor, run)
    if problems := _too_early(run, running.day_of(now)):
        raise Refused(problems)
    made = rows.save(
        Completion(
            run=run,
            checked_on=running.day_of(now),
            result=result,
            found=legible(found),
            person_id=person_of(actor),
            at=now,
        )
    )
    record_write(actor, "验收", made, subject_id=run.application.subject_id)
    if result == FindingResult.MET:
        running.pass_stage(run, actor=actor, now=now)
    return made


@transaction.atomic
def report_performance(
    *, run: StageRun, figures: Mapping[str, str], told: str, actor: Actor, now: datetime
) -> PerformanceReport:
    """报告绩效: by the firm; as often as it has something to add."""
    require(may_prepare, actor, run.application)
    kept = {
        legible(key)[:60]: legible(value)[:60] for key, value in figures.items() if legible(key)
    }
    problems = _too_early(run, running.day_of(now))
    if len(kept) > MOST_FIGURES:
        problems.append(worded("指标最多填 %(most)s 项", most=MOST_FIGURES))
    if not legible(told):
        problems.append(_("请写明资金用在哪里、有什么成效"))
    if problems:
        raise Refused(problems)
    made = rows.save(
        PerformanceReport(
            run=run, figures=kept, told=legible(told), person_id=person_of(actor), at=now
        )
    )
    record_write(actor, "报告绩效", made, subject_id=run.application.subject_id)
    return made


@transaction.atomic
def accept_performance(*, run: StageRun, actor: Actor, now: datetime) -> Application:
    """绩效评价完成: with a report of the firm on record; the last stage closes the application."""
    require(may_handle, actor, run)
    if not run.reports.exists():
        raise Refused([_("企业还没有报告绩效")])
    return running.pass_stage(run, actor=actor, now=now)


def _too_early(run: StageRun, today: date) -> list[str]:
    first = begins_on(run)
    if first is None or today >= first:
        return []
    return [worded("要到 %(day)s 才能办", day=first)]
