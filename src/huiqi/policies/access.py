"""政策的权限: who keeps the words of a programme: officers of the department in charge of it.

An object is anything with a ``programme``, or the number of a programme itself.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, Check, is_system
from huiqi.kernel.now import today
from huiqi.parties.access import is_system_admin
from huiqi.parties.enums import Role
from huiqi.policies.charge import keeper_ids
from huiqi.policies.models.reviewed import Reviewed

WRITERS: Final = (Role.BUREAU_OFFICER, Role.DISTRICT_OFFICER, Role.SECTION_CHIEF)


def programme_of(obj: object) -> str:
    """所属项目: of a summary, a contact …, or the number itself."""
    return obj if isinstance(obj, str) else str(getattr(obj, "programme", ""))


def _keeps(actor: Actor, obj: object) -> bool:
    return is_among(actor, keeper_ids(programme_of(obj), today()))


def is_among(actor: Actor, keepers: Set[int]) -> bool:
    """是否维护单位的人: of one of these bodies, with a role that writes."""
    return actor.has(*WRITERS) and actor.organization_id in keepers


def _wrote_nothing(actor: Actor, summary: Reviewed) -> bool:
    return actor.person_id is not None and actor.person_id not in summary.writers


is_editor = Check(
    lambda actor, _obj: actor.organization_id is not None and actor.has(*WRITERS),
    _("须由主管部门的经办人员或处室负责人使用；请先在「我的账号」换到任职的单位"),
)
keeps = Check(_keeps, _("须由主管这个项目的部门的人员办理"))
wrote_nothing = Check(_wrote_nothing, _("您写过这一稿，须由本部门没有写过它的另一个人复核"))
is_reviewer = keeps & wrote_nothing

__all__ = [
    "is_among",
    "is_editor",
    "is_reviewer",
    "is_system",
    "is_system_admin",
    "keeps",
    "programme_of",
    "wrote_nothing",
]
