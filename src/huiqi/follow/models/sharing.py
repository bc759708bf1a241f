"""会计链接的记录: what a firm lets a person without an account read, until when; each reading."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Person, Subject

LONGEST_LABEL: Final = 40
MOST_DAYS: Final = 90


class AccountantLink(models.Model):
    """会计链接: whoever has it reads the parts in ``shows`` and no more, and changes nothing.

    Only the hash of its token is kept. It opens for ``days`` days, the day it was made on being
    the first; ``revoked_at`` ends it before.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="accountant_links")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    label = models.CharField(_("给谁"), max_length=LONGEST_LABEL)
    shows = models.JSONField(_("给看什么"))
    digest = models.CharField(_("令牌的哈希"), max_length=64, unique=True)
    made_on = models.DateField(_("生成日期"))
    days = models.PositiveSmallIntegerField(_("有效天数"))
    revoked_at = models.DateTimeField(_("收回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("会计链接")
        ordering = ("-made_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(label=""),
                name="accountant_link_says_for_whom",
                violation_error_message=_("写明链接给谁，例如 王会计"),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MOST_DAYS),
                name="accountant_link_lasts_90_days_at_most",
                violation_error_message=_("链接的有效期是 1 到 90 天"),
            ),
            models.CheckConstraint(
                condition=~Q(shows=[]),
                name="accountant_link_shows_something",
                violation_error_message=_("至少选一项给对方看的内容"),
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def last_day(self) -> date:
        """最后一天: on which it still opens, included."""
        return self.made_on + timedelta(days=self.days - 1)

    def is_open_on(self, day: date) -> bool:
        """能否打开: on a day: neither taken back nor over."""
        return self.revoked_at is None and day <= self.last_day


class LinkOpening(AppendOnly, models.Model):
    """链接的打开: that somebody read what a link shows; nobody knows who."""

    link = models.ForeignKey(AccountantLink, models.PROTECT, related_name="openings")
    at = models.DateTimeField(_("打开时间"))

    class Meta:
        verbose_name = _("链接的打开")
        ordering = ("-at", "-id")
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.link} {self.at}"
