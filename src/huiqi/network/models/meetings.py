"""会议: of a task force or the leading group; each decision has an owner and a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.network.enums import DecisionState
from huiqi.network.models.organs import Organ
from huiqi.parties.models import Organization, Person


class Meeting(models.Model):
    """会议: one meeting of one body, with who came and what was said; names no firm."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("日期"))
    topic = models.CharField(_("议题"), max_length=120)
    people = models.CharField(_("参加人"), max_length=500)
    minutes = models.TextField(_("纪要"), max_length=5_000, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("会议")
        ordering = ("-held_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(topic="") & ~Q(people=""),
                name="meeting_says_what_and_who",
                violation_error_message=_("写明议题和参加人"),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Decision(models.Model):
    """议定事项: what a meeting decided, which unit does it, until which day (included)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    text = models.CharField(_("事项"), max_length=500)
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    due_on = models.DateField(_("期限"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=DecisionState.choices,
        default=DecisionState.OPEN,
        editable=False,
    )
    answer = models.CharField(_("结果"), max_length=500, blank=True)
    ended_at = models.DateTimeField(_("了结时间"), null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(_("提醒超期的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("议定事项")
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="decision_says_what",
                violation_error_message=_("写明议定了什么"),
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.OPEN, ended_at__isnull=True)
                | (~Q(state=DecisionState.OPEN) & Q(ended_at__isnull=False) & ~Q(answer="")),
                name="decision_ends_with_an_answer",
                violation_error_message=_("办完或不再办都要写明结果"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id}：{self.text}"
