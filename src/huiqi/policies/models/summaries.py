"""政策说明的记录: each version of what a programme is, in plain words, and who answers for it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.parties.models import Person

LONGEST: Final = 600  # letters of one part
OPEN: Final = ("draft", "submitted", "approved")


class Summary(models.Model):
    """政策说明: one version of a programme in our own words.

    Six parts: 一句话, 谁能拿, 拿多少, 怎么办, 什么时候, 依据.

    ``made_by`` None is the library, whose files were reviewed before they came here; every other
    version is approved by somebody else than its maker, for the ``approved_office`` it names.
    """

    class State(models.TextChoices):
        """说明状态: draft -> submitted -> approved -> published -> replaced."""

        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审核")
        APPROVED = "approved", _("已审核，待发布")
        PUBLISHED = "published", _("已发布")
        REPLACED = "replaced", _("已被新版取代")
        WITHDRAWN = "withdrawn", _("已作废")

    programme = models.CharField(_("项目编号"), max_length=80)
    version = models.PositiveIntegerField(_("版次"))
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    gist = models.CharField(_("一句话"), max_length=LONGEST)
    who = models.TextField(_("谁能拿"), max_length=LONGEST, blank=True)
    how_much = models.TextField(_("拿多少"), max_length=LONGEST, blank=True)
    how = models.TextField(_("怎么办"), max_length=LONGEST, blank=True)
    when = models.TextField(_("什么时候"), max_length=LONGEST, blank=True)
    basis = models.TextField(_("依据"), max_length=LONGEST, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("起草时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_office = models.CharField(_("审核部门"), max_length=200, blank=True)
    approved_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    remark = models.CharField(_("退回意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("政策说明")
        ordering = ("programme", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "version"),
                name="summary_has_each_version_once",
                violation_error_message=_("这个项目的这一版说明已经有了"),
            ),
            models.UniqueConstraint(
                fields=("programme",),
                condition=Q(state="published"),
                name="summary_is_published_in_one_version",
                violation_error_message=_("一个项目同时只发布一版说明"),
            ),
            models.UniqueConstraint(
                fields=("programme",),
                condition=Q(state__in=OPEN),
                name="summary_is_written_in_one_version",
                violation_error_message=_("这个项目已有一版说明在办，请先办完那一版"),
            ),
            models.CheckConstraint(
                condition=~Q(gist=""),
                name="summary_has_a_gist",
                violation_error_message=_("说明至少要写「一句话」"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(made_by__isnull=True)
                | ~Q(approved_by=F("made_by")),
                name="summary_is_approved_by_somebody_else",
                violation_error_message=_("起草人不能审核自己的稿子，须由另一个人审核"),
            ),
            models.CheckConstraint(
                condition=Q(made_by__isnull=True)
                | Q(state__in=("draft", "submitted", "withdrawn"))
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_office="")
                ),
                name="summary_is_approved_before_it_is_published",
                violation_error_message=_("说明要经审核才能发布"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "replaced")) | Q(published_at__isnull=False),
                name="summary_published_has_a_moment",
                violation_error_message=_("已发布的说明要有发布时间"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme} 第 {self.version} 版"
