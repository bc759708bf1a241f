"""拨付的接口: orders and their lines, the bank's file and its answer; what one's own firm got.

Orders are made and checked on pages, by people who look at them; a program sends and reconciles.
"""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import CONTENT, content_of, needed_text, read_object, unknown_names
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, TEXT, Json, Operation, Parameter, component
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page, page_schema
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL, moment_text
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import now
from huiqi.kernel.words import worded
from huiqi.payments.access import is_firm, may_look
from huiqi.payments.actions import export_order, receive_answer, settle_received
from huiqi.payments.enums import LineState, OrderState, Outcome
from huiqi.payments.looking import looked
from huiqi.payments.models import BankAnswer, BankFile, PaymentLine, PaymentOrder
from huiqi.payments.queries import (
    lines_of,
    orders_in_sight,
    payments_of,
    title_of,
    unsettled_lines,
)
from huiqi.rules.problems import Problem

router = Router(tags=["拨付"])

GIVEN: Final = ("name", CONTENT)

ORDER_LIST: Final = Operation(
    summary="拨付单",
    about="资金经办和审计人员可看；新的在前。",
    answers="payment_orders_page",
    parameters=(
        Parameter("state", "只要这种进展的", {"enum": list(OrderState.values)}),
        *PAGING,
    ),
    wanted=Scope.PAYMENTS,
)
ORDER: Final = Operation(
    summary="一张拨付单和它的付款", answers="payment_order_whole", wanted=Scope.PAYMENTS
)
UNSETTLED: Final = Operation(
    summary="未定付款",
    about="已送银行、还不知道结果的；旧的在前。",
    answers="payments_page",
    parameters=PAGING,
    wanted=Scope.PAYMENTS,
)
EXPORT: Final = Operation(
    summary="导出付款文件",
    about=f"一张已复核的拨付单；再导出得到同一份文件，不会再记账。{REPEAT}",
    answers="payment_file",
    wanted=Scope.PAYMENTS,
    writes=True,
)
ANSWER: Final = Operation(
    summary="核对银行回单",
    about=f"整份可信才记账；不可信时 is_taken 为 false，problems 写明全部原因。{REPEAT}",
    answers="bank_answer",
    takes="bank_answer_given",
    wanted=Scope.PAYMENTS,
    writes=True,
)
MINE: Final = Operation(
    summary="付给本企业的资金",
    about="已送银行的，不论结果；新的在前。",
    answers="payments_page",
    parameters=PAGING,
    wanted=Scope.FIRM,
)


@ORDER_LIST.at(router, "GET", "/payments/orders")
def payment_orders(request: HttpRequest) -> Json:
    """拨付单: page by page."""
    actor = actor_of(request)
    written, given = ORDER_LIST.given(request)
    require(may_look, actor)
    page, state = Page.read(written, given), written.get("state")
    if state is not None and state not in OrderState.values:
        what = worded("「%(state)s」不是拨付单的进展。", state=state[:40])
        fix = worded("可写：%(listed)s。", listed="、".join(OrderState.values))
        given.problems.append(Problem(what, fix=fix, key="state"))
    given.refuse()
    found = orders_in_sight(actor)
    return page.of(found.filter(state=state) if state else found, told)


@ORDER.at(router, "GET", "/payments/orders/{number}")
def payment_order(request: HttpRequest, number: str) -> Json:
    """一张拨付单: with every line; on record for each firm."""
    actor = actor_of(request)
    _written, given = ORDER.given(request)
    require(may_look, actor)
    given.refuse()
    one = _found(actor, number)
    lines = list(lines_of(one))
    looked(actor, f"查阅拨付单 {one.number}", (line.subject_id for line in lines), one)
    made = getattr(one, "bank_file", None)
    return told(one) | {
        "file": _told_file(made) if made else None,
        "payments": [told_line(line) for line in lines],
    }


@UNSETTLED.at(router, "GET", "/payments/unsettled")
def payments_unsettled(request: HttpRequest) -> Json:
    """未定付款: page by page; on record for each firm."""
    actor = actor_of(request)
    written, given = UNSETTLED.given(request)
    require(may_look, actor)
    page = Page.read(written, given)
    given.refuse()
    return page.together(unsettled_lines(actor), lambda lines: _read(actor, lines))


@MINE.at(router, "GET", "/payments/mine")
def payments_mine(request: HttpRequest) -> Json:
    """付给本企业的: page by page."""
    actor = actor_of(request)
    written, given = MINE.given(request)
    require(is_firm, actor)
    page = Page.read(written, given)
    given.refuse()
    found: QuerySet[PaymentLine] = payments_of(actor)
    return page.of(found, told_line)


@EXPORT.at(router, "POST", "/payments/orders/{number}/export")
def export_payments(request: HttpRequest, number: str) -> HttpResponse:
    """导出: by the same action as the page."""
    caller = caller_of(request)
    _written, given = EXPORT.given(request)
    given.refuse()
    require(may_look, caller.actor)
    one = _found(caller.actor, number)

    def act() -> Json:
        made = export_order(order=one, actor=caller.actor, now=now())
        subjects = one.lines.order_by("pk").values_list("subject_id", flat=True)
        looked(caller.actor, f"下载付款文件 {one.number}", subjects, one)
        return _told_file(made) | {"content_base64": base64.b64encode(made.content).decode()}

    return done_once(request, caller, number, act)


@ANSWER.at(router, "POST", "/payments/orders/{number}/answers")
def answer_payments(request: HttpRequest, number: str) -> HttpResponse:
    """核对: by the same action as the page."""
    caller = caller_of(request)
    _written, given = ANSWER.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, GIVEN, _("字段"))
    name, content = needed_text(given, body, "name"), content_of(given, body)
    given.refuse()
    require(may_look, caller.actor)
    one = _found(caller.actor, number)

    # Looked at before the transaction of the answer begins: a scanner may take its time.
    file = receive_answer(content=content, name=name, actor=caller.actor)

    def act() -> Json:
        made = settle_received(order=one, file=file, actor=caller.actor, now=now())
        return _told_answer(made)

    return done_once(request, caller, body, act)


def told(one: PaymentOrder) -> Json:
    """拨付单描述: how far it is and who signed; amounts in yuan."""
    return {
        "number": one.number,
        "title": one.title,
        "state": one.state,
        "count": one.lines_count,
        "total": _yuan(one.total_fen),
        "needs_two": one.needs_two,
        "made_by": one.made_by.name,
        "made_at": moment_text(one.made_at),
        "checked_by": [
            each.name for each in (one.first_checker, one.second_checker) if each is not None
        ],
    }


def told_line(line: PaymentLine) -> Json:
    """付款描述: to whom, how much, and what became of it; the account by its last digits."""
    receipt = line.given_receipt
    return {
        "reference": line.reference,
        "holder": line.holder,
        "bank": line.bank,
        "account_tail": line.tail,
        "amount": _yuan(line.amount_fen),
        "programme": line.budget.programme,
        "programme_title": title_of(line.budget),
        "call": line.call,
        "instalment": line.instalment,
        "attempt": line.attempt,
        "state": line.state,
        "settled_at": moment_text(line.settled_at),
        "note": line.note,
        "receipt": receipt.number if receipt else None,
    }


def _read(actor: Actor, lines: list[PaymentLine]) -> list[Json]:
    looked(actor, "查阅未定付款", (line.subject_id for line in lines))
    return [told_line(line) for line in lines]


def _told_file(made: BankFile) -> Json:
    return {
        "name": made.name,
        "sha256": made.digest,
        "count": made.lines_count,
        "total": _yuan(made.total_fen),
        "made_at": moment_text(made.made_at),
    }


def _told_answer(made: BankAnswer) -> Json:
    return {
        "is_taken": made.is_taken,
        "sha256": made.digest,
        "problems": made.problems,
        "results": made.results,
    }


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def _found(actor: Actor, number: str) -> PaymentOrder:
    found = orders_in_sight(actor).filter(number=number).first() if "\x00" not in number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


_COUNT: Final = {"type": "integer", "minimum": 0}
_YUAN: Final = {"type": "number", "minimum": 0, "description": "元"}


def _object(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


_FILE: Final[Json] = {
    "name": TEXT,
    "sha256": TEXT,
    "count": _COUNT,
    "total": _YUAN,
    "made_at": MOMENT,
}
_ORDER: Final[Json] = {
    "number": TEXT,
    "title": TEXT,
    "state": {"enum": list(OrderState.values)},
    "count": _COUNT | {"description": "提交以后才有"},
    "total": _YUAN,
    "needs_two": {"type": "boolean", "description": "超过限额，须两个人复核"},
    "made_by": TEXT,
    "made_at": MOMENT,
    "checked_by": {"type": "array", "items": TEXT},
}
PAYMENT: Final[Json] = _object(
    {
        **dict.fromkeys(("reference", "holder", "bank", "account_tail"), TEXT),
        "amount": _YUAN,
        **dict.fromkeys(("programme", "programme_title", "call"), TEXT),
        "instalment": _COUNT,
        "attempt": _COUNT,
        "state": {"enum": list(LineState.values)},
        "settled_at": MOMENT_OR_NULL,
        "note": TEXT | {"description": "银行的说明"},
        "receipt": {"type": ["string", "null"], "description": "回执编号"},
    }
)
PAYMENT_ORDER_SCHEMA: Final[Json] = _object(_ORDER)
PAYMENT_FILE: Final[Json] = _object(_FILE | {"content_base64": TEXT})
BANK_ANSWER: Final[Json] = _object(
    {
        "is_taken": {"type": "boolean"},
        "sha256": TEXT,
        "problems": {"type": "array", "items": TEXT},
        "results": {
            "type": "array",
            "items": _object(
                {
                    "reference": TEXT,
                    "outcome": {"enum": list(Outcome.values)},
                    "is_new": {"type": "boolean", "description": "先前不知道，这次记了账"},
                    "note": TEXT,
                }
            ),
        },
    }
)
BANK_ANSWER_GIVEN: Final[Json] = _object(
    {"name": TEXT | {"minLength": 1}, "content_base64": TEXT | {"minLength": 1}}
)


PAYMENT_SCHEMAS: Final[Json] = {
    "payment": PAYMENT,
    "payments_page": page_schema(component("payment")),
    "payment_orders_page": page_schema(PAYMENT_ORDER_SCHEMA),
    "payment_order_whole": _object(
        _ORDER
        | {
            "file": {"anyOf": [_object(_FILE), {"type": "null"}]},
            "payments": {"type": "array", "items": component("payment")},
        }
    ),
    "payment_file": PAYMENT_FILE,
    "bank_answer": BANK_ANSWER,
    "bank_answer_given": BANK_ANSWER_GIVEN,
}
