"""关注的登记: tells Django of it, and the pages of policies what it adds to them."""

from __future__ import annotations

from django.apps import AppConfig


class FollowConfig(AppConfig):
    """关注: what people follow, and why they come back."""

    name = "huiqi.follow"
    label = "follow"
    verbose_name = "关注"

    def ready(self) -> None:
        """就绪: followed where it is read, its last day in the calendar, in copies and erasures."""
        from huiqi.follow import feeds, holding, sections

        sections.register()
        feeds.register()
        holding.register()
