"""专家的页面: what there is to judge, the sheet with a reason for every score, and recusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.access import Check
from huiqi.kernel.now import CITY, now
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
from huiqi.programmes.stages.marking import Draft
from huiqi.programmes.views.typed import number_in

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
    settings, draft = file_of(seat).settings, _typed(request, seat)
    given = {one.id: (_points(draft, one), draft.why[one.id]) for one in settings.criteria}
    stays = request.POST.get("go") == "stay"
    said: dict[str, Any] = {"seat": seat, "revision": _revision(request)}
    said["actor"] = actor_of(request)
    try:
        if stays:
            expert_review.save_sheet(draft=draft, **said)
        else:
            expert_review.submit_sheet(given=given, comment=draft.comment, now=now(), **said)
    except Refused as refused:
        return _draw(request, seat, refused.problems)
    return redirect("experts:index" if stays else "experts:sheet", *([] if stays else [seat.pk]))


@require_POST
@only(is_an_expert)
@never_cache
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """自动保存评分草稿: for a script: the new revision and when, or what stood in the way."""
    seat = _seat(request, pk)
    try:
        saved = expert_review.save_sheet(
            seat=seat,
            draft=_typed(request, seat),
            revision=_revision(request),
            actor=actor_of(request),
        )
    except Refused as refused:
        return JsonResponse({"problem": "；".join(refused.problems)}, status=409)
    at = f"{now().astimezone(CITY):%H:%M:%S}"
    return JsonResponse({"revision": saved.draft_revision, "saved_at": at})


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


def _typed(request: HttpRequest, seat: PanelSeat) -> Draft:
    criteria = [one.id for one in file_of(seat).settings.criteria]
    return Draft(
        points={one: request.POST.get(f"points-{one}", "").strip() for one in criteria},
        why={one: request.POST.get(f"why-{one}", "") for one in criteria},
        comment=request.POST.get("comment", ""),
    )


def _revision(request: HttpRequest) -> int:
    """On which it was typed; what is no number is taken for the oldest, so nothing is lost."""
    return number_in(request.POST.get("revision", "")) or 0


def _points(draft: Draft, one: Criterion) -> int | None:
    text = draft.points[one.id]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def _draw(request: HttpRequest, seat: PanelSeat, problems: Iterable[str] = ()) -> HttpResponse:
    found = file_of(seat)
    with everything():
        seat.refresh_from_db()
        looked(actor_of(request), "评审", [seat.run.application.subject_id], seat)
        told = {one.criterion: one for one in seat.scores.all()}
    typed = _typed(request, seat).kept() if request.method == "POST" else None
    saved: dict[str, Any] = seat.draft or {"points": {}, "why": {}, "comment": seat.comment}
    shown = typed or saved
    is_older = typed is not None and seat.draft_revision > _revision(request)
    context = {
        "nav": "experts",
        "file": found,
        "rows": [_row(one, told, shown, saved) for one in found.settings.criteria],
        "is_open": seat.state == SeatState.DRAWN,
        "is_older": is_older and saved != typed,
        "comment": shown["comment"] if seat.state == SeatState.DRAWN else seat.comment,
        "revision": seat.draft_revision,
        "problems": list(problems),
    }
    return render(request, "programmes/expert_sheet.html", context, status=422 if problems else 200)


def _row(
    one: Criterion, told: Mapping[str, Any], shown: Mapping[str, Any], saved: Mapping[str, Any]
) -> dict[str, Any]:
    kept = told.get(one.id)
    return {
        "criterion": one,
        "points": kept.points if kept else shown["points"].get(one.id, ""),
        "why": kept.why if kept else shown["why"].get(one.id, ""),
        "saved_points": saved["points"].get(one.id, ""),
        "saved_why": saved["why"].get(one.id, ""),
    }
