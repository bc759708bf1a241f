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
