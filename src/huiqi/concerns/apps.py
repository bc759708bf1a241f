"""诉求的登记: tells Django of it."""

from __future__ import annotations

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """诉求: handed in, dispatched, worked on, answered, and ended only when the firm has a say."""

    name = "huiqi.concerns"
    label = "concerns"
    verbose_name = "诉求"
