"""公示草稿的流转: drafted -> submitted -> published; back to the drafter, or cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor
from huiqi.kernel.machine import Machine, Move
from huiqi.publicity.access import may_amend, may_check
from huiqi.publicity.checks import problems_of_draft
from huiqi.publicity.enums import DraftState
from huiqi.publicity.models import NoticeDraft, Publicity

S = DraftState


def _in_order(draft: NoticeDraft) -> Iterator[str]:
    yield from problems_of_draft(draft)


def _published(draft: NoticeDraft, *, actor: Actor, notice: Publicity) -> None:
    draft.checked_by_id = actor.person_id
    draft.publicity = notice


def _returned(draft: NoticeDraft, *, reason: str, **_more: object) -> None:
    draft.remark = reason


def _handed_in(draft: NoticeDraft, **_more: object) -> None:
    draft.remark = ""


NOTICE_DRAFT: Final = Machine(
    "state",
    [
        Move(
            *("submit", (S.DRAFTED,), S.SUBMITTED, _("提交发布"), may_amend),
            guard=_in_order,
            effect=_handed_in,
        ),
        Move("take_back", (S.SUBMITTED,), S.DRAFTED, _("收回"), may_amend),
        Move(*("return", (S.SUBMITTED,), S.DRAFTED, _("退回起草人"), may_check), effect=_returned),
        Move(
            *("publish", (S.SUBMITTED,), S.PUBLISHED, _("发布公示"), may_check), effect=_published
        ),
        Move("cancel", (S.DRAFTED,), S.CANCELLED, _("作废"), may_amend),
    ],
)
