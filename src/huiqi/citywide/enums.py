"""全市的选项: how a firm stands to a programme, why that changed, and how the table was checked."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """匹配结论: of a firm and a programme; the table itself has rows for the first two only."""

    YES = "yes", _("符合")
    UNKNOWN = "unknown", _("可能符合")
    NO = "no", _("不符合")
    GONE = "gone", _("企业不再在库")


class Why(TextChoices):
    """变动原因: what was different when an answer became another one.

    ``FIRST`` is no change: a programme that was judged for the first time.
    """

    FIRST = "first", _("首次判断")
    FACTS = "facts", _("企业数据变了")
    RULES = "rules", _("规则变了")
    DAY = "day", _("到了新的日子")
    FILED = "filed", _("企业不再在库")


class CheckKind(TextChoices):
    """核对方式: some firms at random, one by one; or all firms, by the sweep."""

    SAMPLE = "sample", _("逐户抽查")
    WHOLE = "whole", _("全表核对")
