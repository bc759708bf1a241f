"""拨付的流转: drafted -> submitted -> checked -> exported -> answered -> closed.

An order goes back to its maker as long as the bank has no file. A line moves money in the
ledger with every move that it makes, in the same transaction; keys of its own number keep the
ledger from booking a move twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from huiqi.kernel.access import Actor, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.kernel.now import CITY
from huiqi.ledger import actions as books
from huiqi.ledger.models import Entry
from huiqi.ledger.slips import Origin
from huiqi.payments.access import (
    is_finance,
    may_check,
    may_check_first,
    may_check_second,
    may_make,
    may_return,
    may_send,
    may_settle,
)
from huiqi.payments.enums import UNSETTLED, LineState, OrderState
from huiqi.payments.models import PaymentLine, PaymentOrder
from huiqi.payments.payees import problems_of

S, L = OrderState, LineState


def _checked(order: PaymentOrder, *, actor: Actor, **_more: object) -> None:
    order.first_checker_id = actor.person_id


def _checked_again(order: PaymentOrder, *, actor: Actor, **_more: object) -> None:
    order.second_checker_id = actor.person_id


def _unchecked(order: PaymentOrder, **_more: object) -> None:
    order.first_checker_id = order.second_checker_id = None


def _in_order(order: PaymentOrder) -> Iterator[str]:
    yield from problems_of(order)


def _still_in_order(order: PaymentOrder) -> Iterator[str]:
    yield from problems_of(order, locked=True)


PAYMENT_ORDER: Final = Machine(
    "state",
    [
        Move("submit", (S.DRAFTED,), S.SUBMITTED, _("提交复核"), may_make, guard=_in_order),
        Move("take_back", (S.SUBMITTED,), S.DRAFTED, _("收回"), may_make),
        Move("cancel", (S.DRAFTED,), S.CANCELLED, _("作废"), may_make),
        Move(
            *("check", (S.SUBMITTED,), S.CHECKED, _("复核通过"), may_check),
            guard=_in_order,
            effect=_checked,
        ),
        Move(
            *("check_first", (S.SUBMITTED,), S.HALF_CHECKED, _("第一复核通过"), may_check_first),
            guard=_in_order,
            effect=_checked,
        ),
        Move(
            *("check_second", (S.HALF_CHECKED,), S.CHECKED, _("第二复核通过"), may_check_second),
            guard=_in_order,
            effect=_checked_again,
        ),
        Move(
            "return",
            (S.SUBMITTED, S.HALF_CHECKED, S.CHECKED),
            S.DRAFTED,
            _("退回制单人"),
            may_return,
            effect=_unchecked,
        ),
        Move(
            *("export", (S.CHECKED,), S.EXPORTED, _("导出付款文件"), may_send),
            guard=_still_in_order,
        ),
        Move("answer", (S.EXPORTED, S.ANSWERED), S.ANSWERED, _("登记回单"), may_settle),
        Move("close", (S.EXPORTED, S.ANSWERED), S.CLOSED, _("办结"), may_settle),
    ],
)

Booking = Callable[..., Entry]


def _booked(line: PaymentLine, act: Booking, what: str, actor: Actor, now: datetime) -> None:
    business = books.Business(
        key=key_of(line, what),
        on=now.astimezone(CITY).date(),
        memo=f"拨付 {line.reference}",
        origin=Origin(PaymentLine._meta.label, line.pk),
    )
    award = books.Award(line.call, line.subject_id, line.instalment)
    act(
        budget=line.budget,
        award=award,
        amount_fen=line.amount_fen,
        business=business,
        actor=actor,
    )


def key_of(line: PaymentLine, what: str) -> str:
    """业务凭据: under which a move of a line is booked, once for ever; the database knows it."""
    return f"payment:{line.pk}:{what}"


def _sent(line: PaymentLine, *, actor: Actor, now: datetime, **_more: object) -> None:
    _booked(line, books.order, "order", actor, now)


def _paid(line: PaymentLine, *, actor: Actor, now: datetime, said: str = "") -> None:
    _booked(line, books.pay, "pay", actor, now)
    line.settled_at, line.note = now, said


def _failed(line: PaymentLine, *, actor: Actor, now: datetime, said: str = "") -> None:
    _booked(line, books.fail, "fail", actor, now)
    line.settled_at, line.note = now, said


def _returned(line: PaymentLine, *, actor: Actor, now: datetime, said: str = "") -> None:
    """What never arrived is to be paid still; what had arrived has come back from the firm."""
    if line.state in UNSETTLED:
        _booked(line, books.fail, "fail", actor, now)
    else:
        _booked(line, books.give_back, "return", actor, now)
    line.settled_at, line.note = now, said


def _doubted(line: PaymentLine, *, now: datetime, said: str = "", **_more: object) -> None:
    line.settled_at, line.note = now, said


PAYMENT_LINE: Final = Machine(
    "state",
    [
        Move("send", (L.PLANNED,), L.IN_TRANSIT, _("送银行"), may_send, effect=_sent),
        Move("pay", UNSETTLED, L.PAID, _("支付成功"), may_settle, effect=_paid),
        Move("fail", UNSETTLED, L.FAILED, _("付款失败"), may_settle, effect=_failed),
        Move(
            *("send_back", (*UNSETTLED, L.PAID), L.RETURNED, _("退票"), may_settle),
            effect=_returned,
        ),
        Move("doubt", (L.IN_TRANSIT,), L.UNKNOWN, _("结果不明"), may_settle, effect=_doubted),
        Move("drop", (L.PLANNED,), L.DROPPED, _("不付"), is_finance | is_system),
    ],
)
