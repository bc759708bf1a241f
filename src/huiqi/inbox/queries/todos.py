"""待办的查询: what an actor has to do, the most urgent first."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from huiqi.inbox.access import roles_answered_for
from huiqi.inbox.models import Todo
from huiqi.kernel.access import Actor
from huiqi.parties.enums import Power
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries.acting import memberships_at


def todos_of(actor: Actor) -> QuerySet[Todo]:
    """待办: what is open and addressed to the actor, by deadline; so the overdue come first.

    What has no deadline comes last. Nobody else's is in it, whoever asks.
    """
    found = _addressed_to(actor).filter(done_at__isnull=True)
    return found.order_by(F("due_at").asc(nulls_last=True), "id")


def closed_todos_of(actor: Actor) -> QuerySet[Todo]:
    """已了结的待办: of the same addressees, the latest first."""
    return _addressed_to(actor).filter(done_at__isnull=False).order_by("-done_at", "-id")


def people_of(
    *, person: Person | None, organization: Organization | None, role: str, now: datetime
) -> list[Person]:
    """收件人: the person, or who holds the role (empty: any) in the organization at ``now``."""
    if person is not None:
        return [person]
    held = memberships_at(now).filter(organization=organization)
    if role:
        held = held.filter(role=role)
    people = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
    return list(people.order_by("id"))


def addressed_to(actor: Actor) -> Q:
    """收件条件: for the person, for everybody of the organization, or for a role held in it.

    None of what the person must not do: what they drew up themselves.
    """
    mine = Q(person_id=actor.person_id)
    if actor.organization_id is None:
        return mine
    roles = {*roles_answered_for(actor)}
    if actor.roles or actor.may(Power.EDIT):
        roles.add("")
    ours = Q(organization_id=actor.organization_id, role__in=sorted(roles))
    return mine | (ours & ~Q(barred__contains=[actor.person_id]))


def _addressed_to(actor: Actor) -> QuerySet[Todo]:
    if actor.person_id is None:
        return Todo.objects.none()
    return Todo.objects.filter(addressed_to(actor)).select_related(
        "person", "organization", "owner"
    )
