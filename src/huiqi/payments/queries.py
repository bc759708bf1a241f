"""拨付的查询: orders and their lines, what can be paid, what nobody knows yet, what a firm got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from huiqi.kernel.access import Actor
from huiqi.kernel.models import MoveLog
from huiqi.kernel.now import today
from huiqi.ledger.models import Budget
from huiqi.ledger.queries import Payable, payables
from huiqi.library import load
from huiqi.parties.models import BankAccount, Organization, Person
from huiqi.parties.queries.scoped import subject_ids_in_sight
from huiqi.payments.access import may_look
from huiqi.payments.asking import asked_firms
from huiqi.payments.enums import ALIVE, UNSENT, UNSETTLED, LineState, OrderState
from huiqi.payments.models import (
    BankAnswer,
    BankFormat,
    PaymentLine,
    PaymentOrder,
    Receipt,
)
from huiqi.payments.notices import CLEARED, obstacles_to
from huiqi.payments.payees import latest_lines, payees_of
from huiqi.payments.states import PAYMENT_ORDER

_OF_LINE = ("budget__fund", "subject", "order", "receipt", "account")


@dataclass(frozen=True)
class Choice:
    """可选的款项: with the firm and the account it would go to, or all reasons not to pay it.

    ``last`` is the payment before, when that did not reach the firm. ``is_to_enter`` where the
    firm has to enter an account, ``is_asked`` once it was told so. ``notice`` is the page of the
    public notice that stands in the way.
    """

    payable: Payable
    firm: Organization | None
    account: BankAccount | None
    why_not: tuple[str, ...]
    last: PaymentLine | None
    is_to_enter: bool = False
    is_asked: bool = False
    notice: str = ""

    @property
    def key(self) -> str:
        """选项的值: as a form sends it back."""
        return "/".join(map(str, self.payable.key))

    @property
    def title(self) -> str:
        """扶持计划: by name."""
        return title_of(self.payable.budget)


def title_of(budget: Budget) -> str:
    """扶持计划的名称: of a budget; that of its fund when it is for the fund as a whole."""
    policy = load().policies.get(budget.programme)
    return policy.title if policy else budget.programme or budget.fund.title


def choices() -> list[Choice]:
    """待付款项: what is approved and in no order yet, those that can be paid first."""
    waiting = payables()
    last = latest_lines([one.key for one in waiting])
    payees = payees_of({one.subject.pk for one in waiting})
    unshown = obstacles_to(waiting, today())
    asked = asked_firms([one.firm for one in payees.values() if one.firm and one.is_to_enter])
    found = []
    for one in waiting:
        line, payee = last.get(one.key), payees[one.subject.pk]
        if line is None or line.state not in ALIVE:
            obstacle = unshown.get(one.key, CLEARED)
            why_not = tuple(why for why in (payee.why_not, obstacle.why) if why)
            found.append(
                Choice(
                    *(one, payee.firm, payee.account, why_not, _came_back(line)),
                    is_to_enter=payee.is_to_enter,
                    is_asked=payee.firm is not None and payee.firm.pk in asked,
                    notice=obstacle.page,
                )
            )
    return sorted(found, key=lambda one: bool(one.why_not))


def _came_back(line: PaymentLine | None) -> PaymentLine | None:
    return line if line and line.state in (LineState.FAILED, LineState.RETURNED) else None


def orders_in_sight(actor: Actor) -> QuerySet[PaymentOrder]:
    """拨付单: all of them for those who pay and those who audit, else none."""
    found = PaymentOrder.objects.select_related(
        "made_by", "first_checker", "second_checker", "format", "organization"
    ).order_by("-id")
    return found if not may_look.refusal(actor) else found.none()


def states_of(orders: QuerySet[PaymentOrder]) -> list[tuple[str, str, int]]:
    """各种进展的张数: of those states in which there is an order, in their order."""
    counted = dict(orders.order_by("state").values_list("state").annotate(Count("pk")))
    return [(one.value, str(one.label), counted[one]) for one in OrderState if one in counted]


def lines_of(order: PaymentOrder) -> QuerySet[PaymentLine]:
    """付款: of an order, in order."""
    return order.lines.select_related(*_OF_LINE).order_by("position")


def unsettled_lines(actor: Actor) -> QuerySet[PaymentLine]:
    """未定付款: sent, and nobody knows yet what became of them; the oldest first."""
    found = PaymentLine.objects.filter(state__in=UNSETTLED).select_related(*_OF_LINE)
    found = found.select_related("order__bank_file").order_by("order_id", "position")
    return found if not may_look.refusal(actor) else found.none()


def payments_of(actor: Actor) -> QuerySet[PaymentLine]:
    """本企业的付款: that were sent, whatever became of them; the last first."""
    found = PaymentLine.objects.filter(subject_id__in=subject_ids_in_sight(actor))
    return found.exclude(state__in=UNSENT).select_related("budget__fund", "receipt").order_by("-id")


def receipts_in_sight(actor: Actor) -> QuerySet[Receipt]:
    """回执: of one's own firm; all for those who pay and those who audit."""
    found = Receipt.objects.select_related("line").order_by("-id")
    if not may_look.refusal(actor):
        return found
    return found.filter(subject_id__in=subject_ids_in_sight(actor))


def answers_in_sight(actor: Actor) -> QuerySet[BankAnswer]:
    """回单: all for those who pay and those who audit, else none."""
    found = BankAnswer.objects.select_related("order", "made_by").order_by("-id")
    return found if not may_look.refusal(actor) else found.none()


def formats_now() -> list[BankFormat]:
    """现行的银行文件格式: the last edition of each."""
    return list(BankFormat.objects.order_by("code", "-edition").distinct("code"))


@dataclass(frozen=True)
class Step:
    """一步: what was done with an order, by whom, when and why."""

    title: str
    who: str
    at: datetime
    note: str


def history_of(order: PaymentOrder) -> list[Step]:
    """经过: every move of an order, the first one first."""
    kind = PaymentOrder._meta.label
    moves = list(MoveLog.objects.filter(kind=kind, object_id=order.pk).order_by("pk"))
    people = {one.person_id for one in moves if one.person_id}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return [
        Step(
            str(PAYMENT_ORDER.moves[one.move].title),
            names.get(one.person_id or 0, ""),
            one.at,
            one.note,
        )
        for one in moves
    ]
