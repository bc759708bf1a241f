"""企业的服务档案: whose it is, who met it when, what it was promised, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.concerns.queries.places import public_bodies
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.network.access import is_carer, is_office, is_planner, is_server, reaches
from huiqi.network.actions import handing, promising, visiting
from huiqi.network.enums import Cause, HandoverState, Tier, VisitState, Way
from huiqi.network.looking import looked
from huiqi.network.models import Handover, KeyFirm
from huiqi.network.queries import firms
from huiqi.network.queries.people import candidates
from huiqi.network.standards import standard_on
from huiqi.network.states import HANDOVER
from huiqi.network.views.common import Act, do, firm_of, officer_chosen, unit_chosen
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of, only
from huiqi.programmes.views.written import Form, written

MOST: Final = 50
CAUSES: Final = (Cause.LEAVING, Cause.BALANCE, Cause.ASKED)  # «left» is said by the system


@require_safe
@only(is_server)
@never_cache
def firm(request: HttpRequest, code: str) -> HttpResponse:
    """一家企业: everything of the network about it, and what can be done now."""
    return draw(request, firm_of(request, code))


@require_POST
@only(is_server)
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """办一步: back to the firm; a new plan leads to its own page, with the brief."""
    found = firm_of(request, code)
    return do(
        request,
        ACTS,
        act,
        found,
        lambda refused: draw(request, found, refused.problems, act),
        lambda made: (
            redirect("network:visit", made.number)  # type: ignore[attr-defined]
            if act == "plan"
            else redirect("network:firm", code)
        ),
    )


def draw(
    request: HttpRequest, found: Organization, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    """一家企业: drawn, with what was typed into ``form`` and what stood in its way."""
    actor, on = actor_of(request), today()
    subject = found.subject_id
    looked(actor, f"查看企业服务档案 {found.credit_code}", [subject])
    sees = firms.sees_findings(actor, subject)
    standard = standard_on(on)
    told = written(request, form, problems)
    day = Form(request.POST).day("planned_on") if form == "plan" else None
    listed = list(firms.key_firms_of_subject(subject))
    handovers = list(firms.handovers_of(subject)[:MOST])
    context = {
        "nav": "network",
        "firm": found,
        "keys": [_key(actor, one, handovers, on) for one in listed],
        "visits": [
            (one, sees or one.unit_id == actor.organization_id)
            for one in firms.visits_of(subject)[:MOST]
        ],
        "near": firms.visits_near(subject, day or on, standard.quiet),
        "quiet": standard.quiet,
        "promises": [
            (one, sees or one.unit_id == actor.organization_id)
            for one in firms.promises_of(subject)[:MOST]
        ],
        "referrals": list(firms.referrals_of(subject)[:MOST]),
        "row": next(iter(firms.rows_of(listed[:1], on)), None),
        "handovers": handovers,
        "wants_none": firms.wants_no_visits(subject),
        "plans": not is_planner.refusal(actor),
        "keeps": not is_office.refusal(actor),
        "ways": Way.choices,
        "tiers": [one for one in Tier.choices if one[0] not in {key.tier for key in listed}],
        "causes": [(one.value, one.label) for one in CAUSES],
        "units": [
            one
            for one in public_bodies()
            if one.pk != actor.organization_id and reaches(one, found)
        ],
        "standard": standard,
        "planned": VisitState.PLANNED,
        "on": on,
        "now": now(),
        "was_start": told["written"]["start-handover"],
        **told,
    }
    return render(request, "network/firm.html", context, status=409 if context["problems"] else 200)


def _key(actor: Actor, one: KeyFirm, handovers: list[Handover], on: date) -> Mapping[str, Any]:
    """One list the firm is on: its commissioner, and what this reader may do about that."""
    standing = next(
        (
            each
            for each in handovers
            if each.key_firm_id == one.pk
            and each.state in (HandoverState.OPEN, HandoverState.PROPOSED)
        ),
        None,
    )
    moves = {move.name for move in HANDOVER.open_moves(actor, standing)} if standing else set()
    keeps = not is_office.refusal(actor)
    chooses = keeps and (standing is not None or one.officer_id is None)
    without = standing.giver_id if standing else None
    return {
        "key": one,
        "handover": standing,
        "moves": moves,
        "choices": candidates(one, on, without) if chooses else [],
        "may_start": standing is None
        and one.officer_id is not None
        and (keeps or not is_carer.refusal(actor, one)),
    }


def _listed(form: Form, found: Organization) -> KeyFirm:
    return get_object_or_404(
        firms.key_firms_of_subject(found.subject_id), pk=form.number("key_firm")
    )


def _handover(form: Form, found: Organization) -> Handover:
    return get_object_or_404(firms.handovers_of(found.subject_id), pk=form.number("handover"))


def _list(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return handing.list_firm(organization=found, tier=form.number("tier"), actor=actor, now=at)


def _unlist(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return handing.unlist_firm(key_firm=_listed(form, found), actor=actor, now=at)


def _assign(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return handing.assign_commissioner(
        key_firm=_listed(form, found), officer=officer_chosen(form), actor=actor, now=at
    )


def _start(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return handing.start_handover(
        key_firm=_listed(form, found),
        cause=form["cause"],
        reason=form["reason"],
        actor=actor,
        now=at,
    )


def _propose(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return handing.propose_taker(
        handover=_handover(form, found), officer=officer_chosen(form), actor=actor, now=at
    )


def _accept(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return handing.accept_handover(handover=_handover(form, found), actor=actor, now=at)


def _decline(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return handing.decline_handover(
        handover=_handover(form, found), reason=form["reason"], actor=actor, now=at
    )


def _withdraw(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return handing.withdraw_handover(handover=_handover(form, found), actor=actor, now=at)


def _plan(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return visiting.plan_visit(
        firm=found,
        way=form["way"],
        purpose=form["purpose"],
        planned_on=form.day("planned_on"),
        reason=form["reason"],
        actor=actor,
        now=at,
    )


def _refer(form: Form, found: Organization, actor: Actor, at: datetime) -> object:
    return promising.refer_firm(
        firm=found, unit=unit_chosen(form), text=form["text"], actor=actor, now=at
    )


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "list": _list,
        "unlist": _unlist,
        "assign": _assign,
        "start-handover": _start,
        "propose": _propose,
        "accept": _accept,
        "decline": _decline,
        "withdraw": _withdraw,
        "plan": _plan,
        "refer": _refer,
    }
)
