"""一起反映: a firm says that it meets a published common problem as well, without a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.models.problems import CommonProblem
from huiqi.parties.models import Organization, Person, Subject


class Joining(models.Model):
    """一起反映: firm ``subject`` meets the problem too; it hears of the outcome like the others.

    ``note`` is what is so with this firm, for the offices only. ``left_at``: since when it does
    not go along any more; None: it does.
    """

    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="joinings")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    note = models.TextField(_("本企业的情况"), max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    left_at = models.DateTimeField(_("退出时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("一起反映")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("problem", "subject"),
                condition=Q(left_at__isnull=True),
                name="firm_joins_a_problem_once",
                violation_error_message=_("这家企业已经一起反映过"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.problem_id} {self.organization}"
