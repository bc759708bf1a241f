"""拨付的办理: accounts are verified; orders are made, checked, sent to the bank, and answered."""

from huiqi.payments.actions.accounts import (
    ask_for_account,
    decline_account,
    enter_account,
    stop_account,
    verify_account,
)
from huiqi.payments.actions.formats import set_bank_format, set_threshold
from huiqi.payments.actions.orders import (
    Chosen,
    add_lines,
    cancel_order,
    check_order,
    create_order,
    remove_line,
    return_order,
    submit_order,
    take_back_order,
)
from huiqi.payments.actions.sending import export_order
from huiqi.payments.actions.settling import receive_answer, settle_order, settle_received

__all__ = [
    "Chosen",
    "add_lines",
    "ask_for_account",
    "cancel_order",
    "check_order",
    "create_order",
    "decline_account",
    "enter_account",
    "export_order",
    "receive_answer",
    "remove_line",
    "return_order",
    "set_bank_format",
    "set_threshold",
    "settle_order",
    "settle_received",
    "stop_account",
    "submit_order",
    "take_back_order",
    "verify_account",
]
