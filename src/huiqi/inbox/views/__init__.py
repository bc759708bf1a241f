"""收件箱的页面: to-dos, messages, how to be reached, the calendar."""

from huiqi.inbox.views.addresses import (
    address,
    addresses,
    deliveries,
    end,
    resend,
    simulated,
    stop,
    verify,
)
from huiqi.inbox.views.calendar import calendar, feed, revoke
from huiqi.inbox.views.messages import message, messages, messages_sheet, read_all, unread
from huiqi.inbox.views.preferences import opt_out, preferences
from huiqi.inbox.views.todos import index, release, take, tick, todos_sheet

__all__ = [
    "address",
    "addresses",
    "calendar",
    "deliveries",
    "end",
    "feed",
    "index",
    "message",
    "messages",
    "messages_sheet",
    "opt_out",
    "preferences",
    "read_all",
    "release",
    "resend",
    "revoke",
    "simulated",
    "stop",
    "take",
    "tick",
    "todos_sheet",
    "unread",
    "verify",
]
