"""环节的推进: begun on arrival, one after the other; who ends one decides what comes next.

An application is granted when the stages that decide are over: all before the money. What comes
after belongs to a granted application, and the last one closes it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.inbox.enums import Outcome
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import worded
from huiqi.parties.models import Organization
from huiqi.programmes import telling
from huiqi.programmes.clocks import standing_of
from huiqi.programmes.definition import Settings
from huiqi.programmes.enums import AT_WORK, ApplicationState, StageKind, StageState
from huiqi.programmes.models import Application, InvoiceLine, StagePause, StageRun
from huiqi.programmes.stages import kinds
from huiqi.programmes.states import APPLICATION, STAGE
from huiqi.programmes.versions import definition_of

# What happens to a granted application; all before it decides.
AFTER_GRANT: Final = (
    StageKind.DISBURSEMENT,
    StageKind.COMPLETION_CHECK,
    StageKind.PERFORMANCE,
)


def day_of(now: datetime) -> date:
    """当日: in the city."""
    return now.astimezone(CITY).date()


def begin(application: Application, now: datetime) -> StageRun:
    """开始办理: every stage of the version in order; the first is open."""
    stages = definition_of(application).programme.stages
    kinds_of_office = {one.office: one for one in stages}
    offices = {kind: office_for(application, one) for kind, one in kinds_of_office.items()}
    first, *_later = rows.save_all(
        [
            StageRun(
                application=application,
                position=position,
                kind=settings.kind,
                office=offices[settings.office],
                days=settings.days,
            )
            for position, settings in enumerate(stages, 1)
        ]
    )
    return open_stage(first, now, is_held=True)


def office_for(application: Application, settings: Settings) -> Organization:
    """办理单位: the department of the call, or the office of the district the firm stands in.

    A district without an office of its own is handled by the city.
    """
    department = application.call.department
    if settings.office == "city":
        return department
    from huiqi.parties.enums import Kind

    found = Organization.objects.filter(
        kind=Kind.DISTRICT_OFFICE, district=application.organization.district, closed_until=None
    ).order_by("id")
    return found.first() or department


def open_stage(run: StageRun, now: datetime, *, is_held: bool = False) -> StageRun:
    """开始环节: its clock runs from the next working day; the office is asked."""
    opened: StageRun = STAGE.fire(run, "open", actor=SYSTEM, now=now, is_held=is_held)
    opened = reckon(opened)
    telling.ask_office(opened, now)
    kinds.opened(opened, now)
    return opened


def reckon(run: StageRun) -> StageRun:
    """重算到期日: as the pauses and extensions stand."""
    found = standing_of(run)
    run.due_on, run.due_is_provisional = found.due_on, found.is_provisional
    run.save(update_fields=["due_on", "due_is_provisional"])
    return run


@transaction.atomic
def pause(run: StageRun, now: datetime, reason: str, *, incomplete: bool = False) -> StageRun:
    """停表: from today on, while the firm has something to do."""
    rows.save(StagePause(run=run, since=day_of(now), incomplete=incomplete, reason=reason))
    run = reckon(run)
    telling.move_office(run)
    return run


@transaction.atomic
def resume(run: StageRun, now: datetime) -> StageRun:
    """恢复计时: today does not count any more; from the day after on it goes on."""
    for one in run.pauses.filter(until=None):
        one.until = date.fromordinal(max(day_of(now), one.since).toordinal() + 1)
        one.save(update_fields=["until"])
    run = reckon(run)
    telling.move_office(run)
    return run


@transaction.atomic
def pass_stage(
    run: StageRun, *, actor: Actor, now: datetime, note: str = "", **data: Any
) -> Application:
    """环节通过: and the next one opens, or the application is granted, or closed."""
    ended: StageRun = STAGE.fire(run, "pass", actor=actor, note=note, now=now, **data)
    record_write(actor, "环节通过", ended, subject_id=ended.application.subject_id)
    telling.done_by_office(ended, now)
    return _go_on(ended.application, now)


def _go_on(application: Application, now: datetime) -> Application:
    following = application.stages.filter(state=StageState.WAITING).order_by("position").first()
    application.refresh_from_db()
    is_decided = following is None or following.kind in AFTER_GRANT
    if application.state == ApplicationState.ACTIVE and is_decided:
        application = APPLICATION.fire(application, "grant", actor=SYSTEM)
        telling.tell_firm(
            application,
            "granted",
            saying("申报 %(number)s 已通过", number=application.number),
            now,
        )
    if following is not None:
        open_stage(following, now)
    else:
        application = APPLICATION.fire(application, "close", actor=SYSTEM)
    return application


@transaction.atomic
def fail_stage(run: StageRun, *, actor: Actor, now: datetime, note: str) -> Application:
    """环节不通过: the application is refused; the decision with its clause is made beside it."""
    ended: StageRun = STAGE.fire(run, "fail", actor=actor, note=note, now=now)
    telling.done_by_office(ended, now)
    _nothing_of_firm(ended, now)
    return refuse(ended.application)


def refuse(application: Application) -> Application:
    """不通过: what it held is free again."""
    refused: Application = APPLICATION.fire(application, "refuse", actor=SYSTEM)
    let_go(refused)
    return refused


def stop(application: Application, now: datetime) -> None:
    """停办: whatever is at work is not to be done any more, and stands on nobody's desk."""
    for run in application.stages.filter(state__in=AT_WORK):
        STAGE.fire(run, "stop", actor=SYSTEM, now=now)
        telling.done_by_office(run, now, Outcome.DROPPED)
        _nothing_of_firm(run, now)
    let_go(application)


def report_task(run: StageRun) -> str:
    """报告绩效的待办: what tells it from the firm's others."""
    return f"report:{run.pk}"


def _nothing_of_firm(run: StageRun, now: datetime) -> None:
    """The firm has nothing to do any more for this stage."""
    for what in (f"correction:{run.pk}", report_task(run)):
        telling.done_by_firm(run.application, what, now)


def let_go(application: Application) -> None:
    """释放占用: its invoices may be claimed again."""
    InvoiceLine.objects.filter(application=application, held=True).update(held=False)


@transaction.atomic
def reopen(run: StageRun, *, since: datetime, now: datetime) -> StageRun:
    """恢复办理: after a «no» that did not stand; its invoices are held and its clock goes on again.

    From the «no» on the clock stood: nobody could work on it. Refused when an invoice was claimed
    elsewhere meanwhile, for the same cost is supported once.
    """
    application: Application = APPLICATION.fire(run.application, "reopen", actor=SYSTEM)
    _hold_again(application)
    reopened: StageRun = STAGE.fire(run, "reopen", actor=SYSTEM, now=now)
    last = reopened.pauses.order_by("-since").first()
    if last is None or last.until is not None:
        began = max(day_of(since), last.until) if last and last.until else day_of(since)
        if began <= day_of(now):  # times at which it stood never overlap
            rows.save(StagePause(run=reopened, since=began, reason=_("不通过以后到恢复办理")))
    reopened = resume(reopened, now)
    telling.ask_office(reopened, now)
    return reopened


def _hold_again(application: Application) -> None:
    own = InvoiceLine.objects.filter(application=application)
    wanted = set(own.values_list("code", "number"))
    others = InvoiceLine.objects.filter(held=True, number__in=[number for _code, number in wanted])
    taken = set(others.exclude(application=application).values_list("code", "number")) & wanted
    if taken:
        told = "、".join(f"{code} {number}".strip() for code, number in sorted(taken))
        raise Refused([worded("发票 %(what)s 已经用在另一份申报里，不能恢复办理", what=told)])
    own.update(held=True)


def current(application: Application) -> StageRun | None:
    """当前环节: the one at work; None before the first and after the last."""
    return application.stages.filter(state__in=AT_WORK).order_by("position").first()


def current_of_kind(application: Application, kind: StageKind) -> StageRun:
    """当前环节: which must be of this kind, else Refused."""
    run = current(application)
    if run is None or run.kind != kind:
        now_at = StageKind(run.kind).label if run else worded("没有在办的环节")
        raise Refused(
            [worded("现在的环节是「%(now)s」，不能办「%(kind)s」", now=now_at, kind=kind.label)]
        )
    return run
