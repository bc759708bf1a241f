"""任职与代办: in whose name a person acts, and how far."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.parties.enums import ADMINS, Power, Role
from huiqi.parties.models.organizations import Organization


class Membership(models.Model):
    """任职: a person holds a role in an organization, from a moment until another."""

    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(_("岗位"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至（不含）"), null=True, blank=True)
    granted_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("任职")
        ordering = ("person_id", "organization_id", "role")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "role"],
                condition=Q(until__isnull=True),
                name="membership_is_held_once",
                violation_error_message=_("此人在这个单位已有这个岗位"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until__isnull=True, role__in=[role.value for role in ADMINS]),
                name="administrators_are_three_people",
                violation_error_message=_("系统、安全、审计三种管理员不能由同一人兼任"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("任职的止日必须晚于起日"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.organization} {self.get_role_display()}"


class Mandate(models.Model):
    """代办授权: a firm lets somebody outside it view or edit, never hand in; revocable."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="mandates")
    agent = models.ForeignKey("parties.Person", models.PROTECT, related_name="mandates")
    powers = ArrayField(
        models.CharField(max_length=10, choices=Power.choices), verbose_name=_("权限")
    )
    granted_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("授权时间"))
    expires_at = models.DateTimeField(_("到期时间（不含）"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("代办授权")
        ordering = ("organization_id", "-granted_at")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "agent"],
                condition=Q(revoked_at__isnull=True),
                name="mandate_is_granted_once",
                violation_error_message=_("此人已有这个单位的代办授权"),
            ),
            models.CheckConstraint(
                condition=Q(powers__contained_by=[power.value for power in Power])
                & Q(powers__len__gt=0),
                name="mandate_never_includes_handing_in",
                violation_error_message=_("代办人只能查看和填写，不能代为提交"),
            ),
            models.CheckConstraint(
                condition=~Q(agent=F("granted_by")),
                name="mandate_is_granted_by_another",
                violation_error_message=_("不能给自己授权"),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("granted_at")),
                name="mandate_ends_after_it_begins",
                violation_error_message=_("授权的到期时间必须晚于授权时间"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} 授权 {self.agent}"
