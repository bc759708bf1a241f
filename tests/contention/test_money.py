"""同时动钱: eight at once on one budget, one funding plan, one payment of an application.

Never over what there is, never twice; the books are replayed from nothing after each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

import pytest

from huiqi.inbox.models import Message
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY, now
from huiqi.kernel.refusals import Refused
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Entry
from huiqi.ledger.proof import assert_coherent
from huiqi.ledger.queries import payables
from huiqi.parties import scope
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.payments import actions as payments
from huiqi.payments.models import PaymentLine, PaymentOrder
from huiqi.programmes import actions
from huiqi.programmes.actions import automatic, lists
from huiqi.programmes.models import Application, AutoCase, AwardList, Call
from huiqi.programmes.queries.money import standing_of_call
from huiqi.programmes.stages import disbursement, publicity
from huiqi.programmes.stages.funding_plan import put_into_plan
from tests.cast import NOW, Player, a_member, an_organization, credit_code
from tests.kernel.threads import together
from tests.ledger.books import WAN, Books
from tests.payments.paying import FORMAT, an_account, answer
from tests.programmes.applying import CLOSES, OPENS
from tests.programmes.walking import CLAUSE, stand_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.verify]
EIGHT: Final = 8
SRDI: Final = "shenzhen.srdi_award"
EACH: Final = 10 * WAN


def at_once(act: Callable[[int], object]) -> list[str]:
    """What each of eight came back with: what was done, or why it was not."""

    def alone(number: int) -> str:
        with scope.everything():
            try:
                return str(act(number))
            except Refused as refused:
                return f"不行：{'；'.join(refused.problems)}"

    return together(alone, EIGHT)


def a_draft_call(books: Books, drafter: Player, ceiling_fen: int) -> Call:
    asked = actions.CallAsked(
        programme=SRDI,
        title="专精特新奖励",
        basis="试〔2021〕1号",
        opens_at=OPENS,
        closes_at=CLOSES,
        budget=books.srdi,
        ceiling_fen=ceiling_fen,
    )
    call = actions.draft_call(asked=asked, actor=drafter.actor, now=NOW)
    return actions.submit_call(call=call, actor=drafter.actor)


@pytest.fixture
def funded(books: Books) -> Books:
    """100 万元 for 专精特新 beside those for 技改."""
    books.do("appropriate", 100 * WAN, budget=books.srdi, key="srdi")
    return books


@pytest.fixture
def listed(funded: Books, qin: Player, he: Player) -> AwardList:
    """Eight firms confirmed; their list was public without an objection, 80 万元 set aside."""
    draft = a_draft_call(funded, qin, EIGHT * EACH)
    call = actions.publish_call(call=draft, actor=he.actor, now=NOW)
    owners = [_named(call, number, qin) for number in range(EIGHT)]
    automatic.ask_firms(call=call, actor=he.actor, now=NOW)
    for owner, case in zip(owners, AutoCase.objects.order_by("id"), strict=True):
        automatic.confirm_case(case=case, actor=owner.actor, now=NOW)
    made = lists.draw_up_list(call=call, title="拟奖励名单", actor=qin.actor, now=NOW)
    made = lists.submit_list(award_list=made, actor=qin.actor)
    made = lists.approve_list(award_list=made, opinion="同意", actor=he.actor, now=NOW)
    if made.state == "submitted":
        bureau = call.department
        other = a_member("chief2", "另一位处长", bureau, Role.SECTION_CHIEF)
        made = lists.approve_list(award_list=made, opinion="同意", actor=other.actor, now=NOW)
    notice = lists.publish_award_list(
        award_list=made, begins_on=NOW.date(), actor=he.actor, now=NOW
    )
    over = stand_on(_morning_of(notice.ends))
    assert publicity.pass_cleared(actor=SYSTEM, now=over) == EIGHT
    made.refresh_from_db()
    return made


def _named(call: Call, number: int, officer: Player) -> Player:
    firm: Organization = an_organization(
        f"第 {number} 家", code=credit_code(f"MA5EEGH{number:02d}")
    )
    an_account(firm, f"62220000111122223{number:02d}", officer.person)
    AutoCase.objects.create(
        call=call,
        subject=firm.subject,
        organization=firm,
        amount_fen=EACH,
        result={"verdict": "yes", "amount_max": str(EACH // 100), "reasons": []},
        compared_on=NOW.date(),
        compared_by=officer.person,
    )
    return a_member(f"owner{number}", "负责人", firm, Role.OWNER)


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), CITY) + timedelta(hours=9, minutes=30)


def test_of_eight_calls_on_one_budget_no_more_is_set_aside_than_there_is(
    funded: Books, qin: Player, he: Player
) -> None:
    calls = [a_draft_call(funded, qin, 20 * WAN) for _ in range(EIGHT)]
    chief = he.actor
    told = at_once(
        lambda number: actions.publish_call(call=calls[number], actor=chief, now=NOW).state
    )
    refused = [one for one in told if one != "published"]
    assert len(refused) == EIGHT - 5
    assert all("可用指标只有 0.00 元，需要 200,000.00 元" in one for one in refused)
    assert Call.objects.filter(state="published").count() == 5
    assert funded.balance(Stage.COMMITTED, funded.srdi) == 100 * WAN
    assert_coherent()


def test_a_plan_decided_by_eight_at_once_grants_everybody_once(
    listed: AwardList, he: Player
) -> None:
    chief, at = he.actor, now()
    told = at_once(
        lambda _number: len(put_into_plan(award_list=listed, clause=CLAUSE, actor=chief, now=at))
    )
    assert told.count(str(EIGHT)) == 1
    assert told.count("不行：没有公示期满、等着下达资金计划的申报") == EIGHT - 1
    standing = standing_of_call(listed.call)
    assert (standing.committed, standing.approved) == (0, EIGHT * EACH)
    assert Entry.objects.filter(deed="approve").count() == EIGHT
    granted = Application.objects.filter(granted_fen=EACH, decisions__verdict="granted")
    assert (granted.count(), granted.distinct().count()) == (EIGHT, EIGHT)
    assert_coherent()


def test_one_payment_asked_for_by_eight_at_once_reaches_the_firm_once(
    listed: AwardList, he: Player, bureau: Organization
) -> None:
    at = now()
    put_into_plan(award_list=listed, clause=CLAUSE, actor=he.actor, now=at)
    maker, *checkers = (
        a_member(name, name, bureau, Role.FINANCE_OFFICER).actor for name in ("fan", "zheng", "hu")
    )
    made = payments.set_bank_format(told=FORMAT, actor=SYSTEM, now=NOW)
    (one, *_others) = payables()

    def pay(_number: int) -> PaymentOrder:
        order = payments.create_order(
            title="奖励", bank_format=made, chosen=[one.key], actor=maker, now=at
        )
        order = payments.submit_order(order=order, actor=maker, now=at)
        for checker in checkers:  # no limit is set: two people check any amount
            order = payments.check_order(order=order, actor=checker, now=at)
        return order

    told = at_once(pay)
    assert sum("等那一笔有了结果才能再付" in each for each in told) == EIGHT - 1
    order, line = PaymentOrder.objects.get(), PaymentLine.objects.get()
    files = at_once(lambda _number: payments.export_order(order=order, actor=maker, now=at).digest)
    assert (len(set(files)), "不行" in files[0]) == (1, False)
    order.refresh_from_db()
    text = answer(order, "成功").encode()
    taken = at_once(
        lambda _number: (
            payments.settle_order(
                order=order, content=text, name="回单.csv", actor=maker, now=at
            ).pk
        )
    )
    assert (len(set(taken)), taken[0].isdigit()) == (1, True), taken
    passed = at_once(lambda _number: disbursement.pass_paid(actor=SYSTEM, now=at))
    assert sorted(passed) == [*["0"] * (EIGHT - 1), "1"]
    assert (standing_of_call(listed.call).paid, line.amount_fen) == (EACH, EACH)
    assert Entry.objects.filter(deed="pay").count() == 1
    assert Message.objects.filter(title__contains="资金已到账").count() == 1
    assert_coherent()
