"""受影响的企业的页面: a page of the list, or all of it as a file; who reads it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.audit import record_read
from huiqi.kernel.sheets import Column
from huiqi.library import load
from huiqi.parties.pages import actor_of, only, page_of
from huiqi.parties.pages import sheet as sheet_of
from huiqi.policies.access import is_editor
from huiqi.sandbox.models import SandboxRun
from huiqi.sandbox.queries import GAINS, LESS, LOSES, MORE, Row, firms_of, is_whole, names_of
from huiqi.sandbox.run_views import found_run
from huiqi.sandbox.saying import VERDICTS, title_of

SHOWS: Final = (
    ("", gettext_lazy("全部有变化的")),
    (GAINS, gettext_lazy("新符合的")),
    (LOSES, gettext_lazy("不再符合的")),
    (MORE, gettext_lazy("能拿的变多")),
    (LESS, gettext_lazy("变少")),
)


@never_cache
@require_safe
@only(is_editor)
def firms(request: HttpRequest, programme: str, number: int) -> HttpResponse:
    """受影响的企业: a page of those that the filter leaves."""
    run, show = _asked(request, programme, number)
    page = page_of(request, _read(request, run, show))
    rows = list(page.object_list)
    names = names_of(rows)
    context = {
        "here": "sandbox",
        "programme": programme,
        "policy": load().policy(programme),
        "run": run,
        "title": title_of(run),
        "show": show,
        "shows": SHOWS,
        "is_whole": is_whole(run),
        "page": page,
        "rows": [
            (one, names.get(one.credit_code, ""), VERDICTS[one.before], VERDICTS[one.after])
            for one in rows
        ],
    }
    return render(request, "sandbox/firms.html", context)


@require_safe
@only(is_editor)
def sheet(request: HttpRequest, programme: str, number: int) -> HttpResponse:
    """受影响的企业导出: all of those that the filter leaves."""
    run, show = _asked(request, programme, number)
    columns = (
        Column(_("企业"), width=40),
        Column(_("统一社会信用代码"), width=22),
        Column(_("改前"), width=12),
        Column(_("改后"), width=12),
        Column(_("已能确定的上限，改前（元）"), "yuan", 26),
        Column(_("已能确定的上限，改后（元）"), "yuan", 26),
    )
    rows = _read(request, run, show)
    return sheet_of(f"{programme}-{number}-firms", _("受影响的企业"), columns, _cells(rows))


def _cells(rows: list[Row]) -> Iterator[tuple[Any, ...]]:
    names = names_of(rows)
    for one in rows:
        yield (
            *(names.get(one.credit_code, ""), one.credit_code),
            *(str(VERDICTS[one.before]), str(VERDICTS[one.after])),
            *(one.sure_before, one.sure_after),
        )


def _asked(request: HttpRequest, programme: str, number: int) -> tuple[SandboxRun, str]:
    run = found_run(request, programme, number)
    if run.result is None:
        raise Http404
    show = request.GET.get("show", "")
    return run, show if show in dict(SHOWS) else ""


def _read(request: HttpRequest, run: SandboxRun, show: str) -> list[Row]:
    purpose = _("核对政策推演的影响：%(run)s") % {"run": run}
    actor = replace(actor_of(request), purpose=purpose)
    record_read(actor, "查看受影响的企业", run, subject_id=None)
    return firms_of(run, show)
