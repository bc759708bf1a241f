"""共性问题的选项: why it happens, what it costs, how it can be solved, and where it stands."""

from __future__ import annotations

from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProblemState(TextChoices):
    """共性问题的状态: proposed -> open or rejected; solved in full or in part, at rest, filed."""

    PROPOSED = "proposed", pgettext_lazy("共性问题", "待立项")
    OPEN = "open", pgettext_lazy("共性问题", "解决中")
    REJECTED = "rejected", pgettext_lazy("共性问题", "不立项")
    SOLVED = "solved", pgettext_lazy("共性问题", "全部解决")
    PARTLY = "partly", pgettext_lazy("共性问题", "部分解决")
    DORMANT = "dormant", pgettext_lazy("共性问题", "暂时搁置")
    ARCHIVED = "archived", pgettext_lazy("共性问题", "已归档")


LIVE: Final = (ProblemState.PROPOSED, ProblemState.OPEN)  # somebody works on it, with a day
DONE: Final = (ProblemState.SOLVED, ProblemState.PARTLY)


class CauseKind(TextChoices):
    """成因: why so many meet it; a failing system is a cause like the others, with an owner."""

    UNKNOWN = "unknown", _("还没有查明")
    NO_RULE = "no_rule", _("没有规定")
    UNCLEAR_RULE = "unclear_rule", _("规定不清楚")
    SYSTEM_FAILURE = "system_failure", _("系统故障或不好用")
    PROCESS = "process", _("流程不合理")
    NO_MONEY = "no_money", _("没有资金")
    NO_AUTHORITY = "no_authority", _("没有权限")
    OTHER_LEVEL = "other_level", _("要由上级决定")
    BETWEEN_OFFICES = "between_offices", _("部门之间没有衔接")


class ValueBand(TextChoices):
    """涉及金额: of all the firms that meet it, in a year; unknown stays unknown, never nothing."""

    UNKNOWN = "unknown", _("还不清楚")
    BELOW_100K = "below_100k", _("一年不到 10 万元")
    BELOW_1M = "below_1m", _("一年 10 万至 100 万元")
    BELOW_10M = "below_10m", _("一年 100 万至 1000 万元")
    BELOW_100M = "below_100m", _("一年 1000 万至 1 亿元")
    ABOVE_100M = "above_100m", _("一年 1 亿元以上")


class Sureness(TextChoices):
    """把握: how sure the band is."""

    COUNTED = "counted", pgettext_lazy("金额的把握", "有账可查")
    ESTIMATED = "estimated", pgettext_lazy("金额的把握", "按样本估算")
    GUESSED = "guessed", pgettext_lazy("金额的把握", "粗略估计")


class Time(IntegerChoices):
    """要多久: until it can be solved; 0 is not known."""

    UNKNOWN = 0, pgettext_lazy("要多久", "还不清楚")
    QUARTER = 1, _("三个月以内")
    HALF_YEAR = 2, _("半年以内")
    YEAR = 3, _("一年以内")
    LONGER = 4, _("一年以上")


class Effort(IntegerChoices):
    """要谁出力: who has to act; 0 is not known."""

    UNKNOWN = 0, pgettext_lazy("要谁出力", "还不清楚")
    ONE_OFFICE = 1, _("一个单位自己能办")
    SOME_OFFICES = 2, _("要几个单位一起办")
    CITY = 3, _("要市里决定")
    ABOVE = 4, _("要省里或国家决定")


class Pace(TextChoices):
    """进展: what the owner says each month."""

    ON_TRACK = "on_track", pgettext_lazy("进展", "按计划")
    AT_RISK = "at_risk", pgettext_lazy("进展", "可能延误")
    LATE = "late", pgettext_lazy("进展", "已经延误")


class RemedyKind(TextChoices):
    """改了什么: a rule, a system or a service."""

    RULE = "rule", pgettext_lazy("改了什么", "规定")
    SYSTEM = "system", pgettext_lazy("改了什么", "系统")
    SERVICE = "service", pgettext_lazy("改了什么", "服务")
