"""单位: legal bodies under one table, and the identity that outlives a change of credit code."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.parties.enums import Kind, Part

CREDIT_CODE = r"^[0-9A-HJ-NP-RT-UW-Y]{18}$"


class Subject(models.Model):
    """主体: whose history goes on through 个转企, merger and relocation.

    ``merged_into`` is the subject that took it over; claims on the old one are the new one's.
    """

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_over"
    )
    created_at = models.DateTimeField(_("建档时间"))

    class Meta:
        verbose_name = _("主体")
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="subject_is_not_merged_into_itself",
                violation_error_message=_("主体不能并入自己"),
            )
        ]

    def __str__(self) -> str:
        return f"主体 {self.pk}"


class Organization(models.Model):
    """单位: one registration of a subject: enterprise, department, bank or any other body."""

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="organizations", verbose_name=_("主体")
    )
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("性质"), max_length=20, choices=Kind.choices)
    credit_code = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        null=True,
        blank=True,
        validators=[RegexValidator(CREDIT_CODE, _("统一社会信用代码应为 18 位数字或大写字母"))],
    )
    district = models.CharField(_("行政区"), max_length=6, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    registered_on = models.DateField(_("成立日期"), null=True, blank=True)
    closed_until = models.DateField(_("注销日期（不含当日起）"), null=True, blank=True)

    class Meta:
        verbose_name = _("单位")
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                name="organization_has_its_own_credit_code",
                violation_error_message=_("这个统一社会信用代码已经登记在另一家单位名下"),
            ),
            models.CheckConstraint(
                condition=Q(credit_code__isnull=True) | Q(credit_code__regex=CREDIT_CODE),
                name="organization_credit_code_is_well_formed",
                violation_error_message=_("统一社会信用代码应为 18 位数字或大写字母"),
            ),
            models.CheckConstraint(
                condition=Q(district="") | Q(district__regex=r"^[1-9][0-9]{5}$"),
                name="organization_district_is_a_code",
                violation_error_message=_("行政区应为 6 位区划代码"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.DISTRICT_OFFICE) | ~Q(district=""),
                name="district_office_has_a_district",
                violation_error_message=_("区级部门必须写明所在行政区"),
            ),
            models.CheckConstraint(
                condition=Q(closed_until__isnull=True)
                | Q(registered_on__isnull=True)
                | Q(closed_until__gt=F("registered_on")),
                name="organization_closes_after_it_opens",
                violation_error_message=_("注销日期不能早于成立日期"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganizationPart(models.Model):
    """参与身份: in what part an organization takes part, from a day until another."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="parts")
    part = models.CharField(_("身份"), max_length=20, choices=Part.choices)
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("参与身份")
        ordering = ("organization_id", "part", "since")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "part"],
                condition=Q(until__isnull=True),
                name="organization_holds_a_part_once",
                violation_error_message=_("这个单位已经有此身份"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="organization_part_ends_after_it_begins",
                violation_error_message=_("身份的止日必须晚于起日"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}：{self.get_part_display()}"
