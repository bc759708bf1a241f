"""现场核查: who went, what they found; a person decides what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.programmes.access import may_handle
from huiqi.programmes.definition import SiteVisit
from huiqi.programmes.enums import FindingResult
from huiqi.programmes.models import Application, SiteVisitReport, StageRun
from huiqi.programmes.stages import running
from huiqi.programmes.versions import definition_of


@transaction.atomic
def report_visit(  # noqa: PLR0913 -- all that a report is
    *,
    run: StageRun,
    visited_on: date,
    visitors: Sequence[str],
    place: str,
    found: str,
    result: FindingResult,
    actor: Actor,
    now: datetime,
) -> SiteVisitReport:
    """登记现场核查: once; Refused with too few people, a day to come, or nothing found."""
    require(may_handle, actor, run)
    settings = definition_of(run.application).programme.stage(run.kind)
    assert isinstance(settings, SiteVisit)
    names = list(dict.fromkeys(legible(one) for one in visitors if legible(one)))
    problems = []
    if len(names) < settings.visitors:
        told = {"least": settings.visitors, "now": len(names)}
        problems.append(worded("现场核查至少 %(least)s 人，现在写了 %(now)s 人", **told))
    if visited_on > running.day_of(now):
        problems.append(_("核查日期不能在将来"))
    made = SiteVisitReport(
        run=run,
        visited_on=visited_on,
        visitors=names,
        place=legible(place),
        found=legible(found),
        result=result,
        person_id=person_of(actor),
        at=now,
    )
    problems += rows.problems_of(made, told=("visitors",))
    if problems:
        raise Refused(problems)
    saved = rows.save(made)
    record_write(actor, "登记现场核查", saved, subject_id=run.application.subject_id)
    return saved


@transaction.atomic
def finish_visit(*, run: StageRun, actor: Actor, now: datetime) -> Application:
    """现场核查通过: with a report that found what was written; else a person refuses."""
    require(may_handle, actor, run)
    report = SiteVisitReport.objects.filter(run=run).first()
    if report is None:
        raise Refused([_("还没有登记现场核查")])
    if report.result != FindingResult.MET:
        raise Refused([_("核查结果不是「符合」；请作出不予资助的决定，或等再次核查")])
    return running.pass_stage(run, actor=actor, now=now)
