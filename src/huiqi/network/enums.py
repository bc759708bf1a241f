"""群服务的选项: the bodies, the people, and where a visit, a promise or a handover stands."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganKind(TextChoices):
    """组织的种类: from the leading group down to the station at a park."""

    LEADING_GROUP = "leading_group", _("领导小组")
    OFFICE = "office", _("领导小组办公室")
    TASK_FORCE = "task_force", _("企服专班")
    STATION = "station", _("企业服务工作站")


class Part(TextChoices):
    """服务角色: in what part an officer serves firms."""

    CHIEF = "chief", _("首席企业服务专员")
    OFFICER = "officer", _("企业服务专员")
    HANDLER = "handler", _("承办员")
    SUPERVISOR = "supervisor", pgettext_lazy("服务角色", "督办员")


CARERS = (Part.CHIEF, Part.OFFICER)  # who may be given a firm


class Tier(IntegerChoices):
    """重点企业的层级: who keeps the firm on its list; the higher weighs more."""

    CITY = 1, pgettext_lazy("重点企业层级", "市级")
    DISTRICT = 2, pgettext_lazy("重点企业层级", "区级")
    STREET = 3, pgettext_lazy("重点企业层级", "街道")


class Cause(TextChoices):
    """交接的原因: why a firm gets another commissioner."""

    LEFT = "left", _("原专员离任")
    LEAVING = "leaving", _("原专员即将离任")
    BALANCE = "balance", _("调整工作量")
    ASKED = "asked", _("企业或专员提出")


class HandoverState(TextChoices):
    """交接的状态: whom the office has to find, or who has to accept."""

    OPEN = "open", _("待指定接手人")
    PROPOSED = "proposed", _("待接手")
    ACCEPTED = "accepted", _("已接手")
    CANCELLED = "cancelled", _("已取消")


class Way(TextChoices):
    """联系方式: how a firm is met."""

    VISIT = "visit", _("上门走访")
    CALL = "call", pgettext_lazy("联系方式", "电话")
    MEETING = "meeting", _("请企业来谈")
    ONLINE = "online", _("视频")


class VisitState(TextChoices):
    """联系的状态: planned, made, or not made after all."""

    PLANNED = "planned", _("已计划")
    MADE = "made", _("已完成")
    CANCELLED = "cancelled", pgettext_lazy("联系的状态", "已取消")


class PromiseState(TextChoices):
    """承诺的状态: kept is what was done; lapsed is what nobody said anything about in time."""

    OPEN = "open", _("待兑现")
    LAPSED = "lapsed", _("逾期未兑现")
    KEPT = "kept", _("已兑现")
    BROKEN = "broken", _("不能兑现")


class ReferralState(TextChoices):
    """转介的状态: it ends only with a contact that was made."""

    OPEN = "open", _("待联系企业")
    COMPLETE = "complete", _("已联系企业")


class DecisionState(TextChoices):
    """议定事项的状态: done, or dropped by the meeting's body with a reason."""

    OPEN = "open", pgettext_lazy("议定事项", "待办")
    DONE = "done", pgettext_lazy("议定事项", "已办")
    DROPPED = "dropped", pgettext_lazy("议定事项", "不再办")
