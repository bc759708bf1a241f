"""事实: what is known of a subject, who says so and since when; rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.enums import Source, Use
from huiqi.parties.models.organizations import Subject


class Fact(AppendOnly, models.Model):
    """事实: one value of one key of a subject, as files write it (yuan, shares, ISO days).

    ``as_of`` is the day it speaks of, ``period`` the accounting year of an annual figure,
    ``recorded_at`` when we learnt it. A later row of the same source replaces an earlier one;
    ``value`` None says that the source withdrew it. Nothing is ever changed or removed.
    """

    # Without indexes of their own: ``fact_of_subject`` begins with the subject, and nobody asks
    # by whom. Each would cost every imported row.
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="facts", db_index=False)
    key = models.CharField(_("事实"), max_length=60)
    value = models.JSONField(_("值"), null=True)
    as_of = models.DateField(_("截至日期"))
    period = models.PositiveSmallIntegerField(_("会计年度"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=20, choices=Source.choices)
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("事实")
        ordering = ("subject_id", "key", "id")
        indexes = [models.Index(fields=["subject", "key", "-recorded_at"], name="fact_of_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=r"^[a-z][a-z0-9_]*$"),
                name="fact_key_is_a_registered_name",
                violation_error_message=_("事实的键应为小写英文名称"),
            ),
            models.CheckConstraint(
                condition=Q(period__isnull=True) | Q(period__gte=1949, period__lte=2200),
                name="fact_period_is_a_year",
                violation_error_message=_("会计年度应为四位年份"),
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.key}＝{self.value}"


class FactCorrection(models.Model):
    """更正申请: a firm says that a fact is wrong; somebody answers by a day, with a reason."""

    class Status(models.TextChoices):
        """更正状态: open until somebody decides."""

        OPEN = "open", _("待处理")
        ACCEPTED = "accepted", _("已更正")
        DECLINED = "declined", _("未采纳")
        WITHDRAWN = "withdrawn", _("已撤回")

    fact = models.ForeignKey(Fact, models.PROTECT, related_name="corrections")
    proposed = models.JSONField(_("应为"), null=True, blank=True)
    reason = models.TextField(_("理由"))
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False
    )
    answer = models.TextField(_("答复"), blank=True)
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("应答复日期"))
    due_is_provisional = models.BooleanField(_("答复日期暂定"), default=False)
    decided_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("更正申请")
        ordering = ("-asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["fact"],
                condition=Q(status="open"),
                name="fact_has_one_open_correction",
                violation_error_message=_("这项事实已有一个更正申请在处理"),
            ),
            models.CheckConstraint(
                condition=Q(status="open", decided_at__isnull=True)
                | (~Q(status="open") & Q(decided_at__isnull=False)),
                name="correction_is_decided_at_a_moment",
                violation_error_message=_("已答复的更正申请要有答复时间"),
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""),
                name="declined_correction_says_why",
                violation_error_message=_("不采纳更正必须说明理由"),
            ),
        ]

    def __str__(self) -> str:
        return f"更正 {self.fact}"


class Consent(models.Model):
    """同意: a subject lets its data be used for one purpose, until it takes that back."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="consents")
    use = models.CharField(_("用途"), max_length=60, choices=Use.choices)
    given_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("同意")
        ordering = ("subject_id", "use", "-given_at")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "use"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_is_given_once",
                violation_error_message=_("已经同意过这一用途"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=F("given_at")),
                name="consent_is_withdrawn_after_it_is_given",
                violation_error_message=_("撤回时间必须晚于同意时间"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} 同意 {Use(self.use).label}"
