"""认定: a title, an allowance or an admission is given; titles are facts from then on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused
from huiqi.parties.access import person_of
from huiqi.parties.actions.facts import Said, record_facts
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact
from huiqi.programmes import definition as d
from huiqi.programmes.access import is_not_drafter, may_handle
from huiqi.programmes.actions.deciding import issue_document, record_decision
from huiqi.programmes.actions.lists import line_of
from huiqi.programmes.degraded import reasons_to_wait
from huiqi.programmes.enums import DocumentKind, ListState, Recommended, Verdict
from huiqi.programmes.models import Application, AwardLine, Recognition, StageRun
from huiqi.programmes.paper_contents import certificate_content
from huiqi.programmes.stages import running
from huiqi.programmes.versions import definition_of

PREFIX: Final = "RD"
LEAP_DAY: Final = (2, 29)


@transaction.atomic
def recognize(
    *, run: StageRun, clause: str, granted_on: date, actor: Actor, now: datetime
) -> Application:
    """认定: what an approved list decided, carried out with the clause; the certificate is issued.

    The list carries the signatures: drawn up by one, approved by a chief, published. Who drew it
    up does not carry it out. Refused without such a list, for a day to come, or while a source
    of data is away on which the file rests.
    """
    require(may_handle, actor, run)
    if (line := decided_line(run.application)) is not None:
        require(is_not_drafter, actor, line.list)
    settings = definition_of(run.application).programme.stage(run.kind)
    assert isinstance(settings, d.Recognition)
    if problems := _obstacles(run, line, granted_on, now):
        raise Refused(problems)
    application = run.application
    made = rows.save(
        Recognition(
            run=run,
            application=application,
            title=settings.title,
            level=settings.level,
            number=next_number(PREFIX, granted_on),
            granted_on=granted_on,
            valid_until=_until(granted_on, settings.valid_years),
            person_id=person_of(actor),
            at=now,
        )
    )
    record_decision(
        application=application,
        run=run,
        verdict=Verdict.GRANTED,
        clause=clause,
        reason="",
        actor=actor,
        now=now,
    )
    if settings.title:
        _on_record(application, made, now)
    issue_document(
        application=application,
        kind=DocumentKind.CERTIFICATE,
        content=certificate_content(application, made),
        actor=actor,
        now=now,
    )
    record_write(actor, "认定", made, subject_id=application.subject_id)
    return running.pass_stage(run, actor=actor, now=now)


def decided_line(application: Application) -> AwardLine | None:
    """审定过的一行: of a list that was approved and public, and recommends it."""
    line = line_of(application)
    is_decided = (
        line is not None
        and line.recommended == Recommended.FUNDED
        and line.list.state in (ListState.PUBLISHED, ListState.PLANNED)
    )
    return line if is_decided else None


def without_list() -> str:
    """没有名单: why nothing is recognized."""
    return _("没有审定并公示过的名单列入这家，不能认定；请先起草名单、送审定")


def _obstacles(run: StageRun, line: AwardLine | None, granted_on: date, now: datetime) -> list[str]:
    problems = [_("认定日不能在将来")] if granted_on > running.day_of(now) else []
    if line is None:
        problems.append(without_list())
    return [*problems, *reasons_to_wait(run.application)]


def _until(granted_on: date, years: int) -> date | None:
    if not years:
        return None
    if (granted_on.month, granted_on.day) == LEAP_DAY:
        return date(granted_on.year + years, 3, 1)
    return granted_on.replace(year=granted_on.year + years)


def _on_record(application: Application, made: Recognition, now: datetime) -> None:
    """The titles that the departments have on record, and this one: what rules read next."""
    last = (
        Fact.objects.filter(subject=application.subject_id, key="titles", source=Source.DEPARTMENT)
        .order_by("-as_of", "-id")
        .first()
    )
    held: list[dict[str, Any]] = list(last.value or []) if last else []
    entry: dict[str, Any] = {
        "kind": made.title,
        "level": made.level,
        "granted_on": made.granted_on.isoformat(),
    }
    if made.valid_until:
        entry["valid_until"] = date.fromordinal(made.valid_until.toordinal() - 1).isoformat()
    record_facts(
        subject=application.subject,
        facts={"titles": [*held, entry]},
        said=Said(Source.DEPARTMENT, running.day_of(now), note=made.number),
        actor=SYSTEM,
        now=now,
    )
