"""经办: who has a stage in hand, more time for it, and a review answered by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.parties.models import Person
from huiqi.programmes import telling
from huiqi.programmes.access import is_chief, may_handle
from huiqi.programmes.actions.reviewing import task_of
from huiqi.programmes.enums import AT_WORK
from huiqi.programmes.models import Application, ReviewRequest, StageRun
from huiqi.programmes.queries.cases import colleagues_of
from huiqi.programmes.stages import running

MOST_EXTENSION: Final = 60  # working days in all


@transaction.atomic
def assign(*, runs: Sequence[StageRun], to: Person, actor: Actor, now: datetime) -> int:
    """分派: to a colleague of the same office, or to oneself; all of them or none."""
    for run in runs:
        require(may_handle, actor, run)
    if to not in colleagues_of(actor, now):
        raise Refused([_("只能分派给本单位的经办人员")])
    if not runs:
        raise Refused([_("一件也没有选：请先打勾")])
    picked = StageRun.objects.filter(pk__in=[run.pk for run in runs])
    picked.update(handler=to)
    for run in runs:
        record_write(
            actor, "分派", run, subject_id=run.application.subject_id, detail={"给": to.pk}
        )
    return len(runs)


@transaction.atomic
def extend_stage(*, run: StageRun, days: int, reason: str, actor: Actor, now: datetime) -> StageRun:
    """延长时限: by the chief, before the last day is over, with a reason; it is on record."""
    locked = StageRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require(is_chief, actor, locked)
    told, problems = legible(reason)[:200], []
    if not told:
        problems.append(_("延长时限要写明理由"))
    if days < 1 or locked.extension_days + days > MOST_EXTENSION:
        problems.append(worded("一共最多延长 %(most)s 个工作日", most=MOST_EXTENSION))
    if locked.state not in AT_WORK:
        problems.append(_("这个环节不在办，不能延长"))
    elif locked.due_on is not None and running.day_of(now) > locked.due_on:
        problems.append(_("已经过了时限，不能再延长；请尽快办理"))
    if problems:
        raise Refused(problems)
    locked.extension_days += days
    locked.save(update_fields=["extension_days"])
    record_write(
        actor,
        "延长时限",
        locked,
        subject_id=locked.application.subject_id,
        detail={"工作日": days, "理由": told},
    )
    running.reckon(locked)
    telling.move_office(locked)
    return locked


@transaction.atomic
def answer_review(
    *, review: ReviewRequest, is_upheld: bool, answer: str, actor: Actor, now: datetime
) -> Application:
    """答复复核: by another person than the one who decided; found for the firm, it goes on."""
    locked = ReviewRequest.objects.select_for_update(of=("self",)).get(pk=review.pk)
    decision = locked.decision
    application = decision.application
    require(may_handle, actor, application)
    if actor.person_id == decision.person_id:
        raise Denied([_("作出决定的人不能自己复核，请本部门另一个人答复")])
    told, problems = legible(answer), []
    if not told:
        problems.append(_("请写明答复的理由"))
    if locked.answered_at is not None:
        problems.append(_("这份复核申请已经答复过"))
    if problems:
        raise Refused(problems)
    locked.is_upheld, locked.answer = is_upheld, told
    locked.answered_by_id, locked.answered_at = person_of(actor), now
    rows.save(locked, only=("is_upheld", "answer", "answered_by", "answered_at"))
    telling.done_by_department(application, task_of(locked), now)
    if not is_upheld and decision.run is not None:
        run = running.reopen(decision.run, since=decision.at, now=now)
        application = run.application
    telling.tell_firm(
        application,
        f"review:{locked.pk}",
        saying("复核有了结果：申报 %(number)s", number=application.number),
        now,
    )
    record_write(actor, "答复复核", locked, subject_id=application.subject_id)
    return application
