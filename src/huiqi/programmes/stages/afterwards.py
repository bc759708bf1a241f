"""验收和绩效: what was built is looked at, what the money did is told, months after it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.clock import Deadline
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes import telling
from huiqi.programmes.access import may_handle, may_prepare
from huiqi.programmes.clocks import begins_on
from huiqi.programmes.enums import FindingResult, StageKind, StageState
from huiqi.programmes.models import Application, Completion, PerformanceReport, StageRun
from huiqi.programmes.stages import kinds, running

MOST_FIGURES: Final = 30
LONGEST_FIGURE: Final = 60  # letters of a name, and of a value
LONGEST_REPORT: Final = 5_000
REPORTED: Final = (StageKind.COMPLETION_CHECK, StageKind.PERFORMANCE)


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
    """报告绩效: by the firm; as often as it has something to add; also before an 验收.

    The office's clock stood until the first report. Refused, with every problem, where the stage
    asks for no report, before its day, for a figure without name or value, and without a text.
    """
    require(may_prepare, actor, run.application)
    kept = {legible(key): legible(value) for key, value in figures.items()}
    problems = [*_not_asked(run), *_too_early(run, running.day_of(now))]
    problems += _wrong_figures(kept)
    if not legible(told):
        problems.append(_("请写明资金用在哪里、有什么成效"))
    elif len(told) > LONGEST_REPORT:
        problems.append(worded("说明最多 %(most)s 字，请写得短些", most=LONGEST_REPORT))
    if problems:
        raise Refused(problems)
    made = rows.save(
        PerformanceReport(
            run=run, figures=kept, told=legible(told), person_id=person_of(actor), at=now
        )
    )
    record_write(actor, "报告绩效", made, subject_id=run.application.subject_id)
    if run.kind == StageKind.PERFORMANCE:
        telling.done_by_firm(run.application, running.report_task(run), now)
        running.resume(run, now)
    return made


def _not_asked(run: StageRun) -> list[str]:
    is_asked = run.kind in REPORTED and run.state == StageState.OPEN
    return [] if is_asked else [_("现在的环节不用报告")]


def _wrong_figures(figures: Mapping[str, str]) -> list[str]:
    problems = []
    if len(figures) > MOST_FIGURES:
        problems.append(worded("指标最多填 %(most)s 项", most=MOST_FIGURES))
    for name, value in figures.items():
        if not name:
            problems.append(worded("「%(value)s」是哪一项指标？请写上名称", value=value[:20]))
        elif not value:
            problems.append(worded("指标「%(name)s」没有写数，写上或者删去", name=name[:20]))
        if max(len(name), len(value)) > LONGEST_FIGURE:
            told = {"name": name[:20], "most": LONGEST_FIGURE}
            problems.append(worded("指标「%(name)s」的名称和数最多各 %(most)s 字", **told))
    return problems


def _wait_for_report(run: StageRun, now: datetime) -> None:
    """The firm hears from which day on it reports; until it has, the office's clock stands."""
    running.pause(run, now, _("等企业报告绩效"))
    first = begins_on(run)
    assert first is not None  # of a stage that has opened
    telling.tell_firm(
        run.application,
        f"report:{run.pk}",
        saying("申报 %(number)s 的资金要报告绩效", number=run.application.number),
        now,
        saying("%(day)s 起报告，到时会放进待办。", day=first),
    )


kinds.opens(StageKind.PERFORMANCE, _wait_for_report)


@transaction.atomic
def ask_for_reports(*, actor: Actor, now: datetime) -> int:
    """请企业报告绩效: of everybody whose day has come; how many have not reported.

    The last day is so many working days after the first as the stage has; nothing happens by
    itself when it is over.
    """
    require(is_system, actor)
    today, asked = running.day_of(now), 0
    with everything():
        found = StageRun.objects.filter(kind=StageKind.PERFORMANCE, state=StageState.OPEN)
        for run in found.filter(reports=None).select_related("application__version"):
            first = begins_on(run)
            if first is not None and first <= today:
                telling.ask_for_report(run, Deadline(first, run.days, "next_day"), now)
                asked += 1
    return asked


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
