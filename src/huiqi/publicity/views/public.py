"""公示的页面: the list with its filters, and a notice with all it names, for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.inbox.ics import MEDIA_TYPE, new_calendar, whole_day
from huiqi.kernel.now import today
from huiqi.kernel.public_pages import public_page
from huiqi.kernel.sheets import Column
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.pages import page_of, sheet
from huiqi.publicity.enums import Phase
from huiqi.publicity.models import Publicity
from huiqi.publicity.queries import Asked, Heard, awards_of, chosen, heard_of, notices, phase_of
from huiqi.publicity.queries.notices import sums_of
from huiqi.publicity.saying import (
    line_of,
    programme_title,
    told,
    workdays_left,
    workdays_of,
)

LONGEST: Final = 60
FIRST_YEAR, LAST_YEAR = 2012, 2100
PHASES: Final = (Phase.RUNNING, Phase.ENDED, Phase.WITHDRAWN)


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """公示: by text, department, programme, year and phase; every problem is told at once."""
    day = today()
    asked, problems = read_asked(request.GET)
    page = page_of(request, chosen(asked, day))
    context = {
        "nav": "policy",
        "day": day,
        "asked": asked,
        "page": page,
        "rows": told(page, day, sums_of(page), heard_of(page)),
        "query": request.GET.urlencode() if not problems else "",
        "problems": problems,
        "phases": [(one.value, one.label) for one in PHASES],
        **_choices(),
    }
    return render(request, "publicity/index.html", context, status=422 if problems else 200)


@require_safe
def index_sheet(request: HttpRequest) -> HttpResponse:
    """公示导出: the list as it is filtered."""
    day = today()
    asked, problems = read_asked(request.GET)
    if problems:
        return index(request)
    columns = [
        *(Column(_("公示编号"), width=20), Column(_("标题"), width=50)),
        *(Column(_("公示单位"), width=30), Column(_("扶持计划"), width=36)),
        *(Column(_("申报通知"), width=20), Column(_("进展")), Column(_("公示首日"), "day")),
        *(Column(_("最后一天"), "day"), Column(_("家数"), "number")),
        *(Column(_("合计（元）"), "yuan"), Column(_("收到异议"), "number")),
        *(Column(_("已答复"), "number"), Column(_("成立"), "number")),
    ]
    found = list(chosen(asked, day))
    rows = (
        [
            *(one.notice.number, one.notice.title, one.notice.department.name, one.programme),
            *(one.notice.call, one.phase.label, one.notice.begins_on, one.notice.last_day),
            *(one.count, one.total_fen, one.heard.raised, one.heard.answered, one.heard.upheld),
        ]
        for one in told(found, day, sums_of(found), heard_of(found))
    )
    return sheet("notices", _("公示"), columns, rows)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """最后几天的日历: of the notices that run, as the list is filtered, to subscribe to."""
    day = today()
    asked, problems = read_asked(request.GET)
    if problems:
        return index(request)
    made = new_calendar(_("惠企：公示的最后一天"))
    for one in chosen(replace(asked, phase=Phase.RUNNING.value), day):
        url = settings.PUBLIC_URL + reverse("publicity:notice", args=[one.number])
        words = worded("公示最后一天：%(title)s", title=one.title)
        made.add_component(
            whole_day(f"notice:{one.number}", one.last_day, words, url=url, now=one.published_at)
        )
    headers = {"Content-Disposition": 'attachment; filename="notices.ics"'}
    return HttpResponse(made.to_ical(), content_type=MEDIA_TYPE, headers=headers)


@require_safe
@public_page
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """一份公示: what is proposed for whom, until when, how to object, and what came of it."""
    one, day = notice_of(number), today()
    text = legible(request.GET.get("q", ""))[:LONGEST]
    phase = phase_of(one, day)
    with everything():  # the lines say themselves whom they name
        found = awards_of(one)
        if text:
            found = found.filter(withheld="", name__icontains=text)
        page = page_of(request, found)
        lines = [line_of(each, day) for each in page]
        extensions = list(one.extensions.order_by("id"))
    count, total = sums_of([one]).get(one.pk, (0, 0))
    context = {
        "nav": "policy",
        "one": one,
        "phase": phase,
        "is_running": phase is Phase.RUNNING,
        "page": page,
        # What was withdrawn as a whole names nobody any more.
        "lines": [] if phase is Phase.WITHDRAWN else lines,
        "text": text,
        "programme": programme_title(one.programme),
        "count": count,
        "total": total,
        "heard": heard_of([one]).get(one.pk, Heard()),
        "extensions": extensions,
        "workdays": workdays_of(one),
        "left": workdays_left(one, day),
    }
    return render(request, "publicity/notice.html", context)


@require_safe
def notice_sheet(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001 -- a view
    """名单导出: as everybody may read it; of one that was withdrawn, nobody."""
    one, day = notice_of(number), today()
    columns = [
        *(Column(_("序号"), "number"), Column(_("名称"), width=40)),
        *(Column(_("统一社会信用代码"), width=24), Column(_("行政区")), Column(_("性质"))),
        *(Column(_("拟资助金额（元）"), "yuan"), Column(_("公示状况"), width=24)),
        *(Column(_("撤下日期"), "day"), Column(_("撤下理由"), width=40)),
    ]
    with everything():
        awards = [] if hasattr(one, "withdrawal") else list(awards_of(one))
    rows = (
        [
            *(each.place, each.shown, each.credit_code, each.district, each.kind),
            *(each.amount_fen, each.label, each.gone_on, each.why_gone),
        ]
        for each in (line_of(award, day) for award in awards)
    )
    return sheet(one.number, one.title, columns, rows)


def notice_of(number: str) -> Publicity:
    """所看的公示: 404 for one that has not begun, or that there is not."""
    return get_object_or_404(notices(), number=number, begins_on__lte=today())


def read_asked(given: Mapping[str, Any]) -> tuple[Asked, list[str]]:
    """读筛选: and a sentence for each part that cannot be understood."""
    problems: list[str] = []
    text = legible(str(given.get("q", "")))
    if len(text) > LONGEST:
        problems.append(worded("要找的文字最多 %(most)s 字", most=LONGEST))
    phase = legible(str(given.get("phase", "")))
    if phase and phase not in [one.value for one in PHASES]:
        problems.append(worded("没有「%(told)s」这种进展，请在列出的里选", told=phase[:20]))
        phase = ""
    year = _number(given, "year", FIRST_YEAR, LAST_YEAR)
    if year == 0:
        problems.append(
            worded(
                "年份「%(told)s」看不懂，请写 %(first)s 以后的四位数字",
                told=legible(str(given.get("year")))[:20],
                first=FIRST_YEAR,
            )
        )
    department = _number(given, "department", 1, 2**31)
    if department == 0:
        problems.append(_("没有这个公示单位，请在列出的里选"))
    programme = legible(str(given.get("programme", "")))[:100]
    return Asked(text[:LONGEST], department or None, programme, year or None, phase), problems


def _number(given: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
    """None where nothing was told, 0 where it is no such number."""
    text = str(given.get(name, "")).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return 0
    return int(text) if least <= int(text) <= most else 0


def _choices() -> dict[str, Any]:
    """What there is to choose from: of the notices that have begun."""
    begun = notices().filter(begins_on__lte=today()).order_by()
    programmes = begun.values_list("programme", flat=True).distinct().order_by("programme")
    departments = begun.order_by("department__name", "department")
    years = begun.dates("begins_on", "year", order="DESC")
    return {
        "departments": list(departments.values_list("department", "department__name").distinct()),
        "programmes": [(one, programme_title(one)) for one in programmes],
        "years": [one.year for one in years],
    }
