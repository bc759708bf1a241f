"""预算单的页面: given, taken back and moved between budgets, each under two signatures."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sheets import Column
from huiqi.ledger.access import is_another, is_finance, may_read_books
from huiqi.ledger.actions import confirm_transfer, propose_transfer, send_back
from huiqi.ledger.asking import KINDS, OF_PAPER, paper_asked
from huiqi.ledger.boards import bodies, departments, name_of, programmes_booked, years
from huiqi.ledger.enums import Verdict
from huiqi.ledger.forms import FIRST_YEAR, LAST_YEAR, Written
from huiqi.ledger.models import Budget, Entry, Fund, NewBudget, Transfer
from huiqi.ledger.queries import position_of
from huiqi.ledger.queries.papers import STATES, WAITING, papers, state_of
from huiqi.ledger.views.common import looked, shown
from huiqi.library import load
from huiqi.parties.pages import actor_of, only, page_of, sheet


@require_safe
@only(may_read_books)
def index(request: HttpRequest) -> HttpResponse:
    """预算单: of a year, a programme, a department, a state; the last first."""
    written = Written(request.GET.dict())
    found, wanted = _chosen(written)
    looked(request, f"查阅预算单 {wanted['year'] or '全部年度'}")
    page = page_of(request, found)
    context = {
        "tab": "papers",
        "page": page,
        "rows": [(one, STATES[state_of(one)], state_of(one)) for one in page],
        "wanted": wanted,
        "states": STATES.items(),
        "years": years(),
        "programmes": programmes_booked(),
        "departments": departments(),
        "problems": written.problems,
        "why_not": is_finance.refusal(actor_of(request)),
    }
    return shown(request, "ledger/papers.html", context, status=422 if written.problems else 200)


@require_safe
@only(may_read_books)
def index_sheet(request: HttpRequest) -> HttpResponseBase:
    """预算单导出: those that are asked for."""
    written = Written(request.GET.dict())
    found, _wanted = _chosen(written)
    if written.problems:
        return index(request)
    looked(request, "导出预算单")
    columns = (
        *(Column(_("单号")), Column(_("业务种类")), Column(_("调出预算"), width=40)),
        *(Column(_("调入预算"), width=40), Column(_("金额"), "yuan"), Column(_("文号"), width=24)),
        *(Column(_("理由"), width=40), Column(_("制单人")), Column(_("制单时间"), "moment")),
        *(Column(_("进度")), Column(_("复核人")), Column(_("复核时间"), "moment")),
        Column(_("退回的理由"), width=40),
    )
    return sheet("budget-papers", _("预算单"), columns, map(_cells, found.iterator(500)))


def _cells(one: Transfer) -> tuple[object, ...]:
    decision = getattr(one, "decision", None)
    done = (decision.decided_by.name, decision.decided_at, decision.reason) if decision else ()
    by, at, reason = done or ("", None, "")
    return (
        *(one.number, str(one.deed.label), _named(one.giver), _named(one.taker or one.opens)),
        *(one.amount_fen, one.document, one.reason, one.made_by.name, one.made_at),
        *(str(STATES[state_of(one)]), by, at, reason),
    )


def _named(budget: Budget | NewBudget | None) -> str:
    return f"{name_of(budget)} {budget.year}" if budget else ""


def _chosen(written: Written) -> tuple[Any, dict[str, str]]:
    year = written.year(0) or None
    programme = written.one_of(
        "programme", _("扶持计划"), [one.value for one in programmes_booked()]
    )
    department = written.one_of("department", _("主管部门"), [one.value for one in departments()])
    state = written.one_of("state", _("进度"), STATES)
    found = papers(
        year=year,
        programme=programme,
        department=int(department) if department else None,
        state=state,
    )
    wanted = {"programme": programme, "department": department, "state": state}
    return found, wanted | {"year": str(year or "")}


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_finance)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """新的预算单: the first signature; what does not read is told all at once."""
    if kind not in KINDS:
        raise Http404
    if request.method != "POST":
        return _form(request, kind)
    try:
        paper = _proposed(request, kind)
    except Refused as refused:
        return _form(request, kind, refused.problems)
    return redirect("ledger:paper", paper.pk)


def _form(request: HttpRequest, kind: str, problems: tuple[str, ...] = ()) -> HttpResponse:
    this_year = today().year
    context = {
        "tab": "papers",
        "kind": kind,
        "told": dict.fromkeys(OF_PAPER, "") | (request.POST.dict() or request.GET.dict()),
        "budgets": [
            (one, name_of(one))
            for one in Budget.objects.filter(year__gte=this_year - 1).select_related("fund")
        ],
        "funds": Fund.objects.order_by("code"),
        "bodies": bodies(),
        "policies": sorted(load().policies.values(), key=lambda one: one.title),
        "this_year": this_year,
        "first": FIRST_YEAR,
        "last": LAST_YEAR,
        "problems": problems,
    }
    return shown(request, "ledger/paper_form.html", context, status=422 if problems else 200)


def _proposed(request: HttpRequest, kind: str) -> Transfer:
    """All mistakes of the form, then what stands in the way in the books."""
    asked = paper_asked(kind, Written(request.POST.dict()))
    return propose_transfer(**vars(asked), actor=actor_of(request), now=now())


@require_safe
@only(may_read_books)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """一张预算单: what it would do, who signed it or sent it back, and why."""
    found = get_object_or_404(papers(), pk=pk)
    looked(request, f"查阅预算单 {found.number}", found)
    return _paper(request, found)


def _paper(
    request: HttpRequest, found: Transfer, problems: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    state = state_of(found)
    context = {
        "tab": "papers",
        "one": found,
        "state": state,
        "told": STATES[state],
        "decision": getattr(found, "decision", None),
        "sides": [
            (label, budget, name_of(budget), position_of(budget).available)
            for label, budget in ((_("调出"), found.giver), (_("调入"), found.taker))
            if budget
        ],
        "opens": found.opens,
        "opens_name": name_of(found.opens) if found.opens else "",
        "opened": getattr(found.opens, "budget", None),
        "entry": Entry.objects.filter(origin_kind=Transfer._meta.label, origin_id=found.pk).first(),
        "is_open": state == WAITING,
        "why_not": is_finance.refusal(actor) or is_another.refusal(actor, found),
        "reason": request.POST.get("reason", "")[:200],
        "problems": problems,
    }
    return shown(request, "ledger/paper.html", context, status=status)


@require_POST
@only(is_finance)
def decide(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """复核: sign it, or send it back with the reason."""
    if move not in (Verdict.SIGNED.value, Verdict.REFUSED.value):
        raise Http404
    found = get_object_or_404(papers(), pk=pk)
    actor = actor_of(request)
    try:
        if move == Verdict.SIGNED.value:
            confirm_transfer(transfer=found, on=today(), actor=actor)
        else:
            send_back(paper=found, reason=request.POST.get("reason", ""), actor=actor)
    except Denied as denied:
        return _paper(request, found, denied.problems, 403)
    except Refused as refused:
        return _paper(request, found, refused.problems, 409)
    return redirect("ledger:paper", pk)
