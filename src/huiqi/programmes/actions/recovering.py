"""数据源的中断和恢复: told by an officer; afterwards what was handed in meanwhile is read again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible
from huiqi.parties.access import person_of
from huiqi.parties.enums import Source
from huiqi.programmes.access import is_officer
from huiqi.programmes.degraded import sources_away, sources_of
from huiqi.programmes.enums import ApplicationState
from huiqi.programmes.models import Application, SourceOutage
from huiqi.programmes.prefill import known_of
from huiqi.programmes.stages.running import day_of

UNDECIDED = (ApplicationState.ACTIVE, ApplicationState.RETURNED)


@transaction.atomic
def report_outage(*, source: Source, reason: str, actor: Actor, now: datetime) -> SourceOutage:
    """登记数据源中断: from now on; what firms write stands in for it meanwhile."""
    require(is_officer, actor)
    made = rows.save(
        SourceOutage(
            source=source, since=now, reason=legible(reason)[:200], reported_by_id=person_of(actor)
        )
    )
    record_write(actor, "登记数据源中断", made)
    return made


@transaction.atomic
def end_outage(*, outage: SourceOutage, actor: Actor, now: datetime) -> SourceOutage:
    """登记数据源恢复: once; what was handed in meanwhile is read again by the next night."""
    require(is_officer, actor)
    locked = SourceOutage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    if locked.until is not None:
        raise Refused([_("这个数据源已经登记为恢复")])
    locked.until, locked.ended_by_id = now, person_of(actor)
    rows.save(locked, only=("until", "ended_by"))
    record_write(actor, "登记数据源恢复", locked)
    return locked


@transaction.atomic
def back_fill(*, actor: Actor, now: datetime) -> int:
    """补齐数据: applications whose sources are back; how many have nothing missing any more.

    What a source says now and what the firm wrote are both on record. What was handed in stays
    as it is: a person judges what differs.
    """
    require(is_system, actor)
    with everything():
        away, done = sources_away(), 0
        found = Application.objects.filter(state__in=UNDECIDED).exclude(degraded=[])
        for application in found.select_for_update(of=("self",)).order_by("id"):
            left = [key for key in application.degraded if sources_of(key, away)]
            if left != application.degraded:
                _filled_in(application, left, actor, now)
                done += not left
    return done


def _filled_in(application: Application, left: list[str], actor: Actor, now: datetime) -> None:
    known = known_of(application, day_of(now))
    told = {}
    for key in application.degraded:
        if key not in left:
            official = known.get(key)
            has_word = official is not None and official.is_official
            told[key] = {
                "填报": application.answers.get(key),
                "数据源": official.value if official is not None and has_word else None,
            }
    application.degraded = left
    rows.save(application, only=("degraded",))
    record_write(actor, "补齐数据源", application, subject_id=application.subject_id, detail=told)
