"""诉求: the case itself: what is asked, who has to act, until when, and how it ended."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import (
    OFFERED,
    OPEN,
    OVER,
    WITH_FIRM,
    Channel,
    Confidentiality,
    Kind,
    Level,
    Resolution,
    Service,
    State,
)
from huiqi.concerns.models.places import DISTRICT, ITEM
from huiqi.concerns.models.problems import CommonProblem
from huiqi.parties.models import Organization, Person, Subject

LONGEST_TITLE: Final = 60
LONGEST_TEXT: Final = 5_000  # as many as the warning of the triage calls «long»
OF_FIRM: Final = (Resolution.SOLVED, Resolution.PARTLY)
BEFORE_DISPATCH: Final = (State.SUBMITTED, *OVER)


class Concern(models.Model):
    """诉求: what somebody wants solved. Whoever is to act next is ``unit``, until ``due_at``.

    ``subject`` and ``organization`` None: of a person without a firm, who is reached by the
    contact. ``filed_by`` None: without login. ``is_behalf``: an officer wrote it down for them.
    ``lead`` is the unit that answers for it from its dispatch on and stays so while an objection
    is open; ``officer`` who signed, ``barred`` who must not do the redo. ``counts_from``: from
    when the legal clocks of this round count; ``first_due_at`` and ``last_due_at`` are their ends
    (None while they stand). ``step_due_at`` is the end of the present step, ``due_at`` the same
    or, where that comes earlier, the end of the next legal clock. ``next_rung_at``: when the
    ladder, which counts from ``ladder_from``, goes on; ``rung`` how many steps of it were taken.
    ``offered`` is what the office says of its reply, ``resolution`` how it ended.
    ``fingerprint`` is the hash of the text without spaces: the same firm has the same text open
    once. ``key`` is what the form was sent with, so that it is taken once.
    """

    number = models.CharField(_("编号"), max_length=20, unique=True)
    channel = models.CharField(_("渠道"), max_length=15, choices=Channel.choices)
    kind = models.CharField(_("种类"), max_length=15, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=LONGEST_TITLE)
    text = models.TextField(_("内容"), max_length=LONGEST_TEXT)
    confidentiality = models.CharField(
        _("保密"),
        max_length=10,
        choices=Confidentiality.choices,
        default=Confidentiality.ORDINARY,
    )
    district = models.CharField(_("行政区"), max_length=6, blank=True)
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="concerns"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_behalf = models.BooleanField(_("代填"), default=False)
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    contact_email = models.EmailField(_("联系邮箱"), blank=True)
    contact_checked_at = models.DateTimeField(_("联系方式核实时间"), null=True, blank=True)
    key = models.CharField(_("提交凭据"), max_length=80, null=True, blank=True)
    fingerprint = models.CharField(_("内容指纹"), max_length=64)

    item = models.CharField(_("事项"), max_length=6, blank=True)
    suggested = models.JSONField(_("系统的建议"), default=list, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("分派人")
    )
    service = models.CharField(
        _("办理类别"), max_length=15, choices=Service.choices, default=Service.ORDINARY
    )

    state = models.CharField(
        _("状态"),
        max_length=12,
        choices=State.choices,
        default=State.SUBMITTED,
        editable=False,
    )
    desk = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("受理单位")
    )
    lead = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("主办单位"),
    )
    unit = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("现在由谁办"),
    )
    officer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经办人")
    )
    barred = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("回避的人")
    )
    level = models.PositiveSmallIntegerField(
        _("提级"), choices=Level.choices, default=Level.OFFICER
    )
    is_final = models.BooleanField(_("分派不再改变"), default=False)
    problem = models.ForeignKey(
        CommonProblem, models.PROTECT, null=True, blank=True, related_name="concerns"
    )

    submitted_at = models.DateTimeField(_("提交时间"))
    counts_from = models.DateTimeField(_("时限起算"))
    ladder_from = models.DateTimeField(_("阶梯起算"))
    step_due_at = models.DateTimeField(_("这一步的期限"), null=True, blank=True)
    due_at = models.DateTimeField(_("期限"), null=True, blank=True)
    due_is_provisional = models.BooleanField(_("期限暂定"), default=False)
    first_due_at = models.DateTimeField(_("首次答复期限"), null=True, blank=True)
    last_due_at = models.DateTimeField(_("最后答复期限"), null=True, blank=True)
    rung = models.PositiveSmallIntegerField(_("已走的阶梯"), default=0)
    next_rung_at = models.DateTimeField(_("下一级阶梯的时间"), null=True, blank=True)
    overdue_told_at = models.DateTimeField(_("提醒超期的时间"), null=True, blank=True)

    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    first_replied_at = models.DateTimeField(_("首次实质答复时间"), null=True, blank=True)
    replied_at = models.DateTimeField(_("最后答复时间"), null=True, blank=True)
    redone_at = models.DateTimeField(_("重办时间"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("重新打开的时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    offered = models.CharField(
        _("答复的结果"), max_length=12, choices=Resolution.choices, blank=True
    )
    resolution = models.CharField(
        _("办理结果"), max_length=12, choices=Resolution.choices, blank=True
    )
    is_confirmed = models.BooleanField(_("企业确认过"), default=False)

    class Meta:
        verbose_name = _("诉求")
        ordering = ("-submitted_at", "-id")
        indexes = (
            models.Index(
                fields=("unit", "due_at"),
                condition=Q(state__in=OPEN),
                name="concern_open_of_unit",
            ),
            models.Index(fields=("due_at",), condition=Q(state__in=OPEN), name="concern_open_due"),
            models.Index(
                fields=("step_due_at",), condition=Q(state__in=OPEN), name="concern_open_step"
            ),
            models.Index(
                fields=("next_rung_at",), condition=Q(state__in=OPEN), name="concern_open_ladder"
            ),
            models.Index(fields=("subject", "-submitted_at"), name="concern_of_firm"),
            models.Index(fields=("filed_by", "-submitted_at"), name="concern_of_person"),
            models.Index(fields=("lead", "-submitted_at"), name="concern_of_lead"),
            models.Index(fields=("item", "-submitted_at"), name="concern_of_item"),
            models.Index(
                fields=("-ended_at", "-id"), condition=Q(state__in=OVER), name="concern_over_latest"
            ),
            models.Index(
                fields=("-rung", "ladder_from"),
                condition=Q(state__in=OPEN, rung__gt=0),
                name="concern_open_on_ladder",
            ),
            models.Index(
                fields=("-reopened_at", "-id"),
                condition=Q(state__in=OPEN, reopened_at__isnull=False),
                name="concern_open_again",
            ),
            models.Index(
                fields=("-submitted_at", "-id"),
                condition=Q(confidentiality=Confidentiality.ORDINARY) & ~Q(kind=Kind.REPORT),
                name="concern_for_the_docket",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=OVER)
                | Q(unit__isnull=False, due_at__isnull=False, step_due_at__isnull=False),
                name="open_concern_has_an_owner_and_a_clock",
                violation_error_message=_("没有办结的诉求必须有办理单位和期限"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN) | Q(unit__isnull=True, due_at__isnull=True),
                name="concern_that_is_over_waits_for_nobody",
                violation_error_message=_("了结的诉求不再有办理单位和期限"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_DISPATCH)
                | (Q(lead__isnull=False, confirmed_by__isnull=False) & ~Q(item=""))
                | Q(level__gte=Level.TASK_FORCE, lead__isnull=False),
                name="dispatched_concern_was_confirmed_by_a_person",
                violation_error_message=_("分派的诉求要有事项、主办单位和分派人"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*WITH_FIRM, *OVER))
                | Q(level__gte=Level.LEADING_GROUP)
                | Q(next_rung_at__isnull=False)
                | Q(state__in=(State.PROMISED, State.COMMON)),
                name="concern_with_the_city_is_on_the_ladder",
                violation_error_message=_("在办的诉求必须排上催办的阶梯"),
            ),
            models.CheckConstraint(
                condition=Q(resolution="", ended_at__isnull=True)
                | Q(state__in=OVER)
                | Q(state=State.PROMISED),
                name="open_concern_has_no_result_yet",
                violation_error_message=_("没有办结的诉求还没有办理结果"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OVER) | Q(ended_at__isnull=False),
                name="concern_that_is_over_says_since_when",
                violation_error_message=_("了结的诉求要有时间"),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ENDED) | ~Q(resolution=""),
                name="ended_concern_says_how",
                violation_error_message=_("办结的诉求要写明办理结果"),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PROMISED) | Q(resolution=Resolution.PROMISED),
                name="promised_concern_says_so",
                violation_error_message=_("承诺期内的诉求，结果是承诺期内"),
            ),
            models.CheckConstraint(
                condition=~Q(resolution__in=OF_FIRM) | Q(is_confirmed=True),
                name="solved_is_what_the_firm_confirmed",
                violation_error_message=_("「已解决」「部分解决」要由企业确认，部门不能自己写"),
            ),
            models.CheckConstraint(
                condition=Q(offered="") | Q(offered__in=OFFERED),
                name="offered_result_is_one_of_a_reply",
                violation_error_message=_("答复的结果只能是解决、部分解决、解释、无依据或承诺"),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REPLIED) | (Q(replied_at__isnull=False) & ~Q(offered="")),
                name="replied_concern_has_a_reply",
                violation_error_message=_("已答复的诉求要有答复时间和结果"),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.COMMON) | Q(problem__isnull=False),
                name="common_concern_names_the_problem",
                violation_error_message=_("转为共性问题的诉求要写明是哪个问题"),
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=True)
                | Q(barred__isnull=True)
                | ~Q(officer=F("barred")),
                name="redo_is_done_by_somebody_else",
                violation_error_message=_("重办要换一个人"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.REPORT) | Q(confidentiality=Confidentiality.CLOSE),
                name="report_is_kept_close",
                violation_error_message=_("举报一律保密"),
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(title=""),
                name="concern_says_something",
                violation_error_message=_("写明发生了什么、希望怎么办"),
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=True, organization__isnull=True)
                | Q(subject__isnull=False, organization__isnull=False),
                name="concern_of_a_firm_names_its_registration",
                violation_error_message=_("企业的诉求要写明主体和登记单位"),
            ),
            models.CheckConstraint(
                condition=Q(filed_by__isnull=False) | ~Q(contact_phone="") | ~Q(contact_email=""),
                name="concern_can_be_answered",
                violation_error_message=_("没有登录的，要留电话或邮箱，才能答复"),
            ),
            models.CheckConstraint(
                condition=Q(item="") | Q(item__regex=ITEM),
                name="concern_item_is_a_code",
                violation_error_message=_("事项应为 2、4 或 6 位编码"),
            ),
            models.CheckConstraint(
                condition=Q(district__regex=DISTRICT),
                name="concern_district_is_a_code",
                violation_error_message=_("行政区应为 6 位区划代码"),
            ),
            models.UniqueConstraint(
                fields=("key",),
                name="concern_is_taken_once_for_a_key",
                violation_error_message=_("这一次提交已经收到"),
            ),
            models.UniqueConstraint(
                fields=("subject", "fingerprint"),
                condition=Q(state__in=OPEN, subject__isnull=False),
                name="same_concern_of_a_firm_is_open_once",
                violation_error_message=_("同样的诉求正在办理，请在那一件里补充或催办"),
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """是否在办: somebody still has to act."""
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        """是否办结: it ended with a result; not refused, nor taken back, though filed as well."""
        was_closed = self.resolution not in ("", Resolution.WITHDRAWN)
        return self.state == State.ENDED or (self.state == State.FILED and was_closed)

    @property
    def is_close(self) -> bool:
        """是否保密: only those who handle it read it."""
        return self.confidentiality == Confidentiality.CLOSE
