"""数据权利的流转: open -> answered; asked -> ready -> expired; asked -> done.

Whoever keeps the city safe decides on erasures; a copy is made by the system alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huiqi.kernel.access import Actor, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.kernel.words import in_words
from huiqi.parties.access import is_security_admin
from huiqi.rights.access import answers_looks, is_asker
from huiqi.rights.models import LONGEST, DataRequest, LookQuestion

Q, R = LookQuestion.Status, DataRequest.Status


def _answer(question: LookQuestion, *, actor: Actor, now: datetime, answer: str) -> None:
    question.answer = in_words(answer, pgettext("请写明", "答复"), LONGEST)
    question.answered_by_id, question.answered_at = actor.person_id, now


def _withdraw_question(question: LookQuestion, *, now: datetime, **_: object) -> None:
    question.answered_at = now


def _ready(request: DataRequest, *, now: datetime, expires_at: datetime, **_: object) -> None:
    request.decided_at, request.expires_at = now, expires_at


def _done(
    request: DataRequest,
    *,
    actor: Actor,
    now: datetime,
    answer: str,
    outcome: Sequence[dict[str, str]],
) -> None:
    request.answer, request.outcome = answer.strip()[:LONGEST], list(outcome)
    request.decided_by_id, request.decided_at = actor.person_id, now


def _decline(request: DataRequest, *, actor: Actor, now: datetime, answer: str) -> None:
    request.answer = in_words(answer, _("不予删除的理由和依据"), LONGEST)
    request.decided_by_id, request.decided_at = actor.person_id, now


def _withdraw(request: DataRequest, *, now: datetime, **_: object) -> None:
    request.decided_at = now


LOOK_QUESTION: Final = Machine(
    "status",
    [
        Move("answer", (Q.OPEN,), Q.ANSWERED, gettext_lazy("答复"), answers_looks, effect=_answer),
        Move(
            "withdraw",
            (Q.OPEN,),
            Q.WITHDRAWN,
            gettext_lazy("撤回"),
            is_asker,
            effect=_withdraw_question,
        ),
    ],
)
DATA_REQUEST: Final = Machine(
    "status",
    [
        Move("deliver", (R.ASKED,), R.READY, gettext_lazy("生成副本"), is_system, effect=_ready),
        Move("expire", (R.READY,), R.EXPIRED, gettext_lazy("清除副本"), is_system),
        Move(
            "erase", (R.ASKED,), R.DONE, gettext_lazy("删除并答复"), is_security_admin, effect=_done
        ),
        Move(
            "decline",
            (R.ASKED,),
            R.DECLINED,
            gettext_lazy("不予删除"),
            is_security_admin,
            effect=_decline,
        ),
        Move("withdraw", (R.ASKED,), R.WITHDRAWN, gettext_lazy("撤回"), is_asker, effect=_withdraw),
    ],
)
