"""拨付单: made by one, checked by others, sent once; why something is not paid, and what to do."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Entry
from huiqi.ledger.queries import payables
from huiqi.ledger.saying import broken_rule
from huiqi.parties.actions import close_bank_account
from huiqi.parties.models import BankAccount, Organization, Person
from huiqi.payments import actions
from huiqi.payments.models import BankFile, PaymentLine, PaymentOrder, Receipt
from tests.cast import NOW, Player
from tests.ledger.books import WAN, at_once, award
from tests.payments.paying import Paying, an_account, entered_anew


def test_order_takes_what_is_approved_to_the_account_that_was_verified(paying: Paying) -> None:
    order = paying.order()
    assert order.number == "BF-2021-000001"
    lines = order.lines.order_by("position")
    assert [(one.holder, one.amount_fen, one.tail, one.attempt) for one in lines] == [
        ("深圳市澄澜智能装备有限公司", 30 * WAN, "2333", 1),
        ("深圳市远山新材料有限公司", 20 * WAN, "5666", 1),
    ]
    assert [one.reference for one in lines] == ["BF-2021-000001-0001", "BF-2021-000001-0002"]


def test_money_leaves_with_the_file_and_arrives_with_the_answer(paying: Paying) -> None:
    order = paying.checked()
    balance = paying.books.balance
    assert (balance(Stage.APPROVED), balance(Stage.ORDERED)) == (50 * WAN, 0)
    actions.export_order(order=order, actor=paying.maker, now=NOW)
    assert (balance(Stage.APPROVED), balance(Stage.ORDERED)) == (0, 50 * WAN)
    order.refresh_from_db()
    assert paying.answered(order, "成功", "失败").is_taken
    assert (balance(Stage.APPROVED), balance(Stage.PAID)) == (20 * WAN, 30 * WAN)
    order.refresh_from_db()
    assert order.state == "closed"
    assert [one.state for one in order.lines.order_by("position")] == ["paid", "failed"]


def test_nobody_checks_what_they_made_and_nobody_checks_twice(
    paying: Paying, qin: Player, shen: Player
) -> None:
    order = actions.submit_order(order=paying.order(), actor=paying.maker, now=NOW)
    assert order.needs_two

    def refused(who: Actor) -> str:
        with pytest.raises(Denied) as no:
            actions.check_order(order=order, actor=who, now=NOW)
        return str(no.value)

    assert refused(paying.maker) == "制单人不能复核自己的拨付单"
    assert [refused(one) for one in (qin.actor, shen.actor, SYSTEM)] == ["须由资金经办办理"] * 3
    actions.check_order(order=order, actor=paying.first, now=NOW)
    assert refused(paying.first) == "第一复核人不能再做第二复核人"
    assert refused(paying.maker) == "制单人不能复核自己的拨付单"
    done = actions.check_order(order=order, actor=paying.second, now=NOW)
    assert done.state == "checked"
    signed = (done.made_by_id, done.first_checker_id, done.second_checker_id)
    assert len(set(signed)) == 3


def test_one_checker_is_enough_up_to_the_threshold_of_the_day(paying: Paying) -> None:
    chenglan, yuanshan = paying.firms
    assert paying.checked(chenglan).second_checker_id is None
    # Half a million from tomorrow on; today is what counts, also for what is sent tomorrow.
    actions.set_threshold(
        since=date(2021, 10, 20), above_fen=20 * WAN - 1, basis="更严", actor=SYSTEM, now=NOW
    )
    actions.set_threshold(
        since=date(2021, 10, 21), above_fen=99 * WAN, basis="更宽", actor=SYSTEM, now=NOW
    )
    assert paying.checked(yuanshan).second_checker_id is not None
    with pytest.raises(Denied, match="由系统办理"):
        actions.set_threshold(
            since=date(2021, 1, 1), above_fen=1, basis="自己改", actor=paying.maker, now=NOW
        )


def test_database_itself_refuses_signatures_that_are_not_enough(paying: Paying) -> None:
    order = actions.submit_order(order=paying.order(), actor=paying.maker, now=NOW)
    one = PaymentOrder.objects.filter(pk=order.pk)
    maker, first, second = paying.maker.person_id, paying.first.person_id, paying.second.person_id
    tried: dict[str, dict[str, Any]] = {
        "order_is_let_through_by_enough_people": {"state": "checked", "first_checker_id": first},
        "order_is_checked_by_another": {"state": "half_checked", "first_checker_id": maker},
        "order_goes_its_way": {"state": "exported", "first_checker_id": first},
        "order_stays_as_it_was_submitted": {"second_above_fen": 10**12},
        "order_keeps_its_signatures": {
            "state": "half_checked",
            "first_checker_id": first,
            "second_checker_id": second,
        },
    }
    broken = {}
    for name, columns in tried.items():
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            one.update(**columns)
        broken[name] = broken_rule(error.value)
    assert broken == {name: name for name in tried}
    actions.check_order(order=order, actor=paying.first, now=NOW)
    with pytest.raises(IntegrityError, match="order_is_checked_twice_by_two"), transaction.atomic():
        one.update(state="checked", second_checker_id=first)
    told = {each.name: str(each.violation_error_message) for each in PaymentOrder._meta.constraints}
    assert told["order_is_checked_twice_by_two"] == "第二复核人不能是制单人，也不能是第一复核人"


def test_database_refuses_a_line_that_says_more_than_the_ledger(paying: Paying) -> None:
    order = paying.sent(paying.firms[0])
    line = order.lines.get()

    def pretend() -> None:
        with transaction.atomic():
            PaymentLine.objects.filter(pk=line.pk).update(state="paid", settled_at=NOW)
            at_once()

    with pytest.raises(IntegrityError, match="进展与账本不符"):
        pretend()
    with pytest.raises(IntegrityError, match="付款的内容不能改"), transaction.atomic():
        PaymentLine.objects.filter(pk=line.pk).update(number="6222000099999999999")
    with pytest.raises(IntegrityError, match="提交以后的拨付单不能增删付款"), transaction.atomic():
        line.delete()


def test_database_refuses_an_account_of_another_firm(paying: Paying) -> None:
    order = paying.order(paying.firms[0])
    line = order.lines.get()
    other = BankAccount.objects.get(organization=paying.firms[1])
    line.pk, line.position, line.reference, line.attempt = None, 2, f"{order}-0002", 2
    line.account, line.holder, line.number = other, other.holder, other.number
    with pytest.raises(IntegrityError, match="已核验的账户"), transaction.atomic():
        line.save(force_insert=True)


def test_firm_without_a_verified_account_is_refused_with_what_to_do(
    paying: Paying, lan: Player
) -> None:
    chenglan, yuanshan = paying.firms
    account = BankAccount.objects.get(organization=chenglan)
    close_bank_account(account=account, actor=lan.actor, now=NOW)
    entered_anew(yuanshan, verified_at=None, verified_by=None)
    with pytest.raises(Refused) as no:
        paying.order()
    assert no.value.problems == (
        "「深圳市澄澜智能装备有限公司」没有收款账户；请企业财务录入账户，经办人员核验后再加入",
        "「深圳市远山新材料有限公司」的收款账户（尾号 5666）还没有核验；请经办人员核验后再加入",
    )
    assert not PaymentOrder.objects.exists()


@pytest.mark.parametrize("step", ["submit", "check", "second", "export"])
def test_account_that_was_closed_meanwhile_stops_the_order_at_every_step(
    paying: Paying, lan: Player, step: str
) -> None:
    order = paying.order()
    steps = {
        "submit": lambda: actions.submit_order(order=order, actor=paying.maker, now=NOW),
        "check": lambda: actions.check_order(order=order, actor=paying.first, now=NOW),
        "second": lambda: actions.check_order(order=order, actor=paying.second, now=NOW),
        "export": lambda: actions.export_order(order=order, actor=paying.maker, now=NOW),
    }
    for name, act in steps.items():
        if name == step:
            break
        act()
    account = BankAccount.objects.get(organization=paying.firms[0])
    close_bank_account(account=account, actor=lan.actor, now=NOW)
    with pytest.raises(Refused) as no:
        steps[step]()
    assert no.value.problems == (
        (
            "第 1 行「深圳市澄澜智能装备有限公司」的账户（尾号 2333）已停用；请退回制单人，"
            "删去这一行，等新账户核验后重新加入"
        ),
    )
    assert not BankFile.objects.exists()
    assert paying.books.balance(Stage.ORDERED) == 0


def test_money_that_was_revoked_meanwhile_is_not_sent(paying: Paying) -> None:
    order = paying.checked()
    paying.books.do("revoke", 1, award=award(paying.firms[1]))
    with pytest.raises(Refused) as no:
        actions.export_order(order=order, actor=paying.maker, now=NOW)
    assert no.value.problems == (
        (
            "第 2 行「深圳市远山新材料有限公司」已核定的只有 199,999.99 元，要付 200,000.00 元；"
            "请退回制单人，删去这一行后重新加入"
        ),
    )
    assert paying.books.balance(Stage.ORDERED) == 0


def test_order_given_back_is_mended_and_checked_anew(
    paying: Paying, lan: Player, zheng: Player
) -> None:
    order = paying.checked()
    with pytest.raises(Refused, match="请写明理由"):
        actions.return_order(order=order, reason="  ", actor=paying.first, now=NOW)
    with pytest.raises(Denied):
        actions.return_order(order=order, reason="自己退", actor=paying.maker, now=NOW)
    order = actions.return_order(order=order, reason="账户有变", actor=paying.first, now=NOW)
    assert (order.state, order.first_checker_id, order.second_checker_id) == ("drafted", None, None)
    old = BankAccount.objects.get(organization=paying.firms[0])
    close_bank_account(account=old, actor=lan.actor, now=NOW)
    new = an_account(paying.firms[0], "6222000077778888999", zheng.person)
    line = order.lines.get(position=1)
    with pytest.raises(Denied, match="须由制单人本人办理"):
        actions.remove_line(order=order, line=line, actor=paying.first)
    actions.remove_line(order=order, line=line, actor=paying.maker)
    chosen = [one.key for one in payables() if one.subject.pk == paying.firms[0].subject_id]
    (added,) = actions.add_lines(order=order, chosen=chosen, actor=paying.maker)
    assert (added.account_id, added.number) == (new.pk, "6222000077778888999")
    order = actions.submit_order(order=order, actor=paying.maker, now=NOW)
    assert order.first_checker_id is None
    with pytest.raises(WrongState, match="只有起草中的拨付单"):
        actions.remove_line(order=order, line=added, actor=paying.maker)


def test_cancelled_order_frees_what_it_held(paying: Paying) -> None:
    order = paying.order()
    with pytest.raises(Refused) as no:
        paying.order()
    assert no.value.problems == tuple(
        f"「{firm}」的这笔资金已经在拨付单 BF-2021-000001 里；等那一笔有了结果才能再付"
        for firm in paying.firms
    )
    actions.cancel_order(order=order, reason="重复", actor=paying.maker, now=NOW)
    again = paying.order()
    assert [one.attempt for one in again.lines.order_by("position")] == [2, 2]
    kept = PaymentOrder.objects.filter(pk=order.pk)
    with pytest.raises(ProgrammingError, match="不能删除"), transaction.atomic():
        kept._raw_delete(kept.db)


def test_everything_that_is_missing_is_told_at_once(paying: Paying) -> None:
    with pytest.raises(Refused) as no:
        actions.create_order(title=" ", bank_format=None, chosen=[], actor=paying.maker, now=NOW)
    assert no.value.problems == (
        "请写明用途，如「2021 年专精特新奖励」",
        "请选择银行文件格式",
        "一笔也没有选：请先在待付款项前面打勾",
    )
    gone = [(1, "没有", 1, 1)]
    with pytest.raises(Refused, match="已经不在待付之列"):
        actions.create_order(
            title="用途", bank_format=paying.format, chosen=gone, actor=paying.maker, now=NOW
        )


def test_failed_payment_is_made_again_and_never_twice(paying: Paying) -> None:
    firm = paying.firms[1]
    first = paying.sent(firm)
    paying.answered(first, "失败")
    second = paying.sent(firm)
    line = second.lines.get()
    assert (line.attempt, line.retries) == (2, first.lines.get())
    paying.answered(second, "成功")
    assert [one.subject.pk for one in payables()] == [paying.firms[0].subject_id]
    with pytest.raises(Refused, match="一笔也没有选"):
        paying.order(firm)
    assert paying.books.balance(Stage.PAID) == 20 * WAN
    assert Entry.objects.filter(key=f"payment:{line.pk}:pay").count() == 1


def test_money_that_came_back_after_it_was_paid_goes_to_what_was_returned(paying: Paying) -> None:
    order = paying.sent(paying.firms[1])
    paying.answered(order, "成功")
    assert Receipt.objects.get().facts[3] == ("金额", "200,000.00 元")
    answer = paying.answered(order, "退票")
    assert answer.is_taken
    assert paying.books.balance(Stage.RETURNED) == 20 * WAN
    order.refresh_from_db()
    assert (order.state, order.lines.get().state) == ("closed", "returned")
    assert [one.subject.pk for one in payables()] == [paying.firms[0].subject_id]


def test_unknown_payment_stays_on_its_way_until_the_bank_knows(paying: Paying) -> None:
    order = paying.sent()
    paying.answered(order, "处理中", "成功")
    order.refresh_from_db()
    assert order.state == "answered"
    assert paying.books.balance(Stage.ORDERED) == 30 * WAN
    with pytest.raises(Refused, match="一笔也没有选"):
        paying.order(paying.firms[0])
    todo = Todo.objects.get(text__startswith="向银行追问", done_at=None)
    assert todo.text == "向银行追问拨付单 BF-2021-000001 的 1 笔未定付款"
    paying.answered(order, "成功", "成功")
    todo.refresh_from_db()
    order.refresh_from_db()
    assert (todo.outcome, order.state) == ("done", "closed")
    assert paying.books.balance(Stage.PAID) == 50 * WAN


def test_checkers_are_asked_and_the_maker_hears_of_what_came_back(paying: Paying) -> None:
    def open_todos() -> list[tuple[str, int | None]]:
        found = Todo.objects.filter(done_at=None).order_by("pk")
        return [(one.text, one.person_id) for one in found]

    order = actions.submit_order(order=paying.order(), actor=paying.maker, now=NOW)
    assert open_todos() == [("复核拨付单 BF-2021-000001", None)]
    actions.check_order(order=order, actor=paying.first, now=NOW)
    assert open_todos() == [("第二人复核拨付单 BF-2021-000001", None)]
    actions.return_order(order=order, reason="金额再核", actor=paying.second, now=NOW)
    maker = Person.objects.get(pk=paying.maker.person_id or 0)
    assert open_todos() == [("修改退回的拨付单 BF-2021-000001", maker.pk)]
    actions.submit_order(order=order, actor=paying.maker, now=NOW)
    assert open_todos() == [("复核拨付单 BF-2021-000001", None)]
    actions.take_back_order(order=order, actor=paying.maker, now=NOW)
    assert open_todos() == []


def test_merged_firm_is_paid_to_whoever_took_it_over(
    paying: Paying, zheng: Player, chenglan: Organization, yuanshan: Organization
) -> None:
    chenglan.subject.merged_into = yuanshan.subject
    chenglan.subject.save()
    order = paying.order(chenglan)
    assert order.lines.get().holder == yuanshan.name
