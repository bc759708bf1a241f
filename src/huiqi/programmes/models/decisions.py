"""决定和文书: what a person decided, on what clause; the papers given; reviews asked for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.programmes.enums import DocumentKind, Verdict
from huiqi.programmes.models.applications import Application, Snapshot
from huiqi.programmes.models.stages import StageRun


class Decision(AppendOnly, models.Model):
    """决定: by a person, on the snapshot it rests on; a «no» says clause, value used and why.

    ``used`` are ``{"condition": …, "value": …, "needed": …, "clause": …}`` as they were shown.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="decisions", verbose_name=_("申报")
    )
    run = models.ForeignKey(
        StageRun,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("环节"),
    )
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="+", verbose_name=_("提交的内容")
    )
    verdict = models.CharField(_("决定"), max_length=12, choices=Verdict.choices)
    clause = models.CharField(_("依据条款"), max_length=300)
    reason = models.TextField(_("理由"), blank=True)
    used = models.JSONField(_("所用数据"), default=list, blank=True)
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("决定人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("决定")
        ordering = ("application_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(clause=""),
                name="decision_rests_on_a_clause",
                violation_error_message=_("决定要写明依据的条款"),
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=(Verdict.ACCEPTED, Verdict.GRANTED)) | ~Q(reason=""),
                name="decision_against_a_firm_says_why",
                violation_error_message=_("不受理、不同意要写明理由"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.application_id}：{self.verdict}"


class Document(AppendOnly, models.Model):
    """文书: as it was given; ``content`` is what the PDF is set from, ``digest`` its SHA-256.

    ``seal`` is the name of the department of that day: an old case keeps the old seal.
    ``verify_code`` is on the paper, for anybody to check that it was given here.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="documents", verbose_name=_("申报")
    )
    kind = models.CharField(_("种类"), max_length=16, choices=DocumentKind.choices)
    number = models.CharField(_("文书编号"), max_length=40)
    content = models.JSONField(_("内容"))
    digest = models.CharField(_("指纹"), max_length=64)
    seal = models.CharField(_("落款"), max_length=120)
    verify_code = models.CharField(_("核验码"), max_length=32)
    issued_at = models.DateTimeField(_("出具时间"))
    issued_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("出具人")
    )

    class Meta:
        verbose_name = _("文书")
        ordering = ("application_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="document_has_its_own_number",
                violation_error_message=_("这个文书编号已经用过"),
            ),
            models.UniqueConstraint(
                fields=("verify_code",),
                name="document_has_its_own_code",
                violation_error_message=_("这个核验码已经用过"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number


class ReviewRequest(models.Model):
    """复核申请: a firm asks that another person looks at a «no» again, with its reasons."""

    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="review", verbose_name=_("决定")
    )
    reason = models.TextField(_("理由"))
    asked_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    asked_at = models.DateTimeField(_("申请时间"))
    due_on = models.DateField(_("答复期限"))
    due_is_provisional = models.BooleanField(_("期限暂定"), default=False)
    is_upheld = models.BooleanField(_("维持"), null=True, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("答复人"),
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("复核申请")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="review_is_asked_with_a_reason",
                violation_error_message=_("申请复核要写明理由"),
            ),
            models.CheckConstraint(
                condition=Q(is_upheld__isnull=True, answered_at__isnull=True)
                | Q(is_upheld__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="review_answered_says_what",
                violation_error_message=_("答复复核要写明结果和理由"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision_id}"
