"""名册的选项: what kind of file a register came in."""

from __future__ import annotations

from django.db.models import TextChoices


class Format(TextChoices):
    """文件格式: by content, whatever the file is called."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel（.xlsx）"
    PARQUET = "parquet", "Parquet"
