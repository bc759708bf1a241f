"""知识库的记录: an answer with its versions; what was published is never changed."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiqi.parties.models import Organization, Person

ITEM: Final = r"^([0-9]{2}){1,3}$"
LONGEST_QUESTION: Final = 120
LONGEST_ANSWER: Final = 3_000
LONGEST_BASIS: Final = 200
LONGEST_REMARK: Final = 500
_REWRITTEN: Final = (
    "((OLD.entry_id, OLD.version, OLD.question, OLD.answer, OLD.basis, OLD.policy,"
    " OLD.expires_on, OLD.written_by_id, OLD.written_at) IS DISTINCT FROM"
    " (NEW.entry_id, NEW.version, NEW.question, NEW.answer, NEW.basis, NEW.policy,"
    " NEW.expires_on, NEW.written_by_id, NEW.written_at)"
    " OR OLD.reviewed_at IS NOT NULL AND (OLD.reviewed_by_id, OLD.reviewed_at)"
    " IS DISTINCT FROM (NEW.reviewed_by_id, NEW.reviewed_at))"
)


class Entry(models.Model):
    """知识: one question, of one item of the taxonomy, that one unit answers for.

    ``source`` is the number of the concern in whose reply the answer was first given; empty
    where there was none.
    """

    number = models.CharField(_("编号"), max_length=20, unique=True)
    item = models.CharField(_("事项"), max_length=6)
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("负责单位")
    )
    source = models.CharField(_("出自哪件诉求"), max_length=20, blank=True)
    opened_at = models.DateTimeField(_("立条时间"))

    class Meta:
        verbose_name = _("知识")
        ordering = ("-opened_at", "-id")
        indexes = (models.Index(fields=("item",), name="knowledge_of_item"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(item__regex=ITEM),
                name="knowledge_item_is_a_code",
                violation_error_message=_("事项应为 2、4 或 6 位编码"),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Edition(models.Model):
    """知识的一版: question, answer and basis, written by one and reviewed by another.

    ``expires_on`` is the last day, included, on which it is shown as an answer; then its unit has
    to look at it again. ``policy`` is the programme of the library it rests on, where there is
    one.
    """

    class State(models.TextChoices):
        """知识的状态: submitted -> published -> expired or replaced; returned; withdrawn."""

        SUBMITTED = "submitted", pgettext_lazy("知识", "待审核")
        RETURNED = "returned", pgettext_lazy("知识", "已退回")
        PUBLISHED = "published", pgettext_lazy("知识", "已发布")
        EXPIRED = "expired", pgettext_lazy("知识", "已到期")
        REPLACED = "replaced", pgettext_lazy("知识", "已被新版取代")
        WITHDRAWN = "withdrawn", pgettext_lazy("知识", "已撤下")

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="editions")
    version = models.PositiveSmallIntegerField(_("第几版"))
    question = models.CharField(_("问题"), max_length=LONGEST_QUESTION)
    answer = models.TextField(_("回答"), max_length=LONGEST_ANSWER)
    basis = models.CharField(_("依据（文号和条款）"), max_length=LONGEST_BASIS)
    policy = models.CharField(_("政策库里的项目"), max_length=80, blank=True)
    expires_on = models.DateField(_("有效到哪一天"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=State.choices,
        default=State.SUBMITTED,
        editable=False,
    )
    written_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("写的人")
    )
    written_at = models.DateTimeField(_("写的时间"))
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核的人")
    )
    reviewed_at = models.DateTimeField(_("审核的时间"), null=True, blank=True)
    remark = models.CharField(_("退回或撤下的理由"), max_length=LONGEST_REMARK, blank=True)

    class Meta:
        verbose_name = _("知识的一版")
        ordering = ("entry_id", "version")
        indexes = (
            models.Index(
                fields=("expires_on",),
                condition=Q(state="published"),
                name="knowledge_published_until",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "version"),
                name="knowledge_has_each_version_once",
                violation_error_message=_("这一版已经有了，请刷新后再写"),
            ),
            models.UniqueConstraint(
                fields=("entry",),
                condition=Q(state="submitted"),
                name="knowledge_is_written_in_one_version",
                violation_error_message=_("这条知识已有一版待审核，先请人审完那一版"),
            ),
            models.UniqueConstraint(
                fields=("entry",),
                condition=Q(state__in=("published", "expired")),
                name="knowledge_is_published_in_one_version",
                violation_error_message=_("一条知识同时只发布一版"),
            ),
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(answer="") & ~Q(basis=""),
                name="knowledge_answers_and_says_on_what_basis",
                violation_error_message=_("写明问题、回答和依据"),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
                name="knowledge_is_reviewed_by_another",
                violation_error_message=_("写的人不能审核，须由另一个人审核"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "expired", "replaced"))
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="knowledge_is_reviewed_before_it_is_published",
                violation_error_message=_("审核以后才能发布"),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="knowledge_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="knowledge_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_REWRITTEN),
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} 第 {self.version} 版"
