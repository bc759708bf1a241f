"""群服务的流转: handovers end with somebody who accepts, referrals with a contact that was made.

planned -> made; open -> kept or broken, lapsed by the clock; open -> proposed -> accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiqi.kernel.access import Actor, Check
from huiqi.kernel.machine import Machine, Move
from huiqi.network.access import (
    is_carer,
    is_of_unit,
    is_office,
    is_owner_here,
    is_system,
    is_taker,
    may_meet,
)
from huiqi.network.enums import (
    DecisionState,
    HandoverState,
    PromiseState,
    ReferralState,
    VisitState,
)
from huiqi.network.models import Decision, Handover, Officer, Referral, Visit, VisitPromise

H: Final = HandoverState
V: Final = VisitState
P: Final = PromiseState


# Handovers


def _propose(
    held: Handover,
    *,
    actor: Actor,
    taker: Officer,
    open_items: list[dict[str, Any]],
    due_at: datetime,
    **_more: object,
) -> None:
    held.taker, held.proposed_by_id = taker, actor.person_id
    held.open_items, held.due_at, held.told_at = open_items, due_at, None


def _return(held: Handover, *, due_at: datetime, **_more: object) -> None:
    held.taker, held.due_at, held.told_at = None, due_at, None


def _end(held: Handover | VisitPromise | Decision, *, now: datetime, **_more: object) -> None:
    held.ended_at = now


def _giver_is_there(held: Handover) -> Iterator[str]:
    if held.giver.until is not None:
        yield _("原专员已经离任，不能取消交接，请指定接手人")


_starts_it = Check(
    lambda actor, held: is_office.test(actor, held) or is_carer.test(actor, held.key_firm),
    gettext_lazy("须由领导小组办公室或者这家企业的服务专员办理"),
)

HANDOVER: Final = Machine(
    "state",
    [
        Move(
            "propose",
            (H.OPEN, H.PROPOSED),
            H.PROPOSED,
            gettext_lazy("指定接手人"),
            is_office,
            effect=_propose,
        ),
        Move("accept", (H.PROPOSED,), H.ACCEPTED, gettext_lazy("接手"), is_taker, effect=_end),
        Move(
            "decline",
            (H.PROPOSED,),
            H.OPEN,
            gettext_lazy("不能接手"),
            is_taker | is_office | is_system,
            effect=_return,
        ),
        Move(
            "withdraw",
            (H.OPEN, H.PROPOSED),
            H.CANCELLED,
            gettext_lazy("取消交接"),
            _starts_it | is_system,
            _giver_is_there,
            _end,
        ),
    ],
)


# Visits


def _make(
    held: Visit,
    *,
    now: datetime,
    made_on: date,
    findings: str,
    people_of_firm: str,
    people_of_city: str,
    **_more: object,
) -> None:
    held.made_on, held.findings, held.recorded_at = made_on, findings, now
    held.people_of_firm, held.people_of_city = people_of_firm, people_of_city


def _cancel(held: Visit, *, why: str, **_more: object) -> None:
    held.cancelled_why = why


VISIT: Final = Machine(
    "state",
    [
        Move("make", (V.PLANNED,), V.MADE, gettext_lazy("记录联系"), is_owner_here, effect=_make),
        Move(
            "cancel",
            (V.PLANNED,),
            V.CANCELLED,
            gettext_lazy("取消计划"),
            is_owner_here | is_system,
            effect=_cancel,
        ),
    ],
)


# Promises


def _answer(
    held: VisitPromise | Decision, *, actor: Actor, now: datetime, answer: str, **_more: object
) -> None:
    held.answer, held.ended_at, held.ended_by_id = answer, now, actor.person_id


PROMISE: Final = Machine(
    "state",
    [
        Move(
            "keep",
            (P.OPEN, P.LAPSED),
            P.KEPT,
            pgettext_lazy("承诺", "已兑现"),
            is_owner_here,
            effect=_answer,
        ),
        Move(
            "break",
            (P.OPEN, P.LAPSED),
            P.BROKEN,
            pgettext_lazy("承诺", "不能兑现"),
            is_owner_here,
            effect=_answer,
        ),
        Move("lapse", (P.OPEN,), P.LAPSED, gettext_lazy("逾期"), is_system),
    ],
)


# Referrals


def _link(held: Referral, *, contact: Visit, **_more: object) -> None:
    held.contact = contact


REFERRAL: Final = Machine(
    "state",
    [
        Move(
            "complete",
            (ReferralState.OPEN,),
            ReferralState.COMPLETE,
            gettext_lazy("已联系企业"),
            is_of_unit,
            effect=_link,
        ),
    ],
)


# Decisions of meetings

DECISION: Final = Machine(
    "state",
    [
        Move(
            "finish",
            (DecisionState.OPEN,),
            DecisionState.DONE,
            pgettext_lazy("议定事项", "办完"),
            is_of_unit,
            effect=_answer,
        ),
        Move(
            "drop",
            (DecisionState.OPEN,),
            DecisionState.DROPPED,
            pgettext_lazy("议定事项", "不再办"),
            Check(
                lambda actor, held: not may_meet.refusal(actor, held.meeting.organ),
                may_meet.reason,
            ),
            effect=_answer,
        ),
    ],
)
