"""知识的流转: submitted -> published -> expired -> replaced; returned; withdrawn.

Only what another person reviewed is published, and nothing is an answer after its last day.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiqi.kernel.access import Actor, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.knowledge.access import is_reviewer, keeps_edition
from huiqi.knowledge.models import Edition

S: Final = Edition.State


def _reviewed(edition: Edition, *, actor: Actor, now: datetime, remark: str = "") -> None:
    edition.reviewed_by_id, edition.reviewed_at = actor.person_id, now
    edition.remark = remark


def _withdrawn(edition: Edition, *, actor: Actor, remark: str) -> None:
    del actor
    edition.remark = remark


EDITION: Final = Machine(
    "state",
    [
        Move(
            "publish",
            (S.SUBMITTED,),
            S.PUBLISHED,
            pgettext_lazy("知识", "审核通过并发布"),
            is_reviewer,
            effect=_reviewed,
        ),
        Move(
            "return",
            (S.SUBMITTED,),
            S.RETURNED,
            pgettext_lazy("知识", "退回重写"),
            is_reviewer,
            effect=_reviewed,
        ),
        Move(
            "withdraw",
            (S.SUBMITTED, S.PUBLISHED, S.EXPIRED),
            S.WITHDRAWN,
            pgettext_lazy("知识", "撤下"),
            keeps_edition,
            effect=_withdrawn,
        ),
        Move("expire", (S.PUBLISHED,), S.EXPIRED, gettext_lazy("到期，不再作为答案"), is_system),
        Move(
            "replace",
            (S.PUBLISHED, S.EXPIRED),
            S.REPLACED,
            pgettext_lazy("知识", "由新版取代"),
            is_system,
        ),
    ],
)
