"""联系: visits planned and made, what was promised there, and whom a firm was sent to."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.now import CITY
from huiqi.network.enums import PromiseState, ReferralState, VisitState, Way
from huiqi.parties.models import Organization, Person, Subject

LONGEST_TEXT: Final = 2_000
LONGEST_LINE: Final = 200
ENDS: Final = (PromiseState.KEPT, PromiseState.BROKEN)


class Visit(models.Model):
    """联系企业: one contact of one unit with one firm, planned for a day, made or given up.

    ``reason`` says why a visit within the quiet period cannot wait; ``seen`` lists the visits of
    all departments that were shown before it was planned.
    """

    number = models.CharField(_("编号"), max_length=20, unique=True)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="visits")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("企业")
    )
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("走访单位")
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("走访人"))
    way = models.CharField(_("方式"), max_length=10, choices=Way.choices)
    purpose = models.CharField(_("为了什么"), max_length=LONGEST_LINE)
    planned_on = models.DateField(_("计划日期"))
    reason = models.CharField(_("为什么不能等"), max_length=LONGEST_LINE, blank=True)
    seen = models.JSONField(_("计划前看到的走访"), default=list, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=VisitState.choices,
        default=VisitState.PLANNED,
        editable=False,
    )
    planned_at = models.DateTimeField(_("登记时间"))
    made_on = models.DateField(_("联系日期"), null=True, blank=True)
    people_of_firm = models.CharField(_("企业参加人"), max_length=LONGEST_LINE, blank=True)
    people_of_city = models.CharField(_("政府参加人"), max_length=LONGEST_LINE, blank=True)
    findings = models.TextField(_("情况"), max_length=LONGEST_TEXT, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"), null=True, blank=True)
    cancelled_why = models.CharField(_("为什么取消"), max_length=LONGEST_LINE, blank=True)

    class Meta:
        verbose_name = _("联系企业")
        ordering = ("-planned_on", "-id")
        indexes = (
            models.Index(fields=("subject", "-planned_on"), name="visit_of_firm"),
            models.Index(
                fields=("owner", "planned_on"),
                condition=Q(state=VisitState.PLANNED),
                name="visit_planned_by",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="visit_says_what_for",
                violation_error_message=_("写明为了什么联系企业"),
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.MADE)
                & Q(made_on__isnull=False, recorded_at__isnull=False)
                & ~Q(findings="")
                | ~Q(state=VisitState.MADE) & Q(made_on__isnull=True, recorded_at__isnull=True),
                name="visit_that_was_made_says_when_and_what",
                violation_error_message=_("完成的联系要写明日期和情况"),
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.CANCELLED) | ~Q(cancelled_why=""),
                name="visit_that_was_cancelled_says_why",
                violation_error_message=_("取消要写明原因"),
            ),
        )

    def __str__(self) -> str:
        return self.number


class VisitPromise(models.Model):
    """走访承诺: what was promised to a firm at a contact, by whom, until which day (included)."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="promises")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    text = models.CharField(_("承诺"), max_length=LONGEST_LINE)
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("承诺单位")
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("谁来兑现"))
    due_on = models.DateField(_("兑现期限"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=PromiseState.choices,
        default=PromiseState.OPEN,
        editable=False,
    )
    made_at = models.DateTimeField(_("承诺时间"))
    answer = models.CharField(_("结果"), max_length=LONGEST_LINE, blank=True)
    ended_at = models.DateTimeField(_("了结时间"), null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("走访承诺")
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="visit_promise_says_what",
                violation_error_message=_("写明承诺什么"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDS) & Q(ended_at__isnull=False) & ~Q(answer="")
                | ~Q(state__in=ENDS) & Q(ended_at__isnull=True),
                name="visit_promise_ends_with_an_answer",
                violation_error_message=_("兑现或不能兑现都要写明结果"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit_id}：{self.text}"

    @property
    def is_late(self) -> bool:
        """是否逾期兑现: kept, but after its day."""
        ended = self.ended_at.astimezone(CITY).date() if self.ended_at else None
        return ended is not None and ended > self.due_on


class Referral(models.Model):
    """转介: a firm is sent to another unit; it ends only with a contact that this unit made."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="referrals")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("企业")
    )
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("转介人"))
    giver_unit = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("转给"))
    text = models.CharField(_("请它做什么"), max_length=500)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ReferralState.choices,
        default=ReferralState.OPEN,
        editable=False,
    )
    contact = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    made_at = models.DateTimeField(_("转介时间"))
    due_at = models.DateTimeField(_("期限"))
    told_at = models.DateTimeField(_("提醒超期的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("转介")
        ordering = ("due_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=ReferralState.OPEN, contact__isnull=True)
                | Q(state=ReferralState.COMPLETE, contact__isnull=False),
                name="referral_ends_only_in_a_contact",
                violation_error_message=_("转介只有联系到企业才算完成"),
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(unit=F("giver_unit")),
                name="referral_says_what_and_goes_elsewhere",
                violation_error_message=_("写明请别的单位做什么"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization_id} → {self.unit_id}"


class VisitWish(models.Model):
    """走访意愿: a firm wants no visits; as long as it does, nobody plans one."""

    subject = models.OneToOneField(Subject, models.PROTECT, related_name="visit_wish")
    wants_none = models.BooleanField(_("不希望上门走访"))
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("表示时间"))

    class Meta:
        verbose_name = _("走访意愿")
        ordering = ("subject_id",)

    def __str__(self) -> str:
        return f"{self.subject_id}：{self.wants_none}"
