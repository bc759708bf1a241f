"""知识库的权限: officers write for their own unit, and somebody else reviews."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, Check, is_system
from huiqi.parties.enums import HANDLERS, Role

WRITERS: Final = (
    Role.BUREAU_OFFICER,
    Role.DISTRICT_OFFICER,
    Role.SECTION_CHIEF,
    Role.COMMISSIONER,
)


def _at_work(actor: Actor, *roles: Role) -> bool:
    return actor.person_id is not None and actor.organization_id is not None and actor.has(*roles)


def _reviews(actor: Actor, edition: Any) -> bool:
    if not _at_work(actor, *WRITERS, Role.SUPERVISOR) or actor.person_id == edition.written_by_id:
        return False
    return actor.has(Role.SUPERVISOR) or actor.organization_id == edition.entry.unit_id


may_read_drafts = Check(
    lambda actor, _obj: _at_work(actor, *HANDLERS), _("知识库的草稿由办理人员查看")
)
may_write = Check(lambda actor, _obj: _at_work(actor, *WRITERS), _("知识由承办单位的人员起草"))
keeps = Check(
    lambda actor, entry: _at_work(actor, *WRITERS) and actor.organization_id == entry.unit_id,
    _("须由负责这条知识的单位办理"),
)
keeps_edition = Check(
    lambda actor, edition: not keeps.refusal(actor, edition.entry),
    _("须由负责这条知识的单位办理"),
)
is_reviewer = Check(_reviews, _("由本单位没有写这一版的人，或者督办员审核"))

__all__ = ["is_reviewer", "is_system", "keeps", "keeps_edition", "may_read_drafts", "may_write"]
