"""共性问题的材料: whose concerns it is, why it happens, what is done about it, who was told."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.models.cases import Concern
from huiqi.concerns.models.problems import CommonProblem
from huiqi.concerns.problem_enums import (
    CauseKind,
    Effort,
    Pace,
    ProblemState,
    RemedyKind,
    Sureness,
    Time,
    ValueBand,
)
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Organization, Person

_REWRITTEN: Final = (
    "((OLD.problem_id, OLD.version, OLD.title, OLD.text, OLD.written_by_id, OLD.written_at)"
    " IS DISTINCT FROM"
    " (NEW.problem_id, NEW.version, NEW.title, NEW.text, NEW.written_by_id, NEW.written_at)"
    " OR OLD.published_at IS NOT NULL AND (OLD.published_at, OLD.published_by_id)"
    " IS DISTINCT FROM (NEW.published_at, NEW.published_by_id)"
    " OR OLD.replaced_at IS NOT NULL AND OLD.replaced_at IS DISTINCT FROM NEW.replaced_at)"
)


class ProblemCase(AppendOnly, models.Model):
    """归入的诉求: a person confirmed that this concern has this cause; its own clock goes on."""

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="cases")
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="problem_cases")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("归入的诉求")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("problem", "concern"),
                name="concern_is_in_a_common_problem_once",
                violation_error_message=_("这件诉求已经归入这个共性问题"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.problem_id} {self.concern_id}"


class Assessment(AppendOnly, models.Model):
    """研判: the cause, what it costs and how it can be solved; a better one is another row.

    ``source`` and ``sureness`` tell where the band comes from; both are empty while the value is
    unknown, which is not the same as little.
    """

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="assessments")
    cause = models.CharField(_("成因"), max_length=20, choices=CauseKind.choices)
    value = models.CharField(_("涉及金额"), max_length=12, choices=ValueBand.choices)
    source = models.CharField(_("金额的来源"), max_length=200, blank=True)
    sureness = models.CharField(
        _("金额的把握"), max_length=10, choices=Sureness.choices, blank=True
    )
    time = models.PositiveSmallIntegerField(_("要多久"), choices=Time.choices)
    effort = models.PositiveSmallIntegerField(_("要谁出力"), choices=Effort.choices)
    text = models.TextField(_("分析"), max_length=2_000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("共性问题的研判")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(value=ValueBand.UNKNOWN, source="", sureness="")
                | (~Q(value=ValueBand.UNKNOWN) & ~Q(source="") & ~Q(sureness="")),
                name="value_at_stake_has_a_source_or_is_unknown",
                violation_error_message=_(
                    "涉及金额要写明来源和把握；还不清楚的，选「还不清楚」，来源和把握留空"
                ),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.problem_id}：{self.get_cause_display()}"


class Milestone(models.Model):
    """节点: one step towards the solution, with a day (included)."""

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="milestones")
    title = models.CharField(_("要做到什么"), max_length=100)
    due_on = models.DateField(_("哪一天以前"))
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("定下的时间"))
    done_at = models.DateTimeField(_("做到的时间"), null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    done_how = models.CharField(_("怎么做到的"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("共性问题的节点")
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(title=""),
                name="milestone_says_what",
                violation_error_message=_("写明节点要做到什么"),
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, done_how="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(done_how="")),
                name="reached_milestone_says_how",
                violation_error_message=_("做到的节点要写明怎么做到的"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}（{self.due_on}）"


class Progress(AppendOnly, models.Model):
    """月度进展: on track, at risk or late; of a month the last one counts.

    ``month`` is its first day.
    """

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="progress")
    month = models.DateField(_("月份"))
    pace = models.CharField(_("进展"), max_length=10, choices=Pace.choices)
    text = models.TextField(_("说明"), max_length=1_000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("共性问题的月度进展")
        ordering = ("month", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="progress_says_what",
                violation_error_message=_("写明这个月做了什么"),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="progress_is_of_a_month",
                violation_error_message=_("月份写成当月的第一天"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.problem_id} {self.month:%Y-%m}：{self.get_pace_display()}"


class DueChange(AppendOnly, models.Model):
    """改期: the day was moved, and why."""

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="due_changes")
    before = models.DateField(_("原来的日期"))
    after = models.DateField(_("改到哪一天"))
    reason = models.TextField(_("为什么改"), max_length=1_000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("共性问题的改期")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(before=F("after")),
                name="day_of_a_common_problem_is_moved_with_a_reason",
                violation_error_message=_("改期要换一个日期，并写明理由"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.problem_id}：{self.before} → {self.after}"


class Remedy(AppendOnly, models.Model):
    """改了什么: the rule, system or service that was changed, and since when."""

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="remedies")
    kind = models.CharField(_("改了什么"), max_length=10, choices=RemedyKind.choices)
    title = models.CharField(_("名称"), max_length=100)
    reference = models.CharField(_("文号、版本或网址"), max_length=200)
    since = models.DateField(_("自哪一天起"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("共性问题的改正")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(reference=""),
                name="remedy_can_be_looked_up",
                violation_error_message=_("写明改了哪一项，以及文号、版本或网址"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"


class PublicSummary(models.Model):
    """公开摘要: what everybody reads of a common problem; written by one, published by another.

    A better one is the next version; the words of none are changed. One that still waits is
    replaced by it and never published: ``replaced_at``. One at most waits.
    """

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="summaries")
    version = models.PositiveSmallIntegerField(_("第几版"))
    title = models.CharField(_("公开的名称"), max_length=80)
    text = models.TextField(_("公开的说明"), max_length=1_000)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("写的时间"))
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("发布的时间"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("被新版取代的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("共性问题的公开摘要")
        ordering = ("problem_id", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("problem", "version"),
                name="public_summary_has_each_version_once",
                violation_error_message=_("这一版公开摘要已经有了，请刷新后再写"),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="public_summary_says_something",
                violation_error_message=_("写明公开的名称和说明"),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")),
                name="public_summary_is_published_by_another",
                violation_error_message=_("公开摘要由另一个人看过再发布"),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True, published_at__isnull=True)
                | Q(published_by__isnull=False, published_at__isnull=False),
                name="published_summary_says_by_whom",
                violation_error_message=_("发布的摘要要有发布的人和时间"),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(replaced_at__isnull=True),
                name="replaced_summary_was_never_published",
                violation_error_message=_("等着发布的才会被新版取代"),
            ),
            models.UniqueConstraint(
                fields=("problem",),
                condition=Q(published_at__isnull=True, replaced_at__isnull=True),
                name="public_summary_waits_in_one_version",
                violation_error_message=_("已有一版公开摘要等着发布"),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="public_summary_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="public_summary_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_REWRITTEN),
            ),
        )

    def __str__(self) -> str:
        return f"{self.problem_id} 第 {self.version} 版"

    @property
    def is_waiting(self) -> bool:
        """是否待发布: another person has not looked at it yet, and no newer one was written."""
        return self.published_at is None and self.replaced_at is None


class ProblemTold(AppendOnly, models.Model):
    """告知相似企业: that it was solved, in part or in full; each firm or person once for each.

    ``concern`` is the first of theirs in the problem; it is seen by whoever sees that. None for a
    firm that joined without one.
    """

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="told")
    outcome = models.CharField(_("结果"), max_length=10, choices=ProblemState.choices)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    concern = models.ForeignKey(Concern, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("共性问题的告知")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("problem", "outcome", "organization"),
                condition=Q(organization__isnull=False),
                name="firm_is_told_of_a_solution_once",
                violation_error_message=_("这家企业已经告知过"),
            ),
            models.UniqueConstraint(
                fields=("problem", "outcome", "person"),
                condition=Q(person__isnull=False),
                name="person_is_told_of_a_solution_once",
                violation_error_message=_("这个人已经告知过"),
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) ^ Q(person__isnull=False),
                name="solution_is_told_to_a_firm_or_a_person",
                violation_error_message=_("告知的对象是一家企业或者一个人"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.problem_id} {self.get_outcome_display()}"
