"""诉求办理的列表和督办台: what is due soonest first; what is late, astray or open once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.concerns.access import is_supervisor, may_look
from huiqi.concerns.enums import OVER, WITH_FIRM
from huiqi.concerns.looking import looked
from huiqi.concerns.models import Concern
from huiqi.concerns.queries import board as numbers
from huiqi.concerns.queries import calls
from huiqi.concerns.queries.office import (
    LONGEST,
    TABS,
    Wanted,
    cases_wanted,
    counts_of,
    told,
)
from huiqi.inbox.clocks import Clock, clock_of
from huiqi.inbox.models import Todo
from huiqi.kernel.now import day_of, first_moment, now, year_to
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import legible
from huiqi.parties.pages import actor_of, only, page_of, remember_place, sheet

MOST: Final = 50
TITLES: Final = {
    "all": gettext_lazy("在办"),
    "mine": gettext_lazy("我经办的"),
    "desk": gettext_lazy("待分派和裁定"),
    "unit": gettext_lazy("本单位要办"),
    "firm": gettext_lazy("等企业"),
    "co": gettext_lazy("请本单位协办"),
    "over": gettext_lazy("已了结"),
}


def wanted_of(request: HttpRequest) -> Wanted:
    """筛选: as the address has it; what is not known is left out."""
    tab = request.GET.get("tab", "")
    text = legible(request.GET.get("text", ""))[:LONGEST]
    return Wanted(tab if tab in TABS else "all", text)


def clock_at(case: Concern, at: datetime) -> Clock | None:
    """时钟: of the present step; None for one that is over."""
    if case.state in OVER:
        return None
    asked = Todo(
        due_at=case.due_at, created_at=case.counts_from, provisional=case.due_is_provisional
    )
    return clock_of(asked, at)


@require_safe
@only(may_look)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """诉求办理: what the reader may see, the soonest due first."""
    remember_place(request)
    actor, at = actor_of(request), now()
    wanted = wanted_of(request)
    page = page_of(request, cases_wanted(actor, wanted, at), is_long=True)
    looked(actor, "诉求办理列表", page)
    counts = counts_of(actor, at)
    context = {
        "nav": "concerns",
        "page": page,
        "rows": [(one, clock_at(one, at), one.state in WITH_FIRM) for one in page],
        "wanted": wanted,
        "tabs": [(tab, TITLES[tab], told(counts[tab]) if tab in counts else "") for tab in TITLES],
        "late": counts["late"],
        "late_told": told(counts["late"]),
        "longest": LONGEST,
        "sees_board": not is_supervisor.refusal(actor),
    }
    return render(request, "concerns/index.html", context)


@require_safe
@only(may_look)
@never_cache
def index_sheet(request: HttpRequest) -> HttpResponse:
    """列表导出: all that the filters leave."""
    actor = actor_of(request)
    columns = [
        *(Column(_("编号"), width=18), Column(_("标题"), width=44), Column(_("种类"))),
        *(Column(_("企业"), width=36), Column(_("状态"), width=18), Column(_("提级"), width=14)),
        *(
            Column(_("主办单位"), width=30),
            Column(_("经办人")),
            Column(_("提交时间"), "moment", 18),
        ),
        *(Column(_("期限"), "moment", 18), Column(_("办理结果"), width=14)),
    ]
    found = list(cases_wanted(actor, wanted_of(request), now()))
    looked(actor, "导出诉求办理列表", found)
    return sheet("concerns", _("诉求办理"), columns, map(_row, found))


def _row(case: Concern) -> list[Any]:
    return [
        *(case.number, case.title, case.get_kind_display()),
        *(case.organization.name if case.organization else "", case.get_state_display()),
        *(case.get_level_display(), case.lead.name if case.lead else ""),
        *(case.officer.name if case.officer else "", case.submitted_at, case.due_at),
        case.get_resolution_display(),
    ]


@require_safe
@only(is_supervisor)
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """督办台: overdue, objections, sent astray, opened again, and the two numbers of closing."""
    actor, at = actor_of(request), now()
    since = year_to(day_of(at))
    from_then = first_moment(since)
    late = list(numbers.overdue(at)[:MOST])
    again = list(numbers.reopened()[:MOST])
    to_call = list(calls.calls_to_make()[:MOST])
    ladder = list(numbers.waiting_longest(at)[:MOST])
    looked(actor, "督办诉求", [*late, *again, *ladder, *(one.concern for one in to_call)])
    context = {
        "nav": "concerns-board",
        "late": [(one, clock_at(one, at)) for one in late],
        "late_count": numbers.overdue(at).count(),
        "late_by_unit": numbers.overdue_by_unit(at),
        "ladder": ladder,
        "objections": list(numbers.objections_open()[:MOST]),
        "astray": numbers.astray(from_then),
        "reopened": again,
        "withdrawals": list(numbers.withdrawals_to_call()[:MOST]),
        "calls": to_call,
        "told": calls.told_since(from_then),
        "differing": calls.differing_by_unit(from_then, MOST),
        "ratings": list(numbers.bad_ratings_open()[:MOST]),
        "closing": numbers.closing(since),
    }
    return render(request, "concerns/board.html", context)
