"""审核: what people found: checks, corrections, the audit, a visit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.programmes.enums import FindingResult
from huiqi.programmes.models.stages import StageRun


class CheckFinding(models.Model):
    """人工核查: of one check of the rules, by a person; ``check_id`` is the check's own id."""

    run = models.ForeignKey(
        StageRun, models.PROTECT, related_name="findings", verbose_name=_("环节")
    )
    check_id = models.CharField(_("核查项"), max_length=60)
    result = models.CharField(_("结果"), max_length=8, choices=FindingResult.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("核查人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("人工核查")
        ordering = ("run_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("run", "check_id"),
                name="check_is_judged_once_a_stage",
                violation_error_message=_("这一项已经核查过，请改原来的结果"),
            ),
            models.CheckConstraint(
                condition=Q(result=FindingResult.MET) | ~Q(note=""),
                name="finding_that_is_not_met_says_why",
                violation_error_message=_("不符合或不能确定的，要写明理由"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.check_id}：{self.result}"


class CorrectionRequest(models.Model):
    """补正告知: everything that is missing, told once; the clock stands until the firm answers.

    ``items`` are ``{"about": question or material or "", "text": what to do, "clause": 条款}``.
    ``due_on`` is the last day to answer (included).
    """

    run = models.ForeignKey(
        StageRun, models.PROTECT, related_name="corrections", verbose_name=_("环节")
    )
    items = models.JSONField(_("要补正的"))
    asked_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("告知人")
    )
    asked_at = models.DateTimeField(_("告知时间"))
    due_on = models.DateField(_("最后一天"))
    due_is_provisional = models.BooleanField(_("日期暂定"), default=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("补正告知")
        ordering = ("run_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("run",),
                condition=Q(answered_at__isnull=True),
                name="correction_is_asked_once_at_a_time",
                violation_error_message=_("这份申报已经在等企业补正"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id}：{self.asked_at}"


class AuditFinding(models.Model):
    """审计结果: of one amount: what was reported, what is allowed, why the rest is not; in 分."""

    run = models.ForeignKey(
        StageRun, models.PROTECT, related_name="audit_findings", verbose_name=_("环节")
    )
    about = models.CharField(_("哪个金额"), max_length=60)
    reported_fen = models.BigIntegerField(_("申报（分）"))
    allowed_fen = models.BigIntegerField(_("核定（分）"))
    reason = models.CharField(_("减少的原因"), max_length=300, blank=True)
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    report = models.ForeignKey(
        "kernel.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审计报告"),
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审计结果")
        ordering = ("run_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("run", "about"),
                name="amount_is_audited_once",
                violation_error_message=_("这个金额已经登记过审计结果"),
            ),
            models.CheckConstraint(
                condition=Q(allowed_fen__gte=0, reported_fen__gte=0)
                & Q(allowed_fen__lte=models.F("reported_fen")),
                name="audit_allows_no_more_than_reported",
                violation_error_message=_("核定金额在零和申报金额之间（就低原则）"),
            ),
            models.CheckConstraint(
                condition=Q(allowed_fen=models.F("reported_fen")) | ~Q(reason=""),
                name="disallowed_amount_says_why",
                violation_error_message=_("减少了的要写明原因"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.about}：{self.allowed_fen}"

    @property
    def cut_fen(self) -> int:
        """减少: what of the reported amount is not allowed, in 分."""
        return self.reported_fen - self.allowed_fen


class SiteVisitReport(AppendOnly, models.Model):
    """现场核查记录: who went on which day, what they found; told as it was, never changed.

    ``visitors`` are names; ``result`` as of a check.
    """

    run = models.OneToOneField(
        StageRun, models.PROTECT, related_name="visit", verbose_name=_("环节")
    )
    visited_on = models.DateField(_("核查日期"))
    visitors = models.JSONField(_("核查人员"))
    place = models.CharField(_("地点"), max_length=200)
    found = models.TextField(_("核查情况"))
    result = models.CharField(_("结果"), max_length=8, choices=FindingResult.choices)
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("现场核查记录")
        ordering = ("run_id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(found="") & ~Q(place=""),
                name="visit_says_what_was_found",
                violation_error_message=_("现场核查要写明地点和情况"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.run_id}：{self.visited_on}"
