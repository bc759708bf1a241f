"""申报通知: a version of a programme as it was when it was called for, and the call itself."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.programmes.enums import CallState, ExtensionState, Mode


class ProgrammeVersion(AppendOnly, models.Model):
    """项目版本: all files of a programme's folder, frozen; calls and applications point at it.

    ``texts`` maps the file names to what was in them, ``digest`` is the SHA-256 over all.
    """

    programme = models.CharField(_("扶持计划"), max_length=100)
    version = models.CharField(_("版本"), max_length=20)
    digest = models.CharField(_("指纹"), max_length=64)
    texts = models.JSONField(_("文本"))
    frozen_at = models.DateTimeField(_("冻结时间"))

    class Meta:
        verbose_name = _("项目版本")
        ordering = ("programme", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "digest"),
                name="programme_version_is_frozen_once",
                violation_error_message=_("这个项目的同样文本已经冻结过"),
            ),
            models.UniqueConstraint(
                fields=("programme", "version"),
                name="programme_version_says_one_thing",
                violation_error_message=_("这个版本号已经有别的内容；改了项目文件，要换一个版本号"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.programme}：{self.version}"


class Call(models.Model):
    """申报通知: when a programme may be applied for, out of how much, on what basis.

    Open from ``opens_at`` (included) to ``closes_at`` (excluded); ``closes_at`` is as published,
    ``ends_at`` what counts after extensions. ``ceiling_fen`` is all it may grant, None for what
    gives no money; ``budget`` is where that is set aside. ``number`` is that of the ledger's
    accounts and of its notices.
    """

    number = models.CharField(_("通知编号"), max_length=40)
    programme = models.CharField(_("扶持计划"), max_length=100)
    version = models.ForeignKey(
        ProgrammeVersion, models.PROTECT, related_name="calls", verbose_name=_("项目版本")
    )
    title = models.CharField(_("标题"), max_length=200)
    batch = models.CharField(_("批次"), max_length=40, blank=True)
    mode = models.CharField(_("办理方式"), max_length=12, choices=Mode.choices)
    department = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="+", verbose_name=_("主管部门")
    )
    budget = models.ForeignKey(
        "ledger.Budget",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("年度预算"),
    )
    ceiling_fen = models.BigIntegerField(_("资金总额（分）"), null=True, blank=True)
    opens_at = models.DateTimeField(_("开始受理"))
    closes_at = models.DateTimeField(_("截止"))
    basis = models.CharField(_("依据"), max_length=300)
    notes = models.TextField(_("申报须知"), blank=True)
    state = models.CharField(
        _("进展"),
        max_length=12,
        choices=CallState.choices,
        default=CallState.DRAFTED,
        editable=False,
    )
    remark = models.CharField(_("退回理由"), max_length=200, blank=True)
    drafted_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("起草人")
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    published_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("申报通知")
        ordering = ("-opens_at", "-id")
        indexes = (models.Index(fields=("programme", "state"), name="call_of_programme"),)
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="call_has_its_own_number",
                violation_error_message=_("这个通知编号已经用过"),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(basis=""),
                name="call_says_what_it_rests_on",
                violation_error_message=_("申报通知要写明标题和依据"),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
                violation_error_message=_("截止时间要晚于开始受理的时间"),
            ),
            models.CheckConstraint(
                condition=Q(ceiling_fen__isnull=True, budget__isnull=True)
                | Q(ceiling_fen__gt=0, budget__isnull=False),
                name="call_with_money_has_a_budget",
                violation_error_message=_("给钱的申报通知要写明资金总额和从哪一笔预算出"),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | (Q(drafted_by__isnull=False) & ~Q(published_by=F("drafted_by"))),
                name="call_is_published_by_another",
                violation_error_message=_("起草申报通知的人不能自己发布，请本部门另一个人发布"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CallState.PUBLISHED, CallState.FINISHED))
                | Q(published_at__isnull=False),
                name="published_call_says_since_when",
                violation_error_message=_("已发布的申报通知要有发布时间"),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        """实际截止: excluded, with all that it was extended by."""
        return max([self.closes_at, *(one.until for one in self.extensions.all())])

    def is_open(self, now: datetime) -> bool:
        """是否受理中: at a moment."""
        return self.state == CallState.PUBLISHED and self.opens_at <= now < self.ends_at


class CallExtension(AppendOnly, models.Model):
    """延期: of a call, by a document or for a measured breakdown; never without a reason.

    ``until`` (excluded) is when the call ends now. ``down_minutes`` is how long the service was
    measured to be away within the last hour, where that is the reason; then one person suffices,
    for the minutes are nobody's word. By a document it takes two: ``drafted_by`` is the first.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="extensions", verbose_name=_("申报通知")
    )
    until = models.DateTimeField(_("延至（不含）"))
    reason = models.CharField(_("理由"), max_length=200)
    document = models.CharField(_("文件"), max_length=120, blank=True)
    down_minutes = models.PositiveSmallIntegerField(_("故障分钟数"), null=True, blank=True)
    drafted_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提出人"),
    )
    decided_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("延期")
        ordering = ("call_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason="")
                & (~Q(document="") | Q(down_minutes__isnull=False, down_minutes__gt=0)),
                name="extension_of_a_call_says_why",
                violation_error_message=_("延期要写明理由和文件，或者有测得的故障时间"),
            ),
            models.CheckConstraint(
                condition=Q(document="", drafted_by__isnull=True)
                | ~Q(document="") & Q(drafted_by__isnull=False) & ~Q(drafted_by=F("decided_by")),
                name="extension_by_a_document_is_decided_by_another",
                violation_error_message=_("有文件的延期由一个人提出、本部门另一个人决定"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.call_id}：{self.until}"


class ExtensionDraft(models.Model):
    """待决定的延期: by a document, as one person wrote it; it extends nothing by itself."""

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="extension_drafts", verbose_name=_("申报通知")
    )
    state = models.CharField(
        _("进展"),
        max_length=10,
        choices=ExtensionState.choices,
        default=ExtensionState.PROPOSED,
        editable=False,
    )
    until = models.DateTimeField(_("延至（不含）"))
    reason = models.CharField(_("理由"), max_length=200)
    document = models.CharField(_("文件"), max_length=120)
    drafted_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    drafted_at = models.DateTimeField(_("提出时间"))
    dropped_because = models.CharField(_("不延期的理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("待决定的延期")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("call",),
                condition=Q(state=ExtensionState.PROPOSED),
                name="call_has_one_extension_to_decide_at_a_time",
                violation_error_message=_("这份申报通知已经有一次延期等着决定"),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(document=""),
                name="extension_draft_says_why_and_by_what",
                violation_error_message=_("延期要写明理由和文件"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ExtensionState.DROPPED) | ~Q(dropped_because=""),
                name="extension_dropped_says_why",
                violation_error_message=_("不延期要写明理由"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id}：{self.until}"
