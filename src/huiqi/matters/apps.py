"""业务一窗办: the app."""

from __future__ import annotations

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """业务一窗办: registered under its own label."""

    name = "huiqi.matters"
    verbose_name = "业务一窗办"

    def ready(self) -> None:
        """就绪: pages of programmes can tell in which matter they are a step."""
        from huiqi.matters import ways  # noqa: F401 -- registers when it is imported
