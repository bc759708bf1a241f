"""专班和领导小组的会议: what was decided, by whom, until when; and the leading group's list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.concerns.queries.places import public_bodies
from huiqi.kernel.access import Actor
from huiqi.kernel.now import today
from huiqi.network.access import is_of_unit, is_server, may_meet
from huiqi.network.actions import meeting
from huiqi.network.actions.meeting import Decided
from huiqi.network.enums import DecisionState, OrganKind
from huiqi.network.models import Decision, Organ
from huiqi.network.queries.office import meetings_of, open_decisions
from huiqi.network.queries.people import organs
from huiqi.network.views.common import do, unit_chosen
from huiqi.parties.pages import actor_of, only
from huiqi.programmes.views.written import Form, written

MOST: Final = 50
DECISIONS: Final = 3  # lines of the form


@require_safe
@only(is_server)
@never_cache
def organ(request: HttpRequest, pk: int) -> HttpResponse:
    """一个组织: its meetings and decisions; of the leading group, what is open everywhere."""
    return draw(request, get_object_or_404(organs(), pk=pk))


@require_POST
@only(is_server)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """办一步: back to the body; or its page with what stood in the way."""
    found = get_object_or_404(organs(), pk=pk)
    return do(
        request,
        ACTS,
        act,
        found,
        lambda refused: draw(request, found, refused.problems, act),
        lambda _made: redirect("network:organ", pk),
    )


def draw(
    request: HttpRequest, found: Organ, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    """一个组织: drawn, with what was typed into ``form`` and what stood in its way."""
    actor, on = actor_of(request), today()
    told = written(request, form, problems)
    meets = not may_meet.refusal(actor, found)
    leads = found.kind == OrganKind.LEADING_GROUP
    context = {
        "nav": "network",
        "organ": found,
        "meetings": [
            (one, [(each, _moves(actor, each, meets)) for each in one.decisions.all()])
            for one in meetings_of(found.pk)[:MOST]
        ],
        "leads": leads,
        "open_everywhere": list(open_decisions()[:MOST]) if leads else [],
        "may_meet": meets,
        "units": list(public_bodies()),
        "was": [
            (
                str(number),
                told["written"]["meet"][f"decision_{number}"],
                told["written"]["meet"].number(f"unit_{number}"),
                told["written"]["meet"][f"due_{number}"],
            )
            for number in range(1, DECISIONS + 1)
        ],
        "on": on,
        **told,
    }
    status = 409 if context["problems"] else 200
    return render(request, "network/organ.html", context, status=status)


def _moves(actor: Actor, decision: Decision, meets: bool) -> set[str]:
    """As the machine says, without asking anew for every row whether the reader may meet here."""
    if decision.state != DecisionState.OPEN:
        return set()
    found = {"drop"} if meets else set()
    return found if is_of_unit.refusal(actor, decision) else found | {"finish"}


def _meet(form: Form, found: Organ, actor: Actor, at: datetime) -> object:
    return meeting.hold_meeting(
        organ=found,
        held_on=form.day("held_on"),
        topic=form["topic"],
        people=form["people"],
        minutes=form["minutes"],
        decided=[
            Decided(
                form[f"decision_{number}"],
                unit_chosen(form, f"unit_{number}"),
                form.day(f"due_{number}"),
            )
            for number in range(1, DECISIONS + 1)
        ],
        actor=actor,
        now=at,
    )


def _decision(form: Form, found: Organ) -> Decision:
    return get_object_or_404(Decision, meeting__organ=found, pk=form.number("decision"))


def _finish(form: Form, found: Organ, actor: Actor, at: datetime) -> object:
    return meeting.finish_decision(
        decision=_decision(form, found), answer=form["answer"], actor=actor, now=at
    )


def _drop(form: Form, found: Organ, actor: Actor, at: datetime) -> object:
    return meeting.drop_decision(
        decision=_decision(form, found), answer=form["answer"], actor=actor, now=at
    )


Doing = Callable[[Form, Organ, Actor, datetime], object]
ACTS: Final[Mapping[str, Doing]] = MappingProxyType(
    {"meet": _meet, "finish": _finish, "drop": _drop}
)
