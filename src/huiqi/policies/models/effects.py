"""草稿影响的记录: what a draft would change for the firms on file, kept with its hashes."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Person, Subject
from huiqi.policies.models.drafts import RuleDraft

_DONE: Final = "OLD.finished_at IS NOT NULL"


class Verdict(models.TextChoices):
    """结论: of one text for one firm."""

    NO = "no", _("不符合")
    UNKNOWN = "unknown", _("待补充")
    YES = "yes", _("符合")
    ABSENT = "not_in_force", _("不在有效期")


class EffectRun(models.Model):
    """影响计算: a draft against what answers now, over all firms on file, one batch after another.

    ``digest`` and ``against`` are the hashes of the two texts; the facts are those of ``on``, the
    rules of either text those of ``valued_on``. ``cursor`` is the last subject that was counted,
    so that whoever was interrupted goes on behind it. ``moves`` counts firms by verdict before
    and after («no>yes»); the sums are what is surely payable at most, and ``open_amounts``
    counts firms where either is not known. Finished, it is never changed.
    """

    draft = models.ForeignKey(RuleDraft, models.PROTECT, related_name="effects")
    digest = models.CharField(_("草稿的哈希"), max_length=64)
    against = models.CharField(_("现行规则的哈希"), max_length=64)
    on = models.DateField(_("事实的日期"))
    valued_on = models.DateField(_("按哪一天的规则"))
    total = models.PositiveIntegerField(_("企业总数"))
    done = models.PositiveIntegerField(_("已算企业数"), default=0)
    cursor = models.BigIntegerField(_("算到的主体"), default=0)
    moves = models.JSONField(_("结论的变化"), default=dict, blank=True)
    before_fen = models.BigIntegerField(_("原上限合计（分）"), default=0)
    after_fen = models.BigIntegerField(_("新上限合计（分）"), default=0)
    open_amounts = models.PositiveIntegerField(_("金额未定的企业数"), default=0)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("请求时间"))
    told_at = models.DateTimeField(_("最近进展"))
    finished_at = models.DateTimeField(_("算完时间"), null=True, blank=True)
    stopped = models.CharField(_("中止的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("影响计算")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="effect_counts_no_more_than_all",
                violation_error_message=_("已算的企业不能多于总数"),
            ),
            models.CheckConstraint(
                condition=Q(before_fen__gte=0, after_fen__gte=0),
                name="effect_sums_are_not_negative",
                violation_error_message=_("上限合计不能是负数"),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="effect_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="finished_effect_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_DONE),
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft} {self.done}/{self.total}"

    @property
    def is_over(self) -> bool:
        """是否结束: finished, or stopped because something changed meanwhile."""
        return self.finished_at is not None or bool(self.stopped)

    @property
    def percent(self) -> int:
        """进度: in whole per cent, rounded down."""
        return 100 if not self.total else self.done * 100 // self.total

    def counted(self, side: int, verdict: str) -> int:
        """户数: with a verdict before (side 0) or after (side 1)."""
        return sum(n for move, n in self.moves.items() if move.split(">")[side] == verdict)

    def moved(self, *, to: bool) -> int:
        """得失户数: that newly meet the programme for sure, or no longer do."""
        side = 1 if to else 0
        return sum(
            n
            for move, n in self.moves.items()
            if move.split(">")[side] == Verdict.YES and move.split(">")[1 - side] != Verdict.YES
        )


class EffectFirm(AppendOnly, models.Model):
    """受影响的企业: one whose verdict or ceiling differs between the two texts of a run.

    A ceiling is None where it is not known, and 0 where the firm does not surely meet the text.
    """

    run = models.ForeignKey(EffectRun, models.PROTECT, related_name="firms")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_index=False)
    before = models.CharField(_("原结论"), max_length=12, choices=Verdict.choices)
    after = models.CharField(_("新结论"), max_length=12, choices=Verdict.choices)
    before_fen = models.BigIntegerField(_("原上限（分）"), null=True, blank=True)
    after_fen = models.BigIntegerField(_("新上限（分）"), null=True, blank=True)

    class Meta:
        verbose_name = _("受影响的企业")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("run", "subject"),
                name="effect_names_a_firm_once",
                violation_error_message=_("一次计算里每家企业只列一次"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.subject_id}：{self.before} → {self.after}"
