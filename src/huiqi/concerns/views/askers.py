"""提诉求的人: who asks, with an account, for a firm, for somebody else, or by a proven contact."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from huiqi.concerns.access import is_filing_officer, key_of
from huiqi.concerns.enums import Channel
from huiqi.concerns.models import Concern
from huiqi.concerns.queries import cases_of_asker
from huiqi.inbox.codes import Contact, Way, proven_in
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.kernel.sight import everything
from huiqi.parties.enums import Role
from huiqi.parties.pages import actor_of


def proven(request: HttpRequest) -> Contact | None:
    """已验证的联系方式: of a visitor without an account."""
    if actor_of(request).person_id is not None:
        return None
    return proven_in(request.session, now())


def writes_for_others(actor: Actor) -> bool:
    """是否代填: an officer never hands in for their own office."""
    return not is_filing_officer.refusal(actor, None)


def channel_of(actor: Actor) -> Channel:
    """渠道: by which this actor hands in."""
    if not writes_for_others(actor):
        return Channel.WEB
    return Channel.COMMISSIONER if actor.has(Role.COMMISSIONER) else Channel.COUNTER


def cases_of(request: HttpRequest) -> QuerySet[Concern]:
    """自己的诉求: of the firm or person, or of whoever has proven the contact of a case.

    Without an account they are read within the scope of everything.
    """
    actor = actor_of(request)
    if actor.person_id is not None:
        return cases_of_asker(actor)
    contact = proven(request)
    if contact is None:
        return Concern.objects.none()
    reached = Q(contact_phone=contact.value) if contact.way == Way.PHONE else Q()
    reached = reached or Q(contact_email=contact.value)
    found = Concern.objects.filter(
        reached, subject=None, filed_by=None, contact_checked_at__isnull=False
    )
    related = ("organization", "desk", "lead", "unit", "officer", "problem")
    return found.select_related(*related).order_by("-submitted_at", "-id")


def case_of(request: HttpRequest, number: str) -> tuple[Concern, Actor]:
    """自己的一件: with the actor who may act in it; 404 for another's, and for none."""
    actor = actor_of(request)
    if "\x00" in number:
        raise Http404
    if actor.person_id is not None:
        found = cases_of(request).filter(number=number).first()
    else:
        with everything():
            found = cases_of(request).filter(number=number).first()
    if found is None:
        raise Http404
    if actor.person_id is None:
        return found, Actor(person_id=None, roles=frozenset({key_of(found.number)}))
    return found, actor
