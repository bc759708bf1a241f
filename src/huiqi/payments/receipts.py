"""回执的内容: what a receipt says, and how it is printed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from huiqi.kernel import pdf
from huiqi.kernel.money import exact
from huiqi.kernel.now import CITY
from huiqi.ledger.models import Entry
from huiqi.library import load
from huiqi.payments.enums import LineState
from huiqi.payments.models import PaymentLine, Receipt

TITLE = "拨付回执"


def text_of(line: PaymentLine, number: str, entry: Entry, now: datetime) -> str:
    """回执的文字: a line for each thing, name and value, in the city's own language."""
    budget = line.budget
    policy = load().policies.get(budget.programme)
    with override(settings.LANGUAGE_CODE):
        money = exact(line.amount_fen)
    facts = [
        ("回执编号", number),
        ("收款单位", line.holder),
        ("收款账户", f"{line.bank} 尾号 {line.tail}"),
        ("金额", money),
        ("用途", line.order.title),
        ("资金", f"{budget.fund.title} {budget.year} 年"),
        ("扶持计划", policy.title if policy else budget.programme or "无"),
        ("申报通知", f"{line.call} 第 {line.instalment} 期"),
        ("付款序号", line.reference),
        ("到账确认", f"{now.astimezone(CITY):%Y-%m-%d}（银行回单）"),
        ("记账凭证", entry.number),
    ]
    return "\n".join(f"{name}：{value}" for name, value in facts)


def printed(receipt: Receipt) -> bytes:
    """打印的回执: PDF, with its hash, and that the money came back where it did."""
    return pdf.document(
        "receipt",
        {
            "title": TITLE,
            "facts": [list(one) for one in receipt.facts],
            "came_back": receipt.line.state == LineState.RETURNED,
            "digest": receipt.digest,
        },
    )
