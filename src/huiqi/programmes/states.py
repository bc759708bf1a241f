"""资金申报的流转: of calls, of applications, and of the stages of each application.

A call: drafted -> submitted -> published -> finished. An application: draft -> active (-> returned
-> active) -> granted -> closed, or refused, or withdrawn. A stage: waiting -> open (-> returned ->
open) -> passed, or failed. Who ends a stage decides what becomes of the application (``running``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.programmes.access import (
    is_handler,
    may_amend_call,
    may_handle_or_system,
    may_publish_call,
    may_submit,
    may_withdraw,
)
from huiqi.programmes.checks import problems_of_call
from huiqi.programmes.enums import ApplicationState, AutoState, CallState, ListState, StageState
from huiqi.programmes.models import Application, Call, StageRun

C, A, S, L, U = CallState, ApplicationState, StageState, ListState, AutoState


def _in_order(call: Call) -> Iterator[str]:
    yield from problems_of_call(call)


def _handed_in(call: Call, **_more: object) -> None:
    call.remark = ""


def _returned(call: Call, *, reason: str, **_more: object) -> None:
    call.remark = reason


def _published(call: Call, *, actor: Actor, now: datetime, **_more: object) -> None:
    call.published_by_id, call.published_at = actor.person_id, now


CALL: Final = Machine(
    "state",
    [
        Move(
            *("submit", (C.DRAFTED,), C.SUBMITTED, _("提交发布"), may_amend_call),
            guard=_in_order,
            effect=_handed_in,
        ),
        Move("take_back", (C.SUBMITTED,), C.DRAFTED, _("收回"), may_amend_call),
        Move(
            *("return", (C.SUBMITTED,), C.DRAFTED, _("退回起草人"), may_publish_call),
            effect=_returned,
        ),
        Move(
            *("publish", (C.SUBMITTED,), C.PUBLISHED, _("发布申报通知"), may_publish_call),
            guard=_in_order,
            effect=_published,
        ),
        Move("cancel", (C.DRAFTED,), C.CANCELLED, _("作废"), may_amend_call),
        Move("finish", (C.PUBLISHED,), C.FINISHED, _("办结"), is_handler),
    ],
)


def _arrived(
    application: Application,
    *,
    actor: Actor,
    number: str = "",
    arrived_at: datetime | None = None,
    **_more: object,
) -> None:
    if number:
        application.number = number
    if application.arrived_at is None:
        application.arrived_at, application.submitted_by_id = arrived_at, actor.person_id


APPLICATION: Final = Machine(
    "state",
    [
        Move("submit", (A.DRAFT,), A.ACTIVE, _("提交申报"), may_submit, effect=_arrived),
        # What a firm confirmed without applying is handed in by the system.
        Move("enter", (A.DRAFT,), A.ACTIVE, _("转入办理"), is_system, effect=_arrived),
        Move("return", (A.ACTIVE,), A.RETURNED, _("退回补正"), may_handle_or_system),
        Move("resubmit", (A.RETURNED,), A.ACTIVE, _("提交补正"), may_submit),
        Move("grant", (A.ACTIVE,), A.GRANTED, _("通过"), is_system),
        Move("refuse", (A.ACTIVE, A.RETURNED, A.GRANTED), A.REFUSED, _("不通过"), is_system),
        # After a review that found for the firm.
        Move("reopen", (A.REFUSED,), A.ACTIVE, _("恢复办理"), is_system),
        Move("withdraw", (A.DRAFT, A.ACTIVE, A.RETURNED), A.WITHDRAWN, _("撤回申报"), may_withdraw),
        Move("close", (A.GRANTED,), A.CLOSED, _("办结"), is_system),
    ],
)


def _opened(run: StageRun, *, now: datetime, **_more: object) -> None:
    run.opened_on = run.opened_on or now.date()
    run.finished_at = None


def _ended(run: StageRun, *, now: datetime, **_more: object) -> None:
    run.finished_at = now


STAGE: Final = Machine(
    "state",
    [
        Move("open", (S.WAITING,), S.OPEN, _("开始"), is_system, effect=_opened),
        Move("return", (S.OPEN,), S.RETURNED, _("请企业补正"), is_handler),
        Move("resume", (S.RETURNED,), S.OPEN, _("恢复办理"), is_system),
        Move("pass", (S.OPEN,), S.PASSED, _("通过"), may_handle_or_system, effect=_ended),
        Move("fail", (S.OPEN, S.RETURNED), S.FAILED, _("不通过"), is_handler, effect=_ended),
        Move("skip", (S.WAITING,), S.SKIPPED, _("不需要"), is_system),
        Move("stop", (S.OPEN, S.RETURNED), S.SKIPPED, _("停办"), is_system, effect=_ended),
        Move("reopen", (S.FAILED, S.PASSED), S.OPEN, _("重新办理"), is_system, effect=_opened),
    ],
)
