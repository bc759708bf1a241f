"""开放数据应用: its name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """开放数据: datasets, their columns, versions and changes."""

    name = "huiqi.opendata"
    label = "opendata"
    verbose_name = "开放数据"
