"""数据源的中断和恢复: told by an officer; afterwards what was handed in meanwhile is read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.parties.enums import Source
from huiqi.programmes.access import is_officer
from huiqi.programmes.degraded import said, sources_away, sources_of, waiting_for_sources
from huiqi.programmes.models import Application, SourceOutage
from huiqi.programmes.prefill import known_of
from huiqi.programmes.stages.running import day_of

LONGEST_REASON: Final = 200


@transaction.atomic
def report_outage(
    *,
    source: str,
    reason: str,
    actor: Actor,
    now: datetime,
    since: datetime | None = None,
    problems: Sequence[str] = (),
) -> SourceOutage:
    """登记数据源中断: since a moment, now unless told; what firms write stands in for it meanwhile.

    Refused for what is no source, for a moment to come, for one within an outage that is over,
    and while the source is away already; with all that is wrong, ``problems`` of reading included.
    """
    require(is_officer, actor)
    from_ = since or now
    unknown = list(_unknown(source))
    wrong = [*problems, *(unknown or _told_before(source, from_))]
    made = SourceOutage(
        source=source,
        since=from_,
        reason=legible(reason)[:LONGEST_REASON],
        reported_by_id=person_of(actor),
        reported_at=now,
    )
    wrong += rows.problems_of(made, told=("source",) if unknown else ())
    if wrong:
        raise Refused(dict.fromkeys(wrong))
    rows.save(made)
    record_write(actor, "登记数据源中断", made)
    return made


def _unknown(source: str) -> Iterator[str]:
    if source not in Source.values:
        yield _("没有这个数据源，请在列出的里选")


def _told_before(source: str, since: datetime) -> Iterator[str]:
    """Of one source, times do not overlap; that it is away now the database says itself."""
    last = SourceOutage.objects.filter(source=source, until__gt=since).order_by("until").last()
    if last is not None and last.until is not None:
        told = {"source": last.get_source_display(), "until": said(last.until)}
        yield worded("%(source)s到 %(until)s 为止的中断已经登记过，新的中断要从那以后算起", **told)


@transaction.atomic
def end_outage(
    *, outage: SourceOutage, actor: Actor, now: datetime, until: datetime | None = None
) -> SourceOutage:
    """登记数据源恢复: at a moment, now unless told; once.

    What was handed in meanwhile is read again within the hour. Refused for a moment before it
    went away, or to come.
    """
    require(is_officer, actor)
    locked = SourceOutage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    if locked.until is not None:
        raise Refused([_("这个数据源已经登记为恢复")])
    locked.until, locked.ended_by_id, locked.ended_at = until or now, person_of(actor), now
    rows.save(locked, only=("until", "ended_by", "ended_at"))
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
        for application in waiting_for_sources().select_for_update(of=("self",)).order_by("id"):
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
