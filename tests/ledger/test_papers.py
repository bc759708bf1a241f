"""预算单: two people, always; the database holds to it against whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from huiqi.inbox.models import Todo
from huiqi.inbox.queries import todos_of
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.refusals import Denied, Refused
from huiqi.ledger.actions import book, confirm_transfer, propose_transfer, send_back
from huiqi.ledger.enums import Deed, Stage, Verdict
from huiqi.ledger.models import Budget, Decision, Entry, Fund, Transfer
from huiqi.ledger.proof.papers import problems_of_papers
from huiqi.ledger.saying import broken_rule
from huiqi.ledger.slips import Line, Origin, Slip
from tests.cast import NOW, TODAY, Player
from tests.ledger.books import WAN, Books, at_once


def _proposed(books: Books, actor: Actor, **other: Any) -> Transfer:
    told: dict[str, Any] = {
        "giver": books.upgrade,
        "taker": books.srdi,
        "amount_fen": 4 * WAN,
        "reason": "专精特新申报多于预计",
        "actor": actor,
        "now": NOW,
    }
    return propose_transfer(**told | other)


@pytest.fixture
def transfer(books: Books, fan: Player) -> Transfer:
    books.do("appropriate", 10 * WAN)
    return _proposed(books, fan.actor)


def test_treasury_gives_and_takes_back_by_a_document_and_two_people(
    books: Books, fan: Player, finance_chief: Player
) -> None:
    given = _proposed(books, fan.actor, giver=None, document="深财预〔2021〕7号")
    entry = confirm_transfer(transfer=given, on=TODAY, actor=finance_chief.actor)
    assert (entry.deed, entry.memo) == (Deed.APPROPRIATE, "专精特新申报多于预计")
    assert (entry.made_by, entry.checked_by) == (fan.person, finance_chief.person)
    back = _proposed(
        books, fan.actor, giver=books.srdi, taker=None, document="深财预〔2021〕9号", amount_fen=WAN
    )
    assert confirm_transfer(transfer=back, on=TODAY, actor=finance_chief.actor).deed == "withdraw"
    at_once()
    assert books.balance(Stage.AVAILABLE, books.srdi) == 3 * WAN


def test_everything_wrong_with_a_paper_is_told_at_once(books: Books, fan: Player) -> None:
    with pytest.raises(Refused) as refused:
        _proposed(books, fan.actor, giver=None, taker=None, reason=" ", amount_fen=-1)
    assert set(refused.value.problems) == {
        "预算单要写明是哪一笔预算",
        "下达和收回预算要写明文号",
        "调剂金额必须大于零，不超过十万亿元",
        "预算调剂要写明理由",
    } | {one for one in refused.value.problems if one.startswith("理由：")}
    with pytest.raises(Refused, match=r"可用指标只有 0.00 元，要 40,000.00 元"):
        _proposed(books, fan.actor)


def test_paper_that_was_sent_back_says_why_and_moves_nothing(
    books: Books, transfer: Transfer, fan: Player, finance_chief: Player
) -> None:
    with pytest.raises(Denied, match="制单人不能复核自己的单据"):
        send_back(paper=transfer, reason="不同意", actor=fan.actor)
    with pytest.raises(Refused, match="退回要写明理由"):
        send_back(paper=transfer, reason=" ", actor=finance_chief.actor)
    send_back(paper=transfer, reason="应由本年结余解决", actor=finance_chief.actor)
    with pytest.raises(Refused, match="这张单据已经退回：应由本年结余解决"):
        confirm_transfer(transfer=transfer, on=TODAY, actor=finance_chief.actor)
    with pytest.raises(Refused, match="已经复核过"):
        send_back(paper=transfer, reason="再退一次", actor=finance_chief.actor)
    assert books.balance(Stage.AVAILABLE, books.srdi) == 0


def test_signature_that_finds_too_little_money_leaves_the_paper_as_it_was(
    books: Books, transfer: Transfer, finance_chief: Player
) -> None:
    books.do("withdraw", 8 * WAN)
    with pytest.raises(Refused, match="余额不足"):
        confirm_transfer(transfer=transfer, on=TODAY, actor=finance_chief.actor)
    assert not Decision.objects.exists()
    books.do("appropriate", 8 * WAN)
    confirm_transfer(transfer=transfer, on=TODAY, actor=finance_chief.actor)
    assert books.balance(Stage.AVAILABLE, books.srdi) == 4 * WAN


def _decided(transfer: Transfer, person: Player, **more: Any) -> Decision:
    told = {"verdict": Verdict.SIGNED, "decided_by": person.person, "decided_at": NOW}
    return Decision.objects.create(transfer=transfer, **told | more)


def test_database_takes_no_decision_of_who_drew_it_up_and_no_second_one(
    transfer: Transfer, fan: Player, finance_chief: Player
) -> None:
    with pytest.raises(IntegrityError) as own, transaction.atomic():
        _decided(transfer, fan)
    assert broken_rule(own.value) == "decision_is_of_another"
    with pytest.raises(IntegrityError) as silent, transaction.atomic():
        _decided(transfer, finance_chief, verdict=Verdict.REFUSED)
    assert broken_rule(silent.value) == "refusal_says_why"
    _decided(transfer, finance_chief, verdict=Verdict.REFUSED, reason="不同意")
    with pytest.raises(IntegrityError), transaction.atomic():
        _decided(transfer, finance_chief)


def _slip(books: Books, transfer: Transfer) -> Slip:
    lines = (
        Line(books.upgrade.pk, Stage.AVAILABLE, -5),
        Line(books.upgrade.pk, Stage.SOURCE, 5),
        Line(books.srdi.pk, Stage.SOURCE, -5),
        Line(books.srdi.pk, Stage.AVAILABLE, 5),
    )
    return Slip(Deed.TRANSFER, "t", TODAY, "调剂", lines, Origin("ledger.Transfer", transfer.pk))


def test_database_moves_nothing_that_nobody_signed_or_that_somebody_else_signed(
    books: Books, transfer: Transfer, fan: Player, finance_chief: Player
) -> None:
    slip = _slip(books, transfer)
    with pytest.raises(Refused, match="要按签了字的单据记账"):
        book(slip, fan.actor, finance_chief.actor)
    send_back(paper=transfer, reason="不同意", actor=finance_chief.actor)
    with pytest.raises(Refused, match="要按签了字的单据记账"):
        book(slip, fan.actor, finance_chief.actor)
    with pytest.raises(Refused, match="两个人签字"):
        book(slip, SYSTEM)
    assert not Entry.objects.filter(deed=Deed.TRANSFER).exists()


def test_replay_finds_a_signature_without_its_entry(
    transfer: Transfer, finance_chief: Player
) -> None:
    assert list(problems_of_papers()) == []
    with transaction.atomic():
        made = _decided(transfer, finance_chief)
        assert list(problems_of_papers()) == [f"签了字却没有凭证：复核 {made.pk}。"]
        transaction.set_rollback(True)


def test_replay_finds_another_sum_than_was_signed(
    books: Books, transfer: Transfer, fan: Player, finance_chief: Player
) -> None:
    with transaction.atomic():
        _decided(transfer, finance_chief)
        book(_slip(books, transfer), fan.actor, finance_chief.actor)
        told = f"凭证与所签的预算或金额不符：预算单 {transfer.pk}。"
        assert list(problems_of_papers()) == [told]
        transaction.set_rollback(True)


# Pages


def test_one_person_draws_up_on_the_page_and_another_signs(
    books: Books, finance: Client, chief: Client
) -> None:
    asked = {"fund": books.fund.code, "programme": "shenzhen.srdi_award", "year": "2022"}
    asked |= {"amount": "1,200万", "document": "深财预〔2021〕7号", "reason": "提前下达"}
    at = finance.post("/ledger/papers/new/appropriate/", asked).headers["Location"]
    page = finance.get(at).content.decode()
    assert "制单人不能复核自己的单据" in page
    assert "签字，现在记账" not in page
    assert finance.post(f"{at}signed/").status_code == 403
    assert "签字，现在记账" in chief.get(at).content.decode()
    assert chief.post(f"{at}signed/").status_code == 302
    assert chief.post(f"{at}signed/").status_code == 302  # the same answer, and nothing more
    budget = Budget.objects.get(year=2022)
    assert books.balance(Stage.AVAILABLE, budget) == 1_200 * WAN
    assert "12,000,000.00 元" in chief.get(f"/ledger/budgets/{budget.pk}/").content.decode()


def test_form_that_does_not_read_says_everything_at_once(books: Books, finance: Client) -> None:
    answer = finance.post(
        "/ledger/papers/new/transfer/", {"giver": "x", "taker": "999999", "amount": "很多"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for told in ("「x」不是整数", "没有这笔预算", "「很多」不是可用的金额", "请写明理由"):
        assert told in page
    answer = finance.post("/ledger/papers/new/appropriate/", {"fund": "no", "year": "21"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for told in ("请从列表里选专项资金", "年度应是 2000 至 2100 之间的数", "请写明文号"):
        assert told in page
    assert finance.get("/ledger/papers/new/gift/").status_code == 404


def test_page_sends_back_with_the_reason_and_lists_by_state(
    transfer: Transfer, finance: Client, chief: Client
) -> None:
    at = f"/ledger/papers/{transfer.pk}/"
    assert chief.post(f"{at}refused/", {"reason": ""}).status_code == 409
    assert chief.post(f"{at}refused/", {"reason": "先用结余"}).status_code == 302
    assert "先用结余" in finance.get(at).content.decode()
    assert transfer.number in finance.get("/ledger/papers/?state=refused").content.decode()
    page = finance.get("/ledger/papers/?state=waiting&year=2021").content.decode()
    assert transfer.number not in page
    assert finance.get("/ledger/papers/?state=lost").status_code == 422
    assert finance.get("/ledger/papers.xlsx").content[:2] == b"PK"
    assert finance.get("/ledger/papers.xlsx?year=x").status_code == 422
    assert Fund.objects.count() == 1


def test_paper_waits_for_another_finance_officer_until_it_is_signed_or_sent_back(
    books: Books, transfer: Transfer, fan: Player, finance_chief: Player
) -> None:
    (todo,) = todos_of(finance_chief.actor)
    assert (todo.text, todo.note) == (
        f"签字或退回预算单 {transfer.number}",
        "40,000.00 元；专精特新申报多于预计",
    )
    assert todo.url == f"/ledger/papers/{transfer.pk}/"
    assert list(todos_of(fan.actor)) == []
    confirm_transfer(transfer=transfer, on=TODAY, actor=finance_chief.actor)
    other = _proposed(books, fan.actor, amount_fen=WAN)
    send_back(paper=other, reason="另报", actor=finance_chief.actor)
    ended = Todo.objects.order_by("id").values_list("object_id", "outcome")
    assert list(ended) == [(transfer.pk, "done"), (other.pk, "dropped")]


def test_paper_that_is_refused_asks_nobody(books: Books, fan: Player) -> None:
    with pytest.raises(Refused):
        _proposed(books, fan.actor, amount_fen=-1)
    assert not Todo.objects.exists()
