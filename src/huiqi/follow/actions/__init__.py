"""关注的办理: follow and unfollow, wait for a condition, keep a question; and tell what is new."""

from huiqi.follow.actions.following import subscribe, unsubscribe
from huiqi.follow.actions.searches import remove_search, save_search, visit_search
from huiqi.follow.actions.telling import remind, tell_news
from huiqi.follow.actions.watching import check_watch, note_verdict, stop_waiting, wait_for

__all__ = [
    "check_watch",
    "note_verdict",
    "remind",
    "remove_search",
    "save_search",
    "stop_waiting",
    "subscribe",
    "tell_news",
    "unsubscribe",
    "visit_search",
    "wait_for",
]
