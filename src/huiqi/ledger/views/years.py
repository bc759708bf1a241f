"""年终结转的页面: what is left, looked at beforehand; drawn up by one, signed by another."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sheets import Column
from huiqi.ledger.access import is_another, is_finance, may_read_books
from huiqi.ledger.actions import draw_up_year_end, send_back, sign_year_end
from huiqi.ledger.boards import name_of, years
from huiqi.ledger.enums import Verdict
from huiqi.ledger.forms import Written
from huiqi.ledger.models import YearEnd, YearEndLine
from huiqi.ledger.queries.years import (
    entries_of_year_end,
    hindrances_of,
    left_of_year,
    year_end_in_hand,
)
from huiqi.ledger.views.common import looked, shown
from huiqi.parties.pages import actor_of, no, only, sheet

MOST_CHOSEN = 1_000


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_read_books)
def year_end(request: HttpRequest) -> HttpResponse:
    """年终结转: the preview of a year; POST draws it up."""
    if request.method != "POST":
        return _page(request, Written(request.GET.dict()))
    if reason := is_finance.refusal(actor_of(request)):
        return no(request, reason)
    written = Written(request.POST.dict())
    year = written.year(today().year - 1)
    said = request.POST.getlist("carried")[:MOST_CHOSEN]
    carried = {int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 19}
    if len(carried) < len(set(said)):
        written.problems.append(_("所选的预算没有结余，或不是这一年的"))
    try:
        written.refuse()
        draw_up_year_end(year=year, carried=carried, actor=actor_of(request), now=now())
    except Refused as refused:
        return _page(request, written, refused.problems)
    return redirect(f"{reverse('ledger:year-end')}?year={year}")


def _page(
    request: HttpRequest, written: Written, problems: tuple[str, ...] = (), status: int = 422
) -> HttpResponse:
    year = written.year(today().year - 1)
    problems = (*problems, *(one for one in written.problems if one not in problems))
    looked(request, f"查阅 {year} 年年终结转")
    left = left_of_year(year)
    context = {
        "tab": "year-end",
        "year": year,
        "next": year + 1,
        "years": years(),
        "left": [(one, name_of(one.budget)) for one in left],
        "sums": (
            sum(one.free_fen for one in left),
            sum(one.bound_fen for one in left),
            sum(one.back_fen for one in left),
        ),
        "hindrances": hindrances_of(year, today()),
        "may": is_finance.refusal(actor_of(request)) == "",
        "why_not": is_finance.refusal(actor_of(request)),
        "problems": problems,
        **_in_hand(request, year),
    }
    return shown(request, "ledger/year_end.html", context, status=status if problems else 200)


def _in_hand(request: HttpRequest, year: int) -> dict[str, Any]:
    """The paper that waits, else the one that closed the year, with its lines."""
    waiting = year_end_in_hand(year)
    signed = YearEnd.objects.filter(decision__locked_year=year)
    done = signed.select_related("made_by", "decision__decided_by").first()
    paper = done or waiting
    lines = YearEndLine.objects.filter(year_end=paper).select_related("budget__fund")
    sent_back = YearEnd.objects.filter(year=year, decision__verdict=Verdict.REFUSED)
    return {
        "paper": paper,
        "is_done": done is not None,
        "lines": [(one, name_of(one.budget)) for one in lines.order_by("id")] if paper else [],
        "entries": entries_of_year_end(done) if done else [],
        "sent_back": sent_back.select_related("decision__decided_by").order_by("-id").first(),
        "reason": request.POST.get("reason", "")[:200],
        "why_not_sign": is_another.refusal(actor_of(request), paper) if waiting else "",
    }


@require_safe
@only(may_read_books)
def year_end_sheet(request: HttpRequest) -> HttpResponseBase:
    """结转导出: what each budget of the year has left, or had when it was drawn up."""
    written = Written(request.GET.dict())
    year = written.year(today().year - 1)
    if written.problems:
        return _page(request, written)
    looked(request, f"导出 {year} 年年终结转")
    columns = (
        *(Column(_("专项资金"), width=40), Column(_("扶持计划"), width=40)),
        *(Column(_("可用指标"), "yuan"), Column(_("可用指标的去向"), width=20)),
        *(
            Column(_("已承诺、已核定未付（结转下年）"), "yuan", 30),
            Column(_("退回款（上缴）"), "yuan"),
        ),
    )
    told = _in_hand(request, year)
    if told["paper"]:
        rows = [
            (*_names(one.budget), one.free_fen, _whither(one), one.bound_fen, one.back_fen)
            for one, _title in told["lines"]
        ]
    else:
        undecided = _("尚未决定")
        rows = [
            (*_names(one.budget), one.free_fen, undecided, one.bound_fen, one.back_fen)
            for one in left_of_year(year)
        ]
    return sheet(f"year-end-{year}", _("年终结转"), columns, rows)


def _names(budget: Any) -> tuple[str, str]:
    return budget.fund.title, name_of(budget)


def _whither(line: YearEndLine) -> str:
    return _("结转下年") if line.is_carried else _("收回财政")


@require_POST
@only(is_finance)
def decide(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """结转复核: sign it, and the year is closed; or send it back with the reason."""
    if move not in (Verdict.SIGNED.value, Verdict.REFUSED.value):
        raise Http404
    found = get_object_or_404(YearEnd, pk=pk)
    actor, written = actor_of(request), Written({"year": str(found.year)})
    try:
        if move == Verdict.SIGNED.value:
            sign_year_end(year_end=found, actor=actor, on=today())
        else:
            send_back(paper=found, reason=request.POST.get("reason", ""), actor=actor)
    except Denied as denied:
        return _page(request, written, denied.problems, 403)
    except Refused as refused:
        return _page(request, written, refused.problems, 409)
    return redirect(f"{reverse('ledger:year-end')}?year={found.year}")
