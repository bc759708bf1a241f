"""账本应用: its name in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """账本: budgets, entries, periods."""

    name = "huiqi.ledger"
    label = "ledger"
    verbose_name = "账本"

    def ready(self) -> None:
        """就绪: how the ledger's own papers are shown from an entry; cash as a kind of support."""
        from huiqi.ledger import sources
        from huiqi.ledger.models import Transfer, YearEnd
        from huiqi.ledger.queries.whole import CASH, Kind, cash_of, register_kind

        sources.register(Transfer._meta.label, sources.of_transfer)
        sources.register(YearEnd._meta.label, sources.of_year_end)
        register_kind(Kind(CASH, _("现金"), cash_of))
