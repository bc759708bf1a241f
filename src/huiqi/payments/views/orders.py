"""拨付单的页面: orders, a new one, one with all that belongs to it, and what is not settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, attempt, only, page_of, sheet
from huiqi.payments import actions
from huiqi.payments.access import is_finance, may_look, may_make, may_settle
from huiqi.payments.enums import OrderState
from huiqi.payments.models import PaymentLine, PaymentOrder
from huiqi.payments.queries import (
    choices,
    formats_now,
    history_of,
    lines_of,
    orders_in_sight,
    states_of,
    title_of,
    unsettled_lines,
)
from huiqi.payments.states import PAYMENT_ORDER
from huiqi.payments.views.common import looked, order_of

CHECKS: Final = ("check", "check_first", "check_second")
WITH_REASON: Final = ("return", "cancel")

Act = Callable[[PaymentOrder, Actor, str], object]


@require_safe
@only(may_look)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """拨付: the orders, those of one state when asked, and what waits to be put into one."""
    actor = actor_of(request)
    found = orders_in_sight(actor)
    state = request.GET.get("state", "")
    known = state in OrderState.values
    context = {
        "nav": "payments",
        "page": page_of(request, found.filter(state=state) if known else found),
        "states": states_of(found),
        "state": state if known else "",
        "unsettled": unsettled_lines(actor).count(),
        "waiting": len(choices()) if not is_finance.refusal(actor) else 0,
        "why_not": is_finance.refusal(actor),
    }
    return render(request, "payments/index.html", context)


@require_safe
@only(may_look)
def index_sheet(request: HttpRequest) -> HttpResponse:
    """导出: every order as a row."""
    columns = [
        *(Column(_("编号")), Column(_("用途"), width=30), Column(_("进展"))),
        *(Column(_("笔数"), "number"), Column(_("合计"), "yuan"), Column(_("制单人"))),
        *(Column(_("制单时间"), "moment"), Column(_("复核人")), Column(_("第二复核人"))),
        Column(_("银行文件格式"), width=24),
    ]
    rows = (
        [
            *(one.number, one.title, one.get_state_display(), one.lines_count, one.total_fen),
            *(one.made_by.name, one.made_at, one.first_checker and one.first_checker.name),
            *(one.second_checker and one.second_checker.name, one.format.title),
        ]
        for one in orders_in_sight(actor_of(request)).iterator(chunk_size=500)
    )
    return sheet("payment-orders", _("拨付单"), columns, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_finance)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """制拨付单: tick what is to be paid."""
    if request.method != "POST":
        return draw_choices(request)
    formats = {one.code: one for one in formats_now()}
    try:
        made = actions.create_order(
            title=request.POST.get("title", ""),
            bank_format=formats.get(request.POST.get("format", "")),
            chosen=_chosen(request),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return draw_choices(request, refused.problems)
    return redirect("payments:order", made.pk)


def draw_choices(request: HttpRequest, problems: Iterable[str] = ()) -> HttpResponse:
    """待付款项: drawn, with what stood in the way of what was asked."""
    found = choices()
    looked(request, "挑选待付款项", {one.payable.subject.pk for one in found})
    context = {
        "nav": "payments",
        "choices": found,
        "formats": formats_now(),
        "given": {name: request.POST.get(name, "") for name in ("title", "format")},
        "picked": request.POST.getlist("pay"),
        "problems": problems,
    }
    return render(request, "payments/new.html", context, status=422 if problems else 200)


@require_safe
@only(may_look)
@never_cache
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """拨付单: its lines, signatures, file, answers and history, and what can be done with it."""
    return draw(request, order_of(request, pk))


def draw(
    request: HttpRequest, one: PaymentOrder, problems: Iterable[str] = (), status: int = 409
) -> HttpResponse:
    """一张拨付单: drawn, with what stood in the way of what was asked."""
    actor = actor_of(request)
    page = page_of(request, lines_of(one))
    looked(request, f"查阅拨付单 {one.number}", {line.subject_id for line in page}, one)
    is_draft = one.state == OrderState.DRAFTED and not may_make.refusal(actor, one)
    moves = list(PAYMENT_ORDER.open_moves(actor, one))
    context = {
        "nav": "payments",
        "one": one,
        "page": page,
        "is_draft": is_draft,
        "choices": choices() if is_draft else [],
        "total": sum(one.lines.order_by("pk").values_list("amount_fen", flat=True)),
        "buttons": [each for each in moves if each.name not in (*WITH_REASON, "answer", "close")],
        "reasoned": [each for each in moves if each.name in WITH_REASON],
        "file": getattr(one, "bank_file", None),
        "answers": one.answers.select_related("made_by").order_by("-id"),
        "may_upload": one.is_at_bank and not may_settle.refusal(actor),
        "history": history_of(one),
        "problems": problems,
    }
    return render(request, "payments/order.html", context, status=status if problems else 200)


@require_POST
@only(may_look)
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """办理: one of the moves that are open; the answer page tells why it could not be made."""
    one = order_of(request, pk)
    acts: dict[str, Act] = {
        "submit": lambda it, who, _why: actions.submit_order(order=it, actor=who, now=now()),
        "take_back": lambda it, who, _why: actions.take_back_order(order=it, actor=who, now=now()),
        "export": lambda it, who, _why: actions.export_order(order=it, actor=who, now=now()),
        "return": lambda it, who, why: actions.return_order(
            order=it, reason=why, actor=who, now=now()
        ),
        "cancel": lambda it, who, why: actions.cancel_order(
            order=it, reason=why, actor=who, now=now()
        ),
        **dict.fromkeys(
            CHECKS, lambda it, who, _why: actions.check_order(order=it, actor=who, now=now())
        ),
    }
    if move not in acts:
        raise Http404
    return _done(request, one, lambda: acts[move](one, actor_of(request), _said(request, "reason")))


@require_POST
@only(is_finance)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """加入付款: to a draft."""
    one, actor = order_of(request, pk), actor_of(request)
    chosen = _chosen(request)
    return _done(request, one, lambda: actions.add_lines(order=one, chosen=chosen, actor=actor))


@require_POST
@only(is_finance)
def remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """删去付款: from a draft."""
    one, actor = order_of(request, pk), actor_of(request)
    found = get_object_or_404(one.lines, pk=line)
    return _done(request, one, lambda: actions.remove_line(order=one, line=found, actor=actor))


def _done(request: HttpRequest, one: PaymentOrder, act: Callable[[], object]) -> HttpResponse:
    return attempt(
        request,
        act,
        lambda refused: draw(request, order_of(request, one.pk), refused.problems),
        lambda _made: redirect("payments:order", one.pk),
    )


@require_safe
@only(may_look)
def lines_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """导出付款: the lines of an order, with accounts in full."""
    one = order_of(request, pk)
    lines = list(lines_of(one))
    purpose = f"导出拨付单 {one.number} 的付款"
    looked(request, purpose, {line.subject_id for line in lines}, one)
    return sheet(one.number, _("付款"), _columns(), _rows(lines))


@require_safe
@only(may_look)
@never_cache
def unsettled(request: HttpRequest) -> HttpResponse:
    """未定付款: to ask the bank about."""
    page = page_of(request, unsettled_lines(actor_of(request)))
    looked(request, "查阅未定付款", {line.subject_id for line in page})
    return render(request, "payments/unsettled.html", {"nav": "payments", "page": page})


@require_safe
@only(may_look)
def unsettled_sheet(request: HttpRequest) -> HttpResponseBase:
    """导出未定付款: for the bank."""
    lines = list(unsettled_lines(actor_of(request)))
    looked(request, "导出未定付款", {line.subject_id for line in lines})
    return sheet("unsettled", _("未定付款"), _columns(), _rows(lines))


def _columns() -> list[Column]:
    return [
        *(Column(_("付款序号"), width=24), Column(_("户名"), width=34), Column(_("开户银行"))),
        *(Column(_("账号"), width=24), Column(_("金额"), "yuan"), Column(_("扶持计划"), width=30)),
        *(Column(_("申报通知")), Column(_("第几期"), "number"), Column(_("第几次"), "number")),
        *(Column(_("进展")), Column(_("结果时间"), "moment"), Column(_("银行说明"), width=30)),
        Column(_("回执")),
    ]


def _rows(lines: Iterable[PaymentLine]) -> Iterator[list[Any]]:
    for one in lines:
        receipt = one.given_receipt
        yield [
            *(one.reference, one.holder, one.bank, one.number, one.amount_fen),
            *(title_of(one.budget), one.call, one.instalment, one.attempt),
            *(one.get_state_display(), one.settled_at, one.note),
            receipt.number if receipt else "",
        ]


def _said(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


def _chosen(request: HttpRequest) -> list[actions.Chosen]:
    """What was ticked; what no form of ours sends is left to be «not there any more»."""
    return [_key(value) for value in request.POST.getlist("pay")]


def _key(value: str) -> actions.Chosen:
    parts = value.split("/")
    numbers = [one for place, one in enumerate(parts) if place != 1]
    if len(parts) != 4 or not all(one.isascii() and one.isdigit() for one in numbers):
        return (0, "", 0, 0)
    budget, subject, instalment = (int(one[:18]) for one in numbers)
    return (budget, parts[1], subject, instalment)
