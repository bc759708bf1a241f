"""收件箱的页面: to-dos, messages, how to be reached, the calendar."""

from huiqi.inbox.views.calendar import calendar, feed, revoke
from huiqi.inbox.views.messages import message, messages, messages_sheet, read_all, unread
from huiqi.inbox.views.preferences import opt_out, preferences
from huiqi.inbox.views.todos import index, release, take, tick, todos_sheet

__all__ = [
    "calendar",
    "feed",
    "index",
    "message",
    "messages",
    "messages_sheet",
    "opt_out",
    "preferences",
    "read_all",
    "release",
    "revoke",
    "take",
    "tick",
    "todos_sheet",
    "unread",
]
