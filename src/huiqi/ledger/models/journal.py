"""凭证和分录: what happened to money, once and for all; balances follow from it.

Nobody writes a balance: the database does, when a leg is added (migration 0002). A leg keeps
which one it is of its account and what stood there afterwards, so that a leg that is changed,
taken out or put elsewhere leaves a gap that anybody can see.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.ledger.enums import MOST_FEN, OF_ONE_FIRM, TWO_SIGNATURES, Deed, Stage

NO_FIRM: Final = (Stage.SOURCE, Stage.AVAILABLE, Stage.COMMITTED)
NO_CALL: Final = (Stage.SOURCE, Stage.AVAILABLE)


class Account(AppendOnly, models.Model):
    """账户: one stage of one budget, for a call, a firm and an instalment where they matter.

    ``call`` is the number of the call (申报通知), empty before there is one. ``instalment``
    counts the parts of a payment from 1; 0 where there is none.
    """

    budget = models.ForeignKey(
        "ledger.Budget", models.PROTECT, related_name="accounts", verbose_name=_("年度预算")
    )
    stage = models.CharField(_("资金阶段"), max_length=10, choices=Stage.choices)
    call = models.CharField(_("申报通知"), max_length=40, blank=True)
    subject = models.ForeignKey(
        "parties.Subject", models.PROTECT, null=True, related_name="+", verbose_name=_("主体")
    )
    instalment = models.PositiveSmallIntegerField(_("第几期"), default=0)

    class Meta:
        verbose_name = _("账户")
        ordering = ("budget_id", "stage", "call", "subject_id", "instalment")
        constraints = (
            models.UniqueConstraint(
                fields=("budget", "stage", "call", "subject", "instalment"),
                nulls_distinct=False,
                name="account_is_there_once",
                violation_error_message=_("这个账户已经有了"),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=NO_FIRM) | Q(subject__isnull=True, instalment=0),
                name="account_before_approval_is_of_no_firm",
                violation_error_message=_("核定之前的资金不属于任何企业，也不分期"),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=NO_CALL) | Q(call=""),
                name="account_before_commitment_is_of_no_call",
                violation_error_message=_("承诺之前的资金不属于任何一次申报"),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=OF_ONE_FIRM) | Q(subject__isnull=False),
                name="account_after_approval_is_of_a_firm",
                violation_error_message=_("核定之后的资金要写明企业"),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.COMMITTED) | ~Q(call=""),
                name="account_of_a_commitment_names_its_call",
                violation_error_message=_("承诺的资金要写明是哪一次申报"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.call}".strip()


class Balance(models.Model):
    """余额: of one account, in 分, kept by the database in the transaction of each leg.

    ``legs`` is how many there are. The application may read it and nothing else.
    """

    derived: Final = True

    account = models.OneToOneField(
        Account, models.PROTECT, primary_key=True, related_name="balance", verbose_name=_("账户")
    )
    is_source = models.BooleanField(_("财政来源"))
    amount_fen = models.BigIntegerField(_("余额（分）"), default=0)
    legs = models.PositiveBigIntegerField(_("分录数"), default=0)

    class Meta:
        verbose_name = _("余额")
        ordering = ("account_id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(is_source=True, amount_fen__lte=0)
                | Q(is_source=False, amount_fen__gte=0),
                name="balance_never_below_zero",
                violation_error_message=_("余额不足，这笔钱不能从这里支出"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.account}：{self.amount_fen} 分"


class Entry(AppendOnly, models.Model):
    """凭证: one thing that happened to money, on a day, with its ``lines`` legs.

    ``key`` says which piece of business it is: the same business is booked once, for ever;
    ``fingerprint`` tells whether it is asked for in the same words again. ``memo`` names no
    firm, for the accounts do. ``origin`` is the case it comes from, kind and number.
    ``source`` is where an opening entry is taken from, ``grants`` how many 家次 it stands for;
    ``is_rounded`` when the source gives no more than a round figure.
    """

    deed = models.CharField(_("业务种类"), max_length=12, choices=Deed.choices)
    booked_on = models.DateField(_("记账日期"))
    memo = models.CharField(_("摘要"), max_length=200)
    key = models.CharField(_("业务凭据"), max_length=120)
    fingerprint = models.CharField(_("指纹"), max_length=64)
    lines = models.PositiveSmallIntegerField(_("分录数"))
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="reversals",
        verbose_name=_("冲正"),
    )
    origin_kind = models.CharField(_("来自何种事项"), max_length=100, blank=True)
    origin_id = models.BigIntegerField(_("来自事项编号"), null=True)
    source = models.CharField(_("来源"), max_length=300, blank=True)
    grants = models.PositiveIntegerField(_("家次"), default=0)
    is_rounded = models.BooleanField(_("约数"), default=False)
    made_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("制单人"),
    )
    checked_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("复核人"),
    )
    made_at = models.DateTimeField(_("制单时间"))

    class Meta:
        verbose_name = _("凭证")
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=("origin_kind", "origin_id"),
                condition=~Q(origin_kind=""),
                name="entry_of_origin",
            ),
            models.Index(fields=("booked_on",), name="entry_of_day"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                name="entry_is_booked_once",
                violation_error_message=_("这笔业务已经记过账"),
            ),
            models.UniqueConstraint(
                fields=("reverses",),
                condition=Q(reverses__isnull=False),
                name="entry_is_reversed_once",
                violation_error_message=_("这张凭证已经冲正过，不能再冲"),
            ),
            models.CheckConstraint(
                condition=Q(deed=Deed.REVERSE, reverses__isnull=False)
                | (~Q(deed=Deed.REVERSE) & Q(reverses__isnull=True)),
                name="entry_reverses_another_or_none",
                violation_error_message=_("冲正凭证要写明冲的是哪一张，其他凭证不能写"),
            ),
            models.CheckConstraint(
                condition=~Q(deed=Deed.OPENING) | ~Q(source=""),
                name="entry_of_opening_names_its_source",
                violation_error_message=_("期初凭证要写明数字的来源"),
            ),
            models.CheckConstraint(
                condition=~Q(memo="") & ~Q(key="") & Q(lines__gte=2),
                name="entry_says_what_it_is",
                violation_error_message=_("凭证要写明摘要和业务凭据，至少有两笔分录"),
            ),
            models.CheckConstraint(
                condition=~Q(deed__in=TWO_SIGNATURES)
                | Q(made_by__isnull=False, checked_by__isnull=False),
                name="entry_of_transfer_bears_two_signatures",
                violation_error_message=_("预算调剂和年终结转要有制单、复核两个人签字"),
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | Q(made_by__isnull=True)
                | ~Q(checked_by=F("made_by")),
                name="entry_is_checked_by_another",
                violation_error_message=_("制单人不能复核自己的单据"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """凭证号: as people write it; numbers that were given up leave gaps."""
        return f"PZ-{self.booked_on.year}-{self.pk:08d}"


class Leg(AppendOnly, models.Model):
    """分录: an amount in 分 that comes into an account, or goes out of it (below zero).

    ``line`` counts the legs of the entry from 1. ``position`` counts those of the account from
    1, ``balance_fen`` is what stood there after this one; both are set by the database.
    """

    entry = models.ForeignKey(
        Entry, models.PROTECT, db_index=False, related_name="legs", verbose_name=_("凭证")
    )
    line = models.PositiveSmallIntegerField(_("行号"))
    account = models.ForeignKey(
        Account, models.PROTECT, db_index=False, related_name="legs", verbose_name=_("账户")
    )
    amount_fen = models.BigIntegerField(_("金额（分）"))
    position = models.PositiveBigIntegerField(_("账户内序号"), default=0, editable=False)
    balance_fen = models.BigIntegerField(_("记账后余额（分）"), default=0, editable=False)

    class Meta:
        verbose_name = _("分录")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(amount_fen=0),
                name="leg_moves_something",
                violation_error_message=_("分录的金额不能为零"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=-MOST_FEN, amount_fen__lte=MOST_FEN),
                name="leg_is_of_this_world",
                violation_error_message=_("一笔金额不能超过十万亿元"),
            ),
            models.UniqueConstraint(
                fields=("account", "position"),
                name="leg_has_its_place",
                violation_error_message=_("账户里的这个序号已经有分录"),
            ),
            models.UniqueConstraint(
                fields=("entry", "line"),
                name="leg_has_its_line",
                violation_error_message=_("凭证的这一行已经有分录"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.account} {self.amount_fen:+d} 分"


class PeriodClose(AppendOnly, models.Model):
    """月结: from then on nothing can be booked on a day of that month or before; never undone."""

    month = models.DateField(_("月份（首日）"))
    closed_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("结账人")
    )
    closed_at = models.DateTimeField(_("结账时间"))

    class Meta:
        verbose_name = _("月结")
        ordering = ("-month",)
        constraints = (
            models.UniqueConstraint(
                fields=("month",),
                name="period_is_closed_once",
                violation_error_message=_("这个月已经结账"),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="period_begins_on_the_first",
                violation_error_message=_("月份应写这个月的第一天"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
