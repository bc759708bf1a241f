"""政策维护台的页面: a dense table of the department's programmes, and the same as an Excel file."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiqi.kernel.content import XLSX
from huiqi.kernel.now import day_of, today
from huiqi.kernel.sheets import Column, workbook
from huiqi.parties.pages import actor_of, only
from huiqi.policies.access import is_editor, is_system_admin
from huiqi.policies.desk import Row, dead_links, rows_of_desk
from huiqi.policies.models import QuestionCount

NAMES: Final = (
    ("all", gettext_lazy("全部")),
    ("written", gettext_lazy("在写的")),
    ("review", gettext_lazy("等我复核")),
    ("soon", gettext_lazy("90 天内到期")),
    ("stale", gettext_lazy("规则改过、说明没改")),
    ("proposed", gettext_lazy("有建议待答复")),
    ("nobody", gettext_lazy("没有维护单位")),
)
MOST_QUESTIONS: Final = 10


@require_safe
@only(is_editor | is_system_admin)
def index(request: HttpRequest) -> HttpResponse:
    """政策维护台: what is to be done first is one filter away."""
    rows = rows_of_desk(actor_of(request), today())
    show = _show(request)
    context = {
        "here": "upkeep",
        "show": show,
        "shows": [(name, title, sum(row.is_in(name) for row in rows)) for name, title in NAMES],
        "rows": [row for row in rows if row.is_in(show)],
        "total": len(rows),
        "dead": dead_links(),
        "questions": QuestionCount.objects.exclude(text="")[:MOST_QUESTIONS],
    }
    return render(request, "policies/desk.html", context)


@require_safe
@only(is_editor | is_system_admin)
def sheet(request: HttpRequest) -> HttpResponse:
    """维护台导出: the rows that the filter leaves."""
    show = _show(request)
    rows = (row for row in rows_of_desk(actor_of(request), today()) if row.is_in(show))
    columns = (
        Column(_("政策"), width=44),
        Column(_("项目编号"), width=34),
        Column(_("已发布的版次")),
        Column(_("发布日期"), "day"),
        Column(_("在办的一稿"), width=16),
        Column(_("本版最后一天"), "day", 16),
        Column(_("符合的企业（户）"), width=16),
        Column(_("待答复的建议"), width=14),
    )
    book = workbook(_("政策维护"), columns, (_cells(row) for row in rows))
    name = quote(_("政策维护-%(day)s.xlsx") % {"day": today().isoformat()})
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(book, content_type=XLSX, headers=headers)


def _show(request: HttpRequest) -> str:
    """What is no filter is as if not asked."""
    asked = request.GET.get("show", "")
    return asked if asked in dict(NAMES) else "all"


def _cells(row: Row) -> tuple[Any, ...]:
    published = row.published
    return (
        row.title,
        row.programme,
        published.version if published else None,
        day_of(published.published_at) if published and published.published_at else None,
        row.draft.get_state_display() if row.draft else "",
        row.last,
        row.firms.fits if row.firms else None,
        row.proposals,
    )
