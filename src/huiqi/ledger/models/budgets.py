"""预算: the special funds, what each has for a programme in a year, and who waits for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.ledger.enums import MOST_FEN, Deed


class Fund(AppendOnly, models.Model):
    """专项资金: money of the treasury for one purpose, in the hands of one department.

    ``basis`` is the instrument it rests on, 文号 and clause.
    """

    code = models.SlugField(_("代码"), max_length=40)
    title = models.CharField(_("名称"), max_length=120)
    department = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="+", verbose_name=_("主管部门")
    )
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("专项资金")
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=("code",),
                name="fund_has_its_own_code",
                violation_error_message=_("这个代码已经是另一项专项资金的"),
            ),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(title=""),
                name="fund_says_what_it_rests_on",
                violation_error_message=_("专项资金要写明名称和依据"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.title


class NewBudget(AppendOnly, models.Model):
    """拟设预算: a budget that a paper would set up, of a fund there is, or of a new one.

    Without ``fund`` the other four say what the new fund would be. Nothing is set up before the
    second signature on the paper; what then is set up points back to here.
    """

    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, related_name="+", verbose_name=_("专项资金")
    )
    code = models.SlugField(_("资金代码"), max_length=40, blank=True)
    title = models.CharField(_("资金名称"), max_length=120, blank=True)
    department = models.ForeignKey(
        "parties.Organization",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("主管部门"),
    )
    basis = models.CharField(_("资金依据"), max_length=200, blank=True)
    programme = models.CharField(_("扶持计划"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))

    class Meta:
        verbose_name = _("拟设预算")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(fund__isnull=False, code="", title="", basis="")
                & Q(department__isnull=True)
                | Q(fund__isnull=True, department__isnull=False)
                & ~Q(code="")
                & ~Q(title="")
                & ~Q(basis=""),
                name="new_budget_is_of_a_fund_or_a_new_one",
                violation_error_message=_("新设的资金要写明代码、名称、主管部门和依据"),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="new_budget_year_is_a_year",
                violation_error_message=_("年度应在 2000 至 2100 之间"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.fund_title}（{self.year}）"

    @property
    def fund_title(self) -> str:
        """资金名称: of the fund there is, or of the new one."""
        return self.fund.title if self.fund else self.title


class Budget(AppendOnly, models.Model):
    """年度预算: what a fund has for one programme in one year; amounts are in its accounts.

    ``programme`` is the id of a programme of the library, empty for the fund as a whole.
    ``planned`` is what a paper said of it before it was there.
    """

    fund = models.ForeignKey(
        Fund, models.PROTECT, related_name="budgets", verbose_name=_("专项资金")
    )
    programme = models.CharField(_("扶持计划"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    planned = models.OneToOneField(
        NewBudget,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="budget",
        verbose_name=_("拟设预算"),
    )

    class Meta:
        verbose_name = _("年度预算")
        ordering = ("-year", "fund__code", "programme")
        constraints = (
            models.UniqueConstraint(
                fields=("fund", "programme", "year"),
                name="budget_of_a_programme_once_a_year",
                violation_error_message=_("这项资金对这个扶持计划在这一年已有预算"),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="budget_year_is_a_year",
                violation_error_message=_("年度应在 2000 至 2100 之间"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.fund}（{self.year}）"


class Transfer(AppendOnly, models.Model):
    """预算单: money from one budget to another, given by the treasury, or taken back by it.

    The first of two signatures; nothing moves before the second (Decision). ``giver`` is None
    when the treasury gives (下达), ``taker`` when it takes back (收回); then ``document`` is the
    instrument it does so by, 文号. What the treasury gives to a budget that is not there yet
    ``opens`` it: signed, the paper sets it up, and the fund where that is new.
    """

    giver = models.ForeignKey(
        Budget,
        models.PROTECT,
        null=True,
        related_name="transfers_out",
        verbose_name=_("调出预算"),
    )
    taker = models.ForeignKey(
        Budget,
        models.PROTECT,
        null=True,
        related_name="transfers_in",
        verbose_name=_("调入预算"),
    )
    opens = models.OneToOneField(
        NewBudget,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="paper",
        verbose_name=_("拟设预算"),
    )
    amount_fen = models.BigIntegerField(_("金额（分）"))
    reason = models.CharField(_("理由"), max_length=200)
    document = models.CharField(_("文号"), max_length=100, blank=True)
    made_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("制单人")
    )
    made_at = models.DateTimeField(_("制单时间"))

    class Meta:
        verbose_name = _("预算单")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(giver=F("taker")),
                name="transfer_goes_elsewhere",
                violation_error_message=_("调出和调入不能是同一笔预算"),
            ),
            models.CheckConstraint(
                condition=Q(giver__isnull=False) | Q(taker__isnull=False) | Q(opens__isnull=False),
                name="transfer_names_a_budget",
                violation_error_message=_("预算单要写明是哪一笔预算"),
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(giver__isnull=True, taker__isnull=True),
                name="transfer_opens_a_budget_or_names_one",
                violation_error_message=_("设立预算的单据只由财政下达，不写别的预算"),
            ),
            models.CheckConstraint(
                condition=Q(giver__isnull=False, taker__isnull=False) | ~Q(document=""),
                name="transfer_of_the_treasury_names_its_document",
                violation_error_message=_("下达和收回预算要写明文号"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=MOST_FEN),
                name="transfer_moves_something",
                violation_error_message=_("调剂金额必须大于零，不超过十万亿元"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="transfer_says_why",
                violation_error_message=_("预算调剂要写明理由"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """单号: as people write it."""
        return f"YS-{self.pk:06d}"

    @property
    def deed(self) -> Deed:
        """业务种类: of the entry that carries it out."""
        if self.giver_id is None:
            return Deed.APPROPRIATE
        return Deed.WITHDRAW if self.taker_id is None else Deed.TRANSFER


class Place(models.Model):
    """排队: one firm waits for money of a budget, with what it asked for, in order of arrival.

    ``left_at`` is when it was served or gave up; until then it stands in the queue.
    """

    budget = models.ForeignKey(
        Budget, models.PROTECT, related_name="places", verbose_name=_("年度预算")
    )
    call = models.CharField(_("申报通知"), max_length=40)
    subject = models.ForeignKey(
        "parties.Subject", models.PROTECT, related_name="+", verbose_name=_("主体")
    )
    asked_fen = models.BigIntegerField(_("申请金额（分）"))
    joined_at = models.DateTimeField(_("排队时间"))
    left_at = models.DateTimeField(_("离队时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("排队")
        ordering = ("joined_at", "id")
        indexes = (
            models.Index(
                fields=("budget", "joined_at", "id"),
                condition=Q(left_at__isnull=True),
                name="queue_of_budget",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("budget", "call", "subject"),
                condition=Q(left_at__isnull=True),
                name="place_in_a_queue_once",
                violation_error_message=_("这家企业已经在这次申报的队伍里"),
            ),
            models.CheckConstraint(
                condition=Q(asked_fen__gt=0),
                name="place_asks_for_something",
                violation_error_message=_("申请金额必须大于零"),
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="place_is_left_after_it_was_taken",
                violation_error_message=_("离队不能早于排队"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.call}：{self.asked_fen} 分"
