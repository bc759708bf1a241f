"""专家的页面: what there is to judge, the sheet with a reason for every score, and recusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.access import Check
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.parties.enums import Role
from huiqi.parties.pages import actor_of, only, page_of
from huiqi.programmes.definition import Criterion
from huiqi.programmes.enums import SeatState
from huiqi.programmes.looking import looked
from huiqi.programmes.models import PanelSeat
from huiqi.programmes.queries.experts import file_of, heading_of, seats_of
from huiqi.programmes.stages import expert_review

is_an_expert = Check(lambda actor, _obj: actor.has(Role.EXPERT), _("评审页面供专家使用"))
MOST_DIGITS = 3


@require_safe
@only(is_an_expert)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """我的评审: what waits for a sheet, and what was handed in."""
    with everything():
        page = page_of(request, seats_of(actor_of(request)))
        files = [heading_of(seat) for seat in page]
    return render(
        request, "programmes/expert_index.html", {"nav": "experts", "page": page, "files": files}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_an_expert)
@never_cache
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """评分表: every criterion with points and the reason; what was typed stays when it is wrong."""
    seat = _seat(request, pk)
    if request.method != "POST":
        return _draw(request, seat)
    given = {
        one.id: (_points(request, one), request.POST.get(f"why-{one.id}", ""))
        for one in file_of(seat).settings.criteria
    }
    try:
        expert_review.submit_sheet(
            seat=seat,
            given=given,
            comment=request.POST.get("comment", ""),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return _draw(request, seat, refused.problems)
    return redirect("experts:sheet", seat.pk)


@require_POST
@only(is_an_expert)
def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    """回避: declared by the expert, with the reason."""
    seat = _seat(request, pk)
    try:
        expert_review.recuse(
            seat=seat,
            because=request.POST.get("because", ""),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return _draw(request, seat, refused.problems)
    return redirect("experts:index")


def _seat(request: HttpRequest, pk: int) -> PanelSeat:
    with everything():
        return get_object_or_404(seats_of(actor_of(request)), pk=pk)


def _points(request: HttpRequest, one: Criterion) -> int | None:
    text = request.POST.get(f"points-{one.id}", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def _draw(request: HttpRequest, seat: PanelSeat, problems: Iterable[str] = ()) -> HttpResponse:
    found = file_of(seat)
    with everything():
        looked(actor_of(request), "评审", [seat.run.application.subject_id], seat)
        told = {one.criterion: one for one in seat.scores.all()}
    context = {
        "nav": "experts",
        "file": found,
        "rows": [_row(one, told, request.POST) for one in found.settings.criteria],
        "is_open": seat.state == SeatState.DRAWN,
        "comment": request.POST.get("comment", seat.comment),
        "problems": list(problems),
    }
    return render(request, "programmes/expert_sheet.html", context, status=422 if problems else 200)


def _row(one: Criterion, told: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    kept = told.get(one.id)
    return {
        "criterion": one,
        "points": given.get(f"points-{one.id}", kept.points if kept else ""),
        "why": given.get(f"why-{one.id}", kept.why if kept else ""),
    }
