"""公示: a notice and the awards it names.

Nothing is ever changed: where a notice stands follows from what was added to it, and the day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.enums import Kind
from huiqi.publicity.enums import Withheld

if TYPE_CHECKING:
    from huiqi.publicity.models.changes import AwardWithdrawal


class Publicity(AppendOnly, models.Model):
    """公示: what a call is to grant, laid before everybody from ``begins_on`` to before ``until``.

    ``call`` is the number of the call, as the ledger's accounts have it; ``programme`` the id
    of a programme of the library. ``basis`` is the instrument and the clause it rests on, empty
    on notices that are older than the column. ``published_by`` and ``drafted_by`` are two people;
    None on what the system took over. ``until`` is as it was published; ``ends`` is what counts.
    """

    number = models.CharField(_("公示编号"), max_length=40)
    programme = models.CharField(_("扶持计划"), max_length=100)
    call = models.CharField(_("申报通知"), max_length=40)
    title = models.CharField(_("标题"), max_length=200)
    department = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="+", verbose_name=_("公示单位")
    )
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    begins_on = models.DateField(_("公示首日"))
    until = models.DateField(_("公示至（不含）"))
    drafted_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("起草人")
    )
    published_by = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("发布人")
    )
    published_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("公示")
        ordering = ("id",)
        indexes = (models.Index(fields=("call", "programme"), name="publicity_of_call"),)
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="publicity_has_its_own_number",
                violation_error_message=_("这个公示编号已经用过"),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("begins_on")),
                name="publicity_ends_after_it_begins",
                violation_error_message=_("公示的最后一天不能早于首日"),
            ),
            models.CheckConstraint(
                condition=~Q(call="") & ~Q(title="") & ~Q(programme=""),
                name="publicity_says_what_it_is_of",
                violation_error_message=_("公示要写明标题、扶持计划和是哪一次申报"),
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | (Q(drafted_by__isnull=False) & ~Q(published_by=F("drafted_by"))),
                name="publicity_is_published_by_another",
                violation_error_message=_("起草公示的人不能自己发布，请本部门另一个人发布"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number

    @property
    def ends(self) -> date:
        """公示期满日: the first day after it, with all that it was extended by."""
        # Extensions are counted by the database where many notices are read at once.
        counted = vars(self).get("ends_on")
        return counted or max([self.until, *(one.until for one in self.extensions.all())])

    @property
    def last_day(self) -> date:
        """公示最后一天: included."""
        return self.ends - timedelta(days=1)


class PublicAward(AppendOnly, models.Model):
    """拟资助: one recipient of a notice and at most how much, with its name as it was that day.

    ``withheld`` says why the recipient is not named to everybody; empty when it is. An amount of
    zero is that of a title, an allowance or an admission, which is no money.
    """

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="awards", verbose_name=_("公示")
    )
    place = models.PositiveIntegerField(_("序号"))
    subject = models.ForeignKey(
        "parties.Subject", models.PROTECT, related_name="+", verbose_name=_("主体")
    )
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("性质"), max_length=20, choices=Kind.choices)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    district = models.CharField(_("行政区"), max_length=6, blank=True)
    amount_fen = models.BigIntegerField(_("拟资助金额（分）"))
    withheld = models.CharField(
        _("不公开的原因"), max_length=12, choices=Withheld.choices, blank=True
    )

    class Meta:
        verbose_name = _("拟资助")
        ordering = ("publicity_id", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("publicity", "subject"),
                name="award_of_a_subject_once_a_notice",
                violation_error_message=_("同一份公示里一家单位只能列一次"),
            ),
            models.UniqueConstraint(
                fields=("publicity", "place"),
                name="award_has_its_place",
                violation_error_message=_("这个序号已经有一家单位"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0),
                name="award_is_of_no_negative_money",
                violation_error_message=_("拟资助金额不能为负"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.SOLE_TRADER) | ~Q(withheld=""),
                name="sole_trader_is_not_named",
                violation_error_message=_("个体工商户的名称可能含经营者姓名，不对外公开"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.publicity_id}：{self.place}"

    @property
    def taken_off(self) -> AwardWithdrawal | None:
        """撤下: None for one that still stands in its notice, as far as that stands."""
        return getattr(self, "withdrawal", None)
