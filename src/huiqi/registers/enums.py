"""名册的选项: what kind of file a register came in."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Format(TextChoices):
    """文件格式: by content, whatever the file is called."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel（.xlsx）"
    PARQUET = "parquet", "Parquet"


class Stage(TextChoices):
    """名册进展: from the file to the facts, and back."""

    READING = "reading", _("正在核对")
    CHECKED = "checked", _("等你确认")
    UNUSABLE = "unusable", _("不能导入")
    DROPPED = "dropped", _("已放弃")
    IMPORTING = "importing", _("正在导入")
    IMPORTED = "imported", _("已导入")
    UNDOING = "undoing", _("正在撤销")
    UNDONE = "undone", _("已撤销")


WORKING = (Stage.READING, Stage.IMPORTING, Stage.UNDOING)
