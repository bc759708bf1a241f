"""经过: what happened in a case, in order, as the firm may read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiqi.concerns.enums import Audience, PostKind
from huiqi.concerns.models import Attachment, Concern
from huiqi.concerns.states import CONCERN
from huiqi.kernel.models import MoveLog
from huiqi.kernel.sight import everything
from huiqi.parties.models import Organization

LABEL: Final = "concerns.Concern"
# Said by a post of its own, or of no interest to whoever asked.
UNTOLD: Final = ("ask_firm", "supply", "first_reply", "reply", "remind_firm", "assign", "file")


@dataclass(frozen=True)
class Step:
    """一步: when, what, by which office; ``text`` what was said, ``post`` in which post."""

    at: datetime
    title: str
    office: str = ""
    text: str = ""
    post: int = 0


def course_of(case: Concern) -> list[Step]:
    """经过: of a case, newest first; nothing internal."""
    with everything():  # the log is of officers; what of it is told is chosen here
        steps = [Step(case.submitted_at, _("提交")), *_moves(case), *_said(case), *_rises(case)]
    return sorted(steps, key=lambda one: one.at, reverse=True)


def files_for_asker(case: Concern) -> QuerySet[Attachment]:
    """企业可见的附件: of the case and of what was said to the firm or by it; nothing internal."""
    found = case.attachments.select_related("file__blob", "post").order_by("id")
    return found.filter(Q(post=None) | ~Q(post__audience=Audience.INTERNAL))


def _moves(case: Concern) -> Iterator[Step]:
    log = list(MoveLog.objects.filter(kind=LABEL, object_id=case.pk).order_by("id"))
    offices = Organization.objects.in_bulk({one.organization_id for one in log} - {None})
    for one in log:
        if one.move in UNTOLD:
            continue
        office = offices.get(one.organization_id)
        is_own = office is not None and office.pk == case.organization_id
        yield Step(
            one.at, str(CONCERN.moves[one.move].title), office.name if office and not is_own else ""
        )


def _said(case: Concern) -> Iterator[Step]:
    for one in case.posts.exclude(audience=Audience.INTERNAL).select_related("unit").order_by("id"):
        office = one.unit.name if one.unit else ""
        yield Step(one.at, str(PostKind(one.kind).label), office, one.text, one.pk)


def _rises(case: Concern) -> Iterator[Step]:
    for one in case.escalations.exclude(day=None).select_related("unit").order_by("id"):
        title = _("第 %(day)s 天还没办好，报%(level)s") % {
            "day": one.day,
            "level": one.get_level_display(),
        }
        yield Step(one.at, title, one.unit.name)
