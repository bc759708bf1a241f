"""免申即享: who would get something without applying, and whether it wants it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.programmes.enums import AutoState
from huiqi.programmes.models.applications import Application
from huiqi.programmes.models.calls import Call


class AutoComparison(models.Model):
    """免申即享比对: all firms on file against the rules of one call, as far as it has come.

    ``last_subject`` is the number of the last firm that was judged: it goes on behind that one.
    ``total`` are the firms there were when it began, ``compared`` how many were judged since,
    ``named`` how many of them are new on the list. All are judged on the day of ``begun_at``.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="comparisons", verbose_name=_("申报通知")
    )
    begun_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("比对人")
    )
    begun_at = models.DateTimeField(_("开始时间"))
    total = models.PositiveIntegerField(_("企业数"))
    compared = models.PositiveIntegerField(_("已比对"), default=0)
    named = models.PositiveIntegerField(_("新增"), default=0)
    last_subject = models.BigIntegerField(_("比对到"), default=0)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("免申即享比对")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("call",),
                condition=Q(finished_at__isnull=True),
                name="call_is_compared_once_at_a_time",
                violation_error_message=_("这份申报通知正在比对，请等它做完"),
            ),
            models.CheckConstraint(
                condition=Q(named__lte=F("compared")),
                name="comparison_names_no_more_than_it_judged",
                violation_error_message=_("新增的企业不能多于比对过的"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id}：{self.compared}/{self.total}"


class AutoCase(models.Model):
    """免申即享个案: one firm that the data name under one call, with what they say it would get.

    ``result`` is the explanation of the rules on ``compared_on``, ``amount_fen`` its ceiling.
    ``confirm_until`` is the last day to say so (included). ``application`` is what became of
    it once the firm had confirmed. ``reason`` says why it declined, or was taken off.
    Who compared, or took somebody off, prepared the list; another one asks the firms.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="auto_cases", verbose_name=_("申报通知")
    )
    subject = models.ForeignKey(
        "parties.Subject", models.PROTECT, related_name="+", verbose_name=_("主体")
    )
    organization = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    state = models.CharField(
        _("进展"),
        max_length=16,
        choices=AutoState.choices,
        default=AutoState.CANDIDATE,
        editable=False,
    )
    amount_fen = models.BigIntegerField(_("比对金额上限（分）"))
    result = models.JSONField(_("比对结果"))
    compared_on = models.DateField(_("比对日"))
    compared_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("比对人")
    )
    removed_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("移出人"),
    )
    asked_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("放出人"),
    )
    confirm_until = models.DateField(_("确认期限"), null=True, blank=True)
    confirm_is_provisional = models.BooleanField(_("期限暂定"), default=False)
    confirmed_by = models.ForeignKey(
        "parties.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认人"),
    )
    settled_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    application = models.OneToOneField(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="auto_case",
        verbose_name=_("申报"),
    )

    class Meta:
        verbose_name = _("免申即享个案")
        ordering = ("call_id", "id")
        indexes = (models.Index(fields=("subject", "state"), name="auto_case_of_firm"),)
        constraints = (
            models.UniqueConstraint(
                fields=("call", "subject"),
                name="firm_is_named_once_a_call",
                violation_error_message=_("这家企业已经在这次比对的名单里"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0),
                name="auto_case_is_of_some_money",
                violation_error_message=_("比对金额必须大于零"),
            ),
            models.CheckConstraint(
                condition=~Q(state=AutoState.IN_HAND) | Q(application__isnull=False),
                name="auto_case_in_hand_has_an_application",
                violation_error_message=_("办理中的个案要有申报"),
            ),
            models.CheckConstraint(
                condition=~Q(state=AutoState.REMOVED) | ~Q(reason=""),
                name="auto_case_removed_says_why",
                violation_error_message=_("移出名单要写明原因"),
            ),
            models.CheckConstraint(
                condition=~Q(state=AutoState.REMOVED) | Q(removed_by__isnull=False),
                name="auto_case_removed_says_by_whom",
                violation_error_message=_("移出名单要写明是谁移出的"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(AutoState.CANDIDATE, AutoState.REMOVED))
                | Q(asked_by__isnull=False) & ~Q(asked_by=F("compared_by")),
                name="auto_case_is_asked_by_another",
                violation_error_message=_("比对的人不能自己放出名单，请本部门另一个人办理"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id}：{self.subject_id}"
