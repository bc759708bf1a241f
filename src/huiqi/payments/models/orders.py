"""拨付单: who is to get what, made by one person and checked by others, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.payments.enums import ALIVE, AT_BANK, LET_THROUGH, LineState, OrderState

if TYPE_CHECKING:
    from huiqi.payments.models.receipts import Receipt


class Threshold(AppendOnly, models.Model):
    """双人复核限额: from a day on, an order of more than ``above_fen`` needs two checkers.

    Without one, every order needs two. ``basis`` is the instrument it rests on.
    """

    since = models.DateField(_("自"))
    above_fen = models.BigIntegerField(_("限额（分）"))
    basis = models.CharField(_("依据"), max_length=200)
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("双人复核限额")
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(above_fen__gte=0),
                name="threshold_is_not_below_zero",
                violation_error_message=_("双人复核限额不能为负"),
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="threshold_says_what_it_rests_on",
                violation_error_message=_("双人复核限额要写明依据"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.since}：{self.above_fen} 分"


class PaymentOrder(models.Model):
    """拨付单: lines that go to the bank in one file.

    ``lines_count``, ``total_fen`` and ``second_above_fen`` (the threshold in force) are set by
    the database when the maker submits it, and nothing of it changes from then on but how far
    it has come. ``made_by`` is the maker; the checkers are two others, the second one only above
    the threshold.
    """

    number = models.CharField(_("编号"), max_length=20)
    title = models.CharField(_("用途"), max_length=60)
    format = models.ForeignKey(
        "payments.BankFormat", models.PROTECT, related_name="orders", verbose_name=_("银行文件格式")
    )
    organization = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="+", verbose_name=_("经办单位")
    )
    state = models.CharField(
        _("进展"),
        max_length=12,
        choices=OrderState.choices,
        default=OrderState.DRAFTED,
        editable=False,
    )
    lines_count = models.PositiveIntegerField(_("笔数"), default=0, editable=False)
    total_fen = models.BigIntegerField(_("合计（分）"), default=0, editable=False)
    second_above_fen = models.BigIntegerField(_("双人复核限额（分）"), default=0, editable=False)
    made_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("制单人")
    )
    made_at = models.DateTimeField(_("制单时间"))
    first_checker = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("复核人"),
    )
    second_checker = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("第二复核人"),
    )

    class Meta:
        verbose_name = _("拨付单")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="order_has_its_own_number",
                violation_error_message=_("这个编号已经是另一张拨付单的"),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="order_says_what_for",
                violation_error_message=_("拨付单要写明用途"),
            ),
            models.CheckConstraint(
                condition=Q(first_checker__isnull=True) | ~Q(first_checker=F("made_by")),
                name="order_is_checked_by_another",
                violation_error_message=_("制单人不能复核自己的拨付单"),
            ),
            models.CheckConstraint(
                condition=Q(second_checker__isnull=True)
                | Q(first_checker__isnull=False)
                & ~Q(second_checker=F("made_by"))
                & ~Q(second_checker=F("first_checker")),
                name="order_is_checked_twice_by_two",
                violation_error_message=_("第二复核人不能是制单人，也不能是第一复核人"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LET_THROUGH)
                | Q(first_checker__isnull=False)
                & (Q(total_fen__lte=F("second_above_fen")) | Q(second_checker__isnull=False)),
                name="order_is_let_through_by_enough_people",
                violation_error_message=_("拨付单要先复核；超过限额的要两个人复核"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(OrderState.DRAFTED, OrderState.CANCELLED))
                | Q(lines_count__gt=0, total_fen__gt=0),
                name="order_pays_something",
                violation_error_message=_("拨付单里没有一笔付款，不能提交"),
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def needs_two(self) -> bool:
        """须双人复核: above the threshold that was in force when it was submitted."""
        return self.total_fen > self.second_above_fen

    @property
    def is_at_bank(self) -> bool:
        """已送银行: the file has been made."""
        return self.state in AT_BANK


class PaymentLine(models.Model):
    """付款: one attempt to pay one firm what was approved for it.

    ``budget``, ``call``, ``subject`` and ``instalment`` are the account of the ledger that it
    is paid from. ``holder``, ``bank`` and ``number`` are ``account`` as it was when the line was
    made. ``attempt`` counts the lines for the same account of the ledger from 1; ``retries`` is
    the line before, when that did not reach the firm. ``note`` is what the bank said.
    """

    order = models.ForeignKey(
        PaymentOrder, models.PROTECT, related_name="lines", verbose_name=_("拨付单")
    )
    position = models.PositiveIntegerField(_("序号"))
    reference = models.CharField(_("付款序号"), max_length=30)
    budget = models.ForeignKey(
        "ledger.Budget", models.PROTECT, related_name="+", verbose_name=_("年度预算")
    )
    call = models.CharField(_("申报通知"), max_length=40)
    subject = models.ForeignKey(
        "parties.Subject", models.PROTECT, related_name="+", verbose_name=_("主体")
    )
    instalment = models.PositiveSmallIntegerField(_("第几期"), default=1)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    account = models.ForeignKey(
        "parties.BankAccount", models.PROTECT, related_name="+", verbose_name=_("收款账户")
    )
    holder = models.CharField(_("户名"), max_length=120)
    bank = models.CharField(_("开户银行"), max_length=120)
    number = models.CharField(_("账号"), max_length=40)
    attempt = models.PositiveSmallIntegerField(_("第几次"), default=1)
    retries = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="retried_by",
        verbose_name=_("重付的是"),
    )
    state = models.CharField(
        _("进展"),
        max_length=12,
        choices=LineState.choices,
        default=LineState.PLANNED,
        editable=False,
    )
    settled_at = models.DateTimeField(_("结果时间"), null=True, blank=True)
    note = models.CharField(_("银行说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("付款")
        ordering = ("order_id", "position")
        indexes = (
            models.Index(fields=("subject", "state"), name="payment_of_firm"),
            models.Index(
                fields=("id",), condition=Q(state=LineState.UNKNOWN), name="payment_unknown"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("order", "position"),
                name="line_has_its_own_place",
                violation_error_message=_("这一行的序号已经用过"),
            ),
            models.UniqueConstraint(
                fields=("reference",),
                name="line_has_its_own_reference",
                violation_error_message=_("这个付款序号已经用过"),
            ),
            models.UniqueConstraint(
                fields=("budget", "call", "subject", "instalment"),
                condition=Q(state__in=ALIVE),
                name="line_is_the_only_one_alive",
                violation_error_message=_(
                    "这家企业的这笔资金已经在一张拨付单里，等那一笔有了结果才能再付"
                ),
            ),
            models.UniqueConstraint(
                fields=("budget", "call", "subject", "instalment", "attempt"),
                name="line_counts_its_attempts",
                violation_error_message=_("这家企业的这笔资金已经有这一次付款"),
            ),
            models.UniqueConstraint(
                fields=("retries",),
                condition=Q(retries__isnull=False),
                name="line_is_retried_once",
                violation_error_message=_("这一笔已经重付过"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0),
                name="line_pays_something",
                violation_error_message=_("付款金额必须大于零"),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{8,32}$") & ~Q(holder="") & ~Q(bank=""),
                name="line_says_whom_to_pay",
                violation_error_message=_("付款要写明户名、开户银行和 8 至 32 位数字的账号"),
            ),
            models.CheckConstraint(
                condition=Q(attempt__gte=1) & (Q(retries__isnull=True) | Q(attempt__gt=1)),
                name="line_that_retries_is_not_the_first",
                violation_error_message=_("重付的一笔不是第一次付款"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(LineState.PLANNED, LineState.IN_TRANSIT, LineState.DROPPED))
                | Q(settled_at__isnull=False),
                name="line_says_when_the_bank_answered",
                violation_error_message=_("有结果的付款要写明银行答复的时间"),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> tuple[int, str, int, int]:
        """账户: of the ledger that it is paid from."""
        return (self.budget_id, self.call, self.subject_id, self.instalment)

    @property
    def given_receipt(self) -> Receipt | None:
        """已出具的回执: None as long as the bank has not said that it paid."""
        return getattr(self, "receipt", None)

    @property
    def tail(self) -> str:
        """账号尾号: the last four digits, enough to tell it by."""
        return self.number[-4:]
