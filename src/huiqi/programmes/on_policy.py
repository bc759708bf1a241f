"""政策页上的申报通知: when its programme can be applied for, and the way there.

The page names the calls that are open among the ways to apply, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel.now import now
from huiqi.kernel.sight import everything
from huiqi.parties.pages import actor_of
from huiqi.policies import beside
from huiqi.policies.ways import Way
from huiqi.programmes.access import is_firm
from huiqi.programmes.definition import definitions
from huiqi.programmes.enums import ApplicationState
from huiqi.programmes.models import Application, Call
from huiqi.programmes.queries.calling import Phase, calls_of_programme, phase_of
from huiqi.programmes.queries.money import Standing, standing_of_programme
from huiqi.programmes.queries.scoped import applications_of_firm

OVER: Final = 3  # calls that are over which the page names; the list of calls has all


@dataclass(frozen=True)
class Line:
    """一份通知: ``mine`` is what the firm that reads has under it, if anything."""

    call: Call
    phase: Phase
    mine: Application | None


def register() -> None:
    """登记: on the page of every policy that can be applied for here."""
    beside.register("policy", on_policy)


def on_policy(request: HttpRequest, shown: Mapping[str, Any]) -> beside.Added | None:
    """申报: calls that are open, coming and lately over; nothing for what is handled elsewhere."""
    programme, moment = shown["policy"].id, now()
    calls = calls_of_programme(programme, moment)
    if not calls and programme not in definitions():
        return None
    by_phase: dict[Phase, list[Call]] = {phase: [] for phase in Phase}
    for one in calls:
        by_phase[phase_of(one, moment)].append(one)
    over = by_phase[Phase.OVER]
    named = [*by_phase[Phase.OPEN], *by_phase[Phase.COMING], *over[:OVER]]
    mine = _mine(request, named)
    return "programmes/_on_policy.html", {
        "lines": [Line(one, phase_of(one, moment), mine.get(one.pk)) for one in named],
        "programme": programme,
        "more": len(over[OVER:]),
        "can_apply": bool(by_phase[Phase.OPEN]),
        beside.WAYS: [_way(one) for one in by_phase[Phase.OPEN]],
        "standing": _standing(programme) if calls else Standing(),
    }


def _way(call: Call) -> Way:
    return Way(call.title, reverse("calls:call", args=[call.number]), "", _("本平台"))


def _standing(programme: str) -> Standing:
    with everything():  # sums of all calls are everybody's, as those of one call are
        return standing_of_programme(programme)


def _mine(request: HttpRequest, calls: list[Call]) -> dict[int, Application]:
    """What the firm that reads has begun, by call; nothing of others, nor what it withdrew."""
    actor = actor_of(request)
    if not calls or is_firm.refusal(actor):
        return {}
    found = applications_of_firm(actor).filter(call__in=calls)
    return {one.call_id: one for one in found.exclude(state=ApplicationState.WITHDRAWN)}
