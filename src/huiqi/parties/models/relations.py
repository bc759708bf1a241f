"""关系: who owns, heads or controls an organization, from a day until another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.parties.enums import Tie
from huiqi.parties.models.organizations import Organization

WHOLE = 10**9  # shares are kept in billionths, exactly


class Relation(models.Model):
    """关系: one tie of a person or an organization to an organization; share in billionths."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="relations")
    tie = models.CharField(_("关系"), max_length=24, choices=Tie.choices)
    holder_name = models.CharField(_("对方名称"), max_length=120)
    holder = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="holdings"
    )
    share = models.BigIntegerField(_("份额（十亿分之一）"), null=True, blank=True)
    since = models.DateField(_("自"), null=True, blank=True)
    until = models.DateField(_("至（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("关系")
        ordering = ("organization_id", "tie", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=WHOLE),
                name="relation_share_is_a_part_of_the_whole",
                violation_error_message=_("份额应大于零、不超过百分之百"),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(tie__in=[Tie.SHAREHOLDER, Tie.CONTROLLER]),
                name="relation_share_is_of_owners",
                violation_error_message=_("只有股东和实际控制人有份额"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
                name="relation_ends_after_it_begins",
                violation_error_message=_("关系的止日必须晚于起日"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name}：{self.organization} {self.get_tie_display()}"
