"""环节: one stage of one application, its clock, and the times at which that stood."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.programmes.enums import AT_WORK, StageKind, StageState
from huiqi.programmes.models.applications import Application


class StageRun(models.Model):
    """环节: of an application, in the order of its programme's version.

    ``office`` is the body that handles it, ``handler`` the person who took it. ``due_on`` is
    the last day (included), None while the clock stands; ``due_is_provisional`` beyond the
    published calendar. ``days`` and ``extension_days`` are working days.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="stages", verbose_name=_("申报")
    )
    position = models.PositiveSmallIntegerField(_("第几个环节"))
    kind = models.CharField(_("环节"), max_length=20, choices=StageKind.choices)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=StageState.choices,
        default=StageState.WAITING,
        editable=False,
    )
    office = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="+", verbose_name=_("办理单位")
    )
    handler = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    days = models.PositiveSmallIntegerField(_("时限（工作日）"))
    extension_days = models.PositiveSmallIntegerField(_("延长（工作日）"), default=0)
    opened_on = models.DateField(_("开始日"), null=True, blank=True)
    due_on = models.DateField(_("到期日"), null=True, blank=True)
    due_is_provisional = models.BooleanField(_("到期日暂定"), default=False)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("环节")
        ordering = ("application_id", "position")
        indexes = (
            models.Index(
                fields=("office", "due_on"), condition=Q(state__in=AT_WORK), name="stage_in_hand"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("application", "position"),
                name="stage_has_its_place",
                violation_error_message=_("这个位置已经有一个环节"),
            ),
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(state__in=AT_WORK),
                name="one_stage_is_open_at_a_time",
                violation_error_message=_("同一份申报同时只能有一个环节在办理"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(StageState.WAITING, StageState.SKIPPED))
                | Q(opened_on__isnull=False),
                name="stage_begun_says_since_when",
                violation_error_message=_("开始了的环节要有开始日"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(StageState.PASSED, StageState.FAILED))
                | Q(finished_at__isnull=False),
                name="stage_ended_says_when",
                violation_error_message=_("结束了的环节要有结束时间"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}：{self.kind}"


class StagePause(models.Model):
    """停表: the clock stands from ``since`` (included) until ``until`` (excluded; None: still).

    ``incomplete`` means that the file was not complete: the period begins anew afterwards.
    """

    run = models.ForeignKey(StageRun, models.PROTECT, related_name="pauses", verbose_name=_("环节"))
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"), null=True, blank=True)
    incomplete = models.BooleanField(_("材料不齐"), default=False)
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        verbose_name = _("停表")
        ordering = ("run_id", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("run",),
                condition=Q(until__isnull=True),
                name="clock_stands_once_at_a_time",
                violation_error_message=_("这个环节的时钟已经停着"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="clock_goes_on_after_it_stood",
                violation_error_message=_("恢复计时要晚于停表"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id}：{self.since}"
