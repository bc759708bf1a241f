"""代表: for which organizations a person may act now, and as what."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from huiqi.kernel.access import Actor
from huiqi.kernel.now import Now
from huiqi.parties.enums import Kind
from huiqi.parties.models import Mandate, Membership, Organization, Person

# An office of a district whose district nobody entered has authority nowhere, not everywhere.
NOWHERE: Final = "-"


def memberships_at(now: datetime | Now) -> QuerySet[Membership]:
    """在任: the memberships that hold at ``now``, or by the database's clock."""
    return Membership.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)


def mandates_at(now: datetime) -> QuerySet[Mandate]:
    """有效授权: neither expired nor revoked at ``now``."""
    return Mandate.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=now), granted_at__lte=now, expires_at__gt=now
    )


def actors_of(person: Person, now: datetime, purpose: str = "") -> list[Actor]:
    """可代表的单位: one actor for each organization this person may act for at ``now``.

    Those of which the person is a member come first, then those that lent a mandate; both by
    name. Whoever is a member acts by the roles, and lends nothing to himself.
    """
    members, roles = _roles(person, now)
    lenders, powers = _powers(person, now)
    found = members | {key: one for key, one in lenders.items() if key not in members}
    return [
        Actor(
            person_id=person.pk,
            organization_id=organization.pk,
            roles=frozenset(roles[organization.pk]),
            purpose=purpose,
            subject_id=organization.subject_id,
            powers=frozenset(() if organization.pk in members else powers[organization.pk]),
            area=area_of(organization),
            title=organization.name,
        )
        for organization in found.values()
    ]


def area_of(organization: Organization) -> str:
    """管辖: the district of a district's office; empty for bodies of the whole city."""
    if organization.kind != Kind.DISTRICT_OFFICE:
        return ""
    return organization.district or NOWHERE


def _roles(person: Person, now: datetime) -> tuple[dict[int, Organization], dict[int, set[str]]]:
    organizations, roles = {}, defaultdict(set)
    held = memberships_at(now).filter(person=person).select_related("organization")
    for membership in held.order_by("organization__name", "organization_id", "role"):
        organizations[membership.organization_id] = membership.organization
        roles[membership.organization_id].add(membership.role)
    return organizations, roles


def _powers(person: Person, now: datetime) -> tuple[dict[int, Organization], dict[int, set[str]]]:
    organizations, powers = {}, defaultdict(set)
    lent = mandates_at(now).filter(agent=person).select_related("organization")
    for mandate in lent.order_by("organization__name", "organization_id", "id"):
        organizations[mandate.organization_id] = mandate.organization
        powers[mandate.organization_id].update(mandate.powers)
    return organizations, powers
