"""名单: what a call is to grant, as one object that people approve one after the other."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.programmes.enums import ListState, Recommended
from huiqi.programmes.models.applications import Application
from huiqi.programmes.models.calls import Call


class AwardList(models.Model):
    """拟资助名单: of a call; with every change ``revision`` grows, and older approvals lapse.

    ``budget_fen`` is what it may grant together, None where it grants no money; ``allocation``
    is how the amounts came about: the published algorithm's own record, for everybody to redo.
    ``risks`` are ``{"text": …, "lines": [application ids]}``.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="lists", verbose_name=_("申报通知"))
    title = models.CharField(_("标题"), max_length=200)
    state = models.CharField(
        _("进展"),
        max_length=10,
        choices=ListState.choices,
        default=ListState.DRAFTED,
        editable=False,
    )
    revision = models.PositiveIntegerField(_("第几稿"), default=1)
    budget_fen = models.BigIntegerField(_("可用金额（分）"), null=True, blank=True)
    allocation = models.JSONField(_("分配过程"), default=dict, blank=True)
    risks = models.JSONField(_("风险"), default=list, blank=True)
    drafted_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("起草人")
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    publicity = models.ForeignKey(
        "publicity.Publicity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("公示"),
    )

    class Meta:
        verbose_name = _("拟资助名单")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(title=""),
                name="award_list_has_a_title",
                violation_error_message=_("名单要写明标题"),
            ),
        )

    def __str__(self) -> str:
        return self.title


class AwardLine(models.Model):
    """名单的一行: what is recommended for one application; amounts in 分.

    ``computed_fen`` is what the rules and the audit come to, ``allotted_fen`` what the allocator
    gave of it. An ``exception`` says why a person departed from what was computed.
    """

    list = models.ForeignKey(
        AwardList, models.PROTECT, related_name="lines", verbose_name=_("名单")
    )
    place = models.PositiveIntegerField(_("序号"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="award_lines", verbose_name=_("申报")
    )
    recommended = models.CharField(
        _("建议"), max_length=10, choices=Recommended.choices, default=Recommended.FUNDED
    )
    computed_fen = models.BigIntegerField(_("测算金额（分）"), null=True, blank=True)
    allotted_fen = models.BigIntegerField(_("拟资助金额（分）"), null=True, blank=True)
    exception = models.CharField(_("例外说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("名单的一行")
        ordering = ("list_id", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("list", "application"),
                name="application_stands_once_on_a_list",
                violation_error_message=_("同一份名单里一份申报只能列一次"),
            ),
            models.CheckConstraint(
                condition=Q(allotted_fen__isnull=True)
                | Q(allotted_fen__gte=0)
                & (Q(computed_fen__isnull=True) | Q(allotted_fen__lte=F("computed_fen"))),
                name="line_is_allotted_no_more_than_computed",
                violation_error_message=_("拟资助金额不能为负，也不能超过测算金额"),
            ),
            models.CheckConstraint(
                condition=Q(recommended=Recommended.FUNDED) | ~Q(exception=""),
                name="line_that_is_not_funded_says_why",
                violation_error_message=_("不资助的要写明理由"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.list_id}：{self.place}"


class AwardApproval(AppendOnly, models.Model):
    """审定: one person's approval, or return, of one revision of a list; the next one is void."""

    list = models.ForeignKey(
        AwardList, models.PROTECT, related_name="approvals", verbose_name=_("名单")
    )
    revision = models.PositiveIntegerField(_("第几稿"))
    is_approved = models.BooleanField(_("同意"))
    opinion = models.CharField(_("意见"), max_length=300, blank=True)
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("审定人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审定")
        ordering = ("list_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("list", "revision", "person"),
                name="person_approves_a_revision_once",
                violation_error_message=_("这一稿你已经审过"),
            ),
            models.CheckConstraint(
                condition=Q(is_approved=True) | ~Q(opinion=""),
                name="returned_list_says_why",
                violation_error_message=_("退回名单要写明意见"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.list_id}：{self.revision}"
