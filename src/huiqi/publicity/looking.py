"""查看留痕: whose awards an officer read before they were public, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import models

from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_read, record_reads


def looked(
    actor: Actor, purpose: str, subjects: Iterable[int], one: models.Model | None = None
) -> None:
    """留痕: for every firm whose award was shown; the firm can see it."""
    reader = replace(actor, purpose=purpose)
    record_reads(reader, "publicity.read", one, subject_ids=sorted(set(subjects)))


def looked_at_objectors(actor: Actor, purpose: str, one: models.Model | None = None) -> None:
    """留痕: that it was shown who objected, which is nobody's business but the department's."""
    reader = replace(actor, purpose=purpose)
    record_read(reader, "publicity.objectors", one, subject_id=None)
