"""已拨付的页面: what was paid to one's own firm, with receipts; another firm's is not found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, only, page_of, sheet
from huiqi.payments.access import is_firm, may_look
from huiqi.payments.enums import LineState
from huiqi.payments.models import PaymentLine
from huiqi.payments.queries import payments_of, receipts_in_sight, title_of
from huiqi.payments.receipts import printed
from huiqi.payments.views.common import looked


@require_safe
@only(is_firm)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """已拨付: the firm's own payments, the last first."""
    found = payments_of(actor_of(request))
    page = page_of(request, found)
    paid = found.filter(state=LineState.PAID).order_by("pk").values_list("amount_fen", flat=True)
    rows = [(line, title_of(line.budget), line.given_receipt) for line in page]
    context = {"nav": "firm", "page": page, "rows": rows, "paid": sum(paid)}
    return render(request, "payments/mine.html", context)


@require_safe
@only(is_firm)
def index_sheet(request: HttpRequest) -> HttpResponse:
    """导出: the firm's own payments."""
    columns = [
        *(Column(_("付款序号"), width=24), Column(_("扶持计划"), width=30), Column(_("申报通知"))),
        *(
            Column(_("第几期"), "number"),
            Column(_("金额"), "yuan"),
            Column(_("收款账户"), width=30),
        ),
        *(Column(_("进展")), Column(_("结果时间"), "moment"), Column(_("银行说明"), width=30)),
        Column(_("回执")),
    ]
    return sheet("payments", _("已拨付"), columns, map(_row, payments_of(actor_of(request))))


def _row(line: PaymentLine) -> list[object]:
    receipt = line.given_receipt
    return [
        *(line.reference, title_of(line.budget), line.call, line.instalment, line.amount_fen),
        *(f"{line.bank} {line.tail}", line.get_state_display(), line.settled_at, line.note),
        receipt.number if receipt else "",
    ]


@require_safe
@only(is_firm | may_look)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """拨付回执: as a PDF."""
    found = get_object_or_404(receipts_in_sight(actor_of(request)), pk=pk)
    if not may_look.refusal(actor_of(request)):
        looked(request, f"查阅回执 {found.number}", {found.subject_id}, found.line.order)
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.pdf"'}
    return HttpResponse(printed(found), content_type="application/pdf", headers=headers)
