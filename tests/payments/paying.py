"""付款: approved money of two firms, their accounts, a bank, and the words of the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi.kernel.access import SYSTEM, Actor
from huiqi.ledger.models import Fund
from huiqi.ledger.queries import payables
from huiqi.parties.models import BankAccount, Organization, Person
from huiqi.payments import actions
from huiqi.payments.models import BankAnswer, BankFormat, PaymentLine, PaymentOrder
from huiqi.publicity.actions import Draft, Proposed, publish_notice
from huiqi.publicity.models import Publicity
from tests.cast import LONG_AGO, NOW
from tests.ledger.books import CALL, WAN, Books, award

PROGRAMME: Final = "shenzhen.technical_upgrade"
FIRST: Final = date(2021, 10, 8)  # seven working days, the first one among them: to the 15th
NUMBERS: Final = ("6222000011112222333", "6222000044445555666")
ASKED: Final = [
    ["reference", "业务序号"],
    ["number", "收款账号"],
    ["holder", "收款户名"],
    ["bank", "开户行"],
    ["amount", "金额"],
    ["memo", "附言"],
]
ANSWERED: Final = [
    ["reference", "业务序号"],
    ["number", "收款账号"],
    ["amount", "金额"],
    ["outcome", "状态"],
    ["reason", "原因"],
]
WORDS: Final = {"成功": "paid", "失败": "failed", "退票": "returned", "处理中": "unknown"}
FORMAT: Final = {
    "code": "pengwan-csv",
    "title": "鹏湾银行批量代发",
    "kind": "csv",
    "encoding": "gbk",
    "columns": ASKED,
    "answer_columns": ANSWERED,
    "words": WORDS,
    "footer": "合计",
}


@dataclass
class Paying:
    """一座小城的付款: everything that a test of an order needs."""

    books: Books
    firms: list[Organization]
    format: BankFormat
    maker: Actor
    first: Actor
    second: Actor

    def order(self, *firms: Organization) -> PaymentOrder:
        """起草: for what is approved for these firms, else for all."""
        wanted = {one.subject_id for one in firms or self.firms}
        chosen = [one.key for one in payables() if one.subject.pk in wanted]
        return actions.create_order(
            title="2021 年奖励",
            bank_format=self.format,
            chosen=chosen,
            actor=self.maker,
            now=NOW,
        )

    def checked(self, *firms: Organization) -> PaymentOrder:
        """复核过的: by as many as it needs."""
        order = self.order(*firms)
        order = actions.submit_order(order=order, actor=self.maker, now=NOW)
        order = actions.check_order(order=order, actor=self.first, now=NOW)
        if order.state == "half_checked":
            order = actions.check_order(order=order, actor=self.second, now=NOW)
        return order

    def sent(self, *firms: Organization) -> PaymentOrder:
        """送出的: the file has been made."""
        order = self.checked(*firms)
        actions.export_order(order=order, actor=self.maker, now=NOW)
        order.refresh_from_db()
        return order

    def answered(self, order: PaymentOrder, *outcomes: str) -> BankAnswer:
        """答复: one outcome for each line, in order."""
        return self.settle(order, answer(order, *outcomes))

    def settle(self, order: PaymentOrder, text: str | bytes, name: str = "回单.csv") -> BankAnswer:
        content = text if isinstance(text, bytes) else text.encode()
        return actions.settle_order(
            order=order, content=content, name=name, actor=self.maker, now=NOW
        )


def answer(order: PaymentOrder, *outcomes: str) -> str:
    """回单: as the bank writes it, in CSV with a footer."""
    lines = list(order.lines.order_by("position"))
    rows = [row(line, word) for line, word in zip(lines, outcomes, strict=True)]
    return csv(*rows, total=sum(line.amount_fen for line in lines))


def row(line: PaymentLine, word: str, reason: str = "") -> str:
    return f"{line.reference},{line.number},{yuan(line.amount_fen)},{word},{reason}"


def csv(*rows: str, total: int = 0, count: int | None = None) -> str:
    heading = ",".join(heading for _field, heading in ANSWERED)
    footer = f"合计,{len(rows) if count is None else count},{yuan(total)},,"
    return "\r\n".join([heading, *rows, footer, ""])


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def an_account(firm: Organization, number: str, verifier: Person) -> BankAccount:
    """Entered long ago and verified by an officer."""
    return BankAccount.objects.create(
        organization=firm,
        holder=firm.name,
        bank="鹏湾银行深圳分行",
        number=number,
        entered_at=LONG_AGO,
        verified_at=LONG_AGO,
        verified_by=verifier,
    )


def entered_anew(firm: Organization, **changed: object) -> None:
    """The account of a firm as somebody might have entered it instead."""
    (old,) = BankAccount.objects.filter(organization=firm, closed_at=None)
    old.delete()
    old.pk = None
    for name, value in changed.items():
        setattr(old, name, value)
    old.save(force_insert=True)


def shown(
    fund: Fund, *awards: Proposed, begins_on: date = FIRST, until: date | None = None
) -> Publicity:
    """公示: by the department of the fund, taken over by the system where it is an old one."""
    draft = Draft(PROGRAMME, CALL, "拟资助名单", fund.department, begins_on, until)
    return publish_notice(draft=draft, awards=awards, actor=SYSTEM, now=NOW)


def a_city(books: Books, firms: list[Organization], people: tuple[Actor, ...]) -> Paying:
    """30 and 20 万元 are approved for the firms, after notice; above 40 万元 two people check."""
    books.do("appropriate", 200 * WAN)
    books.do("commit", 100 * WAN, call=CALL)
    for firm, amount in zip(firms, (30, 20), strict=True):
        books.do("approve", amount * WAN, award=award(firm))
    shown(
        books.fund,
        *(Proposed(firm, wan * WAN) for firm, wan in zip(firms, (30, 20), strict=True)),
    )
    verifier = Person.objects.get(pk=people[0].person_id or 0)
    for firm, number in zip(firms, NUMBERS, strict=True):
        an_account(firm, number, verifier)
    actions.set_threshold(
        since=date(2021, 1, 1), above_fen=40 * WAN, basis="演示", actor=SYSTEM, now=NOW
    )
    made = actions.set_bank_format(told=FORMAT, actor=SYSTEM, now=NOW)
    return Paying(books, firms, made, *people)
