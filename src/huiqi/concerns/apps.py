"""诉求的登记: tells Django of it."""

from __future__ import annotations

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """诉求: handed in, dispatched, worked on, answered, and ended only when the firm has a say."""

    name = "huiqi.concerns"
    label = "concerns"
    verbose_name = "诉求"

    def ready(self) -> None:
        """就绪: in copies and erasures of one's data, and as where answers come from."""
        from huiqi.concerns import holding, origins

        holding.register()
        origins.register()
