"""内核的记录: what moved, by whom and when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly, UnseenNumber


class ClockOffset(models.Model):
    """时钟偏移: how far the city's clock stands from the database's; only a demonstration has one.

    ``huiqi_now()`` adds it. There is at most one row.
    """

    offset = models.DurationField(_("偏移"))

    class Meta:
        verbose_name = _("时钟偏移")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="clock_offset_is_one_row",
                violation_error_message=_("时钟偏移只有一行"),
            ),
        )

    def __str__(self) -> str:
        return str(self.offset)


class MoveLog(AppendOnly, models.Model):
    """流转记录: one move of one object, written in the transaction that made it."""

    id = UnseenNumber()
    kind = models.CharField(_("对象种类"), max_length=100)
    object_id = models.BigIntegerField(_("对象编号"))
    move = models.CharField(_("动作"), max_length=60)
    source = models.CharField(_("原状态"), max_length=40)
    target = models.CharField(_("新状态"), max_length=40)
    person_id = models.BigIntegerField(_("办理人"), null=True)
    organization_id = models.BigIntegerField(_("代表单位"), null=True)
    note = models.TextField(_("说明"), blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("流转记录")
        ordering = ("id",)
        indexes = (models.Index(fields=("kind", "object_id", "id"), name="move_log_of_object"),)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}：{self.source} → {self.target}"


class Sequence(models.Model):
    """编号序列: the last number given out for a prefix in a year."""

    prefix = models.CharField(_("前缀"), max_length=10)
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.BigIntegerField(_("最后一号"), default=0)

    class Meta:
        verbose_name = _("编号序列")
        ordering = ("prefix", "year")
        constraints = (
            models.UniqueConstraint(
                fields=("prefix", "year"),
                name="sequence_is_one_a_year",
                violation_error_message=_("每个前缀每年只有一个序列"),
            ),
            models.CheckConstraint(
                condition=models.Q(last__gte=0),
                name="sequence_never_goes_below_zero",
                violation_error_message=_("编号不能为负"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.prefix}{self.year}"
