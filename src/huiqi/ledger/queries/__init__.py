"""账本的查询: where money stands, how it came there, who got it, and who waits for it."""

from huiqi.ledger.queries.journal import balance_on, entries_between, legs_of_account, trail_of
from huiqi.ledger.queries.payable import (
    Payable,
    awards_decided_here,
    granted_in_all,
    payables,
)
from huiqi.ledger.queries.payments import OpeningSum, Payment, opening_sums, payments
from huiqi.ledger.queries.positions import (
    Position,
    position_of,
    positions_among,
    positions_of_year,
    total_of,
)
from huiqi.ledger.queries.queue import Outlook, outlook_of, queue_of
from huiqi.ledger.queries.support import Granted, Support, granted_by, support_of

__all__ = [
    "Granted",
    "OpeningSum",
    "Outlook",
    "Payable",
    "Payment",
    "Position",
    "Support",
    "awards_decided_here",
    "balance_on",
    "entries_between",
    "granted_by",
    "granted_in_all",
    "legs_of_account",
    "opening_sums",
    "outlook_of",
    "payables",
    "payments",
    "position_of",
    "positions_among",
    "positions_of_year",
    "queue_of",
    "support_of",
    "total_of",
    "trail_of",
]
