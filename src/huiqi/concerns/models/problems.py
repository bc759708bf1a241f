"""共性问题: one cause of many concerns, with a unit that owns it and a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.problem_enums import DONE, ProblemState
from huiqi.parties.models import Organization, Person


class CommonProblem(models.Model):
    """共性问题: one cause of many concerns, with a unit that owns it and a day.

    ``title`` and ``summary`` are for the officers and for the firms whose concern it is, and name
    no firm; what everybody reads is written apart (``PublicSummary``). ``due_on``: by when the
    unit wants it settled, included; each change of it is on record with its reason. Whoever
    proposed it does not decide on it. ``settled_how`` is told to every firm.
    """

    number = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("名称"), max_length=80)
    summary = models.TextField(_("说明"), max_length=2_000)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ProblemState.choices,
        default=ProblemState.PROPOSED,
        editable=False,
    )
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("牵头单位")
    )
    due_on = models.DateField(_("计划解决的日期"))
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("提出时间"))
    screen_due_at = models.DateTimeField(_("决定立项的期限"), null=True, blank=True)
    screened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定的人")
    )
    screened_at = models.DateTimeField(_("决定的时间"), null=True, blank=True)
    screened_why = models.TextField(_("决定的理由"), max_length=1_000, blank=True)
    settled_at = models.DateTimeField(_("解决时间"), null=True, blank=True)
    settled_how = models.TextField(_("怎么解决的"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("共性问题")
        ordering = ("-opened_at", "-id")
        indexes = (models.Index(fields=("state", "due_on"), name="common_problem_in_state"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(summary=""),
                name="common_problem_says_what_it_is",
                violation_error_message=_("写明共性问题的名称和说明"),
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_how="")
                | (Q(settled_at__isnull=False) & ~Q(settled_how="")),
                name="settled_common_problem_says_how",
                violation_error_message=_("解决了的共性问题要写明怎么解决的"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DONE) | Q(settled_at__isnull=False),
                name="solved_common_problem_is_settled",
                violation_error_message=_("全部或部分解决的共性问题要有解决时间"),
            ),
            models.CheckConstraint(
                condition=Q(state=ProblemState.PROPOSED, screened_at__isnull=True)
                | (
                    ~Q(state=ProblemState.PROPOSED)
                    & Q(screened_at__isnull=False, screened_by__isnull=False)
                    & ~Q(screened_why="")
                ),
                name="common_problem_was_screened_with_a_reason",
                violation_error_message=_("立项或者不立项都要有人决定，并写明理由"),
            ),
            models.CheckConstraint(
                condition=Q(screened_by__isnull=True) | ~Q(screened_by=F("opened_by")),
                name="common_problem_is_screened_by_another",
                violation_error_message=_("提出的人不能决定立项，须由另一个人决定"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        """是否在解决: accepted, and the unit works on it."""
        return self.state == ProblemState.OPEN
