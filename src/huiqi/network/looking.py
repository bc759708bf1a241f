"""查看留痕: whose file in the network an officer read, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_reads


def looked(actor: Actor, purpose: str, subject_ids: Iterable[int]) -> None:
    """留痕: for every firm that was shown; the firm can see it."""
    reader = replace(actor, purpose=purpose)
    record_reads(reader, "network.read", subject_ids=sorted(set(subject_ids)))
