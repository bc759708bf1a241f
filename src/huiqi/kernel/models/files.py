"""文件的记录: contents kept once under their hash, and under which names they were handed in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Blob(models.Model):
    """内容: bytes kept once, named by their SHA-256; not given out before they are looked at.

    ``scanned_by`` names the scanner that looked; empty where nobody did.
    """

    class State(models.TextChoices):
        """检查状态: quarantined until a scanner has looked; discarded when no file needs it."""

        QUARANTINED = "quarantined", _("待查杀")
        CLEAN = "clean", _("可以使用")
        REJECTED = "rejected", _("已拦截")
        DISCARDED = "discarded", _("已删除")

    digest = models.CharField(_("哈希"), max_length=64, primary_key=True)
    size = models.BigIntegerField(_("字节数"))
    media_type = models.CharField(_("类型"), max_length=100)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices)
    finding = models.CharField(_("查杀结果"), max_length=200, blank=True)
    scanned_by = models.CharField(_("由谁查杀"), max_length=200, blank=True, db_default="")
    stored_at = models.DateTimeField(_("存入时间"))

    class Meta:
        verbose_name = _("内容")
        ordering = ("digest",)
        constraints = (
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="blob_is_named_by_its_hash",
                violation_error_message=_("内容以 SHA-256 命名"),
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="blob_is_not_empty",
                violation_error_message=_("文件是空的"),
            ),
        )

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def warning(self) -> str:
        """查杀提示: what to know before it is opened; empty where a scanner found it clean."""
        is_unseen = self.state == self.State.CLEAN and not self.scanned_by
        if is_unseen:
            return gettext("没有经过病毒查杀")
        return "" if self.state == self.State.CLEAN else self.get_state_display()


class StoredFile(models.Model):
    """文件: one handing-in of a content under a name, by somebody, for a subject."""

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="files")
    name = models.CharField(_("文件名"), max_length=200)
    subject_id = models.BigIntegerField(_("数据主体"), null=True)
    person_id = models.BigIntegerField(_("上传人"), null=True)
    at = models.DateTimeField(_("上传时间"))
    gone_at = models.DateTimeField(_("删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文件")
        ordering = ("id",)
        indexes = (models.Index(fields=("subject_id", "id"), name="file_of_subject"),)

    def __str__(self) -> str:
        return self.name
