"""往来: what was said in a case, by whom and to whom; never changed afterwards."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import Audience, PostKind
from huiqi.concerns.models.cases import Concern
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.kernel.models import StoredFile
from huiqi.parties.models import Organization, Person

LONGEST_POST: Final = 5_000
MOST_FILES: Final = 10  # of one post


class Post(AppendOnly, models.Model):
    """往来: one thing said; a better reply is another one with the next ``version``.

    ``is_substantive``: an answer to what was asked, not a notice that it was received; the first
    of them stops the first legal clock. ``unit`` None: by the firm; ``author`` None: by the
    system, or by somebody without login.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="posts")
    kind = models.CharField(_("种类"), max_length=12, choices=PostKind.choices)
    audience = models.CharField(_("可见"), max_length=10, choices=Audience.choices)
    version = models.PositiveSmallIntegerField(_("第几版"), default=1)
    is_substantive = models.BooleanField(_("实质答复"), default=False)
    text = models.TextField(_("内容"), max_length=LONGEST_POST)
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("往来")
        ordering = ("concern_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("concern", "kind", "version"),
                name="post_version_is_used_once",
                violation_error_message=_("这一版已经有了，请刷新后再写"),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="post_says_something",
                violation_error_message=_("写明内容"),
            ),
            models.CheckConstraint(
                condition=Q(is_substantive=False)
                | (Q(kind__in=(PostKind.REPLY, PostKind.FINAL)) & ~Q(audience=Audience.INTERNAL)),
                name="substantive_answer_is_told_to_the_firm",
                violation_error_message=_("实质答复必须给企业看"),
            ),
        )
        indexes = (
            models.Index(
                fields=("concern",),
                condition=Q(audience=Audience.PUBLIC, kind__in=(PostKind.REPLY, PostKind.FINAL)),
                name="post_that_all_may_read",
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.get_kind_display()}"


class Attachment(AppendOnly, models.Model):
    """诉求附件: a file of the concern itself (``post`` None) or of one post."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="attachments")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("诉求附件")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("concern", "file"),
                name="concern_has_a_file_once",
                violation_error_message=_("这个文件已经附上"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.file.name


class DraftFile(models.Model):
    """草稿附件: a file of a draft that was not handed in yet; ``at``: since when it waits.

    The draft itself is in the visitor's session. Once handed in, the file is an attachment and
    this row is gone; where nothing was handed in, the file goes with it.
    """

    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("诉求草稿的附件")
        ordering = ("id",)
        indexes = (models.Index(fields=("at",), name="draft_file_since"),)

    def __str__(self) -> str:
        return self.file.name
