"""收件箱的选项: kinds of messages, the ways they take, how a to-do ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """消息种类: what a message is about, as people choose what reaches them."""

    DECISION = "decision", _("决定和结果")
    SUPPLEMENT = "supplement", _("补正通知")
    SECURITY = "security", _("账号和数据安全")
    DEADLINE = "deadline", _("期限提醒")
    PROGRESS = "progress", _("办理进度")
    POLICY = "policy", _("与你有关的新政策")
    SURVEY = "survey", _("满意度回访")


# Whom a decision binds must be told of it, and so must whoever loses time by not knowing what
# is missing or whose data leaked: nobody can agree beforehand not to hear of these.
STATUTORY: Final = (Kind.DECISION, Kind.SUPPLEMENT, Kind.SECURITY)
OPTIONAL: Final = tuple(kind for kind in Kind if kind not in STATUTORY)


class Channel(TextChoices):
    """送达方式: where messages of a kind reach a person."""

    BOTH = "both", _("站内和邮件")
    APP = "app", _("只在站内")
    NONE = "none", _("不要")


# What nobody asked for goes to no mailbox before somebody asks for it.
DEFAULTS: Final[Mapping[Kind, Channel]] = {
    **dict.fromkeys((*STATUTORY, Kind.DEADLINE, Kind.PROGRESS), Channel.BOTH),
    **dict.fromkeys((Kind.POLICY, Kind.SURVEY), Channel.APP),
}


class Service(TextChoices):
    """推送方式: to what a push can go. A closed list: nobody names a host of their own."""

    WECOM = "wecom", _("企业微信群机器人")
    DINGTALK = "dingtalk", _("钉钉群机器人")
    FEISHU = "feishu", _("飞书群机器人")
    SMS = "sms", _("手机短信")


class Pace(TextChoices):
    """推送时机: when messages of a kind are pushed to an address."""

    NOW = "now", _("及时")
    DAILY = "daily", _("每天早上汇总")
    NEVER = "never", _("不推送")


# A group chat or a telephone rings: only what somebody waits for, until they ask for more.
PACES: Final[Mapping[Kind, Pace]] = {
    **dict.fromkeys((*STATUTORY, Kind.DEADLINE), Pace.NOW),
    Kind.PROGRESS: Pace.DAILY,
    **dict.fromkeys((Kind.POLICY, Kind.SURVEY), Pace.NEVER),
}
# Statutory notices have been served by the app and by mail, at once and at night as well: their
# push only tells of them, and waits for the morning. Whose account was used by somebody else
# can stop it in these minutes, so that alone rings at night.
RINGS_AT_NIGHT: Final = (Kind.SECURITY,)


class Ending(TextChoices):
    """停用缘由: why nothing is pushed to an address any more."""

    OWNER = "owner", _("本人停用")
    LINK = "link", _("由推送里的链接停用")
    GONE = "gone", _("对方答复已经不在，停止推送")


class Outcome(TextChoices):
    """了结方式: how a to-do ended."""

    DONE = "done", _("已办")
    DROPPED = "dropped", _("不用办了")
