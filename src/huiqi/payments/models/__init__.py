"""拨付的记录: orders and their lines, the formats of banks, their files, answers, receipts."""

from huiqi.payments.models.bank import BankAnswer, BankFile, BankFormat
from huiqi.payments.models.orders import PaymentLine, PaymentOrder, Threshold
from huiqi.payments.models.receipts import Receipt

__all__ = [
    "BankAnswer",
    "BankFile",
    "BankFormat",
    "PaymentLine",
    "PaymentOrder",
    "Receipt",
    "Threshold",
]
