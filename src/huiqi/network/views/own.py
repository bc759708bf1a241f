"""企业自己的页面: who is my commissioner, who came, what was promised, and whether to come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.network.access import stands_for_firm
from huiqi.network.actions.visiting import wish_about_visits
from huiqi.network.queries import firms
from huiqi.parties.pages import actor_of, attempt, only, own_subject

MOST: Final = 50
WISHES: Final = {"none": True, "welcome": False}


@require_safe
@only(stands_for_firm)
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """我的服务专员: with the number to call; visits, promises, and one's own wish."""
    return _draw(request)


@require_POST
@only(stands_for_firm)
def wish(request: HttpRequest) -> HttpResponse:
    """走访意愿: none wanted, or welcome again."""
    chosen = request.POST.get("wish", "")
    if chosen not in WISHES:
        return _draw(request, [_("选是否希望上门走访")])
    return attempt(
        request,
        lambda: wish_about_visits(wants_none=WISHES[chosen], actor=actor_of(request), now=now()),
        lambda refused: _draw(request, refused.problems),
        lambda _made: redirect("my_network:own"),
    )


def _draw(request: HttpRequest, problems: Iterable[str] = ()) -> HttpResponse:
    subject = own_subject(request)
    context = {
        "nav": "firm",
        "keys": list(firms.key_firms_of_subject(subject.pk)),
        "visits": list(firms.visits_of(subject.pk)[:MOST]),
        "promises": list(firms.promises_of(subject.pk)[:MOST]),
        "wants_none": firms.wants_no_visits(subject.pk),
        "problems": list(problems),
        "refused_form": "wish" if problems else "",
        "on": today(),
    }
    status = 422 if context["problems"] else 200
    return render(request, "network/own.html", context, status=status)
