"""规则草稿的记录: every text of a programme's rule that officers of the city wrote or published."""

from __future__ import annotations

import hashlib

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.policies.models.reviewed import OPEN, Reviewed
from huiqi.policies.models.upkeep import Proposal

_REWRITTEN = (
    "OLD.stage IN ('published', 'withdrawn')"
    " AND (OLD.rules, OLD.cases, OLD.from_on, OLD.stage, OLD.programme, OLD.version,"
    " OLD.made_by_id, OLD.reviewed_by_id, OLD.writers, OLD.based_on) IS DISTINCT FROM"
    " (NEW.rules, NEW.cases, NEW.from_on, NEW.stage, NEW.programme, NEW.version,"
    " NEW.made_by_id, NEW.reviewed_by_id, NEW.writers, NEW.based_on)"
)


class RuleDraft(Reviewed):
    """规则草稿: a whole text of a programme's rule and its cases, in the library's format.

    Once published it answers from ``from_on`` (included) on, and what was published before it for
    the days before; a published text is never changed nor removed, only followed by another.
    ``based_on`` is the fingerprint of what answered when it was begun, ``shipped`` the hash of
    the file that came with huiqi: either tells when something else changed meanwhile.
    """

    class Stage(models.TextChoices):
        """草稿状态: draft -> submitted -> published, or returned and handed in again."""

        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待复核")
        RETURNED = "returned", _("已退回")
        PUBLISHED = "published", _("已发布")
        WITHDRAWN = "withdrawn", _("已撤回")

    stage = models.CharField(
        _("状态"), max_length=10, choices=Stage.choices, default=Stage.DRAFT, editable=False
    )
    rules = models.TextField(_("规则文件"))
    cases = models.TextField(_("案例文件"))
    from_on = models.DateField(_("自何日起施行"), null=True, blank=True)
    based_on = models.CharField(_("起草时的规则版本"), max_length=64)
    shipped = models.CharField(_("随附文件的哈希"), max_length=64)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="drafts"
    )

    class Meta:
        verbose_name = _("规则草稿")
        ordering = ("programme", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "version"),
                name="rule_draft_has_each_version_once",
                violation_error_message=_("这个项目的这一版规则已经有了"),
            ),
            models.UniqueConstraint(
                fields=("programme",),
                condition=Q(stage__in=OPEN),
                name="rule_draft_is_written_in_one_version",
                violation_error_message=_("这个项目已有一版规则草稿在办，请先办完那一版"),
            ),
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) & Q(writers__contains=[F("made_by")]),
                name="rule_draft_has_an_author_among_its_writers",
                violation_error_message=_("规则草稿要记下起草人，起草人也是写过的人"),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(writers__contains=[F("reviewed_by")]),
                name="rule_draft_is_reviewed_by_somebody_else",
                violation_error_message=_("写过这一稿的人不能复核它，须由另一个人复核"),
            ),
            models.CheckConstraint(
                condition=~Q(stage="published")
                | (
                    Q(
                        reviewed_by__isnull=False,
                        reviewed_at__isnull=False,
                        published_at__isnull=False,
                        from_on__isnull=False,
                    )
                    & ~Q(reviewed_office="")
                ),
                name="rule_draft_is_reviewed_before_it_is_published",
                violation_error_message=_("规则要经复核、写明施行日期才能发布"),
            ),
            models.CheckConstraint(
                condition=~Q(stage="submitted") | Q(from_on__isnull=False),
                name="rule_draft_handed_in_has_a_first_day",
                violation_error_message=_("提交复核的规则要写明自何日起施行"),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="rule_draft_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_rule_draft_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_REWRITTEN),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme} 规则第 {self.version} 版"

    @property
    def digest(self) -> str:
        """内容哈希: of both files; the same texts have the same."""
        told = f"{self.rules}\x00{self.cases}".encode()
        return hashlib.sha256(told).hexdigest()
