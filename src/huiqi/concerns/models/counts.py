"""每日件数: how many concerns stand how, by the day; kept by the database with every move."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import Resolution, State


class Counted(models.TextChoices):
    """按哪一天计: the day a concern was handed in, or the day it was over."""

    HANDED_IN = "handed_in", _("提交日")
    OVER = "over", _("了结日")


class DayCount(models.Model):
    """每日件数: so many concerns more (or fewer, below zero) of a day of the city stand like this.

    The sum over the rows of a day is how many there are. A trigger adds rows with whatever
    changes a concern, so nobody waits for anybody; ``fold`` puts those of a kind together. With
    a million concerns on file the figures of a year are read in milliseconds.
    """

    derived: Final = True

    by = models.CharField(_("按哪一天"), max_length=10, choices=Counted.choices)
    day = models.DateField(_("日期"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices)
    resolution = models.CharField(
        _("办理结果"), max_length=12, choices=Resolution.choices, blank=True
    )
    count = models.IntegerField(_("件数"))

    class Meta:
        verbose_name = _("每日件数")
        ordering = ("by", "day", "id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(count=0),
                name="day_count_counts_something",
                violation_error_message=_("没有变化的件数不用记"),
            ),
        )
        indexes = (models.Index(fields=("by", "day"), name="day_count_of_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.get_by_display()} {self.get_state_display()} {self.count:+d}"
