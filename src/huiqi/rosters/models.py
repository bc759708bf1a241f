"""名单的记录: which firms a programme was for on a day, as the officers in charge asked for it."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.citywide.models import CityRegister
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Organization, Person, Subject
from huiqi.rosters.enums import Kind
from huiqi.rules.sweep.wording import step_text

LONGEST_TITLE: Final = 60
LONGEST_PURPOSE: Final = 100  # with the title it is the purpose on record of every look
_OVER: Final = "OLD.finished_at IS NOT NULL OR OLD.stopped <> ''"


class Roster(models.Model):
    """名单: the firms of the register for one programme, by its rules of ``on``; no decision.

    ``rules`` is the hash of the programme's text, ``versions`` its editions that answered. Of
    ``total`` firms in the register the engine found ``found``, of which ``done`` were written
    down so far and ``listed`` are named: left out are those near the programme whom no step
    helps (``stuck``, counted with those that the engine saw to be so) and those of whom the city
    no longer knows what the register did (``gone``). ``sure_fen`` and ``possible_fen`` are sums
    of ceilings in 分, firms without a known end (``open_ends``) not counted in the latter. Once
    it is over, it is never changed.
    """

    programme = models.CharField(_("项目编号"), max_length=80)
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=LONGEST_TITLE)
    purpose = models.CharField(_("用途"), max_length=LONGEST_PURPOSE)
    on = models.DateField(_("按哪一天判断"))
    register = models.ForeignKey(CityRegister, models.PROTECT, related_name="+")
    rules = models.CharField(_("规则的哈希"), max_length=64)
    versions = models.CharField(_("版本"), max_length=200)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("请求时间"))
    total = models.PositiveIntegerField(_("名册户数"))
    found = models.PositiveIntegerField(_("查到的户数"), null=True, blank=True)
    done = models.PositiveIntegerField(_("已写的户数"), default=0)
    listed = models.PositiveIntegerField(_("列入的户数"), default=0)
    stuck = models.PositiveIntegerField(_("没有可走的一步的户数"), default=0)
    gone = models.PositiveIntegerField(_("事实已删改的户数"), default=0)
    sure_fen = models.BigIntegerField(_("已定的上限合计（分）"), default=0)
    possible_fen = models.BigIntegerField(_("至多的上限合计（分）"), default=0)
    open_ends = models.PositiveIntegerField(_("上限不详的户数"), default=0)
    told_at = models.DateTimeField(_("最近进展"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    stopped = models.CharField(_("中止的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("名单")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "kind", "register"),
                condition=Q(finished_at=None, stopped=""),
                name="roster_of_a_kind_is_made_once_at_a_time",
                violation_error_message=_("同样的名单正在做，等它做完"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="roster_is_of_a_kind",
                violation_error_message=_("名单是符合、可能符合或差一步"),
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(title=""),
                name="roster_says_what_it_is_for",
                violation_error_message=_("写明名单的名称和用途"),
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("found")) | Q(found=None, done=0),
                name="roster_writes_down_no_more_than_was_found",
                violation_error_message=_("已写的企业不能多于查到的"),
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(done=F("found")),
                name="roster_is_finished_when_all_is_written",
                violation_error_message=_("全部写完才算完成"),
            ),
            models.CheckConstraint(
                condition=Q(sure_fen__gte=0, possible_fen__gte=0),
                name="roster_sums_are_not_negative",
                violation_error_message=_("上限合计不能是负数"),
            ),
        )
        indexes = (models.Index(fields=("programme", "kind"), name="roster_of_a_programme"),)
        triggers = (
            pgtrigger.Protect(name="roster_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="finished_roster_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_OVER),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.on}"

    @property
    def is_over(self) -> bool:
        """是否结束: finished, or stopped because something changed meanwhile."""
        return self.finished_at is not None or bool(self.stopped)

    @property
    def percent(self) -> int:
        """进度: of what was found, in whole per cent, rounded down; 0 while it is looked for."""
        if not self.found:
            return 100 if self.finished_at else 0
        return self.done * 100 // self.found


class RosterFirm(AppendOnly, models.Model):
    """名单里的企业: what it was told of the programme, as its own answer of that day says.

    ``name`` and ``credit_code`` are those of the day it was written. ``low_fen`` and
    ``high_fen`` are the ends of the ceiling in 分: both None where nothing is paid or the firm
    is only near, ``high_fen`` None where no end is known. ``reasons`` are the conditions, each
    with value, what is needed and its clause; ``missing`` keys of facts. Of a firm that is near
    ``lacks`` is the condition, ``is_rest_sure`` whether all others are surely met, and ``step``
    the change that would do. ``district`` and ``industry`` (a section) are codes, ``size`` the
    class; empty where unknown.
    """

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="firms")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    name = models.CharField(_("企业名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18)
    version = models.CharField(_("版本"), max_length=10)
    district = models.CharField(_("区"), max_length=6, blank=True)
    industry = models.CharField(_("行业门类"), max_length=1, blank=True)
    size = models.CharField(_("规模"), max_length=12, blank=True)
    low_fen = models.BigIntegerField(_("已定的上限（分）"), null=True, blank=True)
    high_fen = models.BigIntegerField(_("至多的上限（分）"), null=True, blank=True)
    reasons = models.JSONField(_("理由"))
    missing = models.JSONField(_("缺少的事实"), default=list, blank=True)
    lacks = models.TextField(_("所差的条件"), blank=True)
    is_rest_sure = models.BooleanField(_("其余条件都已满足"), default=True)
    step = models.JSONField(_("差的一步"), default=list, blank=True)

    class Meta:
        verbose_name = _("名单里的企业")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("roster", "subject"),
                name="roster_names_a_firm_once",
                violation_error_message=_("一份名单里每家企业只列一次"),
            ),
            models.CheckConstraint(
                condition=Q(low_fen=None) | Q(high_fen=None) | Q(high_fen__gte=F("low_fen")),
                name="roster_ceiling_has_its_ends_in_order",
                violation_error_message=_("至多的上限不能小于已定的上限"),
            ),
            models.CheckConstraint(
                condition=Q(lacks="", step=[]) | (~Q(lacks="") & ~Q(step=[])),
                name="roster_names_what_is_lacking_with_the_step",
                violation_error_message=_("差一步的企业要写明差什么、差多少"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.name

    @property
    def step_text(self) -> str:
        """差的一步: as one sentence; empty where nothing is lacking."""
        return step_text(self.step)
