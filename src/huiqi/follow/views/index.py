"""我关注的: one page of all that is followed, its Excel file, and every way to begin or end it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.follow.access import stands_for_firm
from huiqi.follow.actions import stop_waiting, subscribe, unsubscribe, wait_for
from huiqi.follow.enums import Target, Whose
from huiqi.follow.models import Watch
from huiqi.follow.queries.covering import called, departments
from huiqi.follow.queries.following import (
    ended_or_not,
    followed_by,
    questions,
    searches_of,
    watches_of,
)
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import counted, legible
from huiqi.parties.pages import actor_of
from huiqi.parties.pages import sheet as sheet_of

LONGEST: Final = 200


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """我关注的: questions with what is new in them, conditions waited for, subscriptions."""
    return page(request)


def page(request: HttpRequest, problems: Iterable[str] = (), status: int = 200) -> HttpResponse:
    """页面: as it stands, with what went wrong."""
    actor, on = actor_of(request), today()
    context: dict[str, Any] = {
        "nav": "policy",
        "on": on,
        "questions": list(questions(searches_of(actor), on)),
        "watches": [(one, called(Target.PROGRAMME, one.programme)) for one in _shown(request)],
        "followed": list(followed_by(actor, on)),
        "departments": departments(),
        "is_firm": not stands_for_firm.refusal(actor),
        "given": {name: typed(request, name)[:LONGEST] for name in ("kind", "target")},
        "problems": list(problems),
    }
    return render(request, "follow/index.html", context, status=status)


def _shown(request: HttpRequest) -> list[Watch]:
    """What is waited for, and what was met: not what was given up."""
    found = watches_of(actor_of(request))
    return [one for one in found if one.ended_at is None or one.met_at is not None]


@require_safe
@login_required
def sheet(request: HttpRequest) -> HttpResponse:
    """导出: everything that is followed, one a row, as an Excel file."""
    actor, on = actor_of(request), today()
    columns = (
        Column(_("关注什么"), width=22),
        Column(_("名称"), width=50),
        Column(_("为谁")),
        Column(_("从何时起"), "moment", 18),
        Column(_("最后一天"), "day", 14),
        Column(_("现在的情况"), width=30),
    )
    rows: list[tuple[Any, ...]] = []
    for one in followed_by(actor, on):
        kept = one.subscription
        rows.append(
            (kept.get_kind_display(), one.name, _whose(kept), kept.created_at, one.last, "")
        )
    for watch in _shown(request):
        name = called(Target.PROGRAMME, watch.programme)
        state = _("条件已满足") if watch.met_at else _("在等")
        kind = _("等条件满足")
        rows.append((kind, name, _whose(watch), watch.created_at, None, state))
    for question in questions(searches_of(actor), on):
        kept_search = question.search
        state = counted("新结果 %(count)d 项", len(question.new))
        kind, at = _("保存的查询"), kept_search.created_at
        rows.append((kind, kept_search.name, _whose(kept_search), at, None, state))
    return sheet_of("follow", _("我关注的"), columns, rows)


def _whose(row: Any) -> str:
    return str(Whose.PERSON.label if row.subject_id is None else Whose.FIRM.label)


@require_POST
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """订阅: and back to where it was asked for."""
    try:
        subscribe(
            kind=typed(request, "kind"),
            target=typed(request, "target"),
            whose=typed(request, "whose", Whose.PERSON),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return page(request, refused.problems, 422)
    return back(request)


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """退订: another's is not found; what ended already stays so."""
    actor = actor_of(request)
    found = get_object_or_404(ended_or_not(actor), pk=pk)
    unsubscribe(subscription=found, actor=actor, now=now())
    return back(request)


@require_POST
@login_required
def wait(request: HttpRequest) -> HttpResponse:
    """等条件满足: for the firm one stands for."""
    try:
        wait_for(programme=typed(request, "programme"), actor=actor_of(request), now=now())
    except Refused as refused:
        return page(request, refused.problems, 422)
    return back(request)


@require_POST
@login_required
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """不再等: another firm's is not found."""
    actor = actor_of(request)
    found = get_object_or_404(watches_of(actor), pk=pk)
    stop_waiting(watch=found, actor=actor, now=now())
    return back(request)


def typed(request: HttpRequest, name: str, usual: str = "") -> str:
    """填写的: of one field, without what nobody types and no database keeps."""
    return legible(request.POST.get(name, usual))


def back(request: HttpRequest) -> HttpResponse:
    """回到: the page that asked, if it is one of ours; else to the list."""
    asked = request.POST.get("back", "")[:LONGEST]
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return redirect(asked if is_ours else "follow:index")
