"""组织和人员: the leading group, its office, task forces and stations; who serves firms."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.network.enums import OrganKind, Part
from huiqi.parties.models import Organization, Person

PHONE: Final = r"^[0-9][0-9 \-]{4,19}$"
ONE_OF_A_KIND: Final = (OrganKind.LEADING_GROUP, OrganKind.OFFICE)


class Organ(models.Model):
    """组织: a body of the network, seated in a public body, from a day until another.

    ``topic`` is what a task force is for; ``until`` is excluded, None: it still is.
    """

    kind = models.CharField(_("种类"), max_length=15, choices=OrganKind.choices)
    name = models.CharField(_("名称"), max_length=60)
    topic = models.CharField(_("任务"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("设在")
    )
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("群服务组织")
        ordering = ("kind", "name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(until__isnull=True, kind__in=ONE_OF_A_KIND),
                name="network_has_one_leading_group_and_one_office",
                violation_error_message=_("领导小组和它的办公室各只有一个"),
            ),
            models.UniqueConstraint(
                fields=("name",),
                condition=Q(until__isnull=True),
                name="organ_has_its_own_name",
                violation_error_message=_("已经有同名的组织"),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & (~Q(kind=OrganKind.TASK_FORCE) | ~Q(topic="")),
                name="organ_says_what_it_is_for",
                violation_error_message=_("写明名称；专班要写明任务"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="organ_ends_after_it_begins",
                violation_error_message=_("组织的止日必须晚于起日"),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """服务人员: a person of a public body who serves firms, from a moment until another.

    ``phone`` is the published number under which firms reach them.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("姓名"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    part = models.CharField(_("服务角色"), max_length=12, choices=Part.choices)
    phone = models.CharField(_("公布的电话"), max_length=20)
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("服务人员")
        ordering = ("organization_id", "person_id", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organization"),
                condition=Q(until__isnull=True),
                name="officer_serves_once_for_a_body",
                violation_error_message=_("此人已经是这个单位的服务人员"),
            ),
            models.CheckConstraint(
                condition=Q(phone__regex=PHONE),
                name="officer_can_be_called",
                violation_error_message=_("写明公布的电话，只用数字、空格和短横"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="officer_ends_after_beginning",
                violation_error_message=_("服务的止时必须晚于起时"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}（{self.organization}）"
