"""银行文件的页面: what went to the bank, what came back, and what was made of that."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.pages import actor_of, only
from huiqi.payments import actions
from huiqi.payments.access import is_finance, may_look
from huiqi.payments.actions.settling import MOST_BYTES
from huiqi.payments.bank_files import manifest
from huiqi.payments.enums import Outcome
from huiqi.payments.models import BankAnswer, BankFile
from huiqi.payments.queries import answers_in_sight, lines_of
from huiqi.payments.views.common import looked, order_of
from huiqi.payments.views.orders import draw


@require_safe
@only(may_look)
def bank_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """付款文件: to hand to the bank; the same bytes every time."""
    made = _file(request, pk)
    subjects = set(made.order.lines.order_by("pk").values_list("subject_id", flat=True))
    looked(request, f"下载付款文件 {made.order.number}", subjects, made.order)
    return FileResponse(BytesIO(made.content), as_attachment=True, filename=made.name)


@require_safe
@only(may_look)
def bank_manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """清单: count, control total and hash of the file."""
    made = _file(request, pk)
    return JsonResponse(
        manifest(made),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{made.order.number}.json"'},
    )


@require_POST
@only(is_finance)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """上传回单: then what was made of it is shown."""
    one = order_of(request, pk)
    given = request.FILES.get("file")
    if given is None:
        return draw(request, one, [_("请选择银行给的回单文件")], status=422)
    if (given.size or 0) > MOST_BYTES:
        most = MOST_BYTES >> 20
        told = worded("回单超过 %(most)s MB；请核对是不是回单", most=most)
        return draw(request, one, [told], status=422)
    try:
        made = actions.settle_order(
            order=one,
            content=given.read(),
            name=given.name or "",
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return draw(request, one, refused.problems, status=422)
    return redirect("payments:answer", made.pk)


@require_safe
@only(may_look)
@never_cache
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """对账结果: line by line, or every reason why nothing was posted."""
    made = get_object_or_404(answers_in_sight(actor_of(request)), pk=pk)
    rows = _rows(made)
    looked(request, f"查阅回单 {made.pk}", {row["line"].subject_id for row in rows}, made.order)
    counted = [(Outcome(name).label, count) for name, count in made.counted().items()]
    context = {"nav": "payments", "one": made, "rows": rows, "counted": counted}
    return render(request, "payments/answer.html", context)


def _rows(made: BankAnswer) -> list[dict[str, Any]]:
    lines = {line.reference: line for line in lines_of(made.order)}
    return [
        {**told, "line": lines[told["reference"]], "label": Outcome(told["outcome"]).label}
        for told in made.results
    ]


def _file(request: HttpRequest, pk: int) -> BankFile:
    made: BankFile | None = getattr(order_of(request, pk), "bank_file", None)
    if made is None:
        raise Http404
    return made
