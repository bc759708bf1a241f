"""数据源中断的页面: what is away now, what was, who said so; reported and ended by officers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import worded
from huiqi.parties.enums import Source
from huiqi.parties.pages import actor_of, attempt, only, page_of, sheet
from huiqi.programmes.access import is_officer, may_look
from huiqi.programmes.actions import recovering
from huiqi.programmes.degraded import waiting_for_sources
from huiqi.programmes.models import SourceOutage
from huiqi.programmes.views.typed import moment_in

FIELDS: Final = ("source", "since", "reason", "until")


def listed() -> QuerySet[SourceOutage]:
    """数据源中断: what is away now first, then the latest."""
    found = SourceOutage.objects.select_related("reported_by", "ended_by")
    return found.order_by(F("until").desc(nulls_first=True), "-since", "-id")


@require_safe
@only(may_look)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """数据源中断: away now, and before."""
    return draw(request)


def draw(request: HttpRequest, problems: Iterable[str] = ()) -> HttpResponse:
    """数据源中断: drawn, with what stood in the way of what was asked, and what was typed."""
    told = list(problems)
    context: dict[str, Any] = {
        "nav": "sources",
        "page": page_of(request, listed()),
        "sources": [one for one in Source.choices if one[0] != Source.SELF_DECLARED],
        "may_report": not is_officer.refusal(actor_of(request)),
        "unsure": waiting_for_sources().count(),
        "given": {name: request.POST.get(name, "")[:200] for name in FIELDS},
        "problems": told,
    }
    return render(request, "programmes/desk_sources.html", context, status=422 if told else 200)


@require_safe
@only(may_look)
def index_sheet(_request: HttpRequest) -> HttpResponse:
    """数据源中断导出: all of them."""
    columns = [
        *(Column(_("数据源"), width=20), Column(_("中断时间"), "moment", 18)),
        *(Column(_("恢复时间"), "moment", 18), Column(_("情况"), width=50)),
        *(Column(_("登记人")), Column(_("登记时间"), "moment", 18)),
        *(Column(_("恢复登记人")), Column(_("恢复登记时间"), "moment", 18)),
    ]
    rows = (
        [
            *(one.get_source_display(), one.since, one.until, one.reason),
            *(one.reported_by.name, one.reported_at),
            *(one.ended_by.name if one.ended_by else "", one.ended_at),
        ]
        for one in listed()
    )
    return sheet("sources", _("数据源中断"), columns, rows)


@require_POST
@only(is_officer)
def report(request: HttpRequest) -> HttpResponse:
    """登记中断: of a source, since a moment or now."""

    def act() -> None:
        since, problems = _moment(request, "since", _("中断时间"))
        recovering.report_outage(
            source=request.POST.get("source", ""),
            reason=request.POST.get("reason", ""),
            since=since,
            actor=actor_of(request),
            now=now(),
            problems=problems,
        )

    return _done(request, act)


@require_POST
@only(is_officer)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """登记恢复: at a moment or now."""
    outage = get_object_or_404(SourceOutage, pk=pk)

    def act() -> None:
        until, problems = _moment(request, "until", _("恢复时间"))
        if problems:
            raise Refused(problems)
        recovering.end_outage(outage=outage, until=until, actor=actor_of(request), now=now())

    return _done(request, act)


def _moment(request: HttpRequest, name: str, title: str) -> tuple[datetime | None, list[str]]:
    """What was typed, None for nothing; and a sentence where it is no moment."""
    text = request.POST.get(name, "").strip()
    found = moment_in(text) if text else None
    if text and found is None:
        return None, [worded("%(title)s：写成 2021-11-30 18:00 这样的时间", title=title)]
    return found, []


def _done(request: HttpRequest, act: Callable[[], None]) -> HttpResponse:
    return attempt(
        request,
        act,
        lambda refused: draw(request, refused.problems),
        lambda _made: redirect("programme_desk:sources"),
    )
