"""拨付回执: what a firm holds in its hands for money that reached it."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiqi.kernel.append_only import APPEND_ONLY, AppendOnly


class Receipt(AppendOnly, models.Model):
    """拨付回执: one for each payment that the bank made, with a number and a hash.

    ``text`` is what it says, a line for each thing, as it is printed; ``digest`` is its hash, so
    that a printed one can be told from a forged one.
    """

    number = models.CharField(_("编号"), max_length=20)
    line = models.OneToOneField(
        "payments.PaymentLine", models.PROTECT, related_name="receipt", verbose_name=_("付款")
    )
    subject = models.ForeignKey(
        "parties.Subject", models.PROTECT, related_name="+", verbose_name=_("主体")
    )
    text = models.TextField(_("内容"))
    digest = models.CharField(_("哈希"), max_length=64)
    made_at = models.DateTimeField(_("出具时间"))

    class Meta:
        verbose_name = _("拨付回执")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("number",),
                name="receipt_has_its_own_number",
                violation_error_message=_("这个编号已经是另一张回执的"),
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="receipt_names_its_hash",
                violation_error_message=_("回执的哈希应为 SHA-256"),
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.number

    @property
    def facts(self) -> list[tuple[str, str]]:
        """所载事项: name and value, in order."""
        pairs = (one.partition("：") for one in self.text.splitlines())
        return [(name, value) for name, _mark, value in pairs]

    @property
    def is_genuine(self) -> bool:
        """与出具时相同: its text still has the hash that it was given."""
        return hashlib.sha256(self.text.encode()).hexdigest() == self.digest
