"""随共性问题办理: a concern goes on with the problem that it has in common with others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.access import may_make_common
from huiqi.concerns.actions.dispatching import keeps_close
from huiqi.concerns.actions.moving import locked, move
from huiqi.concerns.actions.problems import held_problem, link, propose_problem
from huiqi.concerns.models import CommonProblem, Concern
from huiqi.concerns.problem_enums import LIVE
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import day_of
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import in_words
from huiqi.parties.models import Organization

LONGEST_REASON: Final = 1_000


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
    """提出共性问题: from one case, by its chief or the desk. Refused with every flaw."""
    require(may_make_common, actor, case)
    return propose_problem(
        cases=[case],
        title=title,
        summary=summary,
        unit=unit,
        due_on=due_on,
        actor=actor,
        now=now,
    )


@transaction.atomic
def make_newly_common(  # noqa: PLR0913 -- all that both are
    *,
    case: Concern,
    title: str,
    summary: str,
    unit: Organization,
    due_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Concern:
    """新立并转为共性问题: both or neither; Refused with the flaws of either."""
    problem = open_problem(
        case=case, title=title, summary=summary, unit=unit, due_on=due_on, actor=actor, now=now
    )
    return make_common(case=case, problem=problem, reason=reason, actor=actor, now=now)


@transaction.atomic
def make_common(
    *, case: Concern, problem: CommonProblem, reason: str, actor: Actor, now: datetime
) -> Concern:
    """转为共性问题: the unit of the problem answers for the case; its day is the clock.

    One that is proposed will do; where it is not accepted, the case comes back.
    """
    require(may_make_common, actor, case)
    told = in_words(reason, _("为什么是共性问题"), LONGEST_REASON)
    held, common = locked(case), held_problem(problem)
    problems = list(keeps_close(held, common.unit, now))
    if common.state not in LIVE or common.due_on < day_of(now):
        problems.append(_("这个共性问题已经了结或到期，请直接答复"))
    if problems:
        raise Refused(problems)
    done = move(
        held,
        "make_common",
        actor=actor,
        now=now,
        note=told,
        problem_id=common.pk,
        lead_id=common.unit_id,
        until=common.due_on,
    )
    link(common, [done], actor, now)
    return done
