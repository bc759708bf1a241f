"""数据权利的登记: tells Django of it."""

from __future__ import annotations

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """数据权利: who looked, facts and their corrections, copies and erasure."""

    name = "huiqi.rights"
    label = "rights"
    verbose_name = "数据权利"

    def ready(self) -> None:
        """登记: what applications hold of a firm and of its people."""
        from huiqi.rights.applying import register_holding

        register_holding()
