"""申报通知的办理: drafted by one person, published by another; the money is set aside with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
from huiqi.programmes.access import may_amend_call, may_draft_call
from huiqi.programmes.actions.reasons import reason_in
from huiqi.programmes.checks import problems_of_call
from huiqi.programmes.definition import definitions
from huiqi.programmes.enums import AT_WORK, CallState
from huiqi.programmes.models import Call, StageRun
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.states import CALL
from huiqi.programmes.versions import frozen

PREFIX: Final = "SBTZ"  # no other number of the books begins so


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
    told = reason_in(reason)
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
