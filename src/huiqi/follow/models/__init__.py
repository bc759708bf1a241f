"""关注的记录: subscriptions, conditions waited for, saved questions."""

from huiqi.follow.models.following import SavedSearch, Subscription, Watch

__all__ = ["SavedSearch", "Subscription", "Watch"]
