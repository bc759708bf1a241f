"""维护的记录: proposals to change a rule, firms counted, links looked at, vain questions."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Organization, Person

LONGEST: Final = 1000


class Proposal(models.Model):
    """规则修改建议: an officer says what is wrong with a programme's rule, and on what evidence.

    Rules are reviewed files; those who keep the library answer, and the file decides.
    """

    class State(models.TextChoices):
        """建议状态: open -> accepted or declined; or taken back."""

        OPEN = "open", _("待答复")
        ACCEPTED = "accepted", _("已采纳")
        DECLINED = "declined", _("不采纳")
        WITHDRAWN = "withdrawn", _("已收回")

    programme = models.CharField(_("项目编号"), max_length=80)
    clause = models.CharField(_("哪一条"), max_length=200, blank=True)
    wrong = models.TextField(_("哪里不对"), max_length=LONGEST, blank=True)
    evidence = models.TextField(_("依据"), max_length=LONGEST, blank=True)
    rules_version = models.CharField(_("规则文件的版本"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("提出时间"))
    answer = models.TextField(_("答复"), max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("规则修改建议")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(clause="") & ~Q(wrong="") & ~Q(evidence=""),
                name="proposal_is_whole",
                violation_error_message=_("建议要写明哪一条、哪里不对、有什么依据"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "declined"))
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="proposal_is_answered_in_words",
                violation_error_message=_("答复建议要写明理由"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}：{self.clause}"


class FirmCount(AppendOnly, models.Model):
    """企业计数: how many firms on file a programme fits on a day; no firm is named by it.

    Every firm is in one of the four: fits, one small change away, not known, does not fit.
    """

    programme = models.CharField(_("项目编号"), max_length=80)
    on = models.DateField(_("按哪一天"))
    fits = models.PositiveIntegerField(_("符合"))
    near = models.PositiveIntegerField(_("差一点"))
    unknown = models.PositiveIntegerField(_("待补充"))
    unfit = models.PositiveIntegerField(_("不符合"))
    rules_version = models.CharField(_("规则文件的版本"), max_length=64)
    at = models.DateTimeField(_("计数时间"))

    class Meta:
        verbose_name = _("企业计数")
        ordering = ("programme", "-id")
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.programme} {self.on}"

    @property
    def firms(self) -> int:
        """总户数: of all four."""
        return self.fits + self.near + self.unknown + self.unfit


class LinkCheck(AppendOnly, models.Model):
    """链接检查: what an address answered; ``status`` 0 is no answer at all, ``why`` says which."""

    url = models.URLField(_("网址"), max_length=500)
    is_alive = models.BooleanField(_("能打开"))
    status = models.PositiveSmallIntegerField(_("状态码"), default=0)
    why = models.CharField(_("原因"), max_length=200, blank=True)
    at = models.DateTimeField(_("检查时间"))

    class Meta:
        verbose_name = _("链接检查")
        ordering = ("-id",)
        indexes = (models.Index(fields=("url", "-id"), name="link_checks_of_url"),)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.url} {self.status}"


class QuestionCount(models.Model):
    """没搜到的问题: how often a question found little within a month; whose it was is not kept.

    Until it has come ``SHOWN_FROM`` times only a hash of it is kept, so that what one person
    once typed, be it a name, is never read by anybody.
    """

    SHOWN_FROM: Final = 3

    month = models.DateField(_("月份"))
    digest = models.CharField(_("哈希"), max_length=64)
    text = models.CharField(_("问的话"), max_length=60, blank=True)
    times = models.PositiveIntegerField(_("次数"), default=1)
    found = models.PositiveIntegerField(_("找到几项"))

    class Meta:
        verbose_name = _("没搜到的问题")
        ordering = ("-month", "-times", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("month", "digest"),
                name="question_is_counted_in_one_row_a_month",
                violation_error_message=_("一个问题一个月只记一行"),
            ),
            models.CheckConstraint(
                condition=Q(text="") | Q(times__gte=3),
                name="question_is_told_only_when_many_ask",
                violation_error_message=_("同一问题至少有三次才记下文字"),
            ),
        )

    def __str__(self) -> str:
        return self.text or self.digest[:8]
