"""办公室的页面: firms without anybody, firms never met, who carries what, what was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.concerns.queries.places import public_bodies
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today, year_to
from huiqi.kernel.sheets import Column
from huiqi.network.access import SERVERS, is_office
from huiqi.network.actions import organizing
from huiqi.network.enums import OrganKind, Part
from huiqi.network.looking import looked
from huiqi.network.queries import office as numbers
from huiqi.network.queries.people import officers_now, organs
from huiqi.network.standards import standard_on
from huiqi.network.views.common import carer_cells, do, officer_chosen, unit_chosen
from huiqi.parties.enums import Role
from huiqi.parties.pages import actor_of, only, sheet
from huiqi.parties.queries.acting import memberships_at
from huiqi.programmes.views.written import Form, written

MOST: Final = 50


@require_safe
@only(is_office)
@never_cache
def office(request: HttpRequest) -> HttpResponse:
    """办公室: coverage and clocks, and the forms that name bodies and people."""
    return draw(request)


@require_safe
@only(is_office)
@never_cache
def office_sheet(request: HttpRequest) -> HttpResponse:
    """久未联系的企业导出: those never met first."""
    found = list(numbers.uncovered(today()))
    looked(actor_of(request), "导出久未联系的企业", [one.subject_id for one in found])
    columns = [
        *(Column(_("企业"), width=40), Column(_("层级")), Column(_("服务专员"))),
        *(Column(_("单位"), width=30), Column(_("最近联系"), "day", 14)),
    ]
    return sheet("coverage", _("久未联系的重点企业"), columns, map(_cells, found))


@require_POST
@only(is_office)
def act(request: HttpRequest, act: str) -> HttpResponse:
    """办一步: back to the office; or its page with what stood in the way."""
    return do(
        request,
        ACTS,
        act,
        None,
        lambda refused: draw(request, refused.problems, act),
        lambda _made: redirect("network:office"),
    )


def draw(request: HttpRequest, problems: Iterable[str] = (), form: str = "") -> HttpResponse:
    """办公室: drawn, with what was typed into ``form`` and what stood in its way."""
    actor, at, on = actor_of(request), now(), today()
    firms: dict[str, list[Any]] = {
        "without": list(numbers.unassigned()[:MOST]),
        "silent": list(numbers.uncovered(on)[:MOST]),
        "late": list(numbers.late_promises(on)[:MOST]),
        "handovers": list(numbers.unsettled_handovers()[:MOST]),
        "referrals": list(numbers.aged_referrals()[:MOST]),
    }
    shown = [one.subject_id for found in firms.values() for one in found]
    looked(actor, "查看群服务覆盖情况", shown)
    context = {
        "nav": "network-office",
        "coverage": numbers.coverage(on),
        "kept": numbers.promises_kept(),
        **firms,
        "workload": numbers.workload(),
        "decisions": list(numbers.open_decisions()[:MOST]),
        "units": numbers.visits_by_unit(year_to(on)),
        "organs": list(organs()),
        "officers": list(officers_now()),
        "bodies": list(public_bodies()),
        "people": _people(at),
        "kinds": OrganKind.choices,
        "parts": Part.choices,
        "standard": standard_on(on),
        "on": on,
        "now": at,
        **written(request, form, problems),
    }
    status = 409 if context["problems"] else 200
    return render(request, "network/office.html", context, status=status)


def _people(at: datetime) -> list[Any]:
    """Who holds an office in a body and does not serve firms for it yet."""
    serving = set(officers_now().order_by().values_list("person_id", "organization_id"))
    held = memberships_at(at).filter(role__in=(*SERVERS, Role.SUPERVISOR))
    found = held.select_related("person", "organization")
    return [
        one
        for one in found.order_by("organization__name", "person__name", "id")
        if (one.person_id, one.organization_id) not in serving
    ]


def _cells(one: Any) -> list[Any]:
    return [one.organization.name, one.get_tier_display(), *carer_cells(one.officer), one.last_on]


def _organ(form: Form, _thing: None, actor: Actor, at: datetime) -> object:
    return organizing.open_organ(
        kind=form["kind"],
        name=form["name"],
        topic=form["topic"],
        organization=unit_chosen(form),
        actor=actor,
        now=at,
    )


def _appoint(form: Form, _thing: None, actor: Actor, at: datetime) -> object:
    held = memberships_at(at).select_related("person", "organization")
    found = held.filter(pk=form.number("membership")).first()
    return organizing.appoint_officer(
        person=found.person if found else None,
        organization=found.organization if found else None,
        part=form["part"],
        phone=form["phone"],
        actor=actor,
        now=at,
    )


def _end(form: Form, _thing: None, actor: Actor, at: datetime) -> object:
    return organizing.end_officer(officer=officer_chosen(form), actor=actor, now=at)


Doing = Callable[[Form, None, Actor, datetime], object]
ACTS: Final[Mapping[str, Doing]] = MappingProxyType(
    {"organ": _organ, "appoint": _appoint, "end": _end}
)
