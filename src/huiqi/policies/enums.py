"""政策文件的选项: what a document is, who issued it, how it bears on others, how it stands."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    """文件状态: of one day; ``UNKNOWN`` wherever what is known does not decide it."""

    IN_FORCE = "in_force", _("在行")
    REPEALED = "repealed", _("已废止")
    PENDING = "pending", _("尚未施行")
    UNKNOWN = "unknown", _("不详")


class DocumentKind(TextChoices):
    """文种: as the title itself says."""

    REGULATION = "regulation", _("条例")
    MEASURES = "measures", _("办法、规定、标准")
    DETAILED_RULES = "detailed_rules", _("实施细则")
    OPERATING_RULES = "operating_rules", _("操作规程")
    POLICY_MEASURES = "policy_measures", _("若干措施")
    OPINION = "opinion", _("意见")
    PLAN = "plan", _("方案")
    GUIDE = "guide", _("指南、指引")
    NOTICE = "notice", _("通知、通告")
    REPLY = "reply", _("答复、问答")
    OTHER = "other", _("其他或不详")


class Level(TextChoices):
    """层级: of whoever issued it."""

    NATIONAL = "national", _("国家")
    PROVINCE = "province", _("广东省")
    CITY = "city", _("深圳市")
    DISTRICT = "district", _("区")
    UNKNOWN = "unknown", _("不详")


class RelationKind(TextChoices):
    """文件关系: what a document does to another one."""

    REPEALS = "repeals", _("废止")
    AMENDS = "amends", _("修改")
    IMPLEMENTS = "implements", _("依据并落实")
