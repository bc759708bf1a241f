"""共性问题: one cause of many concerns; each goes on with it, until its day is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.access import may_make_common
from huiqi.concerns.actions.moving import locked, move
from huiqi.concerns.enums import State
from huiqi.concerns.models import CommonProblem, Concern
from huiqi.concerns.timing import standard_of
from huiqi.concerns.words import in_words
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import person_of
from huiqi.parties.models import Organization

PREFIX: Final = "GX"
LONGEST_TITLE: Final = 80
LONGEST_SUMMARY: Final = 2_000


@transaction.atomic
def open_problem(  # noqa: PLR0913 -- all that a common problem is
    *,
    case: Concern,
    title: str,
    summary: str,
    unit: Organization,
    due_on: date | None,
    actor: Actor,
    now: datetime,
) -> CommonProblem:
    """立共性问题: from one case; with a unit that owns it and a day. Refused with every flaw."""
    require(may_make_common, actor, case)
    problems = list(_problems(case, title, summary, due_on, now))
    if problems or due_on is None:
        raise Refused(problems)
    made = rows.save(
        CommonProblem(
            number=next_number(PREFIX, now.astimezone(CITY).date()),
            title=legible(title),
            summary=legible(summary),
            unit=unit,
            due_on=due_on,
            opened_by_id=person_of(actor),
            opened_at=now,
        )
    )
    record_write(actor, "立共性问题", made)
    return made


@transaction.atomic
def make_common(
    *, case: Concern, problem: CommonProblem, reason: str, actor: Actor, now: datetime
) -> Concern:
    """转为共性问题: the unit of the problem answers for the case; its day is the clock."""
    require(may_make_common, actor, case)
    told = in_words(reason, _("为什么是共性问题"), 1_000)
    held = locked(case)
    if problem.settled_at is not None or problem.due_on < now.astimezone(CITY).date():
        raise Refused([_("这个共性问题已经解决或到期，请直接答复")])
    return move(
        held,
        "make_common",
        actor=actor,
        now=now,
        note=told,
        problem_id=problem.pk,
        lead_id=problem.unit_id,
        until=problem.due_on,
    )


@transaction.atomic
def settle_problem(
    *, problem: CommonProblem, how: str, case: Concern, actor: Actor, now: datetime
) -> CommonProblem:
    """共性问题解决: each case comes back to its unit, which tells the firm what has changed."""
    require(may_make_common, actor, case)
    found = CommonProblem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
    if found.settled_at is not None:
        raise WrongState([_("这个共性问题已经解决")])
    found.settled_how, found.settled_at = in_words(how, _("怎么解决的"), LONGEST_SUMMARY), now
    rows.save(found, only=("settled_how", "settled_at"))
    record_write(actor, "解决共性问题", found)
    for one in found.concerns.filter(state=State.COMMON).order_by("id"):
        move(one, "leave_common", actor=SYSTEM, now=now, note=found.settled_how, level=one.level)
    return found


def _problems(
    case: Concern, title: str, summary: str, due_on: date | None, now: datetime
) -> Iterator[str]:
    for text, what, most in (
        (title, _("名称"), LONGEST_TITLE),
        (summary, _("说明"), LONGEST_SUMMARY),
    ):
        try:
            in_words(text, what, most)
        except Refused as refused:
            yield from refused.problems
    today, most_days = now.astimezone(CITY).date(), standard_of(case).promise_most
    if due_on is None or not today < due_on <= today + timedelta(days=most_days):
        yield worded("计划解决的日期要在明天以后、%(most)s 天以内", most=most_days)
