"""谁查看了我的数据: the list, its Excel file, and a question about one entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.rights.access import stands_for_firm
from huiqi.rights.actions import ask_about_look
from huiqi.rights.promises import promise_on
from huiqi.rights.queries.looks import looks_at, told
from huiqi.rights.views.common import actor_of, only, page_of, period_of, sheet


@require_safe
@only(stands_for_firm)
def looks(request: HttpRequest) -> HttpResponse:
    """谁查看了我的数据: of a period, and honestly what is not on this list."""
    return _looks(request)


def _looks(request: HttpRequest) -> HttpResponse:
    since, until, problems = period_of(request)
    page = page_of(request, looks_at(actor_of(request), since, until))
    context = {
        "nav": "firm",
        "page": page,
        "rows": list(told(page)),
        "problems": problems,
        "since": request.GET.get("since", "")[:20],
        "until": request.GET.get("until", "")[:20],
        "query": request.GET.urlencode(),
    }
    return render(request, "rights/looks.html", context, status=422 if problems else 200)


@require_safe
@only(stands_for_firm)
def looks_sheet(request: HttpRequest) -> HttpResponse:
    """导出: the whole period as an Excel file; a period that does not read is told on the page."""
    since, until, problems = period_of(request)
    if problems:
        return _looks(request)
    columns = (
        Column(_("时间"), "moment", 18),
        Column(_("部门"), width=30),
        Column(_("岗位")),
        Column(_("目的"), width=40),
        Column(_("看了什么"), width=40),
        Column(_("我的询问"), width=40),
        Column(_("答复"), width=40),
    )
    found = told(looks_at(actor_of(request), since, until))
    rows = (
        (
            *(one.entry.at, one.department, one.post, one.entry.purpose, one.what),
            one.question.text if one.question else "",
            one.question.answer if one.question else "",
        )
        for one in found
    )
    return sheet("looks", _("谁查看了我的数据"), columns, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@only(stands_for_firm)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """询问: about one look; that of another firm is not found."""
    actor = actor_of(request)
    entry = get_object_or_404(looks_at(actor), pk=pk)
    if request.method != "POST":
        return _asking(request, entry)
    try:
        ask_about_look(entry=entry, text=request.POST.get("text", ""), actor=actor, now=now())
    except Refused as refused:
        return _asking(request, entry, refused.problems)
    return redirect("rights:looks")


def _asking(
    request: HttpRequest, entry: AuditEntry, problems: tuple[str, ...] = ()
) -> HttpResponse:
    (look,) = told([entry])
    context = {
        "nav": "firm",
        "look": look,
        "problems": problems,
        "text": request.POST.get("text", "")[:1_000],
        "promise": promise_on(today()),
    }
    return render(request, "rights/ask.html", context, status=422 if problems else 200)
