"""消息的记录: what people were told, when they read it, and how they want to be told."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiqi.inbox.enums import OPTIONAL, STATUTORY, Channel, Kind
from huiqi.inbox.models.todos import OUR_PATH
from huiqi.kernel.sayings import SaidAnew
from huiqi.parties.models import Organization, Person

AS_IN_HTML: Final = {"zh-hans": "zh-Hans"}  # where it is written otherwise than we call it


class Message(SaidAnew):
    """消息: one thing told to one person, kept as long as the matter it speaks of.

    ``title`` and ``body`` are as they were told, in ``language``; ``said`` has what a reader of
    another language reads in their own. ``mail_at`` is from when on it may also go by
    e-mail (None: it does not), ``queued`` that it was handed to the outbox.
    """

    key = models.CharField(_("唯一键"), max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="inbox_messages")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"), blank=True)
    language = models.CharField(
        _("语言"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    url = models.CharField(_("页面"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    mail_at = models.DateTimeField(_("可发邮件的时间"), null=True, blank=True)
    queued = models.BooleanField(_("已交发件箱"), default=False)

    class Meta:
        verbose_name = _("消息")
        ordering = ("-sent_at", "-id")
        indexes = (
            models.Index(fields=("person", "-sent_at"), name="message_of_person"),
            models.Index(
                fields=("mail_at",), condition=Q(queued=False), name="message_waiting_for_mail"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "key"),
                name="message_reaches_a_person_once",
                violation_error_message=_("这条消息已经发给此人"),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="message_has_a_title",
                violation_error_message=_("消息要有标题"),
            ),
            models.CheckConstraint(
                condition=Q(url__regex=OUR_PATH),
                name="message_leads_to_a_page_of_ours",
                violation_error_message=_("消息只能指向本平台的页面，例如 /policies/"),
            ),
            models.CheckConstraint(
                condition=Q(queued=False) | Q(mail_at__isnull=False),
                name="message_queued_was_meant_for_mail",
                violation_error_message=_("不发邮件的消息不交发件箱"),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def headline(self) -> str:
        """标题: in the language of whoever reads it, where it can be said anew."""
        return self.told("title")

    @property
    def lang(self) -> str:
        """语言标记: as pages write it, for whoever hears them."""
        return AS_IN_HTML.get(self.language, self.language)

    @property
    def is_statutory(self) -> bool:
        """是否法定通知: such a message cannot be declined."""
        return self.kind in STATUTORY


class Preference(models.Model):
    """送达偏好: how messages of one kind reach one person, where that is not as for everybody."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="preferences")
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    channel = models.CharField(_("送达方式"), max_length=10, choices=Channel.choices)
    changed_at = models.DateTimeField(_("设置时间"))

    class Meta:
        verbose_name = _("送达偏好")
        ordering = ("person_id", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind"),
                name="preference_is_one_a_kind",
                violation_error_message=_("每种消息只有一个送达方式"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in OPTIONAL]),
                name="statutory_notice_cannot_be_declined",
                violation_error_message=_("法定通知依法必须送达，不能退订"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}：{self.get_kind_display()}，{self.get_channel_display()}"


class QuietHours(models.Model):
    """免打扰时段: from ``start`` (included) to ``until`` (excluded) no e-mail but statutory ones.

    Both None: at no time. It may reach over midnight. The times are the city's.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="quiet_hours")
    start = models.TimeField(_("自"), null=True, blank=True)
    until = models.TimeField(_("至（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("免打扰时段")
        ordering = ("person_id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(start__isnull=True, until__isnull=True)
                | Q(start__isnull=False, until__isnull=False),
                name="quiet_hours_begin_and_end",
                violation_error_message=_("免打扰时段的起止要一起填，或都不填"),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | ~Q(start=F("until")),
                name="quiet_hours_are_not_the_whole_day",
                violation_error_message=_("免打扰时段的起止不能相同"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} 免打扰"


class MessageLanguage(models.Model):
    """消息语言: in which one person wants to be told; without a row, in the city's own."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="message_language")
    language = models.CharField(_("语言"), max_length=10, choices=settings.LANGUAGES)
    changed_at = models.DateTimeField(_("设置时间"))

    class Meta:
        verbose_name = _("消息语言")
        ordering = ("person_id",)

    def __str__(self) -> str:
        return f"{self.person}：{self.get_language_display()}"
