"""同时办理: two who send, choose or answer at once pay once."""

from collections.abc import Callable

import pytest

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Entry
from huiqi.ledger.proof import assert_coherent
from huiqi.parties import scope
from huiqi.parties.actions import Written
from huiqi.parties.enums import Role
from huiqi.parties.models import BankAccount
from huiqi.payments import actions
from huiqi.payments.models import BankFile, PaymentLine, Receipt
from tests.cast import NOW, a_member, an_organization
from tests.kernel.threads import together
from tests.ledger.books import WAN, new_books
from tests.payments.paying import Paying, a_city, answer


@pytest.fixture
def shared(transactional_db: None) -> Paying:
    """A city that every thread sees."""
    from huiqi.kernel.models import ClockOffset
    from huiqi.kernel.now import now

    ClockOffset.objects.create(pk=1, offset=NOW - now())
    bureau = an_organization("市中小企业服务局")
    firms = [
        an_organization("深圳市澄澜智能装备有限公司"),
        an_organization("深圳市远山新材料有限公司"),
    ]
    people = [
        a_member(name, name, bureau, Role.FINANCE_OFFICER).actor for name in ("fan", "zheng", "hu")
    ]
    return a_city(new_books(bureau), firms, tuple(people))


def _at_once(act: Callable[[], object]) -> list[str]:
    """What each of four came back with: a name for what was done, or why it was not."""

    def alone(_number: int) -> str:
        with scope.everything():
            try:
                return str(act())
            except Refused as refused:
                return refused.problems[0]

    return together(alone, 4)


def test_exporters_at_once_make_one_file_and_move_the_money_once(shared: Paying) -> None:
    order = shared.checked()
    made = _at_once(lambda: actions.export_order(order=order, actor=shared.maker, now=NOW).digest)
    assert len(set(made)) == 1
    assert BankFile.objects.count() == 1
    assert Entry.objects.filter(deed="order").count() == 2
    assert shared.books.balance(Stage.ORDERED) == 50 * WAN
    assert_coherent()


def test_makers_at_once_put_the_same_money_into_one_order(shared: Paying) -> None:
    firm = shared.firms[0]
    made = _at_once(lambda: shared.order(firm).number)
    assert PaymentLine.objects.count() == 1
    assert sum(one.startswith("BF-") for one in made) == 1
    refused = [one for one in made if not one.startswith("BF-")]
    assert all("等那一笔有了结果才能再付" in one for one in refused)


def test_failed_payment_retried_by_several_at_once_is_paid_once(shared: Paying) -> None:
    firm = shared.firms[0]
    order = shared.sent(firm)
    shared.answered(order, "失败")

    def again() -> str:
        made = shared.sent(firm)
        shared.answered(made, "成功")
        return made.number

    made = _at_once(again)
    assert sum(one.startswith("BF-") for one in made) == 1
    assert shared.books.balance(Stage.PAID) == 30 * WAN
    assert Receipt.objects.count() == 1
    assert_coherent()


def test_same_answer_from_several_at_once_is_posted_once(shared: Paying) -> None:
    order = shared.sent()
    text = answer(order, "成功", "成功")
    taken = _at_once(lambda: shared.settle(order, text).pk)
    assert len(set(taken)) == 1
    assert Entry.objects.filter(deed="pay").count() == 2
    assert Receipt.objects.count() == 2
    assert_coherent()


def test_officers_at_once_verify_an_account_once_and_close_what_it_replaces(
    shared: Paying,
) -> None:
    firm = shared.firms[0]
    old = BankAccount.objects.get(organization=firm)
    written = Written("鹏湾银行深圳分行", "313584099990", "7559000012345678", replaces=old)
    with scope.everything():
        new = actions.enter_account(organization=firm, written=written, actor=SYSTEM, now=NOW)
    proof = {"proof": "bank_letter", "note": "证明 2021-118"}
    told = _at_once(
        lambda: actions.verify_account(account=new, actor=shared.maker, now=NOW, **proof)
    )
    assert sorted(told) == [str(new), *["这个账户已经核验过"] * 3]
    assert list(old.steps.values_list("deed", flat=True)) == ["replaced"]


def test_firms_at_once_enter_one_number_once(shared: Paying) -> None:
    written = Written("鹏湾银行深圳分行", "313584099990", "7559000012345678")
    firms = iter([*shared.firms, *shared.firms])

    def enter() -> object:
        return actions.enter_account(
            organization=next(firms), written=written, actor=SYSTEM, now=NOW
        )

    told = _at_once(enter)
    assert BankAccount.objects.filter(number="7559000012345678").count() == 1
    assert sum(one.endswith("尾号 5678") for one in told) == 1
