"""业务一窗办: the app."""

from __future__ import annotations

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """业务一窗办: registered under its own label."""

    name = "huiqi.matters"
    verbose_name = "业务一窗办"

    def ready(self) -> None:
        """就绪: programmes know in which matter they are a step, and calendars a firm's days."""
        from huiqi.matters import reminding, ways  # noqa: F401 -- register when imported
