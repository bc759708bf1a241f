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


class Outcome(TextChoices):
    """了结方式: how a to-do ended."""

    DONE = "done", _("已办")
    DROPPED = "dropped", _("不用办了")
