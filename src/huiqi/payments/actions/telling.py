"""拨付的提醒: to-dos for whoever has to do something about an order, and their end.

They are kept, and speak the city's own language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from huiqi.inbox.actions import Draft, Whom, close_todo, open_todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import MoveLog
from huiqi.parties.enums import Role
from huiqi.payments.models import PaymentOrder


def ask_checkers(order: PaymentOrder, now: datetime) -> None:
    """请复核: of the finance officers of the maker's office."""
    _open(order, _Asked("check", f"复核拨付单 {order.number}", "去复核"), _office(order), now)


def ask_second(order: PaymentOrder, now: datetime) -> None:
    """请第二人复核: of the same officers; who made or checked it cannot."""
    asked = _Asked("second", f"第二人复核拨付单 {order.number}", "去复核")
    _open(order, asked, _office(order), now)


def tell_maker(order: PaymentOrder, reason: str, now: datetime) -> None:
    """告知退回: the maker alone can mend it."""
    asked = _Asked("returned", f"修改退回的拨付单 {order.number}", "去修改", reason)
    _open(order, asked, Whom(person=order.made_by), now)


def ask_unsettled(order: PaymentOrder, count: int, now: datetime) -> None:
    """请追问银行: about payments of which nobody knows what became of them."""
    text = f"向银行追问拨付单 {order.number} 的 {count} 笔未定付款"
    _open(order, _Asked("unsettled", text, "去看付款"), _office(order), now)


def close(order: PaymentOrder, what: str, now: datetime) -> None:
    """了结提醒: of this round; nothing when there is none."""
    close_todo(key=_key(order, what), actor=SYSTEM, now=now)


@dataclass(frozen=True)
class _Asked:
    what: str
    text: str
    verb: str
    note: str = ""


def _open(order: PaymentOrder, asked: _Asked, whom: Whom, now: datetime) -> None:
    told = f"{order.title}，{order.lines_count} 笔，{order.total_fen // 100:,} 元"
    draft = Draft(
        key=_key(order, asked.what),
        whom=whom,
        text=asked.text,
        note=asked.note or told,
        verb=asked.verb,
        url=reverse("payments:order", args=[order.pk]),
        kind=PaymentOrder._meta.label,
        object_id=order.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def _office(order: PaymentOrder) -> Whom:
    return Whom(organization=order.organization, role=Role.FINANCE_OFFICER)


def _key(order: PaymentOrder, what: str) -> str:
    """One to-do for each round: what was given back and handed in again is asked again."""
    kind = PaymentOrder._meta.label
    rounds = MoveLog.objects.filter(kind=kind, object_id=order.pk, move="submit").count()
    return f"payments:{what}:{order.pk}:{rounds}"
