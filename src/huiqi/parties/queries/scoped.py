"""可见范围: whose data an actor may see, and which registration a subject has now."""

from __future__ import annotations

from django.db.models import QuerySet

from huiqi.kernel.access import Actor
from huiqi.parties.codes import tidy
from huiqi.parties.enums import HANDLERS, Role
from huiqi.parties.models import Organization, Subject


def sees_everything(actor: Actor) -> bool:
    """是否可见全部: those who handle or audit the matters of firms, and the system.

    Administrators look after the system and see no firm's data.
    """
    return actor.has("system", *HANDLERS, Role.AUDITOR)


def subjects_in_sight(actor: Actor) -> QuerySet[Subject]:
    """可见主体: all, or one's own and whatever was merged into it; else none."""
    if sees_everything(actor):
        return Subject.objects.order_by("id")
    return Subject.objects.filter(pk__in=subject_ids_in_sight(actor)).order_by("id")


def subject_ids_in_sight(actor: Actor) -> list[int]:
    """可见主体编号: of an actor who does not see everything."""
    found: list[int] = []
    layer = [] if actor.subject_id is None else [actor.subject_id]
    while layer:
        found += layer
        taken_over = Subject.objects.filter(merged_into__in=layer).exclude(pk__in=found)
        layer = list(taken_over.order_by("id").values_list("id", flat=True))
    return found


def root_of(subject: Subject) -> Subject:
    """存续主体: the one that took this one over, or itself."""
    while subject.merged_into is not None:
        subject = subject.merged_into
    return subject


def current_organization(subject: Subject) -> Organization | None:
    """现登记单位: the open registration of a subject, else its last one; None without any."""
    found = list(Organization.objects.filter(subject=subject).order_by("-id"))
    return next((one for one in found if one.closed_until is None), None) or next(iter(found), None)


def organization_by_code(code: str) -> Organization | None:
    """按信用代码查: however people write it."""
    return Organization.objects.filter(credit_code=tidy(code)).select_related("subject").first()
