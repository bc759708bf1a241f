"""关注的权限: for oneself whoever is signed in; for a firm its own people, not its agents."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, Check, is_system
from huiqi.parties.access import holder, is_owner, is_signed_in, person_of
from huiqi.parties.enums import FIRM_ROLES, HANDLERS, Role
from huiqi.rights.access import stands_for_firm


def for_whom(actor: Actor) -> Q:
    """看得到的: the person's own, and those of the firm she stands for now."""
    mine = Q(subject__isnull=True, person_id=actor.person_id)
    if stands_for_firm.refusal(actor):
        return mine
    return mine | Q(subject_id=actor.subject_id)


def of_owner(subject_id: int | None) -> Q:
    """属于谁的: a firm's, or (None) persons' own."""
    return Q(subject__isnull=True) if subject_id is None else Q(subject_id=subject_id)


def _follows(actor: Actor, row: Any) -> bool:
    if actor.person_id is None:
        return False
    if row.subject_id is None:
        return bool(row.person_id == actor.person_id)
    return row.subject_id == actor.subject_id and actor.has(*FIRM_ROLES)


is_follower = Check(_follows, _("须由关注的本人或企业自己的人员办理"))

sees_reach = holder(
    *HANDLERS,
    Role.AUDITOR,
    reason=_("须由主管部门经办人员或审计人员查看；公开的数字见 /follow/reach/"),
)

__all__ = [
    "for_whom",
    "is_follower",
    "is_owner",
    "is_signed_in",
    "is_system",
    "of_owner",
    "person_of",
    "sees_reach",
    "stands_for_firm",
]
