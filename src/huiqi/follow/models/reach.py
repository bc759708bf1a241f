"""触达的记录: how far each firm came with each programme, and why some went no further."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.follow.enums import Reason, Stage
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Person, Subject

LONGEST_NOTE: Final = 200


class ReachStep(AppendOnly, models.Model):
    """触达: the first time that a firm came to a stage of a programme."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_index=False)
    programme = models.CharField(_("项目编号"), max_length=80)
    stage = models.CharField(_("环节"), max_length=10, choices=Stage.choices)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("触达")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "programme", "stage"),
                name="firm_comes_to_a_stage_once",
                violation_error_message=_("这家企业已经到过这一环节"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.programme} {self.get_stage_display()}"


class DropReason(AppendOnly, models.Model):
    """不想办的原因: what a firm says of a programme that it could have; the latest counts."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    programme = models.CharField(_("项目编号"), max_length=80)
    reason = models.CharField(_("原因"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("说明"), max_length=LONGEST_NOTE, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("不想办的原因")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values),
                name="drop_reason_is_one_of_the_list",
                violation_error_message=_("请在列出的原因里选一个"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.programme} {self.get_reason_display()}"
