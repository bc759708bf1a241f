"""关注的记录: what is followed, since when, and what its followers were told of last.

What is for a firm belongs to the firm: all its people see it, and whoever leaves it no longer
does. What is for a person is hers alone, whichever firm she acts for.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.follow.enums import Target
from huiqi.parties.models import Person, Subject

LONGEST_NAME = 40  # characters of the name of a saved question
LONGEST_TEXT = 200


class Subscription(models.Model):
    """订阅: followers hear of every change of what it covers, and of last days that come near.

    ``subject`` None: for the person alone. ``told`` is what they know: the version of every
    programme that it covers, by id. ``ended_at``: taken back.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    kind = models.CharField(_("关注什么"), max_length=12, choices=Target.choices)
    target = models.CharField(_("对象"), max_length=120)
    told = models.JSONField(_("已告知的版本"), default=dict, blank=True)
    created_at = models.DateTimeField(_("订阅时间"))
    ended_at = models.DateTimeField(_("退订时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("订阅")
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "kind", "target"),
                condition=Q(ended_at__isnull=True, subject__isnull=False),
                name="firm_subscribes_once_to_a_thing",
                violation_error_message=_("本企业已经订阅了"),
            ),
            models.UniqueConstraint(
                fields=("person", "kind", "target"),
                condition=Q(ended_at__isnull=True, subject__isnull=True),
                name="person_subscribes_once_to_a_thing",
                violation_error_message=_("你已经订阅了"),
            ),
            models.CheckConstraint(
                condition=~Q(target=""),
                name="subscription_is_to_something",
                violation_error_message=_("请写明要订阅什么"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"


class Watch(models.Model):
    """等候条件: a firm waits until it meets a programme; then its people are told, once.

    ``basis`` is what each condition said when the waiting began, with the facts it read;
    ``verdict`` what the programme said when it was last asked, empty where it was not in force.
    ``library`` is the version of the library that was asked.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="watches")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    programme = models.CharField(_("项目编号"), max_length=80)
    basis = models.JSONField(_("起初的判断"), default=dict, blank=True)
    verdict = models.CharField(_("最近的判断"), max_length=10, blank=True)
    library = models.CharField(_("政策库版本"), max_length=12)
    created_at = models.DateTimeField(_("开始等候的时间"))
    checked_at = models.DateTimeField(_("最近判断的时间"))
    met_at = models.DateTimeField(_("满足的时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束等候的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("等候条件")
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "programme"),
                condition=Q(ended_at__isnull=True),
                name="firm_waits_once_for_a_programme",
                violation_error_message=_("本企业已经在等这项政策的条件"),
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(ended_at__isnull=False),
                name="watch_that_is_met_is_over",
                violation_error_message=_("条件满足以后就不再等候"),
            ),
        )

    def __str__(self) -> str:
        return f"等候 {self.programme}"


class SavedSearch(models.Model):
    """保存的查询: a question with its filters under a name.

    ``seen`` are the hits of the last visit; ``subject`` None: for the person alone.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="saved_searches"
    )
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    text = models.CharField(_("问题"), max_length=LONGEST_TEXT, blank=True)
    facets = models.JSONField(_("筛选"), default=dict, blank=True)
    seen = models.JSONField(_("看过的结果"), default=list, blank=True)
    created_at = models.DateTimeField(_("保存时间"))
    seen_at = models.DateTimeField(_("上次查看的时间"))

    class Meta:
        verbose_name = _("保存的查询")
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "name"),
                condition=Q(subject__isnull=False),
                name="saved_search_has_its_own_name_in_a_firm",
                violation_error_message=_("本企业已有一个同名的查询，换个名称"),
            ),
            models.UniqueConstraint(
                fields=("person", "name"),
                condition=Q(subject__isnull=True),
                name="saved_search_has_its_own_name",
                violation_error_message=_("你已有一个同名的查询，换个名称"),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="saved_search_has_a_name",
                violation_error_message=_("给这个查询起个名称"),
            ),
            models.CheckConstraint(
                condition=~Q(text="", facets={}),
                name="saved_search_asks_something",
                violation_error_message=_("先查一个词或选一个筛选，再保存"),
            ),
        )

    def __str__(self) -> str:
        return self.name
