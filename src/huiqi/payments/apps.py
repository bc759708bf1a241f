"""拨付应用: its name in Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """拨付: orders to the bank, its answers, receipts."""

    name = "huiqi.payments"
    label = "payments"
    verbose_name = "拨付"

    def ready(self) -> None:
        """就绪: payments are told from their entries, and what was made public of them."""
        from huiqi.payments import books

        books.register()
