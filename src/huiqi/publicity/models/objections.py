"""异议: who has something against a notice, who is to answer it, and how it was answered."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.publicity.enums import Ground, RefereeTie
from huiqi.publicity.models.notices import PublicAward, Publicity

LONGEST: Final = 600


class Objection(AppendOnly, models.Model):
    """异议: what somebody has against one award of a notice, or (``award`` None) against all of it.

    ``number`` is its receipt; whoever has the code to it may read the answer, and only a hash of
    the code is kept. Who said so (Objector) is for those who answer it. One without a name is a
    clue (匿名线索): it is looked into like any other, and nobody can be told what came of it.
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
        """是否实名: the rest are clues; also when the name is deleted by now."""
        return self.known is not None

    @property
    def known(self) -> Objector | None:
        """异议人: None of a clue."""
        return getattr(self, "objector", None)

    @property
    def raised_by(self) -> str:
        """异议人姓名: empty of a clue, and once it is deleted."""
        return self.known.raised_by if self.known else ""

    @property
    def contact(self) -> str:
        """联系方式: empty of a clue, and once it is deleted."""
        return self.known.contact if self.known else ""


class Objector(models.Model):
    """异议人: the name and the contact of who raised an objection, until they are deleted.

    Kept apart from the objection, which nobody ever changes. Deleted (``forgotten_at``) when
    nobody needs them any more: see ``huiqi.publicity.keeping``. The row stays, for it says that
    the objection was raised by name.
    """

    objection = models.OneToOneField(
        Objection, models.PROTECT, primary_key=True, related_name="objector", verbose_name=_("异议")
    )
    raised_by = models.CharField(_("异议人"), max_length=120, blank=True)
    contact = models.CharField(_("联系方式"), max_length=120, blank=True)
    forgotten_at = models.DateTimeField(_("删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("异议人")
        ordering = ("objection_id",)
        constraints = (
            models.CheckConstraint(
                condition=(~Q(raised_by="") & ~Q(contact="") & Q(forgotten_at__isnull=True))
                | Q(raised_by="", contact="", forgotten_at__isnull=False),
                name="objector_is_known_or_forgotten",
                violation_error_message=_("实名异议要写姓名（或单位）和联系方式；匿名的两样都不写"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.objection_id}"


class Referral(AppendOnly, models.Model):
    """异议移交: who is to answer an objection instead of the department that gave the notice.

    The last one counts. ``to`` None gives it back to the department (``by`` either of them),
    ``tie`` is how the other stands to the department, ``ground`` why it cannot answer itself.
    """

    objection = models.ForeignKey(
        Objection, models.PROTECT, related_name="referrals", verbose_name=_("异议")
    )
    to = models.ForeignKey(
        "parties.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("移交给"),
    )
    tie = models.CharField(_("关系"), max_length=10, choices=RefereeTie.choices, blank=True)
    ground = models.CharField(_("事由"), max_length=10, choices=Ground.choices, blank=True)
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", verbose_name=_("移交人")
    )
    at = models.DateTimeField(_("移交时间"))

    class Meta:
        verbose_name = _("异议移交")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="referral_says_why",
                violation_error_message=_("移交或退回异议要写明理由"),
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=True, tie="", ground="")
                | (Q(to__isnull=False) & ~Q(tie="") & ~Q(ground="")),
                name="referral_names_whom_and_on_what_ground",
                violation_error_message=_("移交异议要写明移交给谁、什么关系和事由；退回的不写"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.objection_id}：{self.to_id}"


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
