"""账本的选项: where money stands on its way, and what moves it from one place to the next.

Money moves along a row of accounts, and none of them but the source may fall below zero. So
no more can be promised than was appropriated, no more approved than promised, and no more
paid than approved: one rule instead of three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """资金阶段: where money of a budget stands."""

    SOURCE = "source", _("财政来源")
    AVAILABLE = "available", _("可用指标")
    COMMITTED = "committed", _("已承诺")
    APPROVED = "approved", _("已核定")
    ORDERED = "ordered", _("支付在途")
    PAID = "paid", _("已支付")
    RETURNED = "returned", _("已退回")


class Deed(TextChoices):
    """业务种类: what an entry is about; each moves money between certain stages only."""

    OPENING = "opening", _("期初")
    APPROPRIATE = "appropriate", _("下达预算")
    WITHDRAW = "withdraw", _("收回预算")
    TRANSFER = "transfer", _("预算调剂")
    COMMIT = "commit", _("承诺")
    RELEASE = "release", _("释放承诺")
    APPROVE = "approve", _("核定")
    REVOKE = "revoke", _("撤销核定")
    ORDER = "order", _("送付")
    FAIL = "fail", _("付款未成")
    PAY = "pay", _("支付")
    RETURN = "return", _("退回")
    RESTORE = "restore", _("退回款恢复指标")
    SURRENDER = "surrender", _("退回款上缴")
    CARRY = "carry", _("年终结转")
    REVERSE = "reverse", _("冲正")


@dataclass(frozen=True)
class Flow:
    """流向: the stages money leaves and reaches, and which dimensions it keeps on the way.

    Within an entry the amounts of each value of ``keeps`` add up to nothing: what was ordered
    for one firm is not paid to another. The budget is always kept.
    """

    out_of: tuple[Stage, ...]
    into: tuple[Stage, ...]
    keeps: tuple[str, ...] = ()


OF_CALL: Final = ("call",)
OF_FIRM: Final = ("call", "subject_id", "instalment")

# A reversal is not among them: it is the exact opposite of the entry it reverses. The database
# has the same table (migration 0002); a test compares the two.
FLOWS: Final[Mapping[Deed, Flow]] = {
    Deed.OPENING: Flow(
        (Stage.SOURCE,), (Stage.AVAILABLE, Stage.COMMITTED, Stage.APPROVED, Stage.PAID)
    ),
    Deed.APPROPRIATE: Flow((Stage.SOURCE,), (Stage.AVAILABLE,)),
    Deed.WITHDRAW: Flow((Stage.AVAILABLE,), (Stage.SOURCE,)),
    # Of each budget by itself: one gives back to the treasury what the other gets from it.
    Deed.TRANSFER: Flow((Stage.AVAILABLE, Stage.SOURCE), (Stage.AVAILABLE, Stage.SOURCE)),
    Deed.COMMIT: Flow((Stage.AVAILABLE,), (Stage.COMMITTED,)),
    Deed.RELEASE: Flow((Stage.COMMITTED,), (Stage.AVAILABLE,)),
    Deed.APPROVE: Flow((Stage.COMMITTED,), (Stage.APPROVED,), OF_CALL),
    Deed.REVOKE: Flow((Stage.APPROVED,), (Stage.COMMITTED,), OF_CALL),
    Deed.ORDER: Flow((Stage.APPROVED,), (Stage.ORDERED,), OF_FIRM),
    Deed.FAIL: Flow((Stage.ORDERED,), (Stage.APPROVED,), OF_FIRM),
    Deed.PAY: Flow((Stage.ORDERED,), (Stage.PAID,), OF_FIRM),
    Deed.RETURN: Flow((Stage.PAID,), (Stage.RETURNED,), OF_FIRM),
    Deed.RESTORE: Flow((Stage.RETURNED,), (Stage.AVAILABLE,)),
    Deed.SURRENDER: Flow((Stage.RETURNED,), (Stage.SOURCE,)),
    # Of the old year's budget and the next one's, each by itself, as a transfer: what was left
    # goes back to the treasury, and what is carried on comes from it, at the stage it had.
    Deed.CARRY: Flow(
        (Stage.AVAILABLE, Stage.COMMITTED, Stage.APPROVED, Stage.RETURNED, Stage.SOURCE),
        (Stage.SOURCE, Stage.AVAILABLE, Stage.COMMITTED, Stage.APPROVED),
    ),
}

# What nobody does alone.
TWO_SIGNATURES: Final = (Deed.TRANSFER, Deed.CARRY)
# What may still happen to the money of a year that is closed: it comes back, to the treasury.
OF_A_CLOSED_YEAR: Final = (Deed.RETURN, Deed.SURRENDER)
# Ten trillion yuan: more than any budget, and far from where the numbers of a database end.
MOST_FEN: Final = 10**15

# The stages in which money is promised to one firm, or was.
OF_ONE_FIRM: Final = (Stage.APPROVED, Stage.ORDERED, Stage.RETURNED)


class Verdict(TextChoices):
    """复核结论: of the second person on what the first has drawn up."""

    SIGNED = "signed", _("已签字")
    REFUSED = "refused", _("已退回")


class Method(TextChoices):
    """抽样方法: how payments are chosen for a closer look."""

    RANDOM = "random", _("随机")
    MONETARY = "monetary", _("货币单元")
    STRATIFIED = "stratified", _("按计划分层")
    ABOVE = "above", _("一定金额以上全部")
