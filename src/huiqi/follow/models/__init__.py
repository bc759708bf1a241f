"""关注的记录: what is followed and waited for, how things stood before, what others may read."""

from huiqi.follow.models.changing import MatchSnapshot, Visit
from huiqi.follow.models.following import SavedSearch, Subscription, Watch
from huiqi.follow.models.reach import DropReason, ReachStep
from huiqi.follow.models.sharing import AccountantLink, LinkOpening

__all__ = [
    "AccountantLink",
    "DropReason",
    "LinkOpening",
    "MatchSnapshot",
    "ReachStep",
    "SavedSearch",
    "Subscription",
    "Visit",
    "Watch",
]
