"""之后: titles given, what was built looked at, what the money did."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.programmes.enums import FindingResult
from huiqi.programmes.models.applications import Application
from huiqi.programmes.models.stages import StageRun


class Recognition(AppendOnly, models.Model):
    """认定: a title, an allowance or an admission, given to a firm from a day on.

    ``valid_until`` is exclusive, None without end. ``title`` is empty for what is no title.
    """

    run = models.OneToOneField(
        StageRun, models.PROTECT, related_name="recognition", verbose_name=_("环节")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="recognitions", verbose_name=_("申报")
    )
    title = models.CharField(_("称号"), max_length=60, blank=True)
    level = models.CharField(_("级别"), max_length=12)
    number = models.CharField(_("证书编号"), max_length=40)
    granted_on = models.DateField(_("认定日"))
    valid_until = models.DateField(_("有效至（不含）"), null=True, blank=True)
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("认定人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("认定")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="recognition_has_its_own_number",
                violation_error_message=_("这个证书编号已经用过"),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("granted_on")),
                name="recognition_ends_after_it_begins",
                violation_error_message=_("有效期的最后一天不能早于认定日"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number


class Completion(AppendOnly, models.Model):
    """验收: what was built, as people found it."""

    run = models.OneToOneField(
        StageRun, models.PROTECT, related_name="completion", verbose_name=_("环节")
    )
    checked_on = models.DateField(_("验收日"))
    result = models.CharField(_("结果"), max_length=8, choices=FindingResult.choices)
    found = models.TextField(_("验收情况"))
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("验收人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("验收")
        ordering = ("run_id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(found=""),
                name="completion_says_what_was_found",
                violation_error_message=_("验收要写明情况"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.run_id}：{self.result}"


class PerformanceReport(AppendOnly, models.Model):
    """绩效报告: what the firm says the money did, by figure, and what the department thinks."""

    run = models.ForeignKey(
        StageRun, models.PROTECT, related_name="reports", verbose_name=_("环节")
    )
    figures = models.JSONField(_("指标"), default=dict, blank=True)
    told = models.TextField(_("说明"))
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("报告人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("绩效报告")
        ordering = ("run_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(told=""),
                name="performance_report_says_something",
                violation_error_message=_("绩效报告要写明说明"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.run_id}：{self.at}"
