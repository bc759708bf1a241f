"""共性问题的权限: who proposes one, who decides on it, who owns it, and who publishes."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from huiqi.concerns.access import OFFICERS, is_officer, is_supervisor
from huiqi.kernel.access import Actor, Check
from huiqi.parties.access import stands_for_firm
from huiqi.parties.enums import Role

PUBLISHERS: Final = (Role.SECTION_CHIEF, Role.SUPERVISOR)

may_propose = is_officer | is_supervisor
may_join = stands_for_firm
may_read = is_officer | is_supervisor


def _owns(actor: Actor, problem: Any) -> bool:
    return actor.has(*OFFICERS) and actor.organization_id == problem.unit_id


is_owner = Check(_owns, _("须由牵头单位的人员办理"))
is_owner_or_supervisor = is_owner | is_supervisor
# That another person decides is the second half of the rule, in the database as well.
is_screener = is_supervisor & Check(
    lambda actor, problem: actor.person_id != problem.opened_by_id,
    _("提出的人不能决定立项，须由另一位督办员决定"),
)
is_publisher = Check(
    lambda actor, summary: (
        actor.person_id is not None
        and actor.has(*PUBLISHERS)
        and actor.person_id != summary.written_by_id
        and (actor.has(Role.SUPERVISOR) or actor.organization_id == summary.problem.unit_id)
    ),
    _("公开摘要由没有写它的处室负责人或督办员发布"),
)

__all__ = [
    "is_owner",
    "is_owner_or_supervisor",
    "is_publisher",
    "is_screener",
    "may_join",
    "may_propose",
    "may_read",
]
