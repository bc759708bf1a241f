"""政策沙盘的记录: what was asked of which register, and what came of it; kept with its versions."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.citywide.models import CityRegister
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Person

LONGEST_TITLE = 100

# What was asked never changes, and what came of it is never changed once it is there.
_REWRITTEN = (
    "OLD.finished_at IS NOT NULL"
    " OR (OLD.identity, OLD.programme, OLD.settings, OLD.on, OLD.register_id, OLD.against,"
    " OLD.title, OLD.made_with, OLD.asked_by_id, OLD.asked_at) IS DISTINCT FROM"
    " (NEW.identity, NEW.programme, NEW.settings, NEW.on, NEW.register_id, NEW.against,"
    " NEW.title, NEW.made_with, NEW.asked_by_id, NEW.asked_at)"
)


class SandboxRun(models.Model):
    """推演: two texts of one programme, over one register of the city, on the day ``on``.

    ``settings`` says how the texts differ, as ``asking`` reads it; ``against`` is the
    fingerprint of the rules in force then. The same question of the same register, asked of
    the same version of huiqi, has the same ``identity`` and is worked out once. ``result`` is
    the answer in the shape numbered ``SHAPE``; until it is there the worker counts ``done``.
    """

    programme = models.CharField(_("项目"), max_length=100)
    identity = models.CharField(_("问题的哈希"), max_length=64, unique=True)
    settings = models.JSONField(_("改了什么"))
    on = models.DateField(_("按哪一天推演"))
    register = models.ForeignKey(
        CityRegister, models.PROTECT, related_name="runs", verbose_name=_("名册")
    )
    against = models.CharField(_("现行规则的指纹"), max_length=64)
    made_with = models.CharField(_("软件版本"), max_length=40)
    title = models.CharField(_("名称"), max_length=LONGEST_TITLE, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("推演时间"))
    done = models.PositiveIntegerField(_("已读户数"), default=0)
    finished_at = models.DateTimeField(_("算完时间"), null=True, blank=True)
    stopped = models.CharField(_("中止的原因"), max_length=200, blank=True)
    result = models.JSONField(_("结果"), null=True, blank=True)

    class Meta:
        verbose_name = _("推演")
        ordering = ("-id",)
        indexes = (models.Index(fields=("programme", "-id"), name="sandbox_run_by_programme"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(identity__regex="^[0-9a-f]{64}$"),
                name="sandbox_run_is_named_by_its_question",
                violation_error_message=_("问题的哈希是六十四位十六进制数"),
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, result=None)
                | Q(finished_at__isnull=False, result__isnull=False, stopped=""),
                name="sandbox_run_is_finished_with_its_result",
                violation_error_message=_("推演算完才有结果，有结果就是算完"),
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("asked_at")),
                name="sandbox_run_is_finished_after_it_was_asked",
                violation_error_message=_("算完的时间不能早于推演的时间"),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="sandbox_run_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="sandbox_run_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_REWRITTEN),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme} 推演 {self.pk}"

    @property
    def percent(self) -> int:
        """进度: in whole per cent, rounded down."""
        return 100 if not self.register.firms else min(100, self.done * 100 // self.register.firms)


class SandboxFirms(AppendOnly, models.Model):
    """受影响名单: of a run, whose verdict or surely payable amount (分) differs.

    One row holds the whole list, for it comes about at once, is read as a whole, and may be
    long: ``rows`` are credit code, verdict before and after, amount before and after. Where
    ``is_whole`` is False it stops at the most that is kept; all of them are counted.
    """

    run = models.OneToOneField(SandboxRun, models.PROTECT, related_name="firms")
    rows = models.JSONField(_("名单"))
    is_whole = models.BooleanField(_("是否全部"))

    class Meta:
        verbose_name = _("受影响名单")
        ordering = ("id",)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.run_id}：{len(self.rows)}"
