"""变化的记录: what a firm could get on days on which its people looked; only added to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Person, Subject


class MatchSnapshot(AppendOnly, models.Model):
    """比对留底: the total of the best combination (分), and of every programme what it rested on.

    ``state`` holds each programme's ceiling within the combination, verdict, version and the
    facts it reads, and every fact with its source; ``digest`` is the hash of all that, so that
    the same state of one day is kept once.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="snapshots")
    on = models.DateField(_("比对日期"))
    library = models.CharField(_("政策库版本"), max_length=12)
    total_fen = models.BigIntegerField(_("合计上限（分）"))
    state = models.JSONField(_("依据"))
    digest = models.CharField(_("哈希"), max_length=64)
    taken_at = models.DateTimeField(_("留底时间"))

    class Meta:
        verbose_name = _("比对留底")
        ordering = ("subject_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "on", "digest"),
                name="snapshot_of_a_state_is_kept_once_a_day",
                violation_error_message=_("同一天同样的结果只留底一次"),
            ),
            models.CheckConstraint(
                condition=Q(total_fen__gte=0),
                name="snapshot_total_is_not_negative",
                violation_error_message=_("合计上限不能小于零"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.on} {self.total_fen}"


class Visit(AppendOnly, models.Model):
    """来访: the first look of a person on a day at what the firm can get, and what was seen."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(MatchSnapshot, models.PROTECT, related_name="visits")
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("来访")
        ordering = ("person_id", "subject_id", F("on").desc(), "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "subject", "on"),
                name="visit_of_a_day_is_the_first",
                violation_error_message=_("当天已经来过"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.person} {self.on}"
