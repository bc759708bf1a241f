"""数据源中断: from when to when a source of facts could not be read."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.parties.enums import Source

# What was told stays as it was told; that the source is back is added once.
_REWRITTEN: Final = """OLD.until IS NOT NULL
    OR (NEW.source, NEW.since, NEW.reason, NEW.reported_by_id, NEW.reported_at)
    IS DISTINCT FROM (OLD.source, OLD.since, OLD.reason, OLD.reported_by_id, OLD.reported_at)"""


class SourceOutage(models.Model):
    """数据源中断: of one source, told by an officer; ``until`` is None while it is away.

    ``since`` (included) and ``until`` (excluded) are when it was away, ``reported_at`` and
    ``ended_at`` when somebody said so.
    """

    source = models.CharField(_("数据源"), max_length=20, choices=Source.choices)
    since = models.DateTimeField(_("中断时间"))
    until = models.DateTimeField(_("恢复时间"), null=True, blank=True)
    reason = models.CharField(_("情况"), max_length=200)
    reported_at = models.DateTimeField(_("登记时间"))
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
    ended_at = models.DateTimeField(_("恢复登记时间"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(since__lte=F("reported_at")),
                name="source_outage_is_not_foretold",
                violation_error_message=_("中断时间不能在将来"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_by__isnull=True, ended_at__isnull=True)
                | Q(until__isnull=False, ended_by__isnull=False, until__lte=F("ended_at")),
                name="source_comes_back_told_by_somebody",
                violation_error_message=_("恢复要写明时间和登记人，恢复时间不能在将来"),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="source_outage_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="source_outage_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_REWRITTEN),
            ),
        )

    def __str__(self) -> str:
        return f"{self.source}：{self.since}"
