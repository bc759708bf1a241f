"""拨付应用: its name in Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """拨付: orders to the bank, its answers, receipts."""

    name = "huiqi.payments"
    label = "payments"
    verbose_name = "拨付"
