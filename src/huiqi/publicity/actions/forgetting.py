"""删除异议人信息: the name and the contact go when the period after the objection is over.

The objection, its answer and that it was raised by name stay: they name nobody.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.sight import everything
from huiqi.publicity.keeping import keeping_on
from huiqi.publicity.models import Objector
from huiqi.publicity.queries.objectors import objectors_kept, settled_at

AT_ONCE: Final = 500


@transaction.atomic
def forget_objectors(*, actor: Actor, now: datetime) -> int:
    """删除到期的异议人信息: each on record, without what it was; how many were deleted.

    At most ``AT_ONCE``: what is left over is deleted the next time.
    """
    require(is_system, actor)
    count = 0
    with everything():
        for one in objectors_kept(now).select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]:
            count += _forget(one, actor, now)
    return count


def _forget(one: Objector, actor: Actor, now: datetime) -> bool:
    closed = settled_at(one.objection)
    assert closed is not None  # of those that were found
    keeping = keeping_on(closed.astimezone(CITY).date())
    if closed + keeping.span > now:
        return False
    one.raised_by = one.contact = ""
    one.forgotten_at = now
    rows.save(one, only=("raised_by", "contact", "forgotten_at"))
    told = {"settled_at": closed.isoformat(), "days": keeping.days}
    record_write(actor, "删除异议人信息", one.objection, subject_id=None, detail=told)
    return True
