"""共性问题的解决: assessed, planned, reported on each month, and solved by changing something."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.actions.announcing import tell_similar
from huiqi.concerns.actions.moving import move
from huiqi.concerns.actions.problems import (
    LONGEST_REASON,
    LONGEST_SUMMARY,
    Assessed,
    flaws_of,
    flaws_of_due,
    held_problem,
    keep_assessment,
    names_in,
    release,
)
from huiqi.concerns.enums import State
from huiqi.concerns.models import (
    Assessment,
    CommonProblem,
    DueChange,
    Milestone,
    Progress,
    Remedy,
)
from huiqi.concerns.problem_access import is_owner, is_owner_or_supervisor
from huiqi.concerns.problem_enums import LIVE, Pace, ProblemState, RemedyKind
from huiqi.concerns.problem_states import PROBLEM
from huiqi.concerns.problem_telling import (
    ask_for_milestone,
    ask_for_progress,
    ask_to_solve,
    concerns_of,
    done_with,
    done_with_all,
    done_with_progress,
    move_solving,
    tell_late,
)
from huiqi.concerns.standards import standard_on
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.apart import each_apart
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import day_of
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sight import everything
from huiqi.kernel.words import flaws_of_words, in_words, worded
from huiqi.parties.access import person_of

LONGEST_NAME: Final = 100
LONGEST_REFERENCE: Final = 200
LONGEST_HOW: Final = 500
FIRST_DAY: Final = date(1990, 1, 1)  # of what was changed: an earlier one is a slip of the hand


@transaction.atomic
def assess_problem(
    *, problem: CommonProblem, assessed: Assessed, actor: Actor, now: datetime
) -> Assessment:
    """研判: cause, value and how it can be solved; what was thought before stays on record."""
    require(is_owner_or_supervisor, actor, problem)
    if found := list(flaws_of(assessed)):
        raise Refused(found)
    held = _live(problem)
    made = keep_assessment(held, assessed, actor, now)
    record_write(actor, "研判共性问题", held)
    return made


@transaction.atomic
def set_milestone(
    *, problem: CommonProblem, title: str, due_on: date | None, actor: Actor, now: datetime
) -> Milestone:
    """定节点: with a day no later than that of the problem, which is a to-do of the owner."""
    require(is_owner, actor, problem)
    held = _open(problem)
    found = list(flaws_of_words(title, _("节点要做到什么"), LONGEST_NAME))
    found += names_in(title, concerns_of(held))  # it stands on the public page
    today = day_of(now)
    if due_on is None or not today < due_on <= held.due_on:
        found.append(_("节点的日期要在明天以后，不晚于计划解决的日期"))
    if found or due_on is None:
        raise Refused(found)
    made = rows.save(
        Milestone(
            problem=held,
            title=in_words(title, "", LONGEST_NAME),
            due_on=due_on,
            set_by_id=person_of(actor),
            set_at=now,
        )
    )
    record_write(actor, "定共性问题的节点", held)
    ask_for_milestone(made, now)
    return made


@transaction.atomic
def reach_milestone(*, milestone: Milestone, how: str, actor: Actor, now: datetime) -> Milestone:
    """做到节点: once, with how."""
    require(is_owner, actor, milestone.problem)
    told = in_words(how, _("怎么做到的"), LONGEST_HOW)
    held = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if held.done_at is not None:
        raise WrongState([_("这个节点已经做到")])
    held.done_at, held.done_by_id, held.done_how = now, person_of(actor), told
    rows.save(held, only=("done_at", "done_by", "done_how"))
    record_write(actor, "做到共性问题的节点", milestone.problem)
    done_with(milestone.problem, f"milestone:{held.pk}", now)
    return held


@transaction.atomic
def report_progress(
    *, problem: CommonProblem, pace: str, text: str, actor: Actor, now: datetime
) -> Progress:
    """写本月进展: on track, at risk or late; written again, the last one counts.

    Months that nobody reported on stay without a report; they are not asked for any more.
    """
    require(is_owner, actor, problem)
    held = _open(problem)
    found = list(flaws_of_words(text, _("这个月做了什么、还差什么"), LONGEST_REASON))
    if pace not in Pace.values:
        found.insert(0, _("选进展：按计划、可能延误，或已经延误"))
    if found:
        raise Refused(found)
    month = day_of(now).replace(day=1)
    made = rows.save(
        Progress(
            problem=held,
            month=month,
            pace=pace,
            text=in_words(text, "", LONGEST_REASON),
            by_id=person_of(actor),
            at=now,
        )
    )
    record_write(actor, "写共性问题的进展", held)
    done_with_progress(held, month, now)
    return made


@transaction.atomic
def change_due(
    *, problem: CommonProblem, due_on: date | None, reason: str, actor: Actor, now: datetime
) -> CommonProblem:
    """改期: with the reason, on record; the concerns that go with it have the new day as well."""
    require(is_owner_or_supervisor, actor, problem)
    held = _open(problem)
    found = [*flaws_of_due(due_on, now), *flaws_of_words(reason, _("为什么改期"), LONGEST_REASON)]
    if due_on == held.due_on:
        found.append(_("改期要换一个日期"))
    if found or due_on is None:
        raise Refused(found)
    _record_due(held, due_on, in_words(reason, "", LONGEST_REASON), actor, now)
    held.due_on = due_on
    rows.save(held, only=("due_on",))
    record_write(actor, "共性问题改期", held)
    move_solving(held)
    for case in held.concerns.filter(state=State.COMMON).order_by("id"):
        move(case, "follow_common", actor=SYSTEM, now=now, until=due_on)
    return held


@transaction.atomic
def add_remedy(  # noqa: PLR0913 -- all that a remedy is
    *,
    problem: CommonProblem,
    kind: str,
    title: str,
    reference: str,
    since: date | None,
    actor: Actor,
    now: datetime,
) -> Remedy:
    """写明改了什么: the rule, system or service, where it can be looked up, and since when."""
    require(is_owner, actor, problem)
    held = held_problem(problem)
    if held.state not in (*LIVE, ProblemState.PARTLY):
        raise WrongState([_("这个共性问题现在不在解决中；还要改的，先请督办员重新打开")])
    found = [
        *flaws_of_words(title, _("改了哪一项"), LONGEST_NAME),
        *flaws_of_words(reference, _("文号、版本或网址"), LONGEST_REFERENCE),
        *names_in(f"{title}\n{reference}", concerns_of(held)),
    ]
    if kind not in RemedyKind.values:
        found.insert(0, _("选改了什么：规定、系统，或服务"))
    today = day_of(now)
    last = today + timedelta(days=standard_on(today).promise_most)
    if since is None or not FIRST_DAY <= since <= last:
        told = worded("写明从哪一天起：从 %(first)s 到 %(last)s 选", first=FIRST_DAY, last=last)
        found.append(told)
    if found or since is None:
        raise Refused(found)
    made = rows.save(
        Remedy(
            problem=held,
            kind=kind,
            title=in_words(title, "", LONGEST_NAME),
            reference=in_words(reference, "", LONGEST_REFERENCE),
            since=since,
            by_id=person_of(actor),
            at=now,
        )
    )
    record_write(actor, "写明共性问题改了什么", held)
    return made


@transaction.atomic
def solve_problem(
    *, problem: CommonProblem, in_full: bool, how: str, actor: Actor, now: datetime
) -> CommonProblem:
    """解决: in full or in part; every similar firm hears of it once, and answers for itself.

    The concerns that went with it come back to the unit, which tells each firm; whether one is
    solved the firm still says.
    """
    name = "solve_problem" if in_full else "solve_part"
    require(PROBLEM.moves[name].check, actor, problem)
    told = in_words(how, _("怎么解决的，企业现在怎么办"), LONGEST_SUMMARY)
    if found := list(names_in(told, concerns_of(problem))):
        raise Refused(found)
    held = held_problem(problem)
    done: CommonProblem = PROBLEM.fire(
        held, name, actor=actor, note=told, is_held=True, now=now, how=told
    )
    record_write(actor, "解决共性问题", done, detail={"in_full": in_full})
    done_with_all(done, now)
    release(done, told, now)
    tell_similar(done, ProblemState(done.state), now)
    return done


@transaction.atomic
def rest_problem(*, problem: CommonProblem, why: str, actor: Actor, now: datetime) -> CommonProblem:
    """搁置: nobody works on it for now, which the firms whose concern went with it are told."""
    done = _decided(problem, "rest_problem", why, actor, now)
    done_with_all(done, now)
    release(done, in_words(why, "", LONGEST_REASON), now)
    return done


@transaction.atomic
def archive_problem(
    *, problem: CommonProblem, why: str, actor: Actor, now: datetime
) -> CommonProblem:
    """归档: it is over for good: solved, a double, or none."""
    return _decided(problem, "archive_problem", why, actor, now)


@transaction.atomic
def reopen_problem(
    *, problem: CommonProblem, due_on: date | None, why: str, actor: Actor, now: datetime
) -> CommonProblem:
    """重新打开: it is there again, or still; with a new day and the reason."""
    require(PROBLEM.moves["reopen_problem"].check, actor, problem)
    found = [*flaws_of_due(due_on, now), *flaws_of_words(why, _("为什么重新打开"), LONGEST_REASON)]
    if found or due_on is None:
        raise Refused(found)
    told = in_words(why, "", LONGEST_REASON)
    held = held_problem(problem)
    before = held.due_on
    done: CommonProblem = PROBLEM.fire(
        held, "reopen_problem", actor=actor, note=told, is_held=True, due_on=due_on
    )
    if before != due_on:
        _record_due(done, due_on, told, actor, now, before=before)
    record_write(actor, "重新打开共性问题", done)
    ask_to_solve(done, now)
    return done


def tick_problems(*, actor: Actor, now: datetime) -> int:
    """到日: each month a to-do for the progress, and supervisors hear of a day that is over.

    How many are being worked on. One that fails holds up no other.
    """
    require(is_system, actor)
    today = day_of(now)
    month, last = today.replace(day=1), today.replace(day=monthrange(today.year, today.month)[1])
    with everything():
        live = CommonProblem.objects.filter(state=ProblemState.OPEN).select_related("unit")

        def remind(problem: CommonProblem) -> None:
            if not problem.progress.filter(month=month).exists():
                ask_for_progress(problem, month, last, now)
            if problem.due_on < today:
                tell_late(problem, now)

        each_apart(live.order_by("id"), remind, "共性问题到日")
        return live.count()


def _decided(
    problem: CommonProblem, name: str, why: str, actor: Actor, now: datetime
) -> CommonProblem:
    del now
    one = PROBLEM.moves[name]
    require(one.check, actor, problem)
    told = in_words(why, _("理由"), LONGEST_REASON)
    held = held_problem(problem)
    done: CommonProblem = PROBLEM.fire(held, name, actor=actor, note=told, is_held=True)
    record_write(actor, name, done)
    return done


def _record_due(
    problem: CommonProblem,
    due_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    *,
    before: date | None = None,
) -> None:
    rows.save(
        DueChange(
            problem=problem,
            before=before or problem.due_on,
            after=due_on,
            reason=reason,
            by_id=person_of(actor),
            at=now,
        )
    )


def _live(problem: CommonProblem) -> CommonProblem:
    held = held_problem(problem)
    if held.state not in LIVE:
        raise WrongState([_("这个共性问题已经了结；还要办的，先请督办员重新打开")])
    return held


def _open(problem: CommonProblem) -> CommonProblem:
    held = held_problem(problem)
    if held.state != ProblemState.OPEN:
        raise WrongState([_("只有解决中的共性问题才能这样办")])
    return held
