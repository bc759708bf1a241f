"""移交的查询: who has to answer an objection now, who else could, and what was referred to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from huiqi.kernel.access import Actor
from huiqi.parties.enums import PUBLIC_BODIES, Kind, Role
from huiqi.parties.models import Membership, Organization, Person
from huiqi.parties.queries.acting import memberships_at
from huiqi.publicity.access import ANSWERERS, OFFICERS, is_answerer, is_department
from huiqi.publicity.enums import RefereeTie
from huiqi.publicity.models import Objection, Publicity, Referral


@dataclass(frozen=True)
class Referee:
    """可受托答复的单位: how it stands to the department of the notice."""

    organization: Organization
    tie: RefereeTie

    @property
    def label(self) -> str:
        """说法: its name and how it stands to the department."""
        return f"{self.organization.name}（{self.tie.label}）"


def referral_of(objection: Objection) -> Referral | None:
    """现由谁答复: the referral that counts; None while it is the department's own to answer."""
    last = Referral.objects.filter(objection=objection).select_related("to").order_by("-id").first()
    return last if last is not None and last.to_id is not None else None


def referrals_now(objections: Iterable[Objection]) -> dict[int, Referral]:
    """现由别的部门答复的: by the id of the objection, the referral that counts."""
    found = Referral.objects.filter(objection__in=[one.pk for one in objections])
    last = found.select_related("to").order_by("objection_id", "-id").distinct("objection_id")
    return {one.objection_id: one for one in last if one.to_id is not None}


def others_of_department(notice: Publicity, now: datetime) -> list[Person]:
    """本部门其他能答复的人: who neither drew the notice up nor published it, at ``now``."""
    held = memberships_at(now).filter(organization=notice.department_id, role__in=OFFICERS)
    found = Person.objects.filter(pk__in=_others(held, notice), is_active=True)
    return list(found.order_by("id"))


def referees_for(notice: Publicity, now: datetime) -> list[Referee]:
    """可受托的单位: with somebody who could answer; the superior first, then 财政, then peers."""
    held = _others(memberships_at(now).filter(role__in=ANSWERERS, person__is_active=True), notice)
    able = memberships_at(now).filter(person__in=held)
    officers = set(able.filter(role__in=OFFICERS).values_list("organization_id", flat=True))
    payers = set(able.filter(role=Role.FINANCE_OFFICER).values_list("organization_id", flat=True))
    bodies = Organization.objects.filter(
        pk__in=officers | payers, kind__in=PUBLIC_BODIES, closed_until=None
    ).exclude(pk=notice.department_id)
    ties = ((one, _tie(notice.department, one, officers, payers)) for one in bodies.order_by("id"))
    found = [Referee(one, tie) for one, tie in ties if tie is not None]
    ranks = list(RefereeTie)
    return sorted(found, key=lambda one: (ranks.index(one.tie), one.organization.pk))


def _others(held: QuerySet[Membership], notice: Publicity) -> QuerySet[Membership, int]:
    involved = [one for one in (notice.drafted_by_id, notice.published_by_id) if one is not None]
    return held.exclude(person__in=involved).values_list("person_id", flat=True)


def _tie(
    department: Organization, other: Organization, officers: set[int], payers: set[int]
) -> RefereeTie | None:
    """How it stands; None for what is neither above nor beside the department."""
    if other.pk in payers:
        return RefereeTie.FINANCE
    if other.pk not in officers:
        return None
    if department.kind == Kind.DISTRICT_OFFICE and other.kind == Kind.DEPARTMENT:
        return RefereeTie.SUPERIOR
    is_beside = other.kind == department.kind
    if other.kind == Kind.DISTRICT_OFFICE:
        is_beside = is_beside and other.district == department.district
    return RefereeTie.PEER if is_beside else None


def objections_in_sight(actor: Actor) -> QuerySet[Objection]:
    """所见的异议: of the department's own notices, and those referred to it and not given back."""
    last = Referral.objects.filter(objection=OuterRef("pk")).order_by("-id")
    holder = {
        "held_by": Subquery(last.values("to")[:1]),
        "held_by_name": Subquery(last.values("to__name")[:1]),
    }
    found = Objection.objects.annotate(**holder).select_related(
        *("publicity", "publicity__department", "award", "objector", "received_by"),
        *("answer", "answer__answered_by"),
    )
    if is_answerer.refusal(actor):
        return found.none()
    mine = Q(held_by=actor.organization_id)
    if not is_department.refusal(actor):
        mine |= Q(publicity__department=actor.organization_id)
    return found.filter(mine).order_by(F("answer__answered_at").asc(nulls_first=True), "-id")


def referrals_of(objection: Objection) -> list[Referral]:
    """移交的经过: in order."""
    found = Referral.objects.filter(objection=objection).select_related("to", "by")
    return list(found.order_by("id"))
