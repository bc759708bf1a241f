"""全市的记录: at which moments the facts of all firms were written down as one register."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly


class CityRegister(AppendOnly, models.Model):
    """全市名册: all firms on file with a credit code, as one file that the sweep engines read.

    The facts are those of the day ``on`` as known at ``known_at`` (excluded). The same facts
    give the same file, named by its hash; files are kept for the latest registers only, the
    rows for good, so that a result can say for ever what it was counted on.
    """

    on = models.DateField(_("事实的日期"))
    known_at = models.DateTimeField(_("截至何时所知"))
    sha256 = models.CharField(_("文件的哈希"), max_length=64)
    firms = models.PositiveIntegerField(_("户数"))
    without_code = models.PositiveIntegerField(_("没有信用代码而不在其中的户数"))
    written_at = models.DateTimeField(_("写出时间"))

    class Meta:
        verbose_name = _("全市名册")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"),
                name="city_register_is_named_by_its_hash",
                violation_error_message=_("文件的哈希是六十四位十六进制数"),
            ),
            models.CheckConstraint(
                condition=Q(written_at__gte=models.F("known_at")),
                name="city_register_is_written_after_what_it_knows",
                violation_error_message=_("写出时间不能早于所知的时刻"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.on} {self.firms:,} 户"
