"""办理公示的查询: the drafts, notices and objections of a department; nothing of another one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from huiqi.kernel.access import Actor
from huiqi.parties.models import Organization
from huiqi.publicity.access import is_department
from huiqi.publicity.enums import DraftState
from huiqi.publicity.models import DraftAward, NoticeDraft, Objection, PublicAward, Publicity
from huiqi.publicity.queries.books import firms_of
from huiqi.publicity.queries.notices import notices
from huiqi.publicity.queries.standing import not_upheld


def drafts_in_sight(actor: Actor) -> QuerySet[NoticeDraft]:
    """所见的草稿: of one's own department; none for whoever is no officer of one."""
    if is_department.refusal(actor):
        return NoticeDraft.objects.none()
    found = NoticeDraft.objects.filter(department=actor.organization_id)
    return found.select_related("department", "drafted_by", "checked_by", "publicity")


def notices_of_department(actor: Actor) -> QuerySet[Publicity]:
    """本部门的公示: those that have not begun as well."""
    if is_department.refusal(actor):
        return Publicity.objects.none()
    return notices().filter(department=actor.organization_id)


def objections_of_department(actor: Actor) -> QuerySet[Objection]:
    """本部门收到的异议: with who raised them; nobody else ever sees that."""
    if is_department.refusal(actor):
        return Objection.objects.none()
    found = Objection.objects.filter(publicity__department=actor.organization_id)
    return found.select_related(
        "publicity", "award", "answer", "answer__answered_by", "received_by", "objector"
    ).order_by(F("answer__answered_at").asc(nulls_first=True), "-id")


@dataclass(frozen=True)
class DraftLine:
    """草稿的一行: as the one who publishes it looks at it; ``firm`` None when it is gone."""

    award: DraftAward
    firm: Organization | None


def lines_of_draft(draft: NoticeDraft) -> list[DraftLine]:
    """草稿的名单: in order."""
    awards = list(DraftAward.objects.filter(draft=draft).order_by("place"))
    firms = firms_of({one.subject_id for one in awards})
    return [DraftLine(one, firms.get(one.subject_id)) for one in awards]


def in_other_drafts(department: int, besides: NoticeDraft | None) -> set[tuple[str, str, int]]:
    """在别的草稿里的: by programme, call and subject, what somebody else is about to publish."""
    found = DraftAward.objects.filter(
        draft__department=department, draft__state__in=(DraftState.DRAFTED, DraftState.SUBMITTED)
    )
    if besides is not None:
        found = found.exclude(draft=besides)
    told = found.values_list("draft__programme", "draft__call", "subject_id")
    return set(told.order_by("draft_id"))


def taken_off_before(department: int) -> set[tuple[str, str, int]]:
    """先前撤下的: by programme, call and subject, what a notice named once and had to let go."""
    given = PublicAward.objects.filter(publicity__department=department)
    gone = given.exclude(pk__in=not_upheld(given).filter(withdrawal=None).values("pk"))
    told = gone.values_list("publicity__programme", "publicity__call", "subject_id")
    return set(told.order_by("publicity_id"))
