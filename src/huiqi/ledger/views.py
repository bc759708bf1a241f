"""账本的页面: the budgets of a year and the journal; from any figure down to its case.

Whoever looks is put on record with the year or the entry as the purpose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.kernel.audit import record_read
from huiqi.kernel.now import today
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import on_record, worded
from huiqi.ledger.access import may_read_books
from huiqi.ledger.models import Budget, Entry, Leg
from huiqi.ledger.queries import (
    Position,
    entries_between,
    positions_of_year,
    total_of,
    trail_of,
)
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of, only, page_of, sheet
from huiqi.parties.queries import current_organization

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Shown:
    """一笔预算: with the name of its programme and where its money stands."""

    budget: Budget
    title: str
    position: Position


@dataclass(frozen=True)
class ShownLeg:
    """一笔分录: with the name of its programme and of the firm, where there is one."""

    leg: Leg
    title: str
    firm: Organization | None


@require_safe
@only(may_read_books)
def index(request: HttpRequest) -> HttpResponseBase:
    """账本: the budgets of a year, and what was booked in it, the last first."""
    year, problems = _year(request)
    budgets = _board(year)
    entries = entries_between(date(year, 1, 1), date(year + 1, 1, 1))
    _looked(request, f"查阅 {year} 年账本")
    context = {
        "nav": "ledger",
        "year": year,
        "years": _years(),
        "budgets": budgets,
        "total": total_of(one.position for one in budgets),
        "page": page_of(request, entries),
        "problems": problems,
    }
    return render(request, "ledger/index.html", context, status=422 if problems else 200)


@require_safe
@only(may_read_books)
def board_sheet(request: HttpRequest) -> HttpResponseBase:
    """预算导出: the budgets of a year, as an Excel file."""
    year, problems = _year(request)
    if problems:
        return index(request)
    _looked(request, f"导出 {year} 年预算")
    money = (_("下达"), _("可用"), _("已承诺累计"), _("已核定累计"), _("已支付"), _("已退回"))
    columns = (
        *(Column(_("专项资金"), width=40), Column(_("扶持计划"), width=40), Column(_("主管部门"))),
        *(Column(title, "yuan") for title in money),
    )
    rows = (
        (
            *(one.budget.fund.title, one.title, one.budget.fund.department.name),
            *(one.position.appropriated, one.position.available, one.position.promised),
            *(one.position.granted, one.position.paid, one.position.returned),
        )
        for one in _board(year)
    )
    return sheet(f"budgets-{year}", _("年度预算"), columns, rows)


@require_safe
@only(may_read_books)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """凭证: its legs, the case it belongs to, what undid it."""
    found = get_object_or_404(Entry.objects.select_related("made_by", "checked_by"), pk=pk)
    trail = trail_of(found)
    legs = [_shown(leg) for leg in trail.legs]
    for subject in dict.fromkeys(one.leg.account.subject_id for one in legs):
        _looked(request, f"查阅凭证 {found.number}", found, subject)
    context = {"nav": "ledger", "one": found, "legs": legs, "trail": trail}
    return render(request, "ledger/entry.html", context)


def _year(request: HttpRequest) -> tuple[int, list[str]]:
    """The year asked for, this one by default; what is no year is told."""
    said = request.GET.get("year", "").strip()
    if not said:
        return today().year, []
    if said.isascii() and said.isdigit() and FIRST_YEAR <= int(said[:9]) <= LAST_YEAR:
        return int(said), []
    wrong = worded("年度应是 %(first)s 至 %(last)s 之间的数", first=FIRST_YEAR, last=LAST_YEAR)
    return today().year, [wrong]


def _years() -> list[int]:
    return list(Budget.objects.order_by("-year").values_list("year", flat=True).distinct())


def _board(year: int) -> list[Shown]:
    return [Shown(budget, _title(budget), found) for budget, found in positions_of_year(year)]


def _title(budget: Budget) -> str:
    policy = load().policies.get(budget.programme)
    return policy.title if policy else budget.programme


def _shown(leg: Leg) -> ShownLeg:
    subject = leg.account.subject
    firm = current_organization(subject) if subject else None
    return ShownLeg(leg, _title(leg.account.budget), firm)


def _looked(
    request: HttpRequest, purpose: str, found: Entry | None = None, subject: int | None = None
) -> None:
    reader = replace(actor_of(request), purpose=on_record(purpose))
    record_read(reader, "ledger.read", found, subject_id=subject)
