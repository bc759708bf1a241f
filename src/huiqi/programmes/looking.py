"""查看留痕: whose application an officer or an expert read, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import models

from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_reads


def looked(
    actor: Actor, purpose: str, subjects: Iterable[int], one: models.Model | None = None
) -> None:
    """留痕: for every firm whose application was shown; the firm can see it."""
    reader = replace(actor, purpose=purpose)
    record_reads(reader, "programmes.read", one, subject_ids=sorted(set(subjects)))
