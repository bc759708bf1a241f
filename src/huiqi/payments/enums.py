"""拨付的选项: how far an order and each of its lines have come, and what a bank's file holds."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrderState(TextChoices):
    """拨付单进展: from the maker's draft to the day on which nothing is open any more."""

    DRAFTED = "drafted", _("起草")
    SUBMITTED = "submitted", _("待复核")
    HALF_CHECKED = "half_checked", _("待第二人复核")
    CHECKED = "checked", _("已复核")
    EXPORTED = "exported", _("已送银行")
    ANSWERED = "answered", _("银行已答复，尚有未定")
    CLOSED = "closed", _("已办结")
    CANCELLED = "cancelled", _("已作废")


# What two signatures, or one below the threshold, have let through.
LET_THROUGH: Final = (
    OrderState.CHECKED,
    OrderState.EXPORTED,
    OrderState.ANSWERED,
    OrderState.CLOSED,
)
AT_BANK: Final = (OrderState.EXPORTED, OrderState.ANSWERED, OrderState.CLOSED)
WAITING: Final = (OrderState.SUBMITTED, OrderState.HALF_CHECKED)


class LineState(TextChoices):
    """付款进展: one attempt to pay one firm."""

    PLANNED = "planned", _("待送银行")
    IN_TRANSIT = "in_transit", _("在途")
    UNKNOWN = "unknown", _("结果不明")
    PAID = "paid", _("已支付")
    FAILED = "failed", _("付款未成")
    RETURNED = "returned", _("退票")
    DROPPED = "dropped", _("未送银行")


# While one of these is there, no other attempt may pay the same money.
ALIVE: Final = (LineState.PLANNED, LineState.IN_TRANSIT, LineState.UNKNOWN)
# The bank knows nothing of these.
UNSENT: Final = (LineState.PLANNED, LineState.DROPPED)
# The bank has not said for certain what became of it.
UNSETTLED: Final = (LineState.IN_TRANSIT, LineState.UNKNOWN)


class Outcome(TextChoices):
    """银行答复: what the bank says became of a payment."""

    PAID = "paid", _("支付成功")
    FAILED = "failed", _("付款失败")
    RETURNED = "returned", _("退票")
    UNKNOWN = "unknown", _("处理中或不明")


# The state in which a line is once the bank has said so.
AFTER: Final = {
    Outcome.PAID: LineState.PAID,
    Outcome.FAILED: LineState.FAILED,
    Outcome.RETURNED: LineState.RETURNED,
    Outcome.UNKNOWN: LineState.UNKNOWN,
}


class Field(TextChoices):
    """银行文件的项目: what a column of a bank's file can hold."""

    REFERENCE = "reference", _("付款序号")
    HOLDER = "holder", _("户名")
    BANK = "bank", _("开户银行")
    BRANCH = "branch", _("联行号")
    NUMBER = "number", _("账号")
    AMOUNT = "amount", _("金额")
    MEMO = "memo", _("用途")
    OUTCOME = "outcome", _("处理结果")
    REASON = "reason", _("原因")


ASKED: Final = (Field.REFERENCE, Field.HOLDER, Field.NUMBER, Field.AMOUNT)
ANSWERED: Final = (Field.REFERENCE, Field.NUMBER, Field.AMOUNT, Field.OUTCOME)


class Kind(TextChoices):
    """文件种类: of the file that the bank takes."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel（.xlsx）"


class Encoding(TextChoices):
    """文字编码: of a CSV file that the bank takes."""

    UTF8 = "utf-8", "UTF-8"
    UTF8_MARKED = "utf-8-sig", _("UTF-8（带标记）")
    GBK = "gbk", "GBK"
    GB18030 = "gb18030", "GB18030"


class Separator(TextChoices):
    """分隔符: between the cells of a CSV file."""

    COMMA = ",", _("逗号")
    SEMICOLON = ";", _("分号")
    BAR = "|", _("竖线")
    TAB = "\t", _("制表符")


class Unit(TextChoices):
    """金额单位: in which a bank's file writes amounts."""

    YUAN = "yuan", _("元，两位小数")
    FEN = "fen", _("分")
