"""数据源中断: from when to when a source of facts could not be read."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.parties.enums import Source


class SourceOutage(models.Model):
    """数据源中断: of one source, told by an officer; ``until`` is None while it is away."""

    source = models.CharField(_("数据源"), max_length=20, choices=Source.choices)
    since = models.DateTimeField(_("中断时间"))
    until = models.DateTimeField(_("恢复时间"), null=True, blank=True)
    reason = models.CharField(_("情况"), max_length=200)
    reported_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    ended_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("恢复登记人"),
    )

    class Meta:
        verbose_name = _("数据源中断")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("source",),
                condition=Q(until__isnull=True),
                name="source_is_away_once_at_a_time",
                violation_error_message=_("这个数据源已经登记为中断"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="source_comes_back_after_it_went",
                violation_error_message=_("恢复时间不能早于中断时间"),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(source=Source.SELF_DECLARED),
                name="source_outage_says_why",
                violation_error_message=_("登记中断要写明情况；企业自报不是数据源"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.source}：{self.since}"
