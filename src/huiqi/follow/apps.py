"""关注的登记: tells Django of it, and the pages of policies what it adds to them."""

from __future__ import annotations

from django.apps import AppConfig


class FollowConfig(AppConfig):
    """关注: what people follow, and why they come back."""

    name = "huiqi.follow"
    label = "follow"
    verbose_name = "关注"

    def ready(self) -> None:
        """就绪: a policy can be followed where it is read, and its last day is in the calendar."""
        from huiqi.follow import feeds, sections

        sections.register()
        feeds.register()
