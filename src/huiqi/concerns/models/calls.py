"""抽样回访: every week some of the closed cases are drawn, and a supervisor calls each firm."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import Heard
from huiqi.concerns.models.cases import Concern
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Person


class CallRound(AppendOnly, models.Model):
    """回访抽样: of what ended from ``since`` to ``until`` (both included, days of the city).

    ``seed`` and the numbers of the cases decide alone who is drawn; ``population``: from how many.
    """

    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    seed = models.CharField(_("种子"), max_length=40)
    population = models.PositiveIntegerField(_("总体件数"))
    drawn_at = models.DateTimeField(_("抽样时间"))

    class Meta:
        verbose_name = _("回访抽样")
        ordering = ("-since",)
        constraints = (
            models.UniqueConstraint(
                fields=("since",),
                name="call_round_is_drawn_once",
                violation_error_message=_("这一周已经抽过"),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")) & ~Q(seed=""),
                name="call_round_has_days_and_a_seed",
                violation_error_message=_("抽样要有起止日期和种子"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.since}"


class CallBack(models.Model):
    """抽样回访: one closed case that was drawn; ``heard`` empty: nobody called yet.

    ``resolution`` is how the case was closed when it was drawn. ``is_reopened``: the supervisor
    had it opened again after what was heard.
    """

    drawn_in = models.ForeignKey(CallRound, models.PROTECT, related_name="calls")
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="calls")
    resolution = models.CharField(_("抽到时的办理结果"), max_length=12)
    due_at = models.DateTimeField(_("回访期限"))
    heard = models.CharField(_("企业怎么说"), max_length=10, choices=Heard.choices, blank=True)
    note = models.TextField(_("回访记录"), max_length=1_000, blank=True)
    is_reopened = models.BooleanField(_("恢复办理"), default=False)
    called_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    called_at = models.DateTimeField(_("回访时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("抽样回访")
        ordering = ("drawn_in_id", "id")
        indexes = (
            models.Index(fields=("due_at",), condition=Q(heard=""), name="call_back_to_make"),
            models.Index(fields=("due_at", "heard"), name="call_back_figures"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("drawn_in", "concern"),
                name="concern_is_drawn_once_in_a_round",
                violation_error_message=_("这件诉求这一周已经抽到"),
            ),
            models.CheckConstraint(
                condition=Q(heard="", called_at__isnull=True, note="", is_reopened=False)
                | (
                    Q(called_at__isnull=False, called_by__isnull=False) & ~Q(heard="") & ~Q(note="")
                ),
                name="call_says_who_called_and_what_was_heard",
                violation_error_message=_("回访过的要写明谁打的、听到什么"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.get_heard_display()}"
