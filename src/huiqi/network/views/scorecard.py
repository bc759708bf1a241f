"""记分页: per officer and per body, each number by itself with where it is counted from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.now import now, today, year_to
from huiqi.kernel.sheets import Column
from huiqi.network.access import is_office
from huiqi.network.queries.scorecard import (
    Kept,
    Score,
    scores_of_bodies,
    scores_of_officers,
)
from huiqi.parties.pages import only, sheet

WIDE: Final = 30


@require_safe
@only(is_office)
@never_cache
def scorecard(request: HttpRequest) -> HttpResponse:
    """服务记分: of the last twelve months; it names no firm."""
    on = today()
    context = {
        "nav": "network-office",
        "officers": scores_of_officers(on),
        "bodies": scores_of_bodies(on, now()),
        "since": year_to(on),
        "on": on,
    }
    return render(request, "network/scorecard.html", context)


@require_safe
@only(is_office)
@never_cache
def scorecard_sheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- as every page
    """服务记分导出: officers, then bodies; what is not known is an empty cell and no 0."""
    on = today()
    columns = [
        *(Column(_("单位"), width=WIDE), Column(_("服务人员"))),
        *(Column(title) for title in (_("计划联系"), _("已联系"), _("已取消"), _("过期未联系"))),
        *(Column(title) for title in (_("承诺按期"), _("承诺逾期"), _("承诺未兑现"))),
        Column(_("承诺按期百分比")),
        *(Column(title) for title in (_("转介按期"), _("转介逾期"), _("转介未联系"))),
        Column(_("转介按期百分比")),
    ]
    rows = [*scores_of_officers(on), *scores_of_bodies(on, now())]
    return sheet("scorecard", _("服务记分"), columns, map(_cells, rows))


def _cells(one: Score) -> list[Any]:
    visits = one.visits
    return [
        *(one.unit, one.officer.person.name if one.officer else ""),
        *(visits.planned, visits.made, visits.cancelled, visits.missed),
        *_kept(one.promises),
        *(_kept(one.referrals) if one.referrals else (None,) * 4),
    ]


def _kept(one: Kept) -> Iterable[int | None]:
    return one.in_time, one.late, one.undone, one.percent
