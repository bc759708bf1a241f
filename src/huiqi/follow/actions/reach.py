"""触达的办理: that a firm came to a stage, once; and why it went no further, if it says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.follow.access import person_of, stands_for_firm
from huiqi.follow.enums import Reason, Stage
from huiqi.follow.models import DropReason, ReachStep
from huiqi.follow.models.reach import LONGEST_NOTE
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.library import load


def record_steps(
    *, subject_id: int, programmes: Iterable[str], stage: Stage, now: datetime
) -> None:
    """记下触达: of a firm, for each programme; a second time changes nothing."""
    steps = [
        ReachStep(subject_id=subject_id, programme=name, stage=stage, at=now)
        for name in dict.fromkeys(programmes)
    ]
    ReachStep.objects.bulk_create(steps, ignore_conflicts=True)


@transaction.atomic
def say_why_not(
    *, programme: str, reason: str, note: str, actor: Actor, now: datetime
) -> DropReason:
    """说原因: of a firm, why it does not want a programme; it may change its mind."""
    require(stands_for_firm, actor)
    assert actor.subject_id is not None  # of who stands for a firm
    told = " ".join(note.split())
    problems = []
    if programme not in load().policies:
        problems.append(_("没有「%(name)s」这项政策") % {"name": programme[:40]})
    if reason not in Reason.values:
        problems.append(_("请在列出的原因里选一个"))
    if len(told) > LONGEST_NOTE or "\x00" in told:
        problems.append(_("说明最多 %(most)d 个字") % {"most": LONGEST_NOTE})
    if problems:
        raise Refused(problems)
    said = rows.save(
        DropReason(
            subject_id=actor.subject_id,
            programme=programme,
            reason=reason,
            note=told,
            person_id=person_of(actor),
            at=now,
        )
    )
    detail = {"programme": programme, "reason": reason}
    record_write(actor, "follow.say_why_not", said, subject_id=actor.subject_id, detail=detail)
    return said
