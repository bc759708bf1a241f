"""公示的发布: a notice with its awards, once nothing is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization
from huiqi.publicity.access import is_department, is_its_department, is_not_drafter
from huiqi.publicity.actions.holding import hold_call
from huiqi.publicity.actions.naming import announce
from huiqi.publicity.checks import (
    Draft,
    Proposed,
    end_of,
    problems_of_awards,
    problems_of_days,
    problems_of_first_day,
    problems_of_others,
)
from huiqi.publicity.enums import Withheld
from huiqi.publicity.models import PublicAward, Publicity


@transaction.atomic
def publish_notice(
    *, draft: Draft, awards: Sequence[Proposed], actor: Actor, now: datetime
) -> Publicity:
    """接入公示: by the system alone, also one that was given before there was a system.

    Refused with everything that is wrong with the notice and with its lines. People publish
    what another of them drew up: ``publish_draft``.
    """
    require(is_system, actor)
    return give(draft, awards, drafted_by=None, actor=actor, now=now)


@transaction.atomic
def publish_list(
    *,
    draft: Draft,
    awards: Sequence[Proposed],
    drafted_by: int,
    has_money: bool,
    actor: Actor,
    now: datetime,
) -> Publicity:
    """公示名单: what another person of the department drew up and others approved.

    Without ``has_money`` it names who is to be recognized, and no amounts.
    """
    require(is_department, actor)
    if actor.organization_id != draft.department.pk:
        raise Denied([is_its_department.reason])
    if actor.person_id == drafted_by:
        raise Denied([is_not_drafter.reason])
    return give(draft, awards, drafted_by=drafted_by, has_money=has_money, actor=actor, now=now)


def give(
    draft: Draft,
    awards: Sequence[Proposed],
    *,
    drafted_by: int | None,
    actor: Actor,
    now: datetime,
    has_money: bool = True,
) -> Publicity:
    """发布: for actions that have asked already whether the actor may."""
    until = end_of(draft.begins_on, draft.until)
    on = now.astimezone(CITY).date()
    programme, call = draft.programme.strip(), draft.call.strip()
    hold_call(programme, call)
    problems = [
        *problems_of_days(draft.begins_on, until),
        *problems_of_awards(awards, has_money=has_money),
    ]
    # The system takes over notices that were given before there was a system.
    if actor.person_id is not None:
        problems = [*problems_of_first_day(draft.begins_on, on), *problems]
    subjects = [one.organization.subject_id for one in awards]
    problems += problems_of_others(programme, call, subjects, on)
    notice = Publicity(
        programme=programme,
        call=call,
        title=draft.title.strip(),
        basis=draft.basis.strip(),
        department=draft.department,
        begins_on=draft.begins_on,
        until=until,
        drafted_by_id=drafted_by,
        published_by_id=actor.person_id,
        published_at=now,
    )
    problems += rows.problems_of(notice, told=("number", "until"))
    if problems:
        raise Refused(problems)
    notice.number = next_number("GS", draft.begins_on)
    notice.save()
    PublicAward.objects.bulk_create(
        _award(notice, place, one) for place, one in enumerate(awards, 1)
    )
    record_write(actor, "发布公示", notice)
    announce(notice, now)
    return notice


def _award(notice: Publicity, place: int, one: Proposed) -> PublicAward:
    firm = one.organization
    return PublicAward(
        publicity=notice,
        place=place,
        subject_id=firm.subject_id,
        name=firm.name,
        kind=firm.kind,
        credit_code=firm.credit_code or "",
        district=firm.district,
        amount_fen=one.amount_fen,
        withheld=one.withheld or not_named(firm),
    )


def not_named(firm: Organization) -> str:
    """不公开名称: whoever trades or works under their own name, whatever the department says."""
    if firm.kind == Kind.SOLE_TRADER:
        return Withheld.SOLE_TRADER
    return Withheld.PERSON if firm.kind == Kind.MAKER_TEAM else ""
