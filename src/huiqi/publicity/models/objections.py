"""异议: who has something against a notice, and how the department answered."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.publicity.models.notices import PublicAward, Publicity

LONGEST: Final = 600


class Objection(AppendOnly, models.Model):
    """异议: what somebody has against one award of a notice, or (``award`` None) against all of it.

    ``number`` is its receipt; whoever has the code to it may read the answer, and only a hash of
    the code is kept. Who said so is for those who answer it. One without a name is a clue
    (匿名线索): it is looked into like any other, and nobody can be told what came of it.
    """

    number = models.CharField(_("回执编号"), max_length=40)
    code_hash = models.CharField(_("查询码的哈希"), max_length=64, blank=True)

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="objections", verbose_name=_("公示")
    )
    award = models.ForeignKey(
        PublicAward, models.PROTECT, null=True, related_name="objections", verbose_name=_("拟资助")
    )
    text = models.TextField(_("异议内容"), max_length=LONGEST)
    raised_by = models.CharField(_("异议人"), max_length=120, blank=True)
    contact = models.CharField(_("联系方式"), max_length=120, blank=True)
    received_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )
    received_at = models.DateTimeField(_("收到时间"))

    class Meta:
        verbose_name = _("异议")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="objection_has_its_own_number",
                violation_error_message=_("这个回执编号已经用过"),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="objection_says_what_is_wrong",
                violation_error_message=_("请写明异议的内容"),
            ),
            models.CheckConstraint(
                condition=Q(raised_by="", contact="") | (~Q(raised_by="") & ~Q(contact="")),
                name="objection_has_both_name_and_contact_or_none",
                violation_error_message=_("实名异议要写姓名（或单位）和联系方式；匿名的两样都不写"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number

    @property
    def given_answer(self) -> ObjectionAnswer | None:
        """已给的答复: None while there is none."""
        return getattr(self, "answer", None)

    @property
    def is_named(self) -> bool:
        """是否实名: the rest are clues."""
        return bool(self.raised_by)


class ObjectionAnswer(AppendOnly, models.Model):
    """异议答复: once for each objection; one that ``is_upheld`` stops the award for good."""

    objection = models.OneToOneField(
        Objection, models.PROTECT, related_name="answer", verbose_name=_("异议")
    )
    is_upheld = models.BooleanField(_("异议成立"))
    text = models.TextField(_("答复"), max_length=LONGEST)
    answered_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("答复人")
    )
    answered_at = models.DateTimeField(_("答复时间"))

    class Meta:
        verbose_name = _("异议答复")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="objection_is_answered_in_words",
                violation_error_message=_("答复异议要写明理由"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.objection_id}"
