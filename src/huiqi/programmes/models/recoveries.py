"""抽查和追回: what was paid is looked at again by people, and taken back where it was not due."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.programmes.enums import FindingResult, RecoveryState
from huiqi.programmes.models.applications import Application
from huiqi.programmes.models.calls import Call


class SpotCheck(AppendOnly, models.Model):
    """抽查: so many of the firms that a call paid, drawn by ``seed`` alone.

    ``population`` is how many could be drawn: paid, and in no earlier check of the call. Anybody
    can draw again: those with the lowest SHA-256 of «seed:application» come first.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="spot_checks", verbose_name=_("申报通知")
    )
    number = models.CharField(_("编号"), max_length=20)
    seed = models.CharField(_("种子"), max_length=32)
    size = models.PositiveIntegerField(_("抽查家数"))
    population = models.PositiveIntegerField(_("总体家数"))
    drawn_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("抽取人")
    )
    drawn_at = models.DateTimeField(_("抽取时间"))

    class Meta:
        verbose_name = _("抽查")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="spot_check_has_its_own_number",
                violation_error_message=_("这个抽查编号已经用过"),
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=F("population")) & ~Q(seed=""),
                name="spot_check_is_drawn_from_what_there_is",
                violation_error_message=_("抽查家数应在 1 和总体家数之间，并写明种子"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number


class SpotCheckItem(models.Model):
    """抽查对象: one firm that was drawn, and what a person found there; answered once."""

    check_of = models.ForeignKey(
        SpotCheck, models.PROTECT, related_name="items", verbose_name=_("抽查")
    )
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="spot_check", verbose_name=_("申报")
    )
    position = models.PositiveIntegerField(_("序号"))
    result = models.CharField(_("结果"), max_length=8, choices=FindingResult.choices, blank=True)
    found = models.TextField(_("抽查情况"), blank=True)
    person = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("抽查人"),
    )
    at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("抽查对象")
        ordering = ("check_of_id", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("check_of", "position"),
                name="spot_check_item_has_its_place",
                violation_error_message=_("这个序号已经有一家"),
            ),
            models.CheckConstraint(
                condition=Q(result="", found="", person__isnull=True, at__isnull=True)
                | ~Q(result="") & ~Q(found="") & Q(person__isnull=False, at__isnull=False),
                name="spot_check_answered_says_what_was_found",
                violation_error_message=_("答复抽查要写明结果和情况"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.check_of_id}：{self.position}"

    @property
    def call(self) -> Call:
        """申报通知: of the check; its department answers."""
        return self.check_of.call


class Recovery(models.Model):
    """追回: so much of what an application was paid is to come back, decided by a second person.

    ``due_on`` is the last day to pay it back (included), from the decision on. What came back is
    told by the ledger alone: its return entries name this record.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="recoveries", verbose_name=_("申报")
    )
    state = models.CharField(
        _("进展"),
        max_length=10,
        choices=RecoveryState.choices,
        default=RecoveryState.PROPOSED,
        editable=False,
    )
    amount_fen = models.BigIntegerField(_("追回金额（分）"))
    clause = models.CharField(_("依据条款"), max_length=300)
    reason = models.TextField(_("理由"))
    drafted_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    drafted_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    due_on = models.DateField(_("退回期限"), null=True, blank=True)
    due_is_provisional = models.BooleanField(_("期限暂定"), default=False)
    dropped_because = models.CharField(_("不追回的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("追回")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(state__in=(RecoveryState.PROPOSED, RecoveryState.DECIDED)),
                name="application_has_one_recovery_at_a_time",
                violation_error_message=_("这份申报已经有一次追回在办"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & ~Q(clause="") & ~Q(reason=""),
                name="recovery_says_how_much_and_why",
                violation_error_message=_("追回要写明大于零的金额、依据的条款和理由"),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("drafted_by")),
                name="recovery_is_decided_by_another",
                violation_error_message=_("提出追回的人不能自己决定"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(RecoveryState.DECIDED, RecoveryState.REPAID))
                | Q(decided_by__isnull=False, decided_at__isnull=False, due_on__isnull=False),
                name="recovery_decided_says_by_whom_and_until_when",
                violation_error_message=_("决定追回要写明决定人、时间和退回期限"),
            ),
            models.CheckConstraint(
                condition=~Q(state=RecoveryState.DROPPED) | ~Q(dropped_because=""),
                name="recovery_dropped_says_why",
                violation_error_message=_("不追回要写明理由"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}：{self.amount_fen}"

    @property
    def call(self) -> Call:
        """申报通知: of the application; its department decides."""
        return self.application.call
