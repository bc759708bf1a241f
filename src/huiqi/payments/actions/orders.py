"""拨付单的办理: made from what is approved, submitted, checked by others, or given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY, today
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import legible, worded
from huiqi.ledger.queries import Payable, payables
from huiqi.parties.access import person_of
from huiqi.parties.models import BankAccount
from huiqi.payments.access import is_finance, may_make
from huiqi.payments.actions import telling
from huiqi.payments.enums import ALIVE, LineState, OrderState
from huiqi.payments.models import BankFormat, PaymentLine, PaymentOrder
from huiqi.payments.notices import Key, obstacles_to
from huiqi.payments.payees import latest_lines, payees_of
from huiqi.payments.states import PAYMENT_LINE, PAYMENT_ORDER

PREFIX: Final = "BF"
MOST_LINES: Final = 2_000  # more nobody can check
LONGEST: Final = 200  # letters of a reason

Chosen = Key


@transaction.atomic
def create_order(
    *,
    title: str,
    bank_format: BankFormat | None,
    chosen: Sequence[Chosen],
    actor: Actor,
    now: datetime,
) -> PaymentOrder:
    """制单: an order with a line for each of what was chosen.

    Refused with every problem: no purpose, no format, nothing chosen, a firm that cannot be
    paid, money that is in another order already.
    """
    require(is_finance, actor)
    problems = list(_problems_of_order(title, bank_format, chosen, actor))
    if problems or bank_format is None or actor.organization_id is None:
        raise Refused([*problems, *_ready(chosen)[1]])
    order = rows.save(
        PaymentOrder(
            number=next_number(PREFIX, now.astimezone(CITY).date()),
            title=legible(title),
            format=bank_format,
            organization_id=actor.organization_id,
            made_by_id=person_of(actor),
            made_at=now,
        )
    )
    record_write(actor, "制拨付单", order)
    _add(order, chosen, actor)
    return order


def _problems_of_order(
    title: str, bank_format: BankFormat | None, chosen: Sequence[Chosen], actor: Actor
) -> Iterator[str]:
    most = PaymentOrder._meta.get_field("title").max_length or 0
    if not legible(title):
        yield _("请写明用途，如「2021 年专精特新奖励」")
    elif len(legible(title)) > most:
        yield worded("用途最多 %(most)s 个字，请写短一些", most=most)
    if bank_format is None:
        yield _("请选择银行文件格式")
    if not chosen:
        yield _("一笔也没有选：请先在待付款项前面打勾")
    if len(chosen) > MOST_LINES:
        yield worded("一张拨付单最多 %(most)s 笔，请分成几张", most=f"{MOST_LINES:,}")
    if actor.organization_id is None:
        yield _("请先在「我的账号」换到任职的单位")


@transaction.atomic
def add_lines(*, order: PaymentOrder, chosen: Sequence[Chosen], actor: Actor) -> list[PaymentLine]:
    """加入付款: to a draft; Refused as with ``create_order``."""
    locked = _draft(order, actor)
    if not chosen:
        raise Refused([_("一笔也没有选：请先在待付款项前面打勾")])
    if locked.lines.count() + len(chosen) > MOST_LINES:
        most = f"{MOST_LINES:,}"
        raise Refused([worded("一张拨付单最多 %(most)s 笔，请分成几张", most=most)])
    return _add(locked, chosen, actor)


@transaction.atomic
def remove_line(*, order: PaymentOrder, line: PaymentLine, actor: Actor) -> None:
    """删去付款: from a draft; what it would have paid can be chosen again."""
    locked = _draft(order, actor)
    record_write(actor, "删去付款", line, subject_id=line.subject_id)
    PaymentLine.objects.filter(pk=line.pk, order=locked, state=LineState.PLANNED).delete()


@transaction.atomic
def submit_order(*, order: PaymentOrder, actor: Actor, now: datetime) -> PaymentOrder:
    """提交复核: nothing of it changes from now on; the checkers are told."""
    telling.close(order, "returned", now)
    moved: PaymentOrder = PAYMENT_ORDER.fire(order, "submit", actor=actor)
    moved.refresh_from_db()
    telling.ask_checkers(moved, now)
    return moved


@transaction.atomic
def take_back_order(*, order: PaymentOrder, actor: Actor, now: datetime) -> PaymentOrder:
    """收回: by its maker, before anybody has checked it."""
    telling.not_to_check(order, now)
    moved: PaymentOrder = PAYMENT_ORDER.fire(order, "take_back", actor=actor)
    return moved


@transaction.atomic
def check_order(*, order: PaymentOrder, actor: Actor, now: datetime) -> PaymentOrder:
    """复核通过: by one who did not make it; above the threshold by two, one after the other."""
    locked = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if locked.state == OrderState.HALF_CHECKED:
        move = "check_second"
    else:
        move = "check_first" if locked.needs_two else "check"
    moved: PaymentOrder = PAYMENT_ORDER.fire(locked, move, actor=actor)
    telling.checked(moved, "second" if move == "check_second" else "check", now)
    if moved.state == OrderState.HALF_CHECKED:
        telling.ask_second(moved, now)
    return moved


@transaction.atomic
def return_order(*, order: PaymentOrder, reason: str, actor: Actor, now: datetime) -> PaymentOrder:
    """退回制单人: with a reason; who had checked it has not any more."""
    told = _reason(reason)
    telling.not_to_check(order, now)
    moved: PaymentOrder = PAYMENT_ORDER.fire(order, "return", actor=actor, note=told)
    telling.tell_maker(moved, told, now)
    return moved


@transaction.atomic
def cancel_order(*, order: PaymentOrder, reason: str, actor: Actor, now: datetime) -> PaymentOrder:
    """作废: a draft that nobody needs; what it would have paid can be chosen again."""
    told = _reason(reason)
    telling.close(order, "returned", now)
    moved: PaymentOrder = PAYMENT_ORDER.fire(order, "cancel", actor=actor, note=told)
    for line in moved.lines.order_by("position"):
        PAYMENT_LINE.fire(line, "drop", actor=actor)
    return moved


def _reason(reason: str) -> str:
    told = " ".join(legible(reason).split())
    if not told:
        raise Refused([_("请写明理由，制单人和审计都会看到")])
    if len(told) > LONGEST:
        raise Refused([worded("理由最多 %(most)s 个字，请写短一些", most=LONGEST)])
    return told


def _draft(order: PaymentOrder, actor: Actor) -> PaymentOrder:
    locked = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    require(may_make, actor, locked)
    if locked.state != OrderState.DRAFTED:
        raise WrongState(
            [
                worded(
                    "现在的状态是「%(state)s」，只有起草中的拨付单可以增删付款",
                    state=locked.get_state_display(),
                )
            ]
        )
    return locked


def _add(order: PaymentOrder, chosen: Sequence[Chosen], actor: Actor) -> list[PaymentLine]:
    ready, problems = _ready(chosen)
    if problems:
        raise Refused(problems)
    last = order.lines.aggregate(last=Max("position"))["last"] or 0
    for place, one in enumerate(ready, last + 1):
        one.order, one.position = order, place
        one.reference = f"{order.number}-{place:04d}"
        rows.save(one)
        record_write(actor, "加入付款", one, subject_id=one.subject_id)
    return ready


def _ready(chosen: Sequence[Chosen]) -> tuple[list[PaymentLine], list[str]]:
    """A line for each of what was chosen, and everything that stands in the way."""
    known = {one.key: one for one in payables()}
    wanted = [known[key] for key in dict.fromkeys(chosen) if key in known]
    problems = []
    if len(wanted) < len(dict.fromkeys(chosen)):
        problems.append(_("选中的款项里有的已经不在待付之列；请刷新后重新选择"))
    last = latest_lines([one.key for one in wanted])
    payees = payees_of({one.subject.pk for one in wanted})
    unshown = obstacles_to(wanted, today())
    ready = []
    for one in wanted:
        payee, line = payees[one.subject.pk], last.get(one.key)
        if one.key in unshown:
            told = {"name": payee.firm or one.subject, "why": unshown[one.key].why}
            problems.append(worded("「%(name)s」：%(why)s", **told))
        if line is not None and line.state in ALIVE:
            problems.append(
                worded(
                    "「%(name)s」的这笔资金已经在拨付单 %(number)s 里；等那一笔有了结果才能再付",
                    name=payee.firm,
                    number=line.order,
                )
            )
        elif payee.account is None:
            problems.append(payee.why_not)
        else:
            ready.append(_line(one, payee.account, line))
    return ready, list(dict.fromkeys(problems))


def _line(payable: Payable, account: BankAccount, last: PaymentLine | None) -> PaymentLine:
    budget, call, subject, instalment = payable.key
    came_back = last is not None and last.state in (LineState.FAILED, LineState.RETURNED)
    return PaymentLine(
        budget_id=budget,
        call=call,
        subject_id=subject,
        instalment=instalment,
        amount_fen=payable.amount_fen,
        account=account,
        holder=account.holder,
        bank=account.bank,
        number=account.number,
        attempt=last.attempt + 1 if last else 1,
        retries=last if came_back else None,
    )
