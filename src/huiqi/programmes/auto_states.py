"""免申即享的流转: candidate -> to_confirm -> confirmed -> (account_problem) -> in_hand.

Or declined by the firm, lapsed with its day, or removed by a person with the reason.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.programmes.access import is_handler, may_confirm
from huiqi.programmes.enums import AutoState
from huiqi.programmes.models import Application, AutoCase

U: Final = AutoState


def _asked(
    case: AutoCase, *, actor: Actor, until: date, is_provisional: bool, **_more: object
) -> None:
    case.asked_by_id = actor.person_id
    case.confirm_until, case.confirm_is_provisional = until, is_provisional


def _answered(
    case: AutoCase, *, actor: Actor, now: datetime, reason: str = "", **_more: object
) -> None:
    case.confirmed_by_id, case.settled_at, case.reason = actor.person_id, now, reason


def _removed(case: AutoCase, *, actor: Actor, now: datetime, reason: str, **_more: object) -> None:
    case.removed_by_id, case.settled_at, case.reason = actor.person_id, now, reason


def _ended(case: AutoCase, *, now: datetime, reason: str = "", **_more: object) -> None:
    case.settled_at, case.reason = now, reason


def _entered(case: AutoCase, *, application: Application, **_more: object) -> None:
    case.application = application


AUTO: Final = Machine(
    "state",
    [
        Move("ask", (U.CANDIDATE,), U.TO_CONFIRM, _("请企业确认"), is_handler, effect=_asked),
        Move(*("remove", (U.CANDIDATE,), U.REMOVED, _("移出名单"), is_handler), effect=_removed),
        Move(
            *("confirm", (U.TO_CONFIRM,), U.CONFIRMED, _("确认领取"), may_confirm),
            effect=_answered,
        ),
        Move(*("decline", (U.TO_CONFIRM,), U.DECLINED, _("放弃"), may_confirm), effect=_answered),
        Move("lapse", (U.TO_CONFIRM,), U.LAPSED, _("逾期未确认"), is_system, effect=_ended),
        Move("wait", (U.CONFIRMED,), U.ACCOUNT_PROBLEM, _("等账户核验"), is_system),
        Move(
            *("enter", (U.CONFIRMED, U.ACCOUNT_PROBLEM), U.IN_HAND, _("转入办理"), is_system),
            effect=_entered,
        ),
    ],
)
