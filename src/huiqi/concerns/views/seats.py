"""席位的页面: who takes concerns in, who answers for what, who covers for whom; with what was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.concerns.access import keeps_seats
from huiqi.concerns.actions import seating
from huiqi.concerns.enums import SeatKind
from huiqi.concerns.models import Cover, Responsibility, Seat
from huiqi.concerns.queries.places import public_bodies
from huiqi.concerns.queries.seats import covers, duties, seats
from huiqi.concerns.views.reading import unit_of
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, attempt, only, sheet
from huiqi.programmes.views.written import Form, written
from huiqi.rules.vocabulary import DISTRICTS
from huiqi.triage import items

MOST: Final = 50


@require_safe
@only(keeps_seats)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """席位: what holds now, what is to come, and the forms."""
    return _draw(request)


@require_safe
@only(keeps_seats)
@never_cache
def duties_sheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- as every page
    """责任清单导出: now and to come, then what is over."""
    on, at = today(), now()
    columns = [
        *(Column(_("事项编码")), Column(_("事项"), width=30), Column(_("行政区"))),
        *(Column(_("承办单位"), width=30), Column(_("自"), "day", 14)),
        *(Column(_("至（不含）"), "day", 14), Column(_("依据"), width=40)),
    ]
    found = [*duties(on, at), *duties(on, at, over=True)]
    return sheet("duties", _("诉求责任清单"), columns, map(_cells, found))


def _cells(one: Responsibility) -> list[Any]:
    return [
        *(one.item, _title(one.item), _district(one.district), one.unit.name),
        *(one.since, one.until, one.basis),
    ]


@require_POST
@only(keeps_seats)
def act(request: HttpRequest, act: str) -> HttpResponse:
    """办一步: back to the page; or the page with what was typed and what stood in the way."""
    done = ACTS.get(act)
    if done is None:
        raise Http404
    return attempt(
        request,
        lambda: done(Form(request.POST), actor_of(request), now()),
        lambda refused: _draw(request, refused.problems, act),
        lambda _made: redirect("concerns_desk:seats"),
    )


def _draw(request: HttpRequest, problems: Iterable[str] = (), form: str = "") -> HttpResponse:
    on, at = today(), now()
    found = list(duties(on, at))
    context = {
        "nav": "concerns-seats",
        "seats": list(seats(on)),
        "missing": [one.label for one in SeatKind if one not in _held(at)],
        "duties": [(one, _title(one.item), _district(one.district)) for one in found],
        "covers": list(covers(on)),
        "past_seats": list(seats(on, over=True)[:MOST]),
        "past_duties": [(one, _title(one.item)) for one in duties(on, at, over=True)[:MOST]],
        "past_covers": list(covers(on, over=True)[:MOST]),
        "kinds": SeatKind.choices,
        "bodies": list(public_bodies()),
        "items": [(code, f"{code} {one.title}") for code, one in items().items()],
        "districts": list(DISTRICTS.items()),
        "on": on,
        "end_was": request.POST.get("until", ""),
        **written(request, form, problems),
    }
    status = 409 if context["problems"] else 200
    return render(request, "concerns/seats.html", context, status=status)


def _held(at: datetime) -> set[str]:
    return set(seats(at.date()).filter(since__lte=at.date()).values_list("kind", flat=True))


def _title(code: str) -> str:
    found = items().get(code)
    return found.title if found else code


def _district(code: str) -> str:
    return DISTRICTS.get(code, code) if code else _("全市")


def _give(form: Form, actor: Actor, at: datetime) -> object:
    return seating.give_seat(
        kind=form["kind"], unit=unit_of(form), since=form.day("since"), actor=actor, now=at
    )


def _end_seat(form: Form, actor: Actor, at: datetime) -> object:
    seat = Seat.objects.filter(pk=form.number("seat")).first()
    return seating.end_seat(seat=seat, until=form.day("until"), actor=actor, now=at)


def _duty(form: Form, actor: Actor, at: datetime) -> object:
    return seating.add_duty(
        item=form["item"],
        district=form["district"],
        unit=unit_of(form),
        since=form.day("since"),
        basis=form["basis"],
        actor=actor,
        now=at,
    )


def _end_duty(form: Form, actor: Actor, at: datetime) -> object:
    duty = Responsibility.objects.filter(pk=form.number("duty")).first()
    return seating.end_duty(duty=duty, until=form.day("until"), actor=actor, now=at)


def _cover(form: Form, actor: Actor, at: datetime) -> object:
    return seating.set_cover(
        unit=unit_of(form),
        by=public_bodies().filter(pk=form.number("by")).first(),
        since=form.day("since"),
        until=form.day("until"),
        reason=form["reason"],
        actor=actor,
        now=at,
    )


def _end_cover(form: Form, actor: Actor, at: datetime) -> object:
    cover = Cover.objects.filter(pk=form.number("cover")).first()
    return seating.end_cover(cover=cover, actor=actor, now=at)


Doing = Callable[[Form, Actor, datetime], object]
ACTS: Final[Mapping[str, Doing]] = MappingProxyType(
    {
        "seat": _give,
        "end-seat": _end_seat,
        "duty": _duty,
        "end-duty": _end_duty,
        "cover": _cover,
        "end-cover": _end_cover,
    }
)
