"""公示应用: its name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """公示: notices of what is to be granted, objections to them, and how each of them ends."""

    name = "huiqi.publicity"
    label = "publicity"
    verbose_name = "公示"

    def ready(self) -> None:
        """就绪: whoever announces a notice finds somebody who tells its firms."""
        from huiqi.publicity.actions import naming  # noqa: F401 -- registers with the outbox
