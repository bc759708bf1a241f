"""办理人中间件: gives every request its actor: who asks, and in whose name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiqi.kernel.access import ANONYMOUS, Actor
from huiqi.kernel.refusals import Denied
from huiqi.parties import scope
from huiqi.parties.models import Person
from huiqi.parties.queries import actors_of

ACTING_FOR: Final = "acting_for"
PURPOSE: Final = "purpose"


class ActorRequest(HttpRequest):
    """带办理人的请求: what views are given once the middleware has run."""

    actor: Actor
    actors: list[Actor]


class ActorMiddleware:
    """办理人中间件: ``request.actor`` is whom the person chose to act for.

    ``request.actors`` are all the choices. Somebody who is not signed in is ANONYMOUS and has
    none; a person who may act for nobody, or whose choice has ended, acts for no organization.
    Until the answer is made, the database shows what the actor may see and nothing else; an
    answer that is streamed afterwards must have read its rows before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """处理: one request."""
        asked = cast("ActorRequest", request)
        asked.actor, asked.actors = ANONYMOUS, []
        if not isinstance(asked.user, Person):
            return self.get_response(request)
        try:
            self._recognize(asked, asked.user)
            return self.get_response(request)
        finally:
            # Connections are kept for the next request, which may be another firm's.
            scope.forget()

    def _recognize(self, request: ActorRequest, person: Person) -> None:
        request.actors = _actors(request, person, scope.recognize(person.pk))
        chosen = _chosen(request.session.get(ACTING_FOR), request.actors)
        request.actor = chosen or Actor(person.pk)
        scope.narrow(request.actor)


def act_for(request: HttpRequest, organization_id: int) -> Actor:
    """切换单位: from now on the person acts for this organization; Denied when they may not."""
    asked = cast("ActorRequest", request)
    chosen = next((one for one in asked.actors if one.organization_id == organization_id), None)
    if chosen is None:
        raise Denied([_("您不能代表这个单位办理：须先由该单位登记任职或授权")])
    request.session[ACTING_FOR] = organization_id
    asked.actor = chosen
    scope.narrow(chosen)
    return chosen


def _actors(request: HttpRequest, person: Person, moment: datetime) -> list[Actor]:
    return actors_of(person, moment, str(request.session.get(PURPOSE, "")))


def _chosen(wanted: object, actors: Sequence[Actor]) -> Actor | None:
    if wanted is None:
        return next(iter(actors), None)
    # A choice that has ended is not replaced by another firm: what was begun for the one
    # would be handed in for the other.
    return next((one for one in actors if one.organization_id == wanted), None)
