"""拨付应用: its name in Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """拨付: orders to the bank, its answers, receipts."""

    name = "huiqi.payments"
    label = "payments"
    verbose_name = "拨付"

    def ready(self) -> None:
        """就绪: payments are told from their entries, and accounts that ended are let go."""
        from django.db.models.signals import post_save

        from huiqi.parties.models import BankAccountStep
        from huiqi.payments import books
        from huiqi.payments.actions.accounts import let_go

        books.register()
        post_save.connect(let_go, sender=BankAccountStep, dispatch_uid="payments.let_go")
