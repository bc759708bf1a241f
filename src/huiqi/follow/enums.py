"""关注的选项: what can be followed, and for whom."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Target(TextChoices):
    """关注对象: a programme, a document, the policies of a department or of a topic."""

    PROGRAMME = "programme", _("一项政策")
    DOCUMENT = "document", _("一份文件")
    DEPARTMENT = "department", _("一个部门的政策")
    TOPIC = "topic", _("一个主题的政策")


class Whose(TextChoices):
    """为谁关注: oneself, or the firm, whose people all see it and are all told."""

    PERSON = "person", _("我自己")
    FIRM = "firm", _("本企业")


class Stage(TextChoices):
    """触达环节: how far a firm came with a programme, in order."""

    ELIGIBLE = "eligible", _("能拿")
    TOLD = "told", _("告知")
    OPENED = "opened", _("打开")
    STARTED = "started", _("办理")
    SUBMITTED = "submitted", _("提交")
    PAID = "paid", _("到账")


class Reason(TextChoices):
    """不想办的原因: as firms give them."""

    PAPERS = "papers", _("材料太多")
    LITTLE = "little", _("钱太少，不值得办")
    UNCLEAR = "unclear", _("看不懂要什么")
    DOUBT = "doubt", _("怕办不成，或怕以后查")
    NOT_NOW = "not_now", _("现在不需要")
    OTHER = "other", _("别的原因")
