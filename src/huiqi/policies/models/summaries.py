"""政策说明的记录: each version of what a programme is, in plain words, and who answers for it."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.policies.models.reviewed import OPEN, Reviewed

LONGEST: Final = 600  # letters of one part
PARTS: Final = ("gist", "who", "how_much", "how", "when", "basis")
_REWRITTEN: Final = (
    "OLD.state IN ('published', 'replaced', 'withdrawn')"
    " AND (OLD.gist, OLD.who, OLD.how_much, OLD.how, OLD.when, OLD.basis, OLD.programme,"
    " OLD.version, OLD.made_by_id, OLD.reviewed_by_id) IS DISTINCT FROM"
    " (NEW.gist, NEW.who, NEW.how_much, NEW.how, NEW.when, NEW.basis, NEW.programme,"
    " NEW.version, NEW.made_by_id, NEW.reviewed_by_id)"
).replace(".when", '."when"')


class Summary(Reviewed):
    """政策说明: one version of a programme in our own words.

    Six parts: 一句话, 谁能拿, 拿多少, 怎么办, 什么时候, 依据; empty is «nobody has written it».

    ``rules_version`` is the programme's file at the time.
    """

    class State(models.TextChoices):
        """说明状态: draft -> submitted -> published -> replaced, or returned and again."""

        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待复核")
        RETURNED = "returned", _("已退回")
        PUBLISHED = "published", _("已发布")
        REPLACED = "replaced", _("已被新版取代")
        WITHDRAWN = "withdrawn", _("已撤回")

    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    gist = models.TextField(_("一句话"), max_length=LONGEST, blank=True)
    who = models.TextField(_("谁能拿"), max_length=LONGEST, blank=True)
    how_much = models.TextField(_("拿多少"), max_length=LONGEST, blank=True)
    how = models.TextField(_("怎么办"), max_length=LONGEST, blank=True)
    when = models.TextField(_("什么时候"), max_length=LONGEST, blank=True)
    basis = models.TextField(_("依据"), max_length=LONGEST, blank=True)
    rules_version = models.CharField(_("规则文件的版本"), max_length=64, blank=True)
    restored_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="restored"
    )

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
                condition=Q(state__in=("draft", "returned", "withdrawn")) | ~Q(gist=""),
                name="summary_has_a_gist",
                violation_error_message=_("提交复核的说明至少要写「一句话」"),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(writers__contains=[F("reviewed_by")]),
                name="summary_is_reviewed_by_somebody_else",
                violation_error_message=_("写过这一稿的人不能复核它，须由另一个人复核"),
            ),
            models.CheckConstraint(
                condition=Q(made_by__isnull=True)
                | Q(state__in=("draft", "submitted", "returned", "withdrawn"))
                | (
                    Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(reviewed_office="")
                ),
                name="summary_is_reviewed_before_it_is_published",
                violation_error_message=_("说明要经复核才能发布"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "replaced")) | Q(published_at__isnull=False),
                name="summary_published_has_a_moment",
                violation_error_message=_("已发布的说明要有发布时间"),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="summary_is_kept", operation=pgtrigger.Delete),
            # What was published stays as it was read; only the state moves on.
            pgtrigger.Protect(
                name="closed_summary_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_REWRITTEN),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme} 第 {self.version} 版"

    @property
    def parts(self) -> dict[str, str]:
        """六部分: by name, in the order of the page."""
        return {name: getattr(self, name) for name in PARTS}

    @property
    def is_from_library(self) -> bool:
        """是否出自政策库: nobody of the city wrote it."""
        return self.made_by_id is None


def labels() -> dict[str, str]:
    """各部分的名称: of the six parts and of the reason, in the reader's language."""
    held = {one.name: str(one.verbose_name) for one in Summary._meta.concrete_fields}
    return {name: held[name] for name in (*PARTS, "why")}
