"""公示应用: its name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """公示: notices of what is to be granted, objections to them, and how each of them ends."""

    name = "huiqi.publicity"
    label = "publicity"
    verbose_name = "公示"
