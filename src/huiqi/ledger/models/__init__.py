"""账本的记录: budgets, accounts, entries with their legs, and what closes a month."""

from huiqi.ledger.models.budgets import Budget, Fund, Place, Transfer
from huiqi.ledger.models.journal import Account, Balance, Entry, Leg, PeriodClose

__all__ = [
    "Account",
    "Balance",
    "Budget",
    "Entry",
    "Fund",
    "Leg",
    "PeriodClose",
    "Place",
    "Transfer",
]
