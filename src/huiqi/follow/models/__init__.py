"""关注的记录: what is followed and waited for, and how things stood at earlier visits."""

from huiqi.follow.models.changing import MatchSnapshot, Visit
from huiqi.follow.models.following import SavedSearch, Subscription, Watch

__all__ = ["MatchSnapshot", "SavedSearch", "Subscription", "Visit", "Watch"]
