"""审计的记录: who did or read what and why, and the seals that make tampering visible."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly, UnseenNumber


class AuditEntry(AppendOnly, models.Model):
    """审计记录: one write, or one reading of data that is not public, by one actor.

    ``subject_id`` is whose data it was: that subject may see who looked. ``purpose`` is why.
    """

    class Act(models.TextChoices):
        """行为: reading and writing are told apart, for they are shown apart."""

        READ = "read", _("查看")
        WRITE = "write", _("办理")

    id = UnseenNumber()
    act = models.CharField(_("行为"), max_length=5, choices=Act.choices)
    verb = models.CharField(_("动作"), max_length=80)
    kind = models.CharField(_("对象种类"), max_length=100, blank=True)
    object_id = models.BigIntegerField(_("对象编号"), null=True)
    subject_id = models.BigIntegerField(_("数据主体"), null=True)
    person_id = models.BigIntegerField(_("办理人"), null=True)
    organization_id = models.BigIntegerField(_("代表单位"), null=True)
    purpose = models.CharField(_("目的"), max_length=200, blank=True)
    detail = models.JSONField(_("详情"), default=dict)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审计记录")
        ordering = ("id",)
        indexes = (
            models.Index(fields=("subject_id", "-id"), name="audit_of_subject"),
            models.Index(fields=("person_id", "-id"), name="audit_of_person"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(act="read") | ~Q(purpose="") | Q(person_id__isnull=True),
                name="audit_read_says_why",
                violation_error_message=_("查看非公开数据必须写明目的"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.verb}"


class AuditSeal(AppendOnly, models.Model):
    """审计封存: the entries from ``first_id`` to ``last_id`` (both included) under one hash.

    Each hash covers the one before it, so that no batch can be changed, dropped or put in
    between without every later one showing it. ``count`` is how many there were: numbers
    that were never used leave gaps.
    """

    first_id = models.BigIntegerField(_("首条"))
    last_id = models.BigIntegerField(_("末条"))
    count = models.PositiveIntegerField(_("条数"))
    previous = models.CharField(_("前一封存"), max_length=64)
    digest = models.CharField(_("哈希"), max_length=64)
    at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = _("审计封存")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("previous",),
                name="audit_seals_form_one_chain",
                violation_error_message=_("审计封存只能接在最后一个之后"),
            ),
            models.CheckConstraint(
                condition=Q(last_id__gte=F("first_id"), count__gt=0),
                name="audit_seal_covers_something",
                violation_error_message=_("审计封存至少包含一条记录"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"
