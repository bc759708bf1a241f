"""预算看板: where the money of each budget of a year stands, and what may become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.kernel.now import today
from huiqi.kernel.sheets import Column
from huiqi.ledger.access import is_finance, may_read_books
from huiqi.ledger.boards import (
    Board,
    Shown,
    board_of,
    departments,
    name_of,
    programmes_booked,
    years,
)
from huiqi.ledger.forms import Written
from huiqi.ledger.models import Balance, Budget, Place
from huiqi.ledger.queries import Position, entries_between, positions_among
from huiqi.ledger.queries.forecast import forecasts_of
from huiqi.ledger.queries.papers import papers_of_budget
from huiqi.ledger.queries.queue import Outlook, outlooks_along, queue_of
from huiqi.ledger.queries.years import last_closed_year
from huiqi.ledger.views.common import firms_of, looked, shown
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of, only, page_of, sheet


@require_safe
@only(may_read_books)
def index(request: HttpRequest) -> HttpResponseBase:
    """账本: the budgets of a year, and what was booked in it, the last first."""
    board, problems = _asked(request)
    year = board.year
    entries = entries_between(date(year, 1, 1), date(year + 1, 1, 1))
    looked(request, f"查阅 {year} 年账本")
    context = {
        "tab": "board",
        "board": board,
        "year": year,
        "years": years(),
        "programmes": programmes_booked(),
        "departments": departments(),
        "page": page_of(request, entries),
        "problems": problems,
        "is_closed": (last_closed_year() or 0) >= year,
    }
    return shown(request, "ledger/index.html", context, status=422 if problems else 200)


def _asked(request: HttpRequest) -> tuple[Board, list[str]]:
    """The board of the year, the programme and the department that are asked for."""
    written, on = Written(request.GET.dict()), today()
    year = written.year(on.year)
    programme = written.one_of(
        "programme", _("扶持计划"), [one.value for one in programmes_booked()]
    )
    department = written.one_of("department", _("主管部门"), [one.value for one in departments()])
    return board_of(year, on, programme=programme, department=department), written.problems


@require_safe
@only(may_read_books)
def board_sheet(request: HttpRequest) -> HttpResponseBase:
    """预算导出: the budgets that are asked for, as an Excel file."""
    board, problems = _asked(request)
    if problems:
        return index(request)
    looked(request, f"导出 {board.year} 年预算")
    money = (_("下达"), _("可用"), _("已承诺累计"), _("已核定累计"), _("支付在途"), _("已支付"))
    columns = (
        *(Column(_("专项资金"), width=40), Column(_("扶持计划"), width=40), Column(_("主管部门"))),
        *(Column(title, "yuan") for title in (*money, _("已退回"), _("预计全年支付"))),
        *(Column(_("不能预计的原因"), width=40), Column(_("排队家数"), "number")),
        *(Column(_("排队申请"), "yuan"), Column(_("排在最后的可得比例"), "percent")),
    )
    return sheet(f"budgets-{board.year}", _("年度预算"), columns, map(_cells, board.rows))


def _cells(one: Shown) -> tuple[object, ...]:
    held, last = one.position, one.queue.last
    return (
        *(one.budget.fund.title, one.title, one.budget.fund.department.name),
        *(held.appropriated, held.available, held.promised, held.granted, held.ordered),
        *(held.paid, held.returned, one.forecast.expected_fen, one.forecast.why_not),
        *(one.queue.waiting, last.all_asked_fen if last else 0),
        float(last.share_in_turn) if last else None,
    )


@dataclass(frozen=True)
class Waiting:
    """排队的一家: who, for what, and the outlook at today's queue."""

    place: Place
    firm: Organization | None
    outlook: Outlook


@require_safe
@only(may_read_books)
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """一笔预算: position, forecast with what it assumes, the queue, accounts and papers."""
    found = get_object_or_404(Budget.objects.select_related("fund__department"), pk=pk)
    ((_budget, position),) = positions_among(Budget.objects.filter(pk=pk))
    accounts = Balance.objects.filter(account__budget=found).select_related("account")
    page = page_of(request, accounts.order_by("account_id"))
    queue = _queue(found, position)
    firms = firms_of(one.account.subject_id for one in page if one.account.subject_id)
    purpose = f"查阅预算 {name_of(found)} {found.year}"
    looked(request, purpose, found, *firms, *(one.place.subject_id for one in queue))
    context = {
        "tab": "board",
        "one": found,
        "title": name_of(found),
        "position": position,
        "forecast": forecasts_of([(found, position)], today())[pk],
        "queue": queue,
        "page": page,
        "accounts": [(one, firms.get(one.account.subject_id or 0)) for one in page],
        "papers": papers_of_budget(found)[:20],
        "why_not": is_finance.refusal(actor_of(request)),
    }
    return shown(request, "ledger/budget.html", context)


SHOWN_IN_QUEUE = 50


def _queue(budget: Budget, position: Position) -> list[Waiting]:
    places = list(queue_of(budget).select_related("subject"))
    along = outlooks_along([one.asked_fen for one in places], position.available)
    firms = firms_of(one.subject_id for one in places[:SHOWN_IN_QUEUE])
    shown = zip(places[:SHOWN_IN_QUEUE], along, strict=False)
    return [Waiting(one, firms.get(one.subject_id), outlook) for one, outlook in shown]
