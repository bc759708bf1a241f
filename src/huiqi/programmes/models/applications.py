"""申报: what a firm asks for under a call, what it answered, and what was handed in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.programmes.enums import ApplicationState
from huiqi.programmes.models.calls import Call, ProgrammeVersion


class Application(models.Model):
    """申报: of one firm under one call.

    ``answers`` are by semantic key, as files write them (money in 元 as exact decimal text);
    ``revision`` counts their changes, so that two editors never overwrite each other silently.
    ``number`` is empty until it is handed in. ``asked_fen`` is what it asks for, ``granted_fen``
    what was granted. ``arrived_at`` is when it arrived by the database's clock: that counts.
    ``degraded`` are fact keys whose source was away when it was handed in.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="applications", verbose_name=_("申报通知")
    )
    version = models.ForeignKey(
        ProgrammeVersion, models.PROTECT, related_name="+", verbose_name=_("项目版本")
    )
    subject = models.ForeignKey(
        "parties.Subject", models.PROTECT, related_name="+", verbose_name=_("主体")
    )
    organization = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="+", verbose_name=_("申报单位")
    )
    number = models.CharField(_("申报编号"), max_length=20, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ApplicationState.choices,
        default=ApplicationState.DRAFT,
        editable=False,
    )
    answers = models.JSONField(_("填写内容"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("第几次修改"), default=0)
    asked_fen = models.BigIntegerField(_("申请金额（分）"), null=True, blank=True)
    granted_fen = models.BigIntegerField(_("核定金额（分）"), null=True, blank=True)
    degraded = models.JSONField(_("缺数据源的事实"), default=list, blank=True)
    begun_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("填写人")
    )
    begun_at = models.DateTimeField(_("开始填写"))
    saved_at = models.DateTimeField(_("最近保存"))
    submitted_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提交人"),
    )
    arrived_at = models.DateTimeField(_("到达时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("申报")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("call", "state", "arrived_at"), name="application_of_call"),
            models.Index(fields=("subject", "-id"), name="application_of_firm"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("call", "subject"),
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="firm_applies_once_to_a_call",
                violation_error_message=_("贵单位在这份申报通知下已经有一份申报，不能再开一份"),
            ),
            models.UniqueConstraint(
                fields=("number",),
                condition=~Q(number=""),
                name="application_has_its_own_number",
                violation_error_message=_("这个申报编号已经用过"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ApplicationState.DRAFT, ApplicationState.WITHDRAWN))
                | (~Q(number="") & Q(arrived_at__isnull=False)),
                name="application_handed_in_has_a_number",
                violation_error_message=_("已提交的申报要有编号和到达时间"),
            ),
            models.CheckConstraint(
                condition=(Q(asked_fen__isnull=True) | Q(asked_fen__gte=0))
                & (Q(granted_fen__isnull=True) | Q(granted_fen__gte=0)),
                name="application_is_of_no_negative_money",
                violation_error_message=_("申请金额和核定金额不能为负"),
            ),
        )

    def __str__(self) -> str:
        return self.number or f"草稿 {self.pk}"

    @property
    def programme(self) -> str:
        """扶持计划: the id of its programme."""
        return self.call.programme


class AnswerChange(AppendOnly, models.Model):
    """填写的经过: what one saving changed: by key, the value from then on; None took it away."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="changes", verbose_name=_("申报")
    )
    revision = models.PositiveIntegerField(_("第几次修改"))
    changed = models.JSONField(_("改动"))
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("填写人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("填写的经过")
        ordering = ("application_id", "revision")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "revision"),
                name="answers_change_once_a_revision",
                violation_error_message=_("这一次修改已经记过"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.application_id}：{self.revision}"


class Snapshot(AppendOnly, models.Model):
    """提交的内容: frozen as it arrived; decisions rest on it, whatever is known later.

    ``content`` holds ``answers``, ``facts`` (with source and day), ``result`` (what the rules
    said), ``evidence`` and ``invoices``; ``digest`` is the SHA-256 of its canonical JSON, which
    the receipt shows. ``round`` counts from 1; a correction is another round.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="snapshots", verbose_name=_("申报")
    )
    round = models.PositiveSmallIntegerField(_("第几次提交"), default=1)
    content = models.JSONField(_("内容"))
    digest = models.CharField(_("指纹"), max_length=64)
    arrived_at = models.DateTimeField(_("到达时间"))
    key = models.CharField(_("提交凭据"), max_length=80)

    class Meta:
        verbose_name = _("提交的内容")
        ordering = ("application_id", "round")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "round"),
                name="snapshot_is_one_a_round",
                violation_error_message=_("这一次提交已经记过"),
            ),
            models.UniqueConstraint(
                fields=("application", "key"),
                name="submission_is_taken_once",
                violation_error_message=_("这一次提交已经收到"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.application_id}：{self.round}"

    @property
    def answers(self) -> dict[str, Any]:
        """填写内容: as it was handed in."""
        found: dict[str, Any] = self.content["answers"]
        return found
