"""群服务的登记: tells Django of it."""

from __future__ import annotations

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """群服务: every key firm has a person; what that person promises has a clock."""

    name = "huiqi.network"
    label = "network"
    verbose_name = "群服务"

    def ready(self) -> None:
        """就绪: in copies and erasures of one's data."""
        from huiqi.network import holding

        holding.register()
