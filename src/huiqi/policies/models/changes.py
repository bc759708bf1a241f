"""政策库变更的记录: what a new edition of the library withdrew, changed or took up again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.policies.models.documents import PolicyDocument


class LibraryChange(AppendOnly, models.Model):
    """政策库变更: of one row that had been on file; on which day, what it said before and after.

    ``document`` is the one that the row is about; None for who is in charge of a programme.
    """

    class What(models.TextChoices):
        """变更对象: what kind of row."""

        BASIS = "basis", _("依据")
        CLAUSE = "clause", _("条款")
        RELATION = "relation", _("文件关系")
        CHARGE = "charge", _("主管")

    class Change(models.TextChoices):
        """变更: what happened to it."""

        WITHDRAWN = "withdrawn", _("撤下")
        CHANGED = "changed", _("改写")
        RETURNED = "returned", _("恢复")

    what = models.CharField(_("变更对象"), max_length=10, choices=What.choices)
    change = models.CharField(_("变更"), max_length=10, choices=Change.choices)
    document = models.ForeignKey(
        PolicyDocument, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    programme = models.CharField(_("项目编号"), max_length=80, blank=True)
    before = models.CharField(_("变更前"), max_length=700, blank=True)
    after = models.CharField(_("变更后"), max_length=700, blank=True)
    on = models.DateField(_("自何日起"))

    class Meta:
        verbose_name = _("政策库变更")
        ordering = ("-id",)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.get_change_display()}{self.get_what_display()}：{self.before}"
