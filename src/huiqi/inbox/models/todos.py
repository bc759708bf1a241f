"""待办的记录: what is to be done, by whom, until when; and the links that show it in a calendar."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from huiqi.inbox.enums import Outcome
from huiqi.kernel.sayings import SaidAnew
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization, Person

# A path of ours: «//elsewhere» and «/\elsewhere» are addresses of other sites to a browser.
OUR_PATH: Final = r"^(/([^/\\].*)?)?$"


class Todo(SaidAnew):
    """待办: one next step of one person, or of whoever holds a role in an organization.

    ``role`` empty means everybody of the organization. ``text`` says what to do and names no
    other person, for it leaves the city by calendar; ``note`` stays on the page. ``owner`` is
    who took it on. ``due_at`` is the last moment that is still in time (included); the days
    before it are working days. ``by_hand`` is what can be ticked off without doing it here.
    ``barred`` are people who must not do it though they are of the organization: who drew up
    what another is to sign. ``said`` has what is said in the reader's own language.
    """

    key = models.CharField(_("唯一键"), max_length=200)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="todos", verbose_name=_("给谁")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="todos"
    )
    role = models.CharField(_("岗位"), max_length=20, choices=Role.choices, blank=True)
    barred = ArrayField(
        models.BigIntegerField(), verbose_name=_("不能办的人"), default=list, blank=True
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="todos_taken"
    )
    kind = models.CharField(_("对象种类"), max_length=100, blank=True)
    object_id = models.BigIntegerField(_("对象编号"), null=True, blank=True)
    url = models.CharField(_("页面"), max_length=300, blank=True)
    text = models.CharField(_("要做什么"), max_length=120)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    verb = models.CharField(_("按钮"), max_length=12, blank=True)
    by_hand = models.BooleanField(_("可以直接勾掉"), default=False)
    created_at = models.DateTimeField(_("产生时间"))
    due_at = models.DateTimeField(_("期限"), null=True, blank=True)
    provisional = models.BooleanField(_("期限暂定"), default=False)
    done_at = models.DateTimeField(_("了结时间"), null=True, blank=True)
    done_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="todos_done"
    )
    outcome = models.CharField(_("了结方式"), max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("待办")
        ordering = (models.F("due_at").asc(nulls_last=True), "id")
        indexes = (
            models.Index(
                fields=("organization", "due_at"),
                condition=Q(done_at__isnull=True),
                name="todo_open_of_organization",
            ),
            models.Index(
                fields=("person", "due_at"),
                condition=Q(done_at__isnull=True),
                name="todo_open_of_person",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                name="todo_is_one_for_each_key",
                violation_error_message=_("这个待办已经有了"),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, organization__isnull=False)
                | Q(person__isnull=False, organization__isnull=True),
                name="todo_is_for_a_person_or_an_organization",
                violation_error_message=_("待办要么给一个人，要么给一个单位"),
            ),
            models.CheckConstraint(
                condition=Q(role="") | Q(organization__isnull=False),
                name="todo_role_is_within_an_organization",
                violation_error_message=_("写明岗位的待办要写明单位"),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="todo_says_what_to_do",
                violation_error_message=_("待办要写明做什么"),
            ),
            models.CheckConstraint(
                condition=Q(url__regex=OUR_PATH),
                name="todo_leads_to_a_page_of_ours",
                violation_error_message=_("待办只能指向本平台的页面，例如 /policies/"),
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, outcome="")
                | (Q(done_at__isnull=False) & ~Q(outcome="")),
                name="todo_ends_with_an_outcome",
                violation_error_message=_("了结的待办要有时间和了结方式"),
            ),
            models.CheckConstraint(
                condition=~Q(provisional=True) | Q(due_at__isnull=False),
                name="todo_provisional_due_has_a_moment",
                violation_error_message=_("没有期限，就没有暂定的期限"),
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def addressee(self) -> str:
        """给谁: a name, or an organization and the role in it."""
        if self.person:
            return self.person.name
        role = self.get_role_display() if self.role else ""
        return f"{self.organization} {role}".rstrip()

    @property
    def responsible(self) -> str:
        """办理人: who took it on; until somebody does, to whom it is addressed."""
        if self.owner:
            return self.owner.name
        return self.addressee

    @property
    def button(self) -> str:
        """按钮: the word on it."""
        return self.told("verb") or _("去办理")


class CalendarFeed(models.Model):
    """日历订阅: a link that shows one person's deadlines to whoever has it, until revoked.

    Only the SHA-256 of its token is kept: who reads this table cannot read calendars.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="calendar_feeds")
    digest = models.CharField(_("凭据哈希"), max_length=64)
    created_at = models.DateTimeField(_("生成时间"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("日历订阅")
        ordering = ("person_id", "-created_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("digest",),
                name="calendar_feed_has_its_own_token",
                violation_error_message=_("这个日历链接已经有了"),
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(revoked_at__isnull=True),
                name="calendar_feed_is_one_a_person",
                violation_error_message=_("每人只有一个有效的日历链接"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} 的日历订阅"
