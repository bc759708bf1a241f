"""账本应用: its name in Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """账本: budgets, entries, periods."""

    name = "huiqi.ledger"
    label = "ledger"
    verbose_name = "账本"
