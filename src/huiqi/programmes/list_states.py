"""名单和席位的流转: a list: drafted -> submitted -> approved -> published -> planned.

What is changed is drafted again, and every approval of it lapses. A seat: drawn -> submitted, or
recused with the reason.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Check, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.programmes.access import (
    is_drafter,
    is_expert,
    is_handler,
    is_not_drafter,
    may_approve_list,
)
from huiqi.programmes.enums import ListState, SeatState
from huiqi.programmes.models import AwardList, PanelSeat

L, S = ListState, SeatState

may_draft_list = is_handler & is_drafter
may_publish_list = is_handler & is_not_drafter
is_expert_or_handler: Final = is_expert | Check(
    lambda actor, seat: not is_handler.refusal(actor, seat.run), _("须由办理这件事的部门办理")
)


def _published(found: AwardList, *, publicity_id: int, **_more: object) -> None:
    found.publicity_id = publicity_id


AWARD_LIST: Final = Machine(
    "state",
    [
        Move("submit", (L.DRAFTED,), L.SUBMITTED, _("提交审定"), may_draft_list),
        Move("return", (L.SUBMITTED, L.APPROVED), L.DRAFTED, _("退回起草人"), may_approve_list),
        Move("take_back", (L.SUBMITTED, L.APPROVED), L.DRAFTED, _("收回修改"), may_draft_list),
        Move("approve", (L.SUBMITTED,), L.APPROVED, _("审定"), may_approve_list),
        Move(
            *("publish", (L.APPROVED,), L.PUBLISHED, _("发布公示"), may_publish_list),
            effect=_published,
        ),
        Move("plan", (L.PUBLISHED,), L.PLANNED, _("下达资金计划"), is_handler | is_system),
        Move("cancel", (L.DRAFTED,), L.CANCELLED, _("作废"), may_draft_list),
    ],
)


def _recused(seat: PanelSeat, *, because: str, **_more: object) -> None:
    seat.recused_because = because


def _sheet_in(seat: PanelSeat, *, comment: str, now: datetime, **_more: object) -> None:
    seat.comment, seat.submitted_at = comment, now


SEAT: Final = Machine(
    "state",
    [
        Move(*("recuse", (S.DRAWN,), S.RECUSED, _("回避"), is_expert_or_handler), effect=_recused),
        Move("submit", (S.DRAWN,), S.SUBMITTED, _("提交评分"), is_expert, effect=_sheet_in),
    ],
)
