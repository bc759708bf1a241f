"""常用筛选的办理: kept under a name, and dropped, each by the person whose it is."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.inbox.access import is_at_desk
from huiqi.inbox.models import DeskView
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible
from huiqi.parties.access import person_of

LONGEST: Final = 20  # letters of a name
MOST: Final = 12  # what fits above the table


@transaction.atomic
def keep_view(*, name: str, query: str, actor: Actor, now: datetime) -> DeskView:
    """存为常用: the same name again takes the new filters. Refused with what is missing."""
    require(is_at_desk, actor)
    told = " ".join(legible(name).split())
    mine = DeskView.objects.select_for_update(of=("self",)).filter(person_id=person_of(actor))
    found = {one.name: one for one in mine}
    problems = []
    if not told:
        problems.append(_("请给这组筛选起个名称，例如「本周我的」"))
    if len(told) > LONGEST:
        problems.append(_("名称最多 %(most)d 个字，请写短一些") % {"most": LONGEST})
    if not query:
        problems.append(_("现在没有筛选，先筛选再存"))
    if len(found) >= MOST and told not in found:
        problems.append(_("最多存 %(most)d 组，请先删去不用的") % {"most": MOST})
    if problems:
        raise Refused(problems)
    view = found.get(told) or DeskView(person_id=person_of(actor), name=told)
    view.query, view.made_at = query, now
    return rows.save(view)


@transaction.atomic
def drop_view(*, view: DeskView, actor: Actor) -> None:
    """删去常用: one's own."""
    require(is_at_desk, actor)
    DeskView.objects.filter(pk=view.pk, person_id=person_of(actor)).delete()
