"""席位和责任清单: which body takes concerns in, which answers for what, who covers for whom."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import SeatKind
from huiqi.parties.models import Organization

ITEM: Final = r"^([0-9]{2}){1,3}$"
DISTRICT: Final = r"^([1-9][0-9]{5})?$"


class Seat(models.Model):
    """席位: which body is the desk, the task force or the leading group, from a day until another.

    ``until`` is excluded; None: it still is.
    """

    kind = models.CharField(_("席位"), max_length=15, choices=SeatKind.choices)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("席位")
        ordering = ("kind", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(until__isnull=True),
                name="concern_seat_is_held_by_one",
                violation_error_message=_("这个席位已经有单位，先写明它到哪一天为止"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="concern_seat_ends_after_it_begins",
                violation_error_message=_("席位的止日必须晚于起日"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.organization}"


class Responsibility(models.Model):
    """责任清单: which unit handles an item in a district, from a day until another.

    ``item`` is a code of any level: the longest that fits decides. ``district`` empty: wherever
    no unit is named for the district. ``basis`` says which list of duties says so.
    """

    item = models.CharField(_("事项"), max_length=6)
    district = models.CharField(_("行政区"), max_length=6, blank=True)
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("承办单位")
    )
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("责任清单")
        ordering = ("item", "district", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("item", "district"),
                condition=Q(until__isnull=True),
                name="item_is_the_duty_of_one_unit",
                violation_error_message=_("这个事项在这个区已经有承办单位"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="responsibility_ends_after_it_begins",
                violation_error_message=_("责任的止日必须晚于起日"),
            ),
            models.CheckConstraint(
                condition=Q(item__regex=ITEM, district__regex=DISTRICT) & ~Q(basis=""),
                name="responsibility_names_item_and_basis",
                violation_error_message=_("写明事项编码、区划代码和依据"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.district}：{self.unit}"


class Cover(models.Model):
    """代班: what would come to one body comes to another, from a day until another (excluded).

    For new concerns and for those that go up; what a body has already taken stays with it.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("暂时不能办的单位")
    )
    by = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("代班的单位")
    )
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"))
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        verbose_name = _("代班")
        ordering = ("-since", "-id")
        constraints = (
            ExclusionConstraint(
                name="body_is_covered_by_one_at_a_time",
                expressions=(
                    (
                        Func("organization", "organization", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func("since", "until", function="daterange"), RangeOperators.OVERLAPS),
                ),
                violation_error_message=_("这个单位在这段时间已经有代班的单位"),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="cover_ends_after_it_begins",
                violation_error_message=_("代班的止日必须晚于起日"),
            ),
            models.CheckConstraint(
                condition=~Q(by=F("organization")) & ~Q(reason=""),
                name="cover_is_by_another_and_says_why",
                violation_error_message=_("选另一个单位代班，并写明原因"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization} → {self.by}"
