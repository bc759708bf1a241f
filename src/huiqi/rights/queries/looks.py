"""谁查看了: the looks at a firm's data by others, with the post they held then; no names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import first_moment, moment_after
from huiqi.parties.models import Membership, Organization
from huiqi.parties.queries.scoped import subject_ids_in_sight
from huiqi.rights.access import stands_for_firm
from huiqi.rights.models import LookQuestion


@dataclass(frozen=True)
class Look:
    """一次查看: by which department and post, when, why, at what; and what was asked of it."""

    entry: AuditEntry
    department: str
    post: str
    what: str
    question: LookQuestion | None = None


def looks_at(
    actor: Actor, since: date | None = None, until: date | None = None
) -> QuerySet[AuditEntry]:
    """查看记录: at the data of the actor's firm by anybody else, the latest first.

    From ``since`` to ``until``, both included. Empty for who does not stand for a firm.
    """
    if stands_for_firm.refusal(actor):
        return AuditEntry.objects.none()
    found = AuditEntry.objects.filter(
        ~Q(organization_id=actor.organization_id) | Q(organization_id=None),
        act=AuditEntry.Act.READ,
        subject_id__in=subject_ids_in_sight(actor),
    )
    if since:
        found = found.filter(at__gte=first_moment(since))
    if until:
        found = found.filter(at__lt=moment_after(until))
    return found.order_by("-at", "-id")


def told(entries: Iterable[AuditEntry]) -> Iterator[Look]:
    """写明: every entry with the department and post of whoever looked."""
    rows = list(entries)
    ids = {one.organization_id for one in rows if one.organization_id}
    names = dict(Organization.objects.filter(pk__in=ids).values_list("pk", "name").order_by("pk"))
    posts = _posts(rows)
    questions = _questions(rows)
    for one in rows:
        is_system = one.person_id is None
        yield Look(
            one,
            _nobody(one) if is_system else names.get(one.organization_id or 0, _("未代表单位")),
            "" if is_system else _post_at(posts[one.person_id, one.organization_id], one.at),
            what_of(one),
            questions.get(one.pk),
        )


def _nobody(entry: AuditEntry) -> str:
    """The system itself, which has no purpose of its own; else whoever was given a link."""
    return _("拿到链接的人") if entry.purpose else _("系统")


def what_of(entry: AuditEntry) -> str:
    """看了什么: what was done and the kind of record, as people call them."""
    try:
        kind = str(apps.get_model(entry.kind)._meta.verbose_name) if entry.kind else ""
    except LookupError:  # a record of a kind that is no more
        kind = ""
    return f"{entry.verb}（{kind}）" if kind else entry.verb


def open_questions() -> QuerySet[LookQuestion]:
    """待答的询问: the most urgent first; for those who answer, within the scope of everything."""
    found = LookQuestion.objects.filter(status=LookQuestion.Status.OPEN)
    return found.order_by("due_on", "id")


Posts = dict[tuple[int | None, int | None], list[Membership]]


def _posts(rows: list[AuditEntry]) -> Posts:
    people = {one.person_id for one in rows if one.person_id}
    found: Posts = defaultdict(list)
    for held in Membership.objects.filter(person_id__in=people).order_by("id"):
        found[held.person_id, held.organization_id].append(held)
    return found


def _post_at(held: list[Membership], at: datetime) -> str:
    then = (one for one in held if one.since <= at and (one.until is None or one.until > at))
    return "、".join(one.get_role_display() for one in then)


def _questions(rows: list[AuditEntry]) -> dict[int, LookQuestion]:
    found = LookQuestion.objects.filter(entry_id__in=[one.pk for one in rows])
    live = found.exclude(status=LookQuestion.Status.WITHDRAWN).order_by("id")
    return {one.entry_id: one for one in live}
