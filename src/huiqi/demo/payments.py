"""拨付样例: orders of this year in every state, over fictional firms and at a fictional bank.

One is closed, one waits for the bank, one for a checker, one for its maker; and there is money
that no order holds yet, some of it for a firm without an account, some before the end of its
public notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from huiqi.demo.books import CALL, FEN
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.ledger.actions import Award, Business, approve
from huiqi.ledger.models import Budget
from huiqi.ledger.queries import payables
from huiqi.library import load
from huiqi.parties.actions import Written
from huiqi.parties.enums import AccountDeed, AccountProof
from huiqi.parties.models import BankAccount, BankAccountStep, Organization
from huiqi.payments.actions import (
    check_order,
    create_order,
    enter_account,
    export_order,
    set_bank_format,
    set_threshold,
    settle_order,
    submit_order,
)
from huiqi.payments.models import BankFormat, PaymentLine, PaymentOrder
from huiqi.publicity.actions import Draft, Proposed, publish_notice

Act = Callable[[datetime], object]

BANK: Final = "鹏湾银行深圳分行"
BRANCH: Final = "313584099990"  # of a branch that does not exist
ACCOUNTANT: Final = "zhoumin"
MAKER, CHECKER, SECOND = "fangshu", "tangyi", "songjia"
THRESHOLD_WAN: Final = 50
FORMAT: Final = {
    "code": "pengwan-csv",
    "title": "鹏湾银行批量付款（CSV）",
    "kind": "csv",
    "encoding": "gbk",
    "columns": [
        ["reference", "业务序号"],
        ["number", "收款账号"],
        ["holder", "收款户名"],
        ["bank", "开户行"],
        ["amount", "金额"],
        ["memo", "附言"],
    ],
    "answer_columns": [
        ["reference", "业务序号"],
        ["number", "收款账号"],
        ["amount", "金额"],
        ["outcome", "处理结果"],
        ["reason", "原因"],
    ],
    "words": {"成功": "paid", "失败": "failed", "退票": "returned", "处理中": "unknown"},
    "footer": "合计",
}
FORMATS: Final = (
    FORMAT,
    FORMAT | {"code": "pengwan-xlsx", "title": "鹏湾银行批量付款（Excel）", "kind": "xlsx"},
)
AWARD, UPGRADE = "shenzhen.srdi_award", "shenzhen.technical_upgrade"
# Which firm gets how much of what, in 万元; the first is 澄澜, the others of the population.
APPROVED: Final = (
    *((0, AWARD, 50), (21, AWARD, 20), (22, AWARD, 20), (23, UPGRADE, 260), (24, UPGRADE, 140)),
    *((25, AWARD, 20), (26, AWARD, 20), (27, UPGRADE, 120), (28, AWARD, 20), (29, UPGRADE, 60)),
)
SHOWN_FROM: Final = date(2021, 9, 15)
BEING_SHOWN: Final = 29
STILL_RUNNING: Final = date(2021, 10, 14)  # to the 22nd, two days after the day of the city
WITHOUT_ACCOUNT: Final = 28
CLOSED: Final = (0, 21, 22)
WAITING: Final = (23, 24)
SUBMITTED: Final = (25, 26)
DRAFTED: Final = (27,)


def events(actors: Mapping[str, Actor], firms: Sequence[Organization]) -> Iterator[tuple[str, Act]]:
    """事件: each with its moment, as «10-11 09:20»; ``firms`` begin with 澄澜."""
    maker, checker, second = (actors[name] for name in (MAKER, CHECKER, SECOND))
    yield "10-08 09:10", partial(_set_up, firms, checker)
    make = partial(_make, firms, maker)
    award, upgrade = "2021 年专精特新奖励", "2021 年技术改造扶持"
    yield "10-11 09:40", partial(make, CLOSED, award)
    yield "10-11 11:20", partial(_check, 1, checker)
    yield "10-11 15:05", partial(_check, 1, second)
    yield "10-11 15:30", partial(_send, 1, maker)
    answer = (("成功", ""), ("成功", ""), ("失败", "账号与户名不符"))
    yield "10-12 16:20", partial(_answer, 1, answer, maker)
    yield "10-13 17:00", partial(_notice, firms, UPGRADE, STILL_RUNNING)
    yield "10-18 09:30", partial(make, WAITING, upgrade)
    yield "10-18 10:40", partial(_check, 2, checker)
    yield "10-18 14:10", partial(_check, 2, second)
    yield "10-18 14:30", partial(_send, 2, maker)
    yield "10-19 16:50", partial(_answer, 2, (("成功", ""), ("处理中", "收款行未回应")), maker)
    yield "10-19 17:05", partial(make, SUBMITTED, award)
    yield "10-20 08:20", partial(_another_account, firms[0], actors[ACCOUNTANT])
    yield "10-20 08:30", partial(make, DRAFTED, upgrade, draft=True)


def _set_up(firms: Sequence[Organization], verifier: Actor, now: datetime) -> None:
    for told in FORMATS:
        set_bank_format(told=told, actor=SYSTEM, now=now)
    set_threshold(
        since=date(2021, 1, 1),
        above_fen=THRESHOLD_WAN * FEN,
        basis="演示数据",
        actor=SYSTEM,
        now=now,
    )
    budgets = {one.programme: one for one in Budget.objects.filter(year=2021)}
    for number, (firm, programme, wan) in enumerate(APPROVED, 1):
        approve(
            budget=budgets[programme],
            award=Award(CALL, firms[firm].subject_id),
            amount_fen=wan * FEN,
            business=Business(f"approve-2021:payments:{number}", now.date(), "资助资金"),
            actor=SYSTEM,
        )
    for programme in (AWARD, UPGRADE):
        _notice(firms, programme, SHOWN_FROM, now)
    paid = {firms[firm].subject_id for firm, _programme, _wan in APPROVED}
    paid |= {one.subject.pk for one in payables()}
    paid.discard(firms[WITHOUT_ACCOUNT].subject_id)
    _accounts([one for one in firms if one.subject_id in paid], verifier, now)


def _accounts(firms: Sequence[Organization], verifier: Actor, now: datetime) -> None:
    """Taken over from before, and verified by what the bank wrote."""
    made = BankAccount.objects.bulk_create(
        BankAccount(
            organization=firm,
            holder=firm.name,
            bank=BANK,
            branch_code=BRANCH,
            number=f"62220000{firm.pk:011d}",
            entered_at=now,
            verified_at=now,
            verified_by_id=verifier.person_id,
        )
        for firm in firms
    )
    letter = {"proof": AccountProof.BANK_LETTER, "note": "演示数据", "by_id": verifier.person_id}
    for deed, told in ((AccountDeed.ENTERED, {}), (AccountDeed.VERIFIED, letter)):
        BankAccountStep.objects.bulk_create(
            BankAccountStep(account=one, deed=deed, at=now, **told) for one in made
        )


def _notice(firms: Sequence[Organization], programme: str, begins_on: date, now: datetime) -> None:
    """What is approved of a programme, shown to everybody; one of the notices still runs."""
    budget = Budget.objects.get(year=2021, programme=programme)
    title = f"{load().policy(programme).title}拟资助名单（演示）"
    draft = Draft(programme, CALL, title, budget.fund.department, begins_on)
    awards = [
        Proposed(firms[firm], wan * FEN)
        for firm, its, wan in APPROVED
        if its == programme and (firm == BEING_SHOWN) is (begins_on == STILL_RUNNING)
    ]
    publish_notice(draft=draft, awards=awards, actor=SYSTEM, now=now)


def _another_account(firm: Organization, accountant: Actor, now: datetime) -> None:
    """To replace the one that is in use, as soon as somebody has verified it."""
    in_use = BankAccount.objects.get(organization=firm, closed_at=None)
    enter_account(
        organization=firm,
        written=Written("鹏湾银行深圳前海支行", BRANCH, "7559 0000 1234 5678", replaces=in_use),
        actor=accountant,
        now=now,
    )


def _make(
    firms: Sequence[Organization],
    maker: Actor,
    whom: Sequence[int],
    title: str,
    now: datetime,
    *,
    draft: bool = False,
) -> None:
    wanted = {firms[one].subject_id for one in whom}
    order = create_order(
        title=title,
        bank_format=BankFormat.objects.get(code=FORMAT["code"]),
        chosen=[one.key for one in payables() if one.subject.pk in wanted],
        actor=maker,
        now=now,
    )
    if not draft:
        submit_order(order=order, actor=maker, now=now)


def _check(number: int, checker: Actor, now: datetime) -> None:
    check_order(order=_order(number), actor=checker, now=now)


def _send(number: int, maker: Actor, now: datetime) -> None:
    export_order(order=_order(number), actor=maker, now=now)


def _answer(number: int, said: Sequence[tuple[str, str]], maker: Actor, now: datetime) -> None:
    order = _order(number)
    name = f"回单-{order.number}.csv"
    settle_order(order=order, content=answered(order, said), name=name, actor=maker, now=now)


def answered(order: PaymentOrder, said: Sequence[tuple[str, str]]) -> bytes:
    """回单: what the bank says of each line, with its reason."""
    lines = list(order.lines.order_by("position"))
    rows = [_row(line, *one) for line, one in zip(lines, said, strict=True)]
    footer = f"合计,{len(lines)},{_yuan(order.total_fen)},,"
    text = "\r\n".join(["业务序号,收款账号,金额,处理结果,原因", *rows, footer, ""])
    return text.encode("gbk")


def _row(line: PaymentLine, word: str, reason: str) -> str:
    return f"{line.reference},{line.number},{_yuan(line.amount_fen)},{word},{reason}"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _order(number: int) -> PaymentOrder:
    return PaymentOrder.objects.get(number=f"BF-2021-{number:06d}")
