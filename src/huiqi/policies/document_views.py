"""政策文件的页面: the list with its filters, and a document as it stood on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.kernel.content import XLSX
from huiqi.kernel.public_pages import public_page
from huiqi.kernel.sheets import Column, workbook
from huiqi.kernel.words import legible
from huiqi.policies import queries
from huiqi.policies.enums import Standing
from huiqi.policies.match_views import day_of
from huiqi.policies.queries import DocumentFilter
from huiqi.policies.saying import why
from huiqi.policies.summaries import published_summaries

PER_PAGE: Final = 20
LONGEST: Final = 60
FIRST_YEAR, LAST_YEAR = 1949, 2100


@require_safe
@public_page
def documents(request: HttpRequest) -> HttpResponse:
    """政策文件: by status, issuer and year; every problem with the address is told at once."""
    on, wanted, problems = _asked(request.GET)
    page = Paginator(queries.chosen_documents(on, wanted), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "nav": "policy",
        "on": on,
        "wanted": wanted,
        "page": page,
        "query": request.GET.urlencode() if not problems else "",
        "standings": Standing.choices,
        "issuers": queries.issuers(),
        "years": queries.years(),
        "problems": problems,
    }
    return render(request, "policies/documents.html", context, status=422 if problems else 200)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """文件导出: the list as it is filtered, as an Excel file."""
    on, wanted, problems = _asked(request.GET)
    if problems:
        return documents(request)
    columns = (
        Column(_("文件名称"), width=60),
        Column(_("文号"), width=24),
        Column(_("发文机关"), width=30),
        Column(_("文种")),
        Column(_("层级")),
        Column(_("成文日期"), "day"),
        Column(_("施行日期"), "day"),
        Column(_("失效日期（当天起不再有效）"), "day", 26),
        Column(_("%(day)s的状态") % {"day": on.isoformat()}, width=18),
    )
    rows = (
        (
            one.title,
            one.document_no,
            one.issuer,
            one.get_kind_display(),
            one.get_level_display(),
            one.issued_on,
            one.in_force_on,
            one.until_on,
            Standing(one.standing).label,
        )
        for one in queries.chosen_documents(on, wanted)
    )
    book = workbook(_("政策文件 %(day)s") % {"day": on.isoformat()}, columns, rows)
    name = quote(_("政策文件-%(day)s.xlsx") % {"day": on.isoformat()})
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(book, content_type=XLSX, headers=headers)


@require_safe
@public_page
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """政策文件: its days, clauses, relations, and the programmes that rest on each clause."""
    on, problems = day_of(request.GET)
    found = get_object_or_404(queries.documents_on(on), pk=pk)
    own, foreign = queries.relations_of(found, on)
    charges = list(queries.charges_of(found, on))
    told = published_summaries({one.programme for one in charges})
    context = {
        "nav": "policy",
        "on": on,
        "document": found,
        "standing": Standing(found.standing),
        "why": why(queries.validity_of(found), on),
        "articles": queries.articles_of(found, on),
        "charges": charges,
        "unverified": [one for one in charges if one.basis.unverified],
        "told": [
            told[name] for name in dict.fromkeys(one.programme for one in charges) if name in told
        ],
        "changes": queries.changes_of(found),
        "own": own,
        "foreign": foreign,
        "problems": problems,
    }
    return render(request, "policies/document.html", context, status=422 if problems else 200)


def _asked(given: Mapping[str, str]) -> tuple[date, DocumentFilter, list[str]]:
    on, problems = day_of(given)
    standing, year = (legible(given.get(name, "")) for name in ("standing", "year"))
    if standing and standing not in Standing.values:
        problems.append(_("没有「%(text)s」这种状态，请从列表里选一种。") % {"text": standing[:20]})
        standing = ""
    number: int | None = None
    if year:
        number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
        if number is None or not FIRST_YEAR <= number <= LAST_YEAR:
            problems.append(
                _("年份要写成 2021 这样的四位数字，现在写的是「%(text)s」。") % {"text": year[:20]}
            )
            number = None
    wanted = DocumentFilter(
        _tidy(given.get("q", "")), standing, _tidy(given.get("issuer", ""), 200), number
    )
    return on, wanted, problems


def _tidy(text: Any, longest: int = LONGEST) -> str:
    # PostgreSQL stores no zero byte and refuses to look for one.
    return " ".join(str(text).replace("\x00", "").split())[:longest]
