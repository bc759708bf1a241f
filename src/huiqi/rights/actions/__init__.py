"""数据权利的办理: questions about who looked, corrections with evidence, copies and erasure."""

from huiqi.rights.actions.corrections import (
    decide_correction,
    request_correction,
    say_oneself,
    withdraw_correction,
)
from huiqi.rights.actions.looks import answer_look, ask_about_look
from huiqi.rights.actions.requests import (
    ask_for_data,
    decline_erasure,
    deliver_copy,
    erase,
    expire_copies,
    record_fetch,
    withdraw_request,
)

__all__ = [
    "answer_look",
    "ask_about_look",
    "ask_for_data",
    "decide_correction",
    "decline_erasure",
    "deliver_copy",
    "erase",
    "expire_copies",
    "record_fetch",
    "request_correction",
    "say_oneself",
    "withdraw_correction",
    "withdraw_request",
]
