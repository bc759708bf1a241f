"""账本的记录: budgets, accounts, entries with their legs, what closes a year, samples."""

from huiqi.ledger.models.budgets import Budget, Fund, NewBudget, Place, Transfer
from huiqi.ledger.models.journal import Account, Balance, Entry, Leg, PeriodClose
from huiqi.ledger.models.papers import Decision, YearEnd, YearEndLine
from huiqi.ledger.models.samples import Sample, SampleItem

__all__ = [
    "Account",
    "Balance",
    "Budget",
    "Decision",
    "Entry",
    "Fund",
    "Leg",
    "NewBudget",
    "PeriodClose",
    "Place",
    "Sample",
    "SampleItem",
    "Transfer",
    "YearEnd",
    "YearEndLine",
]
