"""页面共用: whose file an address means, and what the forms of a page send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from huiqi.concerns.queries.places import public_bodies
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.network.access import may_read_firm
from huiqi.network.models import Officer
from huiqi.network.queries.people import officers_now
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of, attempt
from huiqi.programmes.views.written import Form

Act = Callable[[Form, Organization, Actor, datetime], object]


def firms_in_sight(actor: Actor) -> QuerySet[Organization]:
    """可见的企业: all, or those of the district where the authority of the office ends."""
    found = Organization.objects.exclude(kind__in=PUBLIC_BODIES)
    return found.filter(district=actor.area) if actor.area else found


def firm_of(request: HttpRequest, code: str) -> Organization:
    """这家企业: of those in sight; else not found."""
    actor = actor_of(request)
    found = get_object_or_404(firms_in_sight(actor), credit_code=code)
    if may_read_firm.refusal(actor, found):
        raise Http404
    return found


def unit_chosen(form: Form, name: str = "unit") -> Organization | None:
    """选的单位: of the public bodies; None for none of them."""
    return public_bodies().filter(pk=form.number(name)).first()


def officer_chosen(form: Form, name: str = "officer") -> Officer | None:
    """选的服务人员: of those in office; None for none of them."""
    return officers_now().filter(pk=form.number(name)).first()


def do(
    request: HttpRequest,
    acts: Mapping[str, Callable[..., object]],
    act: str,
    thing: object,
    again: Callable[[Refused], HttpResponse],
    onward: Callable[[object], HttpResponse],
) -> HttpResponse:
    """办一张表: by its name in the address; an unknown one is not found."""
    done = acts.get(act)
    if done is None:
        raise Http404
    form, actor = Form(request.POST), actor_of(request)
    return attempt(request, lambda: done(form, thing, actor, now()), again, onward)


def carer_cells(officer: Officer | None) -> tuple[str, str]:
    """专员和单位: as cells of a sheet; empty where there is none."""
    return (officer.person.name, officer.organization.name) if officer else ("", "")
