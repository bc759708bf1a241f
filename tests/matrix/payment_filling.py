"""付款的布景: one order or one payment more, each of somebody else."""

from __future__ import annotations

from typing import Any, Final

from huiqi.kernel.access import SYSTEM, Actor
from huiqi.ledger.actions import Award, Business, approve
from huiqi.ledger.models import Budget
from huiqi.ledger.queries import payables
from huiqi.parties.enums import Role
from huiqi.parties.models import BankAccount, Organization
from huiqi.payments import actions
from huiqi.payments.models import BankFormat, PaymentOrder
from huiqi.publicity.actions import Proposed
from tests.cast import NOW, TODAY, a_member, an_organization
from tests.ledger.books import CALL, WAN, new_books
from tests.matrix.filling import Scene
from tests.payments.paying import FORMAT, an_account, answer, shown

PAYS: Final[dict[str, Any]] = {"roles": frozenset({Role.FINANCE_OFFICER.value})}
NUMBER: Final = "BF-2021-{:06d}"


def an_order(scene: Scene, number: int) -> PaymentOrder:
    """Made by somebody else each time."""
    maker = a_member(f"maker{number}", f"制单{number}", scene.bureau, Role.FINANCE_OFFICER)
    return PaymentOrder.objects.create(
        number=NUMBER.format(number + 1),
        title="奖励",
        format=_format(),
        organization=scene.bureau,
        made_by=maker.person,
        made_at=NOW,
    )


def a_payment(scene: Scene, number: int) -> None:
    """Of the first order, to another firm each time."""
    firm = _to_be_paid(scene, number)
    order = PaymentOrder.objects.first() or an_order(scene, 0)
    actions.add_lines(order=order, chosen=_chosen(firm), actor=Actor(order.made_by_id, **PAYS))


def a_payment_on_its_way(scene: Scene, number: int) -> PaymentOrder:
    """Of another order each time, to another firm."""
    return _sent(scene, _to_be_paid(scene, number), number)


def a_payment_to_the_firm(scene: Scene, number: int) -> None:
    """To the firm of the scene, with a receipt."""
    order = _sent(scene, _to_be_paid(scene, number, scene.firm), number)
    text = answer(order, "成功").encode()
    actions.settle_order(order=order, content=text, name="回单.csv", actor=SYSTEM, now=NOW)


def an_own_account(scene: Scene, number: int) -> None:
    """Of the firm of the scene, one more each time."""
    an_account(scene.firm, f"75590000{number:011d}", scene.officer.person)


def an_account_to_verify(scene: Scene, number: int) -> None:
    """Of another firm each time."""
    firm = an_organization(f"深圳市第{number}待核有限公司")
    BankAccount.objects.create(
        organization=firm,
        holder=firm.name,
        bank="鹏湾银行深圳分行",
        number=f"75590000{number:011d}",
        entered_at=NOW,
    )


def _sent(scene: Scene, firm: Organization, number: int) -> PaymentOrder:
    order = an_order(scene, number)
    maker = Actor(order.made_by_id, **PAYS)
    checker = a_member(f"check{number}", f"复核{number}", scene.bureau, Role.FINANCE_OFFICER)
    actions.add_lines(order=order, chosen=_chosen(firm), actor=maker)
    actions.submit_order(order=order, actor=maker, now=NOW)
    actions.check_order(order=order, actor=Actor(checker.person.pk, **PAYS), now=NOW)
    actions.export_order(order=order, actor=SYSTEM, now=NOW)
    order.refresh_from_db()
    return order


def _chosen(firm: Organization) -> list[actions.Chosen]:
    return [one.key for one in payables() if one.subject.pk == firm.subject_id]


def _to_be_paid(scene: Scene, number: int, firm: Organization | None = None) -> Organization:
    """A firm, another one each time unless one is given, for which something is approved."""
    budget = _budget(scene)
    payee = firm or an_organization(f"深圳市第{number}有限公司")
    if firm is None or number == 0:
        an_account(payee, f"62220000{number:011d}", scene.officer.person)
    approve(
        budget=budget,
        award=Award(CALL, payee.subject_id, number + 1),
        amount_fen=WAN,
        business=Business(f"pay:{number}", TODAY, "测试"),
        actor=SYSTEM,
    )
    if firm is None or number == 0:
        shown(budget.fund, Proposed(payee, 100 * WAN))
    return payee


def _format() -> BankFormat:
    return BankFormat.objects.first() or actions.set_bank_format(told=FORMAT, actor=SYSTEM, now=NOW)


def _budget(scene: Scene) -> Budget:
    if budget := Budget.objects.filter(programme="shenzhen.technical_upgrade").first():
        return budget
    books = new_books(scene.bureau)
    books.do("appropriate", 100 * WAN)
    books.do("commit", 100 * WAN, call=CALL)
    actions.set_threshold(since=TODAY, above_fen=WAN, basis="测试", actor=SYSTEM, now=NOW)
    return books.upgrade
