"""更正申请的流转: open -> accepted, declined or withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.kernel.refusals import Refused
from huiqi.parties.access import is_of_firm, is_officer
from huiqi.parties.models import Fact, FactCorrection

S = FactCorrection.Status


def _decide(correction: FactCorrection, actor: Actor, now: datetime, answer: str) -> None:
    correction.answer = answer.strip()
    correction.decided_by_id = actor.person_id
    correction.decided_at = now


def _accept(correction: FactCorrection, *, actor: Actor, now: datetime, answer: str = "") -> None:
    """A new row of the same source, for the old one stays as it was said."""
    wrong = correction.fact
    Fact.objects.create(
        subject_id=wrong.subject_id,
        key=wrong.key,
        value=correction.proposed,
        as_of=wrong.as_of,
        period=wrong.period,
        source=wrong.source,
        recorded_at=now,
        recorded_by_id=actor.person_id,
        note=f"更正记录 {wrong.pk}",
    )
    _decide(correction, actor, now, answer)


def _decline(correction: FactCorrection, *, actor: Actor, now: datetime, answer: str = "") -> None:
    if not answer.strip():
        raise Refused([_("不采纳更正必须说明理由")])
    _decide(correction, actor, now, answer)


def _withdraw(correction: FactCorrection, *, actor: Actor, now: datetime) -> None:
    _decide(correction, actor, now, "")


CORRECTION: Final = Machine(
    "status",
    [
        Move("accept", (S.OPEN,), S.ACCEPTED, _("更正"), is_officer | is_system, effect=_accept),
        Move("decline", (S.OPEN,), S.DECLINED, _("不采纳"), is_officer, effect=_decline),
        Move("withdraw", (S.OPEN,), S.WITHDRAWN, _("撤回申请"), is_of_firm, effect=_withdraw),
    ],
)
