"""申报通知的办理: drafted by one person, published by another; the money is set aside with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import legible, worded
from huiqi.ledger import actions as books
from huiqi.ledger.models import Budget
from huiqi.ledger.slips import Origin
from huiqi.parties.access import person_of
from huiqi.parties.models import Organization
from huiqi.programmes.access import is_handler, may_amend_call, may_draft_call
from huiqi.programmes.breakdowns import LEAST_DOWN_MINUTES, Breakdown, breakdown_of
from huiqi.programmes.checks import problems_of_call
from huiqi.programmes.definition import definitions
from huiqi.programmes.enums import AT_WORK, CallState
from huiqi.programmes.models import Call, CallExtension, StageRun
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.states import CALL
from huiqi.programmes.versions import frozen

PREFIX: Final = "SBTZ"  # no other number of the books begins so
LONGEST_REASON: Final = 200
WHOLE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class CallAsked:
    """所写的申报通知: ``closes_at`` excluded; money in 分, with the budget it comes from."""

    programme: str
    title: str
    basis: str
    opens_at: datetime | None
    closes_at: datetime | None
    budget: Budget | None = None
    ceiling_fen: int | None = None
    batch: str = ""
    notes: str = ""
    problems: tuple[str, ...] = ()


@transaction.atomic
def draft_call(*, asked: CallAsked, actor: Actor, now: datetime) -> Call:
    """起草申报通知: of one's own department. Refused with everything that is wrong."""
    require(may_draft_call, actor)
    call = Call(
        department=Organization.objects.get(pk=actor.organization_id or 0),
        drafted_by_id=person_of(actor),
        drafted_at=now,
    )
    return _written(call, asked, actor, now, "起草申报通知")


@transaction.atomic
def amend_call(*, call: Call, asked: CallAsked, actor: Actor, now: datetime) -> Call:
    """修改申报通知: by whoever drafted it, before it is handed in."""
    locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    require(may_amend_call, actor, locked)
    if locked.state != CallState.DRAFTED:
        raise WrongState(
            [worded("申报通知的进展是「%(state)s」，不能改", state=locked.get_state_display())]
        )
    return _written(locked, asked, actor, now, "修改申报通知")


def _written(call: Call, asked: CallAsked, actor: Actor, now: datetime, verb: str) -> Call:
    definition = definitions().get(asked.programme)
    problems = list(asked.problems)
    if definition is None:
        problems.append(_("请选一个可以在这里申报的扶持计划"))
    if asked.opens_at is None or asked.closes_at is None:
        problems.append(_("请写明开始受理和截止的时间"))
    if problems or definition is None or asked.opens_at is None or asked.closes_at is None:
        raise Refused(dict.fromkeys(problems))
    call.programme, call.mode = definition.id, definition.programme.mode
    call.version = frozen(definition, now)
    call.title, call.basis = legible(asked.title), legible(asked.basis)
    call.batch, call.notes = legible(asked.batch), legible(asked.notes)
    call.opens_at, call.closes_at = asked.opens_at, asked.closes_at
    call.budget, call.ceiling_fen = asked.budget, asked.ceiling_fen
    found = list(rows.problems_of(call, told=("number",)))
    if call.pk is None:
        call.number = next_number(PREFIX, day_of(now))
    if not found:
        found += problems_of_call(call)
    if found:
        raise Refused(dict.fromkeys(found))
    rows.save(call)
    record_write(actor, verb, call)
    return call


@transaction.atomic
def submit_call(*, call: Call, actor: Actor) -> Call:
    """提交发布: to another person of the department."""
    moved: Call = CALL.fire(call, "submit", actor=actor)
    return moved


@transaction.atomic
def take_back_call(*, call: Call, actor: Actor) -> Call:
    """收回: by whoever drafted it."""
    moved: Call = CALL.fire(call, "take_back", actor=actor)
    return moved


@transaction.atomic
def return_call(*, call: Call, reason: str, actor: Actor) -> Call:
    """退回起草人: with the reason."""
    told = _reason(reason)
    moved: Call = CALL.fire(call, "return", actor=actor, note=told, reason=told)
    return moved


@transaction.atomic
def cancel_call(*, call: Call, actor: Actor) -> Call:
    """作废: what will not be published."""
    moved: Call = CALL.fire(call, "cancel", actor=actor)
    return moved


@transaction.atomic
def publish_call(*, call: Call, actor: Actor, now: datetime) -> Call:
    """发布申报通知: by another person; all that it may grant is set aside in the same moment."""
    moved: Call = CALL.fire(call, "publish", actor=actor, now=now)
    if moved.budget is not None and moved.ceiling_fen is not None:
        books.commit(
            budget=moved.budget,
            call=moved.number,
            amount_fen=moved.ceiling_fen,
            business=books.Business(
                key=f"call:{moved.pk}:commit",
                on=day_of(now),
                memo=f"申报通知 {moved.number}",
                origin=Origin(Call._meta.label, moved.pk),
            ),
            actor=actor,
        )
    record_write(actor, "发布申报通知", moved)
    return moved


@transaction.atomic
def extend_call(  # noqa: PLR0913 -- all that stands on the act
    *,
    call: Call,
    until: datetime,
    reason: str,
    actor: Actor,
    now: datetime,
    document: str = "",
    breakdown: Breakdown | None = None,
) -> CallExtension:
    """延期: by a documented act, or for a ``breakdown`` that was measured.

    Never to an earlier hour, nor to one that is over.
    """
    locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    require(is_handler, actor, locked)
    told, problems = _reason(reason), []
    if locked.state != CallState.PUBLISHED:
        problems.append(_("只有已发布的申报通知可以延期"))
    if until <= locked.ends_at:
        problems.append(_("延期后的截止要晚于现在的截止"))
    if until <= now:
        problems.append(_("延期后的截止不能已经过去"))
    if not document and not (breakdown and breakdown.warrants):
        problems.append(
            worded(
                "没有文件的延期，只在截止前一小时内测得服务中断 %(least)s 分钟以上时可以办",
                least=LEAST_DOWN_MINUTES,
            )
        )
    if problems:
        raise Refused(problems)
    made = rows.save(
        CallExtension(
            call=locked,
            until=until,
            reason=told,
            document=legible(document),
            down_minutes=breakdown.uptime.minutes if breakdown and not document else None,
            decided_by_id=person_of(actor),
            decided_at=now,
        )
    )
    record_write(actor, "延长申报", made)
    return made


@transaction.atomic
def extend_for_breakdown(*, call: Call, actor: Actor, now: datetime) -> CallExtension:
    """一键延期: for what was measured in the last hour, as the act is filled in at this moment.

    Refused with the reason where that does not warrant it.
    """
    locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    require(is_handler, actor, locked)
    found = breakdown_of(locked, now)
    if found is None:
        raise Refused([_("只有已发布的申报通知，在截止前一小时到截止后一个工作日内，可以一键延期")])
    if found.hindrance or found.until is None:
        raise Refused([found.hindrance])
    return extend_call(
        call=locked,
        until=found.until,
        reason=found.reason,
        actor=actor,
        now=now,
        breakdown=found,
    )


@transaction.atomic
def finish_call(*, call: Call, actor: Actor, now: datetime) -> Call:
    """办结申报通知: nothing is at work under it any more; what was not granted is free again."""
    at_work = StageRun.objects.filter(application__call=call, state__in=AT_WORK).count()
    if at_work:
        raise Refused([worded("还有 %(count)s 份申报在办，不能办结", count=at_work)])
    if call.ends_at > now:
        raise Refused([_("还没有截止，不能办结")])
    moved: Call = CALL.fire(call, "finish", actor=actor)
    if moved.budget is not None and (left := _left(moved)) > 0:
        books.release(
            budget=moved.budget,
            call=moved.number,
            amount_fen=left,
            business=books.Business(
                key=f"call:{moved.pk}:release",
                on=day_of(now),
                memo=f"申报通知 {moved.number} 办结，释放余额",
                origin=Origin(Call._meta.label, moved.pk),
            ),
            actor=actor,
        )
    return moved


def _left(call: Call) -> int:
    from huiqi.programmes.queries.money import committed_of

    return committed_of(call)


def _reason(reason: str) -> str:
    told = " ".join(legible(reason).split())
    if not told:
        raise Refused([_("请写明理由")])
    if len(told) > LONGEST_REASON:
        raise Refused([worded("理由最多 %(most)s 个字，请写短一些", most=LONGEST_REASON)])
    return told
