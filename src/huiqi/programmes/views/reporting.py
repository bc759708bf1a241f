"""报告绩效的页面: what the firm says the money did; also what was built, before it is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.words import legible, worded
from huiqi.parties.pages import actor_of, no, only
from huiqi.programmes.access import is_firm
from huiqi.programmes.clocks import begins_on
from huiqi.programmes.enums import StageKind
from huiqi.programmes.models import Application, StageRun
from huiqi.programmes.stages import afterwards, running
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.views import own

ROWS: Final = 5  # figures that a page asks for; who has more reports once more
Figure = tuple[int, str, str]


def reported_run(application: Application) -> StageRun | None:
    """要报告的环节: the one at work, where the firm has something to report about it."""
    run = running.current(application)
    return run if run is not None and run.kind in afterwards.REPORTED else None


@dataclass(frozen=True)
class Reporting:
    """要不要报告: of the stage at work: from which day on, and how often the firm has."""

    begins_on: date | None
    is_early: bool
    is_check: bool
    count: int


def reporting_of(application: Application, on: date) -> Reporting | None:
    """要不要报告: on a day; None while no stage asks for it."""
    run = reported_run(application)
    if run is None:
        return None
    first = begins_on(run)
    is_early = first is not None and on < first
    return Reporting(first, is_early, run.kind == StageKind.COMPLETION_CHECK, run.reports.count())


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_firm)
@never_cache
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """报告绩效: as often as there is something to add; what was typed stays when it is wrong."""
    one = own.found(request, pk)
    run = reported_run(one)
    if run is None:
        return redirect("applying:application", pk)
    if request.method != "POST":
        return _drawn(request, one, run)
    figures = _figures(request)
    try:
        if problems := _twice(figures):
            raise Refused(problems)
        afterwards.report_performance(
            run=run,
            figures={name: value for _place, name, value in figures if name or value},
            told=request.POST.get("told", "").replace("\r\n", "\n"),
            actor=actor_of(request),
            now=now(),
        )
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return _drawn(request, one, run, refused.problems)
    return redirect("applying:report", pk)


def _figures(request: HttpRequest) -> list[Figure]:
    return [
        (
            place,
            request.POST.get(f"name-{place}", "").strip(),
            request.POST.get(f"value-{place}", "").strip(),
        )
        for place in range(1, ROWS + 1)
    ]


def _twice(figures: Iterable[Figure]) -> list[str]:
    """Of two figures with one name only one would be kept."""
    names = [legible(name) for _place, name, value in figures if name or value]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [
        worded("指标「%(name)s」写了两次，请合成一项", name=name[:20])
        if name
        else _("有几项没有写指标名称，请写上")
        for name in twice
    ]


def _drawn(
    request: HttpRequest, one: Application, run: StageRun, problems: Iterable[str] = ()
) -> HttpResponse:
    context = {
        "reporting": reporting_of(one, day_of(now())),
        "reports": list(run.reports.select_related("person").order_by("-id")),
        "rows": _figures(request),
        "told": request.POST.get("told", ""),
        "most": afterwards.LONGEST_REPORT,
    }
    return own.drawn(request, "programmes/apply_report.html", one, context, problems)
