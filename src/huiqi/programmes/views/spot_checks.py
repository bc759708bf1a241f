"""抽查的页面: of a call, every draw with its seed, and what was found at each firm."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import now
from huiqi.parties.pages import actor_of, attempt, only, page_of
from huiqi.programmes.access import is_handler, is_officer
from huiqi.programmes.actions import spot_checks
from huiqi.programmes.enums import FindingResult
from huiqi.programmes.looking import looked
from huiqi.programmes.models import Call, SpotCheck, SpotCheckItem
from huiqi.programmes.views.automatic import call_of
from huiqi.programmes.views.typed import number_in


@require_safe
@only(is_officer)
@never_cache
def index(request: HttpRequest, number: str) -> HttpResponse:
    """抽查: of a call of one's department; those without an answer first."""
    return _draw(request, call_of(request, number))


def _draw(request: HttpRequest, call: Call, problems: Iterable[str] = ()) -> HttpResponse:
    items = SpotCheckItem.objects.filter(check_of__call=call).select_related(
        "check_of", "application__organization", "person"
    )
    page = page_of(request, items.order_by("result", "-check_of_id", "position"))
    subjects = [each.application.subject_id for each in page]
    looked(actor_of(request), f"查阅抽查 {call.number}", subjects, call)
    context = {
        "nav": "cases",
        "call": call,
        "draws": SpotCheck.objects.filter(call=call).select_related("drawn_by").order_by("-id"),
        "page": page,
        "left": len(spot_checks.drawable(call)),
        "results": FindingResult.choices,
        "typed": {**dict.fromkeys(("size", "result", "found"), ""), **request.POST.dict()},
        "may_handle": not is_handler.refusal(actor_of(request), call),
        "problems": list(problems),
    }
    return render(request, "programmes/spot_checks.html", context, status=409 if problems else 200)


@require_POST
@only(is_officer)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """抽取: so many of those who are left."""
    call = call_of(request, number)
    size = number_in(request.POST.get("size", ""))
    return _done(
        request,
        call,
        lambda: spot_checks.draw_spot_check(
            call=call, size=size, actor=actor_of(request), now=now()
        ),
    )


def _done(request: HttpRequest, call: Call, act: Callable[[], object]) -> HttpResponse:
    return attempt(
        request,
        act,
        lambda refused: _draw(request, call, refused.problems),
        lambda _made: redirect("programme_desk:spot-checks", call.number),
    )


@require_POST
@only(is_officer)
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """答复: what was found at one firm."""
    call = call_of(request, number)
    item = get_object_or_404(SpotCheckItem, check_of__call=call, pk=pk)
    return _done(
        request,
        call,
        lambda: spot_checks.answer_spot_check(
            item=item,
            result=request.POST.get("result", ""),
            found=request.POST.get("found", ""),
            actor=actor_of(request),
            now=now(),
        ),
    )
