"""办理人: who may act for whom, and how the choice is kept between requests."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from huiqi.kernel.access import ANONYMOUS, Actor
from huiqi.kernel.refusals import Denied
from huiqi.parties.enums import Kind, Role
from huiqi.parties.middleware import ActorMiddleware, ActorRequest, act_for
from huiqi.parties.models import Mandate, Membership, Organization, Person
from huiqi.parties.queries import actors_of
from huiqi.parties.queries.acting import area_of
from tests.cast import ALL_POWERS, LONG_AGO, NANSHAN, NOW, Player, a_person


class Nobody:
    """An anonymous visitor, as the authentication middleware leaves one."""


def ask(user: object, session: SessionBase | None = None) -> ActorRequest:
    """A request after the middleware."""
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user  # type: ignore[assignment]
    request.session = session or SessionStore()
    ActorMiddleware(view)(request)
    return seen[0]  # type: ignore[return-value]


def test_owner_acts_for_the_firm_by_role(lan: Player, chenglan: Organization) -> None:
    assert actors_of(lan.person, NOW) == [
        Actor(
            person_id=lan.person.pk,
            organization_id=chenglan.pk,
            roles=frozenset({Role.OWNER}),
            subject_id=chenglan.subject_id,
        )
    ]


def test_roles_in_one_organization_are_one_actor(lan: Player, chenglan: Organization) -> None:
    Membership.objects.create(
        person=lan.person, organization=chenglan, role=Role.FINANCE, since=LONG_AGO
    )
    assert [actor.roles for actor in actors_of(lan.person, NOW)] == [{Role.OWNER, Role.FINANCE}]


def test_agent_acts_for_the_own_firm_first_and_then_by_mandate(
    wu: Player, jieban: Organization, chenglan: Organization
) -> None:
    own, lent = actors_of(wu.person, NOW)
    assert (own.organization_id, own.roles, own.powers) == (
        jieban.pk,
        frozenset({Role.STAFF}),
        frozenset(),
    )
    assert (lent.organization_id, lent.roles, lent.powers) == (
        chenglan.pk,
        frozenset(),
        frozenset(ALL_POWERS),
    )


def test_mandate_adds_nothing_to_a_member(
    wu: Player, jieban: Organization, chenglan: Organization
) -> None:
    Membership.objects.create(
        person=wu.person, organization=chenglan, role=Role.STAFF, since=LONG_AGO
    )
    assert {actor.organization_id: actor.powers for actor in actors_of(wu.person, NOW)} == {
        jieban.pk: frozenset(),
        chenglan.pk: frozenset(),
    }


def test_mandate_ends_at_the_moment_it_expires(wu: Player) -> None:
    expires = Mandate.objects.get().expires_at
    just_before = expires - timedelta(microseconds=1)
    assert len(actors_of(wu.person, just_before)) == 2
    assert len(actors_of(wu.person, expires)) == 1


def test_revoked_mandate_ends_at_once(wu: Player) -> None:
    Mandate.objects.update(revoked_at=NOW)
    assert len(actors_of(wu.person, NOW)) == 1


def test_membership_holds_from_its_first_moment_to_before_its_last(lan: Player) -> None:
    Membership.objects.update(until=NOW)
    moments = (LONG_AGO - timedelta(seconds=1), LONG_AGO, NOW - timedelta(seconds=1), NOW)
    assert [len(actors_of(lan.person, moment)) for moment in moments] == [0, 1, 1, 0]


def test_authority_of_a_district_office_ends_at_its_district(gu: Player, qin: Player) -> None:
    assert (gu.actor.area, qin.actor.area) == (NANSHAN, "")


def test_district_office_without_a_district_has_authority_nowhere() -> None:
    assert area_of(Organization(kind=Kind.DISTRICT_OFFICE)) == "-"


# Requests


def test_visitor_is_anonymous(db: None) -> None:
    request = ask(Nobody())
    assert (request.actor, request.actors) == (ANONYMOUS, [])


def test_person_without_any_organization_acts_for_none(city_clock: object) -> None:
    person: Person = a_person("xinlai", "新来")
    request = ask(person)
    assert (request.actor, request.actors) == (Actor(person.pk), [])


def test_first_organization_is_taken_until_another_is_chosen(
    wu: Player, jieban: Organization, chenglan: Organization
) -> None:
    session = SessionStore()
    first = ask(wu.person, session)
    assert first.actor.organization_id == jieban.pk
    act_for(first, chenglan.pk)
    assert first.actor.organization_id == chenglan.pk
    assert ask(wu.person, session).actor.organization_id == chenglan.pk


def test_choice_that_has_ended_is_not_replaced_by_another_firm(
    wu: Player, chenglan: Organization
) -> None:
    session = SessionStore()
    act_for(ask(wu.person, session), chenglan.pk)
    Mandate.objects.update(revoked_at=NOW)
    assert ask(wu.person, session).actor == Actor(wu.person.pk)


def test_nobody_acts_for_a_firm_they_do_not_belong_to(lan: Player, yuanshan: Organization) -> None:
    session = SessionStore()
    with pytest.raises(Denied, match="您不能代表这个单位办理"):
        act_for(ask(lan.person, session), yuanshan.pk)
    assert "acting_for" not in session


def test_purpose_of_the_session_goes_with_the_actor(qin: Player) -> None:
    session = SessionStore()
    session["purpose"] = "核对申报材料"
    assert ask(qin.person, session).actor.purpose == "核对申报材料"
