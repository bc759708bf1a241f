"""抽样: which payments an auditor chose to look at, and how, so that anybody can do it again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.ledger.enums import MOST_FEN, Method


class Sample(AppendOnly, models.Model):
    """抽样: payments booked from ``since`` to ``until`` (both included), chosen by ``method``.

    ``seed`` and the payments decide alone what is chosen. ``through_leg`` is the last leg there
    was, so that what is booked later changes nothing; ``digest`` is the hash of all payments it
    was drawn from. ``size`` is how many were asked for, ``threshold_fen`` from which amount in
    分 all are taken.
    """

    number = models.CharField(_("编号"), max_length=20)
    method = models.CharField(_("抽样方法"), max_length=10, choices=Method.choices)
    seed = models.CharField(_("种子"), max_length=40)
    size = models.PositiveSmallIntegerField(_("样本量"), null=True, blank=True)
    threshold_fen = models.BigIntegerField(_("金额（分）"), null=True, blank=True)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    programme = models.CharField(_("扶持计划"), max_length=100, blank=True)
    reason = models.CharField(_("目的"), max_length=120)
    population = models.PositiveIntegerField(_("总体笔数"))
    population_fen = models.BigIntegerField(_("总体金额（分）"))
    through_leg = models.BigIntegerField(_("截至分录"))
    digest = models.CharField(_("总体的哈希"), max_length=64)
    drawn_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("抽样人")
    )
    drawn_at = models.DateTimeField(_("抽样时间"))

    class Meta:
        verbose_name = _("抽样")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="sample_has_its_own_number",
                violation_error_message=_("这个编号已经是另一次抽样的"),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(seed=""),
                name="sample_says_what_for_and_by_which_seed",
                violation_error_message=_("抽样要写明目的和种子"),
            ),
            models.CheckConstraint(
                condition=Q(method=Method.ABOVE, size__isnull=True, threshold_fen__isnull=False)
                | ~Q(method=Method.ABOVE) & Q(size__gte=1, threshold_fen__isnull=True),
                name="sample_has_a_size_or_an_amount",
                violation_error_message=_("请写明样本量；全部抽取的写明金额"),
            ),
            models.CheckConstraint(
                condition=Q(threshold_fen__isnull=True)
                | Q(threshold_fen__gt=0, threshold_fen__lte=MOST_FEN),
                name="sample_amount_is_of_this_world",
                violation_error_message=_("金额必须大于零，不超过十万亿元"),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="sample_ends_after_it_begins",
                violation_error_message=_("结束日期不能早于开始日期"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number


class SampleItem(AppendOnly, models.Model):
    """样本: one payment that was chosen; ``hits`` is how often, where a large one can be twice."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="items", verbose_name=_("抽样"))
    position = models.PositiveSmallIntegerField(_("序号"))
    leg = models.ForeignKey(
        "ledger.Leg", models.PROTECT, related_name="+", verbose_name=_("支付的分录")
    )
    hits = models.PositiveSmallIntegerField(_("命中次数"), default=1)

    class Meta:
        verbose_name = _("样本")
        ordering = ("sample_id", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("sample", "position"),
                name="sample_item_has_its_place",
                violation_error_message=_("抽样的这个序号已经有样本"),
            ),
            models.UniqueConstraint(
                fields=("sample", "leg"),
                name="payment_is_in_a_sample_once",
                violation_error_message=_("一次抽样里每笔支付只列一次"),
            ),
            models.CheckConstraint(
                condition=Q(hits__gte=1),
                name="sample_item_was_hit",
                violation_error_message=_("样本至少命中一次"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.sample} {self.position}"
