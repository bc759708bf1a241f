"""抽样的页面: draw one, look at what was chosen, draw it again, take it away as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.now import today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.ledger.access import is_auditor, may_read_support
from huiqi.ledger.actions import draw_sample
from huiqi.ledger.actions.samples import MOST
from huiqi.ledger.asking import OF_SAMPLE, sample_asked
from huiqi.ledger.boards import name_of, programmes_booked, title_of
from huiqi.ledger.enums import Method
from huiqi.ledger.forms import Written
from huiqi.ledger.models import Sample, SampleItem
from huiqi.ledger.queries.samples import items_of, repeat, samples
from huiqi.ledger.views.common import firms_of, looked, shown
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of, no, only, page_of, sheet


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_read_support)
def index(request: HttpRequest) -> HttpResponse:
    """抽样: those that were drawn, the last first; POST draws one."""
    if request.method != "POST":
        return _index(request)
    if reason := is_auditor.refusal(actor_of(request)):
        return no(request, reason)
    try:
        asked, words = sample_asked(Written(request.POST.dict()))
        sample = draw_sample(asked=asked, actor=actor_of(request), **words)
    except Refused as refused:
        return _index(request, refused.problems)
    return redirect("ledger:sample", sample.pk)


def _index(request: HttpRequest, problems: tuple[str, ...] = ()) -> HttpResponse:
    year = today().year
    first = {"since": f"{year}-01-01", "until": today().isoformat(), "size": "25"}
    context = {
        "tab": "samples",
        "page": page_of(request, samples()),
        "methods": Method,
        "programmes": programmes_booked(),
        "told": dict.fromkeys(OF_SAMPLE, "") | (request.POST.dict() or first),
        "most": MOST,
        "why_not": is_auditor.refusal(actor_of(request)),
        "problems": problems,
    }
    return shown(request, "ledger/samples.html", context, status=422 if problems else 200)


@require_safe
@only(may_read_support)
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """一次抽样: how it was drawn, what was chosen, and whether it comes out the same again."""
    found = get_object_or_404(samples(), pk=pk)
    page = page_of(request, items_of(found))
    firms = _read(request, found, list(page), "查阅")
    context = {
        "tab": "samples",
        "one": found,
        "programme": title_of(found.programme),
        "page": page,
        "rows": [
            (item, name_of(item.leg.account.budget), firms.get(item.leg.account.subject_id or 0))
            for item in page
        ],
        "again": repeat(found),
    }
    return shown(request, "ledger/sample.html", context)


@require_safe
@only(may_read_support)
def sample_sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """样本导出: each payment a row, with room for what is found."""
    found = get_object_or_404(samples(), pk=pk)
    items = list(items_of(found))
    firms = _read(request, found, items, "导出")
    columns = (
        *(Column(_("序号"), "number", 8), Column(_("凭证号"), width=20)),
        *(Column(_("记账日期"), "day"), Column(_("专项资金"), width=40)),
        *(Column(_("扶持计划"), width=40), Column(_("企业"), width=36)),
        *(Column(_("统一社会信用代码"), width=22), Column(_("申报通知"), width=20)),
        *(Column(_("第几期"), "number", 8), Column(_("金额"), "yuan")),
        *(Column(_("命中次数"), "number", 10), Column(_("业务凭据"), width=30)),
        *(Column(_("抽样编号")), Column(_("抽样方法")), Column(_("种子"), width=24)),
        *(Column(_("检查结论"), width=30), Column(_("说明"), width=40)),
    )
    rows = (_cells(found, item, firms) for item in items)
    return sheet(found.number, _("审计抽样"), columns, rows)


def _cells(found: Sample, item: SampleItem, firms: dict[int, Organization]) -> tuple[object, ...]:
    leg, account = item.leg, item.leg.account
    firm = firms.get(account.subject_id or 0)
    return (
        *(item.position, leg.entry.number, leg.entry.booked_on, account.budget.fund.title),
        *(name_of(account.budget), firm.name if firm else "", firm.credit_code if firm else ""),
        *(account.call, account.instalment, leg.amount_fen, item.hits, leg.entry.key),
        *(found.number, str(found.get_method_display()), found.seed, "", ""),
    )


def _read(
    request: HttpRequest, found: Sample, items: list[SampleItem], how: str
) -> dict[int, Organization]:
    """The firms of what is shown; each of them can see that it was looked at, and what for."""
    firms = firms_of(one.leg.account.subject_id for one in items if one.leg.account.subject_id)
    looked(request, f"{how}抽样 {found.number}（{found.reason}）", found, *firms)
    return firms
