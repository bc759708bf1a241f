"""内核的记录: moves, numbers, the audit and its seals, messages to be sent, answers kept."""

from huiqi.kernel.models.audit import AuditEntry, AuditSeal
from huiqi.kernel.models.delivery import (
    IdempotencyKey,
    OutboxMessage,
    RateCount,
    ServiceMinute,
    SharedValue,
)
from huiqi.kernel.models.files import Blob, StoredFile
from huiqi.kernel.models.history import ClockOffset, MoveLog, Sequence

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "Blob",
    "ClockOffset",
    "IdempotencyKey",
    "MoveLog",
    "OutboxMessage",
    "RateCount",
    "Sequence",
    "ServiceMinute",
    "SharedValue",
    "StoredFile",
]
