"""公开的诉求: the docket with its filters, one answer, and the figures; for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.concerns.enums import Ground, Kind, Resolution
from huiqi.concerns.models import Concern
from huiqi.concerns.queries.calls import told_since
from huiqi.concerns.queries.figures import figures_of
from huiqi.concerns.queries.problems import published_problems
from huiqi.concerns.queries.public import Asked, answers_of, chosen, item_title, published
from huiqi.kernel.now import day_of, first_moment, now, today, year_to
from huiqi.kernel.public_pages import public_page
from huiqi.kernel.sheets import Column, write_csv
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.pages import page_of, sheet
from huiqi.rules.vocabulary import DISTRICTS
from huiqi.triage import items

LONGEST: Final = 60
MOST_EXPORTED: Final = 20_000
KINDS: Final = tuple(one for one in Kind if one is not Kind.REPORT)


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """公开的答复: by words, kind, item, district and result; every problem is told at once."""
    asked, problems = read_asked(request.GET)
    with everything():  # the query itself leaves out what is not published
        page = page_of(request, chosen(asked), is_long=True)
        rows = [(one, item_title(one.item), answers_of(one)[-1]) for one in page]
    context = {
        "nav": "concerns",
        "asked": asked,
        "problems": problems,
        "page": page,
        "rows": rows,
        "query": request.GET.urlencode() if not problems else "",
        "kinds": [(one.value, one.label) for one in KINDS],
        "items": [(code, one.title) for code, one in items().items() if one.level == 1],
        "districts": list(DISTRICTS.items())[1:],
        "resolutions": Resolution.choices,
    }
    return render(request, "concerns/docket.html", context, status=422 if problems else 200)


@require_safe
@public_page
def one(request: HttpRequest, number: str) -> HttpResponse:
    """一件公开的诉求: the matter, every published answer, how long it took; never whose."""
    with everything():
        found = published().filter(number=number).first() if "\x00" not in number else None
        # Its own title is for the officers; everybody reads what two people published.
        known = published_problems()
        common = known.filter(pk=found.problem_id or 0).first() if found else None
    if found is None:
        raise Http404
    context = {
        "nav": "concerns",
        "case": found,
        "item": item_title(found.item),
        "answers": answers_of(found),
        "common": common,
        "district": DISTRICTS.get(found.district, ""),
    }
    return render(request, "concerns/one.html", context)


@require_safe
@public_page
def statistics(request: HttpRequest) -> HttpResponse:
    """诉求统计: of the last year; firm-confirmed beside official."""
    day = today()
    since = year_to(day)
    with everything():
        found = figures_of(since, day, now())
        told = told_since(first_moment(since))
    context = {
        "nav": "concerns",
        "day": day,
        "since": since,
        "found": found,
        "told": told,
        "resolutions": [(one.label, found.by_resolution.get(one.value, 0)) for one in Resolution],
        "grounds": [(one.value, one.label, found.by_ground[one.value]) for one in Ground],
    }
    return render(request, "concerns/statistics.html", context)


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """公开诉求导出: the docket as it is filtered, as a sheet, as CSV or as JSON."""
    asked, problems = read_asked(request.GET)
    if problems:
        return index(request)
    with everything():
        found = [_row(one) for one in chosen(asked)[:MOST_EXPORTED]]
    if form == "json":
        return JsonResponse({"concerns": found}, json_dumps_params={"ensure_ascii": False})
    names = list(_titles())
    if form == "csv":
        text = "".join(write_csv(names, ([one[name] for name in names] for one in found)))
        headers = {"Content-Disposition": 'attachment; filename="concerns.csv"'}
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
    columns = [Column(title, width=24) for title in _titles().values()]
    return sheet("concerns", _("公开的诉求"), columns, ([r[n] for n in names] for r in found))


def _titles() -> dict[str, str]:
    return {
        "number": _("编号"),
        "kind": _("种类"),
        "item": _("事项"),
        "item_title": _("事项名称"),
        "district": _("行政区"),
        "office": _("主办单位"),
        "submitted_on": _("提交日期"),
        "ended_on": _("办结日期"),
        "resolution": _("办理结果"),
        "confirmed_by_firm": _("企业确认"),
        "answer": _("公开的答复"),
    }


def _row(one: Concern) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind,
        "item": one.item,
        "item_title": item_title(one.item),
        "district": DISTRICTS.get(one.district, ""),
        "office": one.lead.name if one.lead else "",
        "submitted_on": day_of(one.submitted_at).isoformat(),
        "ended_on": day_of(one.ended_at).isoformat() if one.ended_at else "",
        "resolution": one.resolution,
        "confirmed_by_firm": one.is_confirmed,
        "answer": "\n\n".join(answer.text for answer in answers_of(one)),
    }


def read_asked(given: Mapping[str, str]) -> tuple[Asked, list[str]]:
    """读筛选: and a sentence for each part that cannot be understood."""
    problems: list[str] = []
    text = legible(given.get("q", ""))
    if len(text) > LONGEST:
        problems.append(worded("要找的文字最多 %(most)s 字", most=LONGEST))
    known = {
        "kind": [one.value for one in KINDS],
        "item": list(items()),
        "district": list(DISTRICTS),
        "resolution": Resolution.values,
    }
    found = {name: legible(given.get(name, "")) for name in known}
    for name, value in found.items():
        if value and value not in known[name]:
            problems.append(worded("没有「%(told)s」这个选项，请在列出的里选", told=value[:20]))
            found[name] = ""
    return Asked(text[:LONGEST], **found), problems
