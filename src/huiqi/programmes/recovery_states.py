"""追回的流转: proposed -> decided -> repaid; or dropped, with the reason, before it is repaid.

Nobody decides what he proposed himself; nothing is over before the ledger has the money back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.kernel.money import exact
from huiqi.kernel.words import worded
from huiqi.programmes.access import is_chief, is_handler, is_not_drafter
from huiqi.programmes.enums import RecoveryState
from huiqi.programmes.models import Recovery
from huiqi.programmes.queries.money import standing_of_application

R: Final = RecoveryState
may_decide_recovery = is_chief & is_not_drafter


def _not_more_than_was_paid(recovery: Recovery) -> Iterator[str]:
    paid = standing_of_application(recovery.application).paid
    if recovery.amount_fen > paid:
        yield worded(
            "最多追回已拨付的 %(paid)s，写了 %(asked)s",
            paid=exact(paid),
            asked=exact(recovery.amount_fen),
        )


def _decided(
    recovery: Recovery, *, actor: Actor, now: datetime, due_on: date, is_provisional: bool
) -> None:
    recovery.decided_by_id, recovery.decided_at = actor.person_id, now
    recovery.due_on, recovery.due_is_provisional = due_on, is_provisional


def _dropped(recovery: Recovery, *, because: str, **_more: object) -> None:
    recovery.dropped_because = because


RECOVERY: Final = Machine(
    "state",
    [
        Move(
            *("decide", (R.PROPOSED,), R.DECIDED, _("决定追回"), may_decide_recovery),
            guard=_not_more_than_was_paid,
            effect=_decided,
        ),
        Move("drop", (R.PROPOSED,), R.DROPPED, _("不追回"), is_handler, effect=_dropped),
        Move("repay", (R.DECIDED,), R.REPAID, _("已全部退回"), is_system),
    ],
)
