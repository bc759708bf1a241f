"""办理的经过: pauses, extensions, objections, co-handlers, escalations and supervision."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import Cause, Level, NoteColor, Outcome, Why
from huiqi.concerns.models.cases import Concern
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Organization, Person


class Pause(models.Model):
    """停表: the clock of the city stands from ``since`` (included) to ``until`` (excluded).

    ``until`` None: it still stands. ``reminded`` counts the reminders to the firm.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="pauses")
    why = models.CharField(_("原因"), max_length=12, choices=Why.choices)
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至（不含）"), null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(_("提醒的次数"), default=0)

    class Meta:
        verbose_name = _("停表")
        ordering = ("concern_id", "since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("concern",),
                condition=Q(until__isnull=True),
                name="concern_stands_once_at_a_time",
                violation_error_message=_("这件诉求的时钟已经停着"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="concern_pause_ends_after_it_begins",
                violation_error_message=_("停表的结束不能早于开始"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.get_why_display()}"


class Extension(models.Model):
    """延期: asked before the last day is near, decided by the section chief before it is over.

    ``days`` working days more to the last answer. ``is_granted`` None: not decided yet.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField(_("延长的工作日"))
    reason = models.TextField(_("理由"), max_length=1_000)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    is_granted = models.BooleanField(_("是否同意"), null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    answer = models.TextField(_("决定的说明"), max_length=1_000, blank=True)

    class Meta:
        verbose_name = _("诉求延期")
        ordering = ("concern_id", "asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("concern",),
                condition=Q(decided_at__isnull=True),
                name="concern_extension_is_asked_once_at_a_time",
                violation_error_message=_("已经有一次延期等着决定"),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1) & ~Q(reason=""),
                name="concern_extension_says_how_long_and_why",
                violation_error_message=_("写明延长几个工作日和理由"),
            ),
            models.CheckConstraint(
                condition=Q(is_granted__isnull=True, decided_at__isnull=True)
                | Q(is_granted__isnull=False, decided_at__isnull=False),
                name="decided_extension_says_yes_or_no",
                violation_error_message=_("决定了的延期要写明同意还是不同意"),
            ),
            models.CheckConstraint(
                condition=~Q(is_granted=True)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="extension_is_granted_by_somebody_else",
                violation_error_message=_("延期要由提出人以外的人同意"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.days}"


class Objection(models.Model):
    """异议: the unit says it is the wrong one; it stays responsible until the desk decides.

    ``outcome`` empty: not decided. What is insisted on, or not decided in time, is final.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    item = models.CharField(_("分派的事项"), max_length=6)
    reason = models.TextField(_("理由"), max_length=1_000)
    proposed = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("提出时间"))
    outcome = models.CharField(_("裁定"), max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("裁定的理由"), max_length=1_000, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("裁定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("分派异议")
        ordering = ("concern_id", "raised_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("concern",),
                condition=Q(outcome=""),
                name="concern_is_objected_to_once_at_a_time",
                violation_error_message=_("已经有一个异议等着裁定"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="dispatch_objection_says_why",
                violation_error_message=_("写明为什么不该由本单位办"),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="decided_dispatch_objection_has_a_moment",
                violation_error_message=_("裁定了的异议要有时间"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.unit}"


class CoHandling(models.Model):
    """协办: another unit is asked for its part; the lead stays responsible for the whole."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="cohandlings")
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    asked = models.TextField(_("要什么意见"), max_length=1_000)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    due_at = models.DateTimeField(_("期限"))
    opinion = models.TextField(_("协办意见"), max_length=5_000, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("协办")
        ordering = ("concern_id", "asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("concern", "unit"),
                condition=Q(given_at__isnull=True),
                name="co_unit_is_asked_once_at_a_time",
                violation_error_message=_("这个单位已经在协办"),
            ),
            models.CheckConstraint(
                condition=~Q(asked=""),
                name="co_unit_is_asked_for_something",
                violation_error_message=_("写明请协办单位做什么"),
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, opinion="")
                | (Q(given_at__isnull=False) & ~Q(opinion="")),
                name="co_unit_answers_in_words",
                violation_error_message=_("协办意见要写明内容"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.unit}"


class Escalation(AppendOnly, models.Model):
    """提级: a case went up, or was reminded of, on its day; the firm is told of it.

    ``day`` of the ladder counts from ``counted_from``; a case that is opened again begins anew.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="escalations")
    cause = models.CharField(_("原因"), max_length=10, choices=Cause.choices)
    level = models.PositiveSmallIntegerField(_("提到哪一级"), choices=Level.choices)
    day = models.PositiveSmallIntegerField(_("第几天"), null=True, blank=True)
    counted_from = models.DateTimeField(_("阶梯起算"))
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("提级")
        ordering = ("concern_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(cause=Cause.LADDER) | Q(day__isnull=False),
                name="ladder_names_the_day",
                violation_error_message=_("阶梯要写明是第几天"),
            ),
            models.UniqueConstraint(
                fields=("concern", "counted_from", "day"),
                condition=Q(cause=Cause.LADDER),
                name="rung_of_the_ladder_is_taken_once",
                violation_error_message=_("这一级已经走过"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.get_level_display()}"


class SupervisionNote(AppendOnly, models.Model):
    """督办单: a supervisor warns (yellow) or names a case (red); the unit must see it."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="notes")
    color = models.CharField(_("种类"), max_length=8, choices=NoteColor.choices)
    text = models.TextField(_("要求"), max_length=1_000)
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("限期"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("督办单")
        ordering = ("concern_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text="") & Q(due_at__gt=F("at")),
                name="supervision_note_demands_something_by_a_day",
                violation_error_message=_("督办单要写明要求和限期"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.get_color_display()}"
