"""结果的记录: refused, promised, confirmed, taken back, rated; each as it was said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.concerns.enums import Answer, Finding, Ground
from huiqi.concerns.models.cases import Concern
from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Organization, Person


class Refusal(AppendOnly, models.Model):
    """不受理: on one of the seven grounds, with the reason and where to go instead."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="refusals")
    ground = models.PositiveSmallIntegerField(_("情形"), choices=Ground.choices)
    text = models.TextField(_("理由"), max_length=1_000)
    channel = models.TextField(_("应当向哪里提出"), max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("不受理")
        ordering = ("concern_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values),
                name="refusal_has_a_lawful_ground",
                violation_error_message=_("不受理只有七种情形"),
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(channel=""),
                name="refusal_says_why_and_where_else",
                violation_error_message=_("写明理由和应当向哪里提出"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.get_ground_display()}"


class Promise(models.Model):
    """承诺: what will be done by ``due_on`` (included); kept or not is told afterwards.

    ``kept_at`` is when the office said it was done; ``broken_at`` when the day was over.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="promises")
    text = models.TextField(_("承诺什么"), max_length=1_000)
    due_on = models.DateField(_("到哪一天"))
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("承诺时间"))
    held_at = models.DateTimeField(_("企业同意等的时间"), null=True, blank=True)
    kept_at = models.DateTimeField(_("兑现时间"), null=True, blank=True)
    broken_at = models.DateTimeField(_("到期未兑现的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("承诺")
        ordering = ("concern_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="promise_says_what",
                violation_error_message=_("写明承诺什么"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.due_on}"


class Confirmation(AppendOnly, models.Model):
    """企业确认: what the firm says of one reply; ``by`` None: without login."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="confirmations")
    answer = models.CharField(_("确认"), max_length=10, choices=Answer.choices)
    text = models.TextField(_("说明"), max_length=1_000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("企业确认")
        ordering = ("concern_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values),
                name="confirmation_is_one_of_four",
                violation_error_message=_("选：解决了、部分、没有、没有人联系过我"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.get_answer_display()}"


class Withdrawal(models.Model):
    """撤回: with the reason; somebody calls back to hear whether it was willing.

    ``finding`` empty: not called yet.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="withdrawals")
    reason = models.TextField(_("撤回的原因"), max_length=1_000)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("撤回时间"))
    call_due_at = models.DateTimeField(_("回访期限"))
    finding = models.CharField(_("回访结果"), max_length=10, choices=Finding.choices, blank=True)
    note = models.TextField(_("回访记录"), max_length=1_000, blank=True)
    called_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    called_at = models.DateTimeField(_("回访时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("撤回")
        ordering = ("concern_id", "id")
        indexes = (
            models.Index(
                fields=("call_due_at",), condition=Q(finding=""), name="withdrawal_to_call_about"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="concern_withdrawal_says_why",
                violation_error_message=_("写明为什么撤回"),
            ),
            models.CheckConstraint(
                condition=Q(finding="", called_at__isnull=True)
                | (Q(called_at__isnull=False, called_by__isnull=False) & ~Q(finding="")),
                name="called_back_withdrawal_says_what_was_found",
                violation_error_message=_("回访过的撤回要写明结果"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern_id} 撤回"


class Rating(models.Model):
    """好差评: one for each case that ended; 1 or 2 of 5 opens a work order with a clock.

    ``due_at``: until when the unit answers a bad one; None for a good one.
    """

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("评分"))
    text = models.TextField(_("说明"), max_length=1_000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("评价时间"))
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("整改答复期限"), null=True, blank=True)
    answer = models.TextField(_("整改答复"), max_length=1_000, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("好差评")
        ordering = ("-at", "-id")
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=Q(due_at__isnull=False, answered_at__isnull=True),
                name="bad_rating_to_answer",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5),
                name="rating_is_from_one_to_five",
                violation_error_message=_("评分从 1 到 5"),
            ),
            models.CheckConstraint(
                condition=Q(score__gt=2, due_at__isnull=True)
                | Q(score__lte=2, due_at__isnull=False),
                name="bad_rating_has_a_clock",
                violation_error_message=_("差评要有整改期限"),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="bad_rating_is_answered_in_words",
                violation_error_message=_("整改答复要写明内容"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.concern_id}：{self.score}"
