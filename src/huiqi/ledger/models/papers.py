"""签字: what one person drew up and another signs or sends back, and the closing of a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.ledger.enums import Verdict


class YearEnd(AppendOnly, models.Model):
    """年终结转单: the first of two signatures on the closing of a year; its lines say how.

    Nothing moves before the second (Decision), which also locks the year.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    made_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("制单人")
    )
    made_at = models.DateTimeField(_("制单时间"))

    class Meta:
        verbose_name = _("年终结转单")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2099),
                name="year_end_is_of_a_year",
                violation_error_message=_("年度应在 2000 至 2099 之间"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """单号: as people write it."""
        return f"JZ-{self.year}-{self.pk:06d}"


class YearEndLine(AppendOnly, models.Model):
    """结转单的一行: what a budget had left when it was drawn up, in 分, and what becomes of it.

    ``free_fen`` is promised to nobody: it is carried on when ``is_carried``, else returned to
    the treasury. ``bound_fen`` is promised, and always carried on; ``back_fen`` came back from
    firms, and is always returned.
    """

    year_end = models.ForeignKey(
        YearEnd, models.PROTECT, related_name="lines", verbose_name=_("年终结转单")
    )
    budget = models.ForeignKey(
        "ledger.Budget", models.PROTECT, related_name="+", verbose_name=_("年度预算")
    )
    is_carried = models.BooleanField(_("可用指标结转下年"))
    free_fen = models.BigIntegerField(_("可用指标（分）"))
    bound_fen = models.BigIntegerField(_("已承诺、已核定未付（分）"))
    back_fen = models.BigIntegerField(_("退回款（分）"))

    class Meta:
        verbose_name = _("年终结转单的一行")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("year_end", "budget"),
                name="budget_stands_once_in_a_year_end",
                violation_error_message=_("一张结转单里每笔预算只有一行"),
            ),
            models.CheckConstraint(
                condition=Q(free_fen__gte=0, bound_fen__gte=0, back_fen__gte=0),
                name="year_end_line_leaves_nothing_below_zero",
                violation_error_message=_("结余不能小于零"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return str(self.budget)


class Decision(AppendOnly, models.Model):
    """复核: the second signature, or the refusal with its reason; of another person, once.

    Of a transfer or of a year end. ``locked_year`` is the year that a signed year end closes:
    the database books nothing more in it or before, but money that comes back.
    """

    transfer = models.OneToOneField(
        "ledger.Transfer",
        models.PROTECT,
        null=True,
        related_name="decision",
        verbose_name=_("预算单"),
    )
    year_end = models.OneToOneField(
        YearEnd,
        models.PROTECT,
        null=True,
        related_name="decision",
        verbose_name=_("年终结转单"),
    )
    verdict = models.CharField(_("结论"), max_length=8, choices=Verdict.choices)
    reason = models.CharField(_("退回的理由"), max_length=200, blank=True)
    locked_year = models.PositiveSmallIntegerField(_("结转的年度"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("复核人")
    )
    decided_at = models.DateTimeField(_("复核时间"))

    class Meta:
        verbose_name = _("复核")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("locked_year",),
                name="year_is_locked_once",
                violation_error_message=_("这一年已经结转"),
            ),
            models.CheckConstraint(
                condition=Q(transfer__isnull=False, year_end__isnull=True)
                | Q(transfer__isnull=True, year_end__isnull=False),
                name="decision_is_on_one_paper",
                violation_error_message=_("一次复核只对一张单据"),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.REFUSED) & ~Q(reason="")
                | Q(verdict=Verdict.SIGNED, reason=""),
                name="refusal_says_why",
                violation_error_message=_("退回要写明理由"),
            ),
            models.CheckConstraint(
                condition=Q(locked_year__isnull=True)
                | Q(verdict=Verdict.SIGNED, year_end__isnull=False),
                name="only_a_signed_year_end_locks",
                violation_error_message=_("只有签了字的年终结转才锁定年度"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.get_verdict_display()
