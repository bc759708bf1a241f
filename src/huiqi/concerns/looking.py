"""查看留痕: whose concern an officer read, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from huiqi.concerns.models import Concern
from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_reads


def looked(
    actor: Actor, purpose: str, cases: Iterable[Concern], *, joined: Iterable[int] = ()
) -> None:
    """留痕: for every firm whose concern, or whose joining, was shown; the firm can see it."""
    found = list(cases)
    reader = replace(actor, purpose=purpose)
    own = {one.subject_id for one in found if one.subject_id is not None}
    subjects = sorted(own | set(joined))
    about = found[0] if len(found) == 1 else None
    record_reads(reader, "concerns.read", about, subject_ids=subjects)
