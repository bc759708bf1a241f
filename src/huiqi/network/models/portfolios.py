"""挂点: which commissioner a key firm has; one without is on the office's list with a clock."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from huiqi.network.enums import Cause, HandoverState, Tier
from huiqi.network.models.organs import Officer
from huiqi.parties.models import Organization, Person, Subject


def _one(field: str, kind: str) -> tuple[Any, str]:
    """The same number: as a range of one, for equality alone needs an extension."""
    return Func(field, field, Value("[]"), function=kind), RangeOperators.OVERLAPS


class KeyFirm(models.Model):
    """重点企业: on the list of a tier. Either it has a commissioner, or ``due_at`` is the clock.

    ``officer`` is whose it is now, as the open portfolio says. ``without_since``: since when it
    has none. ``weight`` is
    what it counts for in the load of whoever has it.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="key_firms")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("企业")
    )
    tier = models.PositiveSmallIntegerField(_("层级"), choices=Tier.choices)
    weight = models.PositiveSmallIntegerField(_("权重"))
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至（不含）"), null=True, blank=True)
    officer = models.ForeignKey(
        Officer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="key_firms",
        verbose_name=_("服务专员"),
    )
    without_since = models.DateTimeField(_("从何时起没有专员"), null=True, blank=True)
    due_at = models.DateTimeField(_("指定专员的期限"), null=True, blank=True)
    told_at = models.DateTimeField(_("提醒超期的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("重点企业")
        ordering = ("tier", "organization_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "tier"),
                condition=Q(until__isnull=True),
                name="key_firm_is_listed_once_for_a_tier",
                violation_error_message=_("这家企业已经在这一层级的名单上"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False, officer__isnull=True, due_at__isnull=True)
                | Q(
                    until__isnull=True,
                    officer__isnull=False,
                    without_since__isnull=True,
                    due_at__isnull=True,
                )
                | Q(
                    until__isnull=True,
                    officer__isnull=True,
                    without_since__isnull=False,
                    due_at__isnull=False,
                ),
                name="key_firm_has_a_commissioner_or_a_clock",
                violation_error_message=_("重点企业要么有专员，要么在待指定的名单上并有期限"),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=10),
                name="key_firm_weighs_something",
                violation_error_message=_("权重从 1 到 10"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="key_firm_ends_after_it_begins",
                violation_error_message=_("名单的止时必须晚于起时"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization}（{self.get_tier_display()}）"


class Portfolio(models.Model):
    """挂点: one officer has one firm of a tier, from a moment until another; never two at once.

    ``confirmed_by`` is the person who decided, whatever was suggested.
    """

    key_firm = models.ForeignKey(KeyFirm, models.PROTECT, related_name="portfolios")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField(_("层级"), choices=Tier.choices)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="portfolios")
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("确认人")
    )
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("挂点")
        ordering = ("key_firm_id", "since")
        indexes = (
            models.Index(
                fields=("officer",), condition=Q(until__isnull=True), name="portfolio_of_officer"
            ),
        )
        constraints = (
            ExclusionConstraint(
                name="firm_has_one_commissioner_at_a_time",
                expressions=(
                    _one("subject", "int8range"),
                    _one("tier", "int4range"),
                    (Func("since", "until", function="tstzrange"), RangeOperators.OVERLAPS),
                ),
                violation_error_message=_("这家企业在这一层级已经有专员，先交接"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="portfolio_ends_after_it_begins",
                violation_error_message=_("挂点的止时必须晚于起时"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key_firm_id}：{self.officer_id}"


class Handover(models.Model):
    """交接: of one firm from one officer to another, with all that was open.

    ``open_items`` is the list as it stood when it was proposed: what the successor accepts.
    """

    key_firm = models.ForeignKey(KeyFirm, models.PROTECT, related_name="handovers")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    giver = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("原专员"))
    taker = models.ForeignKey(
        Officer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handovers",
        verbose_name=_("接手人"),
    )
    cause = models.CharField(_("原因"), max_length=10, choices=Cause.choices)
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=HandoverState.choices,
        default=HandoverState.OPEN,
        editable=False,
    )
    open_items = models.JSONField(_("未了事项"), default=list, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(_("发起时间"))
    due_at = models.DateTimeField(_("期限"))
    told_at = models.DateTimeField(_("提醒超期的时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("了结时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("交接")
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("key_firm",),
                condition=Q(state__in=(HandoverState.OPEN, HandoverState.PROPOSED)),
                name="firm_is_handed_over_once_at_a_time",
                violation_error_message=_("这家企业正在交接"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(HandoverState.PROPOSED, HandoverState.ACCEPTED))
                | Q(taker__isnull=False, proposed_by__isnull=False),
                name="handover_names_who_takes_over",
                violation_error_message=_("写明接手人，并由人确认"),
            ),
            models.CheckConstraint(
                condition=Q(taker__isnull=True) | ~Q(taker=F("giver")),
                name="handover_goes_to_somebody_else",
                violation_error_message=_("接手人不能是原专员"),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(HandoverState.OPEN, HandoverState.PROPOSED), ended_at__isnull=True
                )
                | Q(
                    state__in=(HandoverState.ACCEPTED, HandoverState.CANCELLED),
                    ended_at__isnull=False,
                ),
                name="handover_that_is_over_says_since_when",
                violation_error_message=_("了结的交接要有时间"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key_firm_id}：{self.get_state_display()}"
