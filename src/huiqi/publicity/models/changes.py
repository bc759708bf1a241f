"""公示的变更: withdrawn as a whole or by a row, extended; and how long a notice has to run.

Each is added to the notice and stays; the notice itself is never changed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.publicity.models.notices import PublicAward, Publicity


class Withdrawal(AppendOnly, models.Model):
    """撤回公示: the notice counts for nothing any more, from that moment on."""

    publicity = models.OneToOneField(
        Publicity, models.PROTECT, related_name="withdrawal", verbose_name=_("公示")
    )
    reason = models.CharField(_("理由"), max_length=200)
    withdrawn_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("撤回人")
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"))

    class Meta:
        verbose_name = _("撤回公示")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="withdrawal_says_why",
                violation_error_message=_("撤回公示要写明理由"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.publicity_id}"


class AwardWithdrawal(AppendOnly, models.Model):
    """撤下一行: one award of a notice counts for nothing any more; the others go on."""

    award = models.OneToOneField(
        PublicAward, models.PROTECT, related_name="withdrawal", verbose_name=_("拟资助")
    )
    reason = models.CharField(_("理由"), max_length=200)
    withdrawn_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("撤下人")
    )
    withdrawn_at = models.DateTimeField(_("撤下时间"))

    class Meta:
        verbose_name = _("撤下一行")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="award_withdrawal_says_why",
                violation_error_message=_("撤下一家要写明理由"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.award_id}"


class Extension(AppendOnly, models.Model):
    """延长公示: the notice runs to before ``until``; never earlier than it would have ended."""

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="extensions", verbose_name=_("公示")
    )
    until = models.DateField(_("延长至（不含）"))
    reason = models.CharField(_("理由"), max_length=200)
    extended_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("延长人")
    )
    extended_at = models.DateTimeField(_("延长时间"))

    class Meta:
        verbose_name = _("延长公示")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("publicity", "until"),
                name="extension_is_to_another_day",
                violation_error_message=_("这份公示已经延长到这一天"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_says_why",
                violation_error_message=_("延长公示要写明理由"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.publicity_id}：{self.until}"


class NoticePeriod(AppendOnly, models.Model):
    """公示期: from a day on, a notice runs for at least so many working days, the first included.

    ``basis`` is the instrument it rests on. A notice keeps to the period of its first day.
    """

    since = models.DateField(_("自"))
    working_days = models.PositiveSmallIntegerField(_("工作日数"))
    basis = models.CharField(_("依据"), max_length=200)
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("公示期")
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(working_days__gte=1, working_days__lte=60),
                name="notice_period_is_of_some_days",
                violation_error_message=_("公示期应是 1 至 60 个工作日"),
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="notice_period_says_what_it_rests_on",
                violation_error_message=_("公示期要写明依据"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.since}：{self.working_days}"
