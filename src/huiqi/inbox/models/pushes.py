"""推送的记录: addresses outside the city, what goes there, and what became of it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.inbox.enums import STATUTORY, Ending, Kind, Pace, Service
from huiqi.inbox.models.messages import Message
from huiqi.parties.models import Person

LONGEST_LABEL: Final = 20
MOST_TRIES: Final = 5  # of one code


class PushAddress(models.Model):
    """推送地址: one group chat or telephone of one person, in use once its code came back.

    ``sealed`` is its key or number, opened only to send; empty from the day it is ended.
    ``digest`` tells the same address again without opening it, ``hint`` is all that pages show.
    ``is_simulated``: its code never left the city, so nothing real may go there either.
    ``code`` is the keyed hash of the code that waits, good until ``code_until`` (excluded) and
    for ``MOST_TRIES`` tries.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="push_addresses")
    service = models.CharField(_("推送方式"), max_length=10, choices=Service.choices)
    label = models.CharField(_("名称"), max_length=LONGEST_LABEL)
    sealed = models.BinaryField(_("密封的地址"), blank=True)
    digest = models.CharField(_("指纹"), max_length=64)
    hint = models.CharField(_("尾号"), max_length=20)
    is_simulated = models.BooleanField(_("模拟的"), default=False)
    code = models.CharField(_("验证码的指纹"), max_length=64, blank=True)
    code_until = models.DateTimeField(_("验证码有效到（不含）"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    created_at = models.DateTimeField(_("登记时间"))
    verified_at = models.DateTimeField(_("验证时间"), null=True, blank=True)
    failed_at = models.DateTimeField(_("最近一次没有送达"), null=True, blank=True)
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    ending = models.CharField(_("停用缘由"), max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        verbose_name = _("推送地址")
        ordering = ("person_id", "created_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "digest"),
                condition=Q(ended_at__isnull=True),
                name="push_address_is_registered_once",
                violation_error_message=_("这个推送地址你已经登记过"),
            ),
            models.CheckConstraint(
                condition=~Q(label=""),
                name="push_address_has_a_name",
                violation_error_message=_("推送地址要有名称，例如「财务群」"),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="")
                | (Q(ended_at__isnull=False, sealed=b"", code="") & ~Q(ending="")),
                name="push_address_ended_keeps_no_secret",
                violation_error_message=_("停用的推送地址不留密钥和号码，并写明缘由"),
            ),
            models.CheckConstraint(
                condition=Q(code="", code_until__isnull=True)
                | (~Q(code="") & Q(code_until__isnull=False)),
                name="push_code_has_an_end",
                violation_error_message=_("验证码要有有效期"),
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES),
                name="push_code_is_tried_a_few_times",
                violation_error_message=_("同一个验证码最多试 5 次"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.label}（{self.hint}）"

    @property
    def is_open(self) -> bool:
        """是否未停用: verified or not."""
        return self.ended_at is None


class PushChoice(models.Model):
    """推送偏好: how messages of one kind reach one address, where that is not as for everybody."""

    address = models.ForeignKey(PushAddress, models.PROTECT, related_name="choices")
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    pace = models.CharField(_("推送时机"), max_length=10, choices=Pace.choices)
    changed_at = models.DateTimeField(_("设置时间"))

    class Meta:
        verbose_name = _("推送偏好")
        ordering = ("address_id", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("address", "kind"),
                name="push_choice_is_one_a_kind",
                violation_error_message=_("每种消息到一个地址只有一个推送时机"),
            ),
            models.CheckConstraint(
                condition=~Q(pace=Pace.DAILY) | ~Q(kind__in=[kind.value for kind in STATUTORY]),
                name="statutory_notice_is_not_put_off",
                violation_error_message=_("法定通知不汇总：要么及时推送，要么不推送"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.address}：{self.get_kind_display()}，{self.get_pace_display()}"


class Push(models.Model):
    """推送: one message on its way to one address, alone or in the morning's digest.

    Not before ``due_at``; ``queued`` when it was handed to the outbox; then it was sent, or
    given up after the last try, or dropped for nobody wanted it any more.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    address = models.ForeignKey(PushAddress, models.PROTECT, related_name="pushes")
    message = models.ForeignKey(Message, models.PROTECT, related_name="pushes")
    pace = models.CharField(_("推送时机"), max_length=10, choices=Pace.choices)
    due_at = models.DateTimeField(_("可推送的时间"))
    queued = models.BooleanField(_("已交发件箱"), default=False)
    sent_at = models.DateTimeField(_("送出时间"), null=True, blank=True)
    failed_at = models.DateTimeField(_("放弃时间"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("不再要的时间"), null=True, blank=True)
    is_simulated = models.BooleanField(_("模拟的"), default=False)

    class Meta:
        verbose_name = _("推送")
        ordering = ("-due_at", "-id")
        indexes = (
            models.Index(
                fields=("due_at",), condition=Q(queued=False), name="push_waiting_for_outbox"
            ),
            models.Index(fields=("person", "-due_at"), name="push_of_person"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("address", "message"),
                name="push_reaches_an_address_once",
                violation_error_message=_("这条消息已经推送到这个地址"),
            ),
            models.CheckConstraint(
                condition=~Q(pace=Pace.NEVER),
                name="push_is_wanted",
                violation_error_message=_("不推送的消息没有推送"),
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True)
                | Q(failed_at__isnull=True, dropped_at__isnull=True),
                name="push_ends_one_way",
                violation_error_message=_("一次推送只有一个结果"),
            ),
            models.CheckConstraint(
                condition=Q(queued=True) | Q(sent_at__isnull=True, failed_at__isnull=True),
                name="push_leaves_by_the_outbox",
                violation_error_message=_("推送只经发件箱送出"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.message} → {self.address}"


class SimulatedDelivery(models.Model):
    """模拟送达: what would have left, had the city been connected; ``key`` as of the outbox."""

    key = models.CharField(_("唯一键"), max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    address = models.ForeignKey(PushAddress, models.PROTECT, related_name="simulated")
    text = models.TextField(_("内容"))
    is_code = models.BooleanField(_("是验证码"), default=False)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("模拟送达")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("person", "-at"), name="simulated_of_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                name="simulated_delivery_is_kept_once",
                violation_error_message=_("这次模拟送达已经记下"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.address}：{self.at:%Y-%m-%d %H:%M}"
