"""代表: for which organizations a person may act now, and as what."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet

from huiqi.kernel.access import Actor
from huiqi.kernel.now import Now
from huiqi.kernel.standing import Standing
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


# What an actor is told by of each organization, and on whose word; asked by every request.
BODY: Final = tuple(
    f"organization__{one}" for one in ("id", "subject_id", "name", "kind", "district")
)


class _Body(NamedTuple):
    """单位: as far as it makes an actor."""

    pk: int
    subject_id: int
    title: str
    kind: str
    district: str


@Standing.of(int, datetime)
def _held(person: int, now: datetime) -> QuerySet[Membership, Any]:
    held = memberships_at(now).filter(person_id=person)
    return held.order_by("organization__name", "organization_id", "role").values_list(*BODY, "role")


@Standing.of(int, datetime)
def _lent(person: int, now: datetime) -> QuerySet[Mandate, Any]:
    lent = mandates_at(now).filter(agent_id=person)
    return lent.order_by("organization__name", "organization_id", "id").values_list(*BODY, "powers")


def actors_of(person: Person, now: datetime, purpose: str = "") -> list[Actor]:
    """可代表的单位: one actor for each organization this person may act for at ``now``.

    Those of which the person is a member come first, then those that lent a mandate; both by
    name. Whoever is a member acts by the roles, and lends nothing to himself.
    """
    roles: dict[_Body, set[str]] = defaultdict(set)
    powers: dict[_Body, set[str]] = defaultdict(set)
    for *body, role in _held(person.pk, now):
        roles[_Body(*body)].add(role)
    for *body, lent in _lent(person.pk, now):
        powers[_Body(*body)].update(lent)
    return [
        Actor(
            person_id=person.pk,
            organization_id=body.pk,
            roles=frozenset(roles.get(body, ())),
            purpose=purpose,
            subject_id=body.subject_id,
            powers=frozenset(() if body in roles else powers[body]),
            area=_area(body.kind, body.district),
            title=body.title,
        )
        for body in dict.fromkeys((*roles, *powers))
    ]


def area_of(organization: Organization) -> str:
    """管辖: the district of a district's office; empty for bodies of the whole city."""
    return _area(organization.kind, organization.district)


def _area(kind: str, district: str) -> str:
    return (district or NOWHERE) if kind == Kind.DISTRICT_OFFICE else ""
