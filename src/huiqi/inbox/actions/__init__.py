"""收件箱的办理: opening and closing to-dos, telling people, choosing how to be told."""

from huiqi.inbox.actions.addresses import (
    choose_paces,
    end_address,
    register_address,
    send_code,
    stop_by_link,
    verify_address,
)
from huiqi.inbox.actions.batches import Result, assign_todos, summary, take_todos, undo_batch
from huiqi.inbox.actions.calendar import create_feed, revoke_feed
from huiqi.inbox.actions.messages import (
    Notice,
    choose_channels,
    choose_language,
    mark_all_read,
    mark_read,
    opt_out,
    queue_mail,
    send_notice,
    set_quiet_hours,
)
from huiqi.inbox.actions.pushes import queue_pushes
from huiqi.inbox.actions.todos import (
    Draft,
    Whom,
    close_todo,
    move_due,
    open_todo,
    release_todo,
    take_todo,
    tick_off,
)
from huiqi.inbox.actions.views import drop_view, keep_view

__all__ = [
    "Draft",
    "Notice",
    "Result",
    "Whom",
    "assign_todos",
    "choose_channels",
    "choose_language",
    "choose_paces",
    "close_todo",
    "create_feed",
    "drop_view",
    "end_address",
    "keep_view",
    "mark_all_read",
    "mark_read",
    "move_due",
    "open_todo",
    "opt_out",
    "queue_mail",
    "queue_pushes",
    "register_address",
    "release_todo",
    "revoke_feed",
    "send_code",
    "send_notice",
    "set_quiet_hours",
    "stop_by_link",
    "summary",
    "take_todo",
    "take_todos",
    "tick_off",
    "undo_batch",
    "verify_address",
]
