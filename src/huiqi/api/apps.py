"""接口应用: how Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """接口应用: its models and its command."""

    name = "huiqi.api"
    label = "api"
    verbose_name = "接口"
