"""评审: the draw that anybody can redo, who was drawn by it, and what they found."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.programmes.enums import SeatState, Sitting
from huiqi.programmes.models.stages import StageRun


class PanelDraw(models.Model):
    """抽取: of experts for one application, as it was committed to and as it came out.

    ``pool`` is everybody of the experts' register at ``frozen_at``, by number, each as
    ``{"expert": number, "because": why not, or ""}``; ``pool_digest`` is its SHA-256. The secret
    was drawn by the machine after that; ``commitment``, its SHA-256, was on record before
    anybody could know it, and ``secret`` is told with the result, from ``drawn_at`` on. Drawn
    again (``ordinal`` above 1, or a second sitting) it says why.
    """

    run = models.ForeignKey(StageRun, models.PROTECT, related_name="draws", verbose_name=_("环节"))
    ordinal = models.PositiveSmallIntegerField(_("第几次抽取"))
    sitting = models.CharField(
        _("初评或复评"), max_length=10, choices=Sitting.choices, default=Sitting.FIRST
    )
    reason = models.CharField(_("为什么再抽"), max_length=200, blank=True)
    pool = models.JSONField(_("候选名册"))
    pool_digest = models.CharField(_("名册的指纹"), max_length=64)
    commitment = models.CharField(_("密数的指纹"), max_length=64)
    secret = models.CharField(_("密数"), max_length=64, editable=False)
    frozen_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("冻结人")
    )
    frozen_at = models.DateTimeField(_("冻结时间"))
    drawn_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("抽取人"),
    )
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("抽取")
        ordering = ("run_id", "ordinal")
        constraints = (
            models.UniqueConstraint(
                fields=("run", "ordinal"),
                name="draw_has_its_place",
                violation_error_message=_("这一次抽取已经有记录，请刷新页面"),
            ),
            models.CheckConstraint(
                condition=Q(ordinal=1, sitting=Sitting.FIRST) | ~Q(reason=""),
                name="draw_again_says_why",
                violation_error_message=_("再次冻结名册要写明理由"),
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(drawn_at__gte=F("frozen_at")),
                name="draw_comes_after_its_pool",
                violation_error_message=_("名册冻结以后才能抽取"),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="draw_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="draw_is_committed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["drawn_at", "drawn_by"]),
            ),
            pgtrigger.Protect(
                name="draw_happens_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__drawn_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id}：{self.ordinal}"


class PanelSeat(models.Model):
    """评审席位: one expert drawn for one application; ``ordinal`` is the place in the draw.

    ``recused_because`` is what the data tell (employer, shareholding, past pairs) or what the
    expert declared. ``draft`` is the sheet as it was saved last, by criterion, with the times it
    was saved as ``draft_revision``; it counts for nothing before it is handed in.
    """

    run = models.ForeignKey(StageRun, models.PROTECT, related_name="seats", verbose_name=_("环节"))
    draw = models.ForeignKey(
        PanelDraw, models.PROTECT, related_name="seats", verbose_name=_("抽取")
    )
    expert = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("专家")
    )
    ordinal = models.PositiveSmallIntegerField(_("抽取次序"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=SeatState.choices,
        default=SeatState.DRAWN,
        editable=False,
    )
    recused_because = models.CharField(_("回避原因"), max_length=200, blank=True)
    comment = models.TextField(_("总评"), blank=True)
    draft = models.JSONField(_("草稿"), default=dict, blank=True)
    draft_revision = models.PositiveIntegerField(_("草稿存过几次"), default=0)
    drawn_at = models.DateTimeField(_("抽取时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("评审席位")
        ordering = ("run_id", "draw_id", "ordinal")
        constraints = (
            models.UniqueConstraint(
                fields=("run", "expert"),
                name="expert_sits_once",
                violation_error_message=_("这位专家已经在这份申报的评审里"),
            ),
            models.UniqueConstraint(
                fields=("draw", "ordinal"),
                name="seat_has_its_place_in_the_draw",
                violation_error_message=_("这个抽取次序已经有人"),
            ),
            models.CheckConstraint(
                condition=~Q(state=SeatState.RECUSED) | ~Q(recused_because=""),
                name="recusal_says_why",
                violation_error_message=_("回避要写明原因"),
            ),
            models.CheckConstraint(
                condition=~Q(state=SeatState.SUBMITTED) | Q(submitted_at__isnull=False),
                name="score_sheet_says_when",
                violation_error_message=_("提交的评分要有时间"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id}：{self.ordinal}"


class Score(models.Model):
    """评分: of one criterion by one expert; every score says why."""

    seat = models.ForeignKey(
        PanelSeat, models.PROTECT, related_name="scores", verbose_name=_("评审席位")
    )
    criterion = models.CharField(_("评分项"), max_length=60)
    points = models.PositiveSmallIntegerField(_("得分"))
    why = models.CharField(_("理由"), max_length=500)

    class Meta:
        verbose_name = _("评分")
        ordering = ("seat_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("seat", "criterion"),
                name="criterion_is_scored_once",
                violation_error_message=_("这一项已经评过分"),
            ),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="score_says_why",
                violation_error_message=_("每一项得分都要写理由"),
            ),
            models.CheckConstraint(
                condition=Q(points__lte=100),
                name="score_is_at_most_hundred",
                violation_error_message=_("得分不能超过 100"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}：{self.points}"
