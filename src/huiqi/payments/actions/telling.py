"""拨付的提醒: to-dos for whoever has to do something about an order, and their end.

They are kept, and said to each reader in their own language.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from huiqi.inbox.actions import Draft, Whom, close_todo, open_todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.sayings import Kept, Saying, amount_kept, counting, saying
from huiqi.kernel.signing import Ending, Waiting, round_of, waits, waits_no_longer
from huiqi.parties.enums import Role
from huiqi.payments.models import PaymentOrder


def ask_checkers(order: PaymentOrder, now: datetime) -> None:
    """请复核: of the finance officers of the maker's office but the maker."""
    text = saying("复核拨付单 %(number)s", number=order.number)
    _wait(order, "check", text, (order.made_by_id,), now)


def ask_second(order: PaymentOrder, now: datetime) -> None:
    """请第二人复核: of the same officers; who made or checked it cannot."""
    text = saying("第二人复核拨付单 %(number)s", number=order.number)
    _wait(order, "second", text, (order.made_by_id, order.first_checker_id), now)


def checked(order: PaymentOrder, what: str, now: datetime) -> None:
    """已复核: by whoever was asked in this round."""
    waits_no_longer(_key(order, what), now)


def not_to_check(order: PaymentOrder, now: datetime) -> None:
    """不用复核了: taken back or returned."""
    for what in ("check", "second"):
        waits_no_longer(_key(order, what), now, Ending.DROPPED)


def tell_maker(order: PaymentOrder, reason: str, now: datetime) -> None:
    """告知退回: the maker alone can mend it."""
    text = saying("修改退回的拨付单 %(number)s", number=order.number)
    whom = Whom(person=order.made_by)
    _open(order, "returned", text, saying("去修改"), whom, now, note=reason)


def ask_unsettled(order: PaymentOrder, count: int, now: datetime) -> None:
    """请追问银行: about payments of which nobody knows what became of them."""
    text = counting(
        "向银行追问拨付单 %(number)s 的 %(count)s 笔未定付款", count, number=order.number
    )
    whom = Whom(organization=order.organization, role=Role.FINANCE_OFFICER)
    _open(order, "unsettled", text, saying("去看付款"), whom, now)


def close(order: PaymentOrder, what: str, now: datetime) -> None:
    """了结提醒: of this round; nothing when there is none."""
    close_todo(key=_key(order, what), actor=SYSTEM, now=now)


def _wait(
    order: PaymentOrder, what: str, text: Saying, barred: tuple[int | None, ...], now: datetime
) -> None:
    waiting = Waiting(
        key=_key(order, what),
        about=order,
        organization_id=order.organization_id,
        role=Role.FINANCE_OFFICER,
        text=text,
        note=_summary(order),
        verb=saying("去复核"),
        url=_page(order),
        barred=barred,
        days=None,
    )
    waits(waiting, now)


def _open(  # noqa: PLR0913 -- a to-do has all of these
    order: PaymentOrder,
    what: str,
    text: Saying,
    verb: Saying,
    whom: Whom,
    now: datetime,
    *,
    note: str = "",
) -> None:
    told: Kept = note or _summary(order)
    draft = Draft(
        key=_key(order, what),
        whom=whom,
        text=text,
        note=told,
        verb=verb,
        url=_page(order),
        kind=PaymentOrder._meta.label,
        object_id=order.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def _summary(order: PaymentOrder) -> Saying:
    return counting(
        "%(title)s，%(count)s 笔，%(money)s",
        order.lines_count,
        title=order.title,
        money=amount_kept(order.total_fen),
    )


def _page(order: PaymentOrder) -> str:
    return reverse("payments:order", args=[order.pk])


def _key(order: PaymentOrder, what: str) -> str:
    """One to-do for each round: what was given back and handed in again is asked again."""
    return f"payments:{what}:{order.pk}:{round_of(order)}"
