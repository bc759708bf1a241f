"""公示草稿: what one person of a department draws up and another publishes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.publicity.enums import DraftState, Withheld
from huiqi.publicity.models.notices import Publicity


class NoticeDraft(models.Model):
    """公示草稿: of one call, by ``drafted_by``; ``until`` None is after the usual period.

    Once it is published, ``publicity`` is the notice that came of it and it is never changed
    again. ``remark`` says why it was returned the last time.
    """

    programme = models.CharField(_("扶持计划"), max_length=100)
    call = models.CharField(_("申报通知"), max_length=40)
    title = models.CharField(_("标题"), max_length=200)
    basis = models.CharField(_("依据"), max_length=300)
    department = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="+", verbose_name=_("公示单位")
    )
    begins_on = models.DateField(_("公示首日"))
    until = models.DateField(_("公示至（不含）"), null=True, blank=True)
    state = models.CharField(
        _("进展"), max_length=10, choices=DraftState.choices, default=DraftState.DRAFTED
    )
    remark = models.CharField(_("退回理由"), max_length=200, blank=True)
    drafted_by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("起草人")
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    checked_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("发布人")
    )
    publicity = models.OneToOneField(
        Publicity, models.PROTECT, null=True, related_name="draft", verbose_name=_("公示")
    )

    class Meta:
        verbose_name = _("公示草稿")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(basis="") & ~Q(programme="") & ~Q(call=""),
                name="notice_draft_says_what_it_is_of",
                violation_error_message=_("公示草稿要写明标题、依据、扶持计划和是哪一次申报"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("begins_on")),
                name="notice_draft_ends_after_it_begins",
                violation_error_message=_("公示的最后一天不能早于首日"),
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("drafted_by")),
                name="notice_draft_is_published_by_another",
                violation_error_message=_("起草公示的人不能自己发布，请本部门另一个人发布"),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=DraftState.PUBLISHED, publicity__isnull=False, checked_by__isnull=False
                )
                | (~Q(state=DraftState.PUBLISHED) & Q(publicity__isnull=True)),
                name="notice_draft_is_published_as_a_notice",
                violation_error_message=_("已发布的草稿要有公示和发布人，没有发布的不能有公示"),
            ),
        )

    def __str__(self) -> str:
        return self.title


class DraftAward(models.Model):
    """草稿的一行: one recipient, the amount in 分 that the books had when it was drawn up."""

    draft = models.ForeignKey(
        NoticeDraft, models.PROTECT, related_name="awards", verbose_name=_("公示草稿")
    )
    place = models.PositiveIntegerField(_("序号"))
    subject = models.ForeignKey(
        "parties.Subject", models.PROTECT, related_name="+", verbose_name=_("主体")
    )
    amount_fen = models.BigIntegerField(_("拟资助金额（分）"))
    withheld = models.CharField(
        _("不公开的原因"), max_length=12, choices=Withheld.choices, blank=True
    )

    class Meta:
        verbose_name = _("草稿的一行")
        ordering = ("draft_id", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("draft", "subject"),
                name="draft_names_a_subject_once",
                violation_error_message=_("同一份草稿里一家单位只能列一次"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0),
                name="draft_award_is_of_some_money",
                violation_error_message=_("拟资助金额必须大于零"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}：{self.place}"
