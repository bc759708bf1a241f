"""投递的记录: messages to be sent once, answers to be given again, and how often somebody came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """待发消息: written in the transaction that causes it, sent after it, once for each key."""

    kind = models.CharField(_("种类"), max_length=60)
    key = models.CharField(_("唯一键"), max_length=200, unique=True)
    payload = models.JSONField(_("内容"), default=dict)
    created_at = models.DateTimeField(_("产生时间"))
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.TextField(_("最近的错误"), blank=True)

    class Meta:
        verbose_name = _("待发消息")
        ordering = ("id",)
        indexes = (
            models.Index(fields=("id",), condition=Q(sent_at__isnull=True), name="outbox_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class IdempotencyKey(models.Model):
    """重复提交的凭据: what was answered to one request of one caller, to be answered again."""

    scope = models.CharField(_("调用方"), max_length=80)
    key = models.CharField(_("凭据"), max_length=200)
    fingerprint = models.CharField(_("请求指纹"), max_length=64)
    status = models.PositiveSmallIntegerField(_("状态码"), null=True)
    answer = models.JSONField(_("答复"), null=True)
    created_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("重复提交的凭据")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("scope", "key"),
                name="idempotency_key_is_one_request",
                violation_error_message=_("这个凭据已经用过"),
            ),
        )

    def __str__(self) -> str:
        return self.key


class RateCount(models.Model):
    """访问计数: how often a bucket was hit in the window that began at ``window``."""

    bucket = models.CharField(_("计数对象"), max_length=120)
    window = models.DateTimeField(_("窗口"))
    hits = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = _("访问计数")
        ordering = ("bucket", "window")
        constraints = (
            models.UniqueConstraint(
                fields=("bucket", "window"),
                name="rate_count_is_one_a_window",
                violation_error_message=_("每个窗口只有一个计数"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.bucket}：{self.hits}"


class SharedValue(models.Model):
    """共享值: what every process is to know until it expires, as JSON; see ``shared_cache``.

    ``expires_at`` (exclusive) None is never.
    """

    key = models.CharField(_("键"), max_length=250, primary_key=True)
    value = models.JSONField(_("值"))
    expires_at = models.DateTimeField(_("到期时间"), null=True, db_index=True)

    class Meta:
        verbose_name = _("共享值")
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class ServiceMinute(models.Model):
    """服务的一分钟: that pages were answered in it, how many, and how many of them failed (5xx).

    ``at`` is its beginning by the real clock, whatever year a demonstration city lives in. A
    minute without a row is one in which nobody was answered: see ``huiqi.kernel.uptime``.
    """

    at = models.DateTimeField(_("分钟"), primary_key=True)
    answered = models.PositiveIntegerField(_("应答数"))
    failed = models.PositiveIntegerField(_("失败数"))

    class Meta:
        verbose_name = _("服务的一分钟")
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(failed__lte=models.F("answered")),
                name="service_minute_fails_no_more_than_it_answers",
                violation_error_message=_("失败数不能多于应答数"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.at}"
