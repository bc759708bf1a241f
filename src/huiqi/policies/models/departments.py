"""部门的记录: who keeps the words of a programme, and how to reach whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly
from huiqi.parties.models import Organization, Person


class Keeper(AppendOnly, models.Model):
    """维护单位: which body keeps a programme's words from ``since`` on, where the file names none.

    The latest that has begun holds; ``organization`` None takes the one before it back.
    """

    programme = models.CharField(_("项目编号"), max_length=80)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateField(_("自"))
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    named_at = models.DateTimeField(_("指定时间"))

    class Meta:
        verbose_name = _("维护单位")
        ordering = ("programme", "since", "id")
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.programme}：{self.organization or '—'}"


class Contact(AppendOnly, models.Model):
    """联系方式: how to reach a department, or one office of it for one programme.

    Good from ``since`` to before ``until`` (exclusive, None: no end known). ``programme`` empty
    is all of the department's. A change is a new row that ``replaces`` the one before it;
    ``is_gone`` says that the row only takes that one back. ``made_by`` None is the library.
    """

    department = models.CharField(_("部门名称"), max_length=200)
    programme = models.CharField(_("项目编号"), max_length=80, blank=True)
    office = models.CharField(_("处室"), max_length=100, blank=True)
    telephone = models.CharField(_("电话"), max_length=60, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    hours = models.CharField(_("办公时间"), max_length=100, blank=True)
    window = models.CharField(_("窗口"), max_length=100, blank=True)
    since = models.DateField(_("自"))
    until = models.DateField(_("至（不含）"), null=True, blank=True)
    source = models.CharField(_("出处"), max_length=300)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    is_gone = models.BooleanField(_("撤下"), default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("联系方式")
        ordering = ("department", "programme", "office", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="contact_ends_after_it_begins",
                violation_error_message=_("联系方式的止日要晚于起日"),
            ),
            models.CheckConstraint(
                condition=~Q(telephone="") | ~Q(address="") | ~Q(window=""),
                name="contact_says_how",
                violation_error_message=_("电话、地址、窗口至少写一项"),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="contact_names_its_source",
                violation_error_message=_("联系方式要写明出处"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.department} {self.office}".strip()
