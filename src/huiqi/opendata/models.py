"""开放数据的记录: every version of a dataset, row by row, as it was published."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly


class Edition(AppendOnly, models.Model):
    """数据版本: the ``number``-th state of a dataset; ``version`` is the hash of all it says."""

    dataset = models.CharField(_("数据集"), max_length=40)
    number = models.PositiveIntegerField(_("第几版"))
    version = models.CharField(_("内容哈希"), max_length=64)
    size = models.PositiveIntegerField(_("行数"))
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = _("数据版本")
        ordering = ("dataset", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("dataset", "number"),
                name="dataset_has_each_edition_once",
                violation_error_message=_("这个数据集的这一版已经有了"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.dataset} {self.number}"

    @property
    def short(self) -> str:
        """短哈希: enough to name a version."""
        return self.version[:12]


class EditionRow(AppendOnly, models.Model):
    """数据行: one row of a version as one line of JSON, every decimal digit by digit."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField(_("次序"))
    key = models.CharField(_("行的标识"), max_length=400)
    content = models.TextField(_("内容"))

    class Meta:
        verbose_name = _("数据行")
        ordering = ("edition_id", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "place"),
                name="edition_has_a_place_once",
                violation_error_message=_("一版里每个次序只有一行"),
            ),
            models.UniqueConstraint(
                fields=("edition", "key"),
                name="edition_names_a_row_once",
                violation_error_message=_("一版里每个标识只有一行"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.key


class Correction(AppendOnly, models.Model):
    """更正: a row of the version before that this one has no longer, and why not."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="corrections")
    key = models.CharField(_("行的标识"), max_length=400)
    reason = models.CharField(_("为什么撤下"), max_length=400)

    class Meta:
        verbose_name = _("更正")
        ordering = ("edition_id", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "key"),
                name="edition_corrects_a_row_once",
                violation_error_message=_("一版里每个标识只更正一次"),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="correction_says_why",
                violation_error_message=_("更正要写明为什么"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.key
