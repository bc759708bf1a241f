"""账本的办理: money moves, one entry at a time, and months are closed."""

from huiqi.ledger.actions.budgets import (
    budget_for,
    join_queue,
    leave_queue,
    set_up_budget,
    set_up_fund,
)
from huiqi.ledger.actions.moving import (
    Award,
    Business,
    Told,
    appropriate,
    approve,
    commit,
    fail,
    give_back,
    open_paid,
    order,
    pay,
    release,
    restore,
    reverse,
    revoke,
    surrender,
    withdraw,
)
from huiqi.ledger.actions.papers import confirm_transfer, propose_transfer, send_back
from huiqi.ledger.actions.periods import close_period
from huiqi.ledger.actions.posting import OtherContent, book, book_all
from huiqi.ledger.actions.samples import draw_sample
from huiqi.ledger.actions.years import draw_up_year_end, sign_year_end

__all__ = [
    "Award",
    "Business",
    "OtherContent",
    "Told",
    "appropriate",
    "approve",
    "book",
    "book_all",
    "budget_for",
    "close_period",
    "commit",
    "confirm_transfer",
    "draw_sample",
    "draw_up_year_end",
    "fail",
    "give_back",
    "join_queue",
    "leave_queue",
    "open_paid",
    "order",
    "pay",
    "propose_transfer",
    "release",
    "restore",
    "reverse",
    "revoke",
    "send_back",
    "set_up_budget",
    "set_up_fund",
    "sign_year_end",
    "surrender",
    "withdraw",
]
