"""触达的页面: for officers exact and as a file, for everybody with small numbers hidden."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.citywide.queries import table_state
from huiqi.follow.access import sees_reach
from huiqi.follow.actions.reach import say_why_not
from huiqi.follow.queries.reach import counted_on, for_the_public, reach, stage_names
from huiqi.follow.views.index import back, page, typed
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties import scope
from huiqi.parties.pages import actor_of, only
from huiqi.parties.pages import sheet as sheet_of


@require_safe
@only(sees_reach)
@never_cache
def officers(request: HttpRequest) -> HttpResponse:
    """触达: of every programme, exact."""
    return _page(request, is_public=False)


@require_safe
@never_cache
def public(request: HttpRequest) -> HttpResponse:
    """公开的触达: of every programme, small numbers hidden."""
    return _page(request, is_public=True)


def _page(request: HttpRequest, *, is_public: bool) -> HttpResponse:
    with scope.everything():  # counts only leave it
        found = reach()
        table = None if is_public else table_state()
    context = {
        "nav": "" if is_public else "inbox",
        "on": today(),
        "counted_on": counted_on(),
        "table": table,
        "is_public": is_public,
        "stages": stage_names(),
        "rows": for_the_public(found) if is_public else found,
    }
    return render(request, "follow/reach.html", context)


@require_safe
@only(sees_reach)
def officers_sheet(_request: HttpRequest) -> HttpResponse:
    """导出: the officers' counts as an Excel file."""
    columns = (
        Column(_("项目"), width=44),
        Column(_("主管部门"), width=30),
        *(Column(name, "number", 10) for name in stage_names()),
        Column(_("不想办的原因"), width=60),
    )
    with scope.everything():
        found = reach()
    rows = (
        (one.title, one.department, *one.counts, "；".join(f"{w} {n}" for w, n in one.reasons))
        for one in found
    )
    return sheet_of("reach", _("政策触达"), columns, rows)


@require_POST
@login_required
def why_not(request: HttpRequest) -> HttpResponse:
    """不想办的原因: one optional question to the firm."""
    try:
        say_why_not(
            programme=typed(request, "programme"),
            reason=typed(request, "reason"),
            note=typed(request, "note"),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return page(request, refused.problems, 422)
    return back(request)
