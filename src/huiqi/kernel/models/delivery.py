"""投递的记录: messages to be sent once, answers to be given again, and how often somebody came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutboxMessage(models.Model):
    """待发消息: written in the transaction that causes it, sent after it, once for each key."""

    kind = models.CharField("种类", max_length=60)
    key = models.CharField("唯一键", max_length=200, unique=True)
    payload = models.JSONField("内容", default=dict)
    created_at = models.DateTimeField("产生时间")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    last_error = models.TextField("最近的错误", blank=True)

    class Meta:
        verbose_name = "待发消息"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("id",), condition=Q(sent_at__isnull=True), name="outbox_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class IdempotencyKey(models.Model):
    """重复提交的凭据: what was answered to one request of one caller, to be answered again."""

    scope = models.CharField("调用方", max_length=80)
    key = models.CharField("凭据", max_length=200)
    fingerprint = models.CharField("请求指纹", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    answer = models.JSONField("答复", null=True)
    created_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "重复提交的凭据"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("scope", "key"),
                name="idempotency_key_is_one_request",
                violation_error_message="这个凭据已经用过",
            ),
        )

    def __str__(self) -> str:
        return self.key


class RateCount(models.Model):
    """访问计数: how often a bucket was hit in the window that began at ``window``."""

    bucket = models.CharField("计数对象", max_length=120)
    window = models.DateTimeField("窗口")
    hits = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "访问计数"
        ordering = ("bucket", "window")
        constraints = (
            models.UniqueConstraint(
                fields=("bucket", "window"),
                name="rate_count_is_one_a_window",
                violation_error_message="每个窗口只有一个计数",
            ),
        )

    def __str__(self) -> str:
        return f"{self.bucket}：{self.hits}"
