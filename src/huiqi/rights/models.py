"""数据权利的记录: questions about who looked, evidence for corrections, requests for one's data."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.models import StoredFile
from huiqi.parties.enums import Source
from huiqi.parties.models import FactCorrection, Organization, Person, Subject

LONGEST: Final = 1_000  # letters of a reason or an answer


class SourceDesk(models.Model):
    """来源主管: which department answers for what a source says; without one, whoever governs."""

    source = models.CharField(_("来源"), max_length=20, choices=Source.choices)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("主管部门")
    )

    class Meta:
        verbose_name = _("来源主管")
        ordering = ("source",)
        constraints = (
            models.UniqueConstraint(
                fields=("source",),
                name="source_has_one_desk",
                violation_error_message=_("这个来源已经有主管部门"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_source_display()}：{self.organization}"


class LookQuestion(models.Model):
    """查看询问: a firm asks why somebody looked at its data; answered by a day, by another.

    ``entry_id`` is the entry of the audit it is about.
    """

    class Status(models.TextChoices):
        """询问状态: open until answered or taken back."""

        OPEN = "open", _("待答复")
        ANSWERED = "answered", _("已答复")
        WITHDRAWN = "withdrawn", _("已撤回")

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="look_questions")
    entry_id = models.BigIntegerField(_("审计记录"))
    text = models.TextField(_("问题"), max_length=LONGEST)
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("应答复日期"))
    due_is_provisional = models.BooleanField(_("答复日期暂定"), default=False)
    answer = models.TextField(_("答复"), blank=True, max_length=LONGEST)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("查看询问")
        ordering = ("-asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "entry_id"),
                condition=~Q(status="withdrawn"),
                name="look_is_questioned_once",
                violation_error_message=_("这条查看记录已经问过，请看答复"),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="look_question_asks_something",
                violation_error_message=_("请写明要问什么"),
            ),
            models.CheckConstraint(
                condition=~Q(status="answered") | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="look_question_is_answered_in_words",
                violation_error_message=_("答复不能是空的，并要有答复时间"),
            ),
        )

    def __str__(self) -> str:
        return f"询问 {self.entry_id}"


class CorrectionFile(models.Model):
    """更正依据: a file that shows what a fact should be, handed in with the correction."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    correction = models.ForeignKey(FactCorrection, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("更正依据")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("correction", "file"),
                name="correction_has_a_file_once",
                violation_error_message=_("这个文件已经附上"),
            ),
        )

    def __str__(self) -> str:
        return self.file.name


class DataRequest(models.Model):
    """数据请求: a person, or an owner for the firm, asks for a copy of the data or its erasure.

    ``subject`` None: what the city holds of the person alone. ``outcome`` lists what was
    erased and what is kept, each with its ground. ``expires_at``: until when (excluded) the
    copy can be fetched.
    """

    class Kind(models.TextChoices):
        """请求种类: a copy, or erasure."""

        COPY = "copy", _("取得副本")
        ERASURE = "erasure", _("删除")

    class Status(models.TextChoices):
        """请求状态: asked until it is ready, done, declined or taken back."""

        ASKED = "asked", _("办理中")
        READY = "ready", _("可以取走")
        EXPIRED = "expired", _("副本已清除")
        DONE = "done", _("已删除")
        DECLINED = "declined", _("不予删除")
        WITHDRAWN = "withdrawn", _("已撤回")

    number = models.CharField(_("编号"), max_length=20, unique=True)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="data_requests"
    )
    reason = models.TextField(_("说明"), blank=True, max_length=LONGEST)
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.ASKED, editable=False
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="data_requests")
    asked_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("应办结日期"))
    due_is_provisional = models.BooleanField(_("办结日期暂定"), default=False)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    answer = models.TextField(_("答复"), blank=True, max_length=LONGEST)
    outcome = models.JSONField(_("结果"), default=list, blank=True)
    expires_at = models.DateTimeField(_("取走期限（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("数据请求")
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("asked_by", "kind", "subject"),
                condition=Q(status="asked"),
                nulls_distinct=False,
                name="data_request_is_open_once",
                violation_error_message=_("同样的请求正在办理，请等它办结"),
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(expires_at__isnull=False),
                name="copy_of_data_expires",
                violation_error_message=_("副本必须有取走期限"),
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""),
                name="declined_erasure_says_why",
                violation_error_message=_("不予删除必须说明理由"),
            ),
        )

    def __str__(self) -> str:
        return self.number


class DataPackage(models.Model):
    """数据包: the copy itself, kept until it expires and then removed."""

    request = models.OneToOneField(DataRequest, models.PROTECT, related_name="package")
    content = models.BinaryField(_("内容"))
    digest = models.CharField(_("哈希"), max_length=64)
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("数据包")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.request} {self.digest[:12]}"
