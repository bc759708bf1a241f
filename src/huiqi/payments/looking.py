"""查看留痕: whose payments and accounts an officer read, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_reads
from huiqi.payments.models import PaymentOrder


def looked(
    actor: Actor, purpose: str, subjects: Iterable[int], one: PaymentOrder | None = None
) -> None:
    """留痕: for every firm whose account or money was shown; the firm can see it."""
    reader = replace(actor, purpose=purpose)
    record_reads(reader, "payments.read", one, subject_ids=sorted(set(subjects)))
