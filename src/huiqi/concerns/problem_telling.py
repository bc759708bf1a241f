"""共性问题的知会: the to-dos of whoever decides on it and whoever owns it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from huiqi.concerns.clocks import end_of
from huiqi.concerns.models import CommonProblem, Concern, Milestone
from huiqi.concerns.telling import supervisors_or
from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, move_due, open_todo, send_notice
from huiqi.inbox.clocks import DueMoment
from huiqi.inbox.enums import Kind
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import MoveLog
from huiqi.kernel.sayings import Saying, saying

LABEL: Final = "concerns.CommonProblem"
SCREEN, SOLVE = "screen", "solve"


def page_of_problem(problem: CommonProblem) -> str:
    """办理端的页面."""
    return reverse("problems_desk:problem", args=[problem.number])


def page_of_joined(problem: CommonProblem) -> str:
    """一起反映的页面: of the firms that go along."""
    return reverse("problems:join", args=[problem.number])


def ask(  # noqa: PLR0913 -- all that a to-do is
    problem: CommonProblem,
    what: str,
    whom: Whom,
    text: Saying,
    due_at: datetime,
    now: datetime,
    *,
    barred: tuple[int, ...] = (),
) -> None:
    """交办: once for each ``what``."""
    draft = Draft(
        key=key_for(problem, what),
        whom=whom,
        text=text,
        due=DueMoment(due_at),
        url=page_of_problem(problem),
        kind=LABEL,
        object_id=problem.pk,
        barred=barred,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def done_with(problem: CommonProblem, what: str, now: datetime) -> None:
    """了结交办: nothing where it was never asked."""
    close_todo(key=key_for(problem, what), actor=SYSTEM, now=now)


def done_with_all(problem: CommonProblem, now: datetime) -> None:
    """了结全部交办: nobody works on it any more."""
    standing = Todo.objects.filter(kind=LABEL, object_id=problem.pk, done_at=None).order_by("id")
    for one in standing:
        close_todo(key=one.key, actor=SYSTEM, now=now)


def ask_to_screen(problem: CommonProblem, now: datetime) -> None:
    """请督办员决定立项: not whoever proposed it."""
    assert problem.screen_due_at is not None
    text = saying("决定共性问题 %(number)s 是否立项", number=problem.number)
    whom = supervisors_or(problem.unit, now)
    due = problem.screen_due_at
    ask(problem, SCREEN, whom, text, due, now, barred=(problem.opened_by_id,))


def ask_to_solve(problem: CommonProblem, now: datetime) -> None:
    """请牵头单位解决: by its day; anew each time it is opened."""
    text = saying("解决共性问题 %(number)s", number=problem.number)
    due = end_of(problem.due_on).at
    ask(problem, _turn(problem), Whom(organization=problem.unit), text, due, now)


def move_solving(problem: CommonProblem) -> None:
    """改期: of the to-do of the owner."""
    due = DueMoment(end_of(problem.due_on).at)
    move_due(key=key_for(problem, _turn(problem)), due=due, actor=SYSTEM)


def ask_for_milestone(milestone: Milestone, now: datetime) -> None:
    """请牵头单位按节点做到."""
    problem = milestone.problem
    text = saying(
        "共性问题 %(number)s 的节点：%(title)s", number=problem.number, title=milestone.title[:60]
    )
    due = end_of(milestone.due_on).at
    ask(problem, f"milestone:{milestone.pk}", Whom(organization=problem.unit), text, due, now)


def ask_for_progress(problem: CommonProblem, month: date, last: date, now: datetime) -> None:
    """请牵头单位写这个月的进展: by the last day of the month."""
    text = saying(
        "写共性问题 %(number)s %(month)s的进展", number=problem.number, month=f"{month:%Y-%m}"
    )
    due, whom = end_of(last).at, Whom(organization=problem.unit)
    ask(problem, f"progress:{month.isoformat()}", whom, text, due, now)


def done_with_progress(problem: CommonProblem, month: date, now: datetime) -> None:
    """了结进展的交办: of this month and of every month before, for a report says how it stands.

    A month is reported on while it lasts: what was missed would otherwise never be over.
    """
    standing = Todo.objects.filter(
        key__startswith=key_for(problem, "progress:"),
        key__lte=key_for(problem, f"progress:{month.isoformat()}"),
        done_at=None,
    )
    for one in standing.order_by("id"):
        close_todo(key=one.key, actor=SYSTEM, now=now)


def tell_late(problem: CommonProblem, now: datetime) -> None:
    """告知督办员: its day is over and it is not solved; once for each day it had."""
    notice = Notice(
        key=key_for(problem, f"late:{problem.due_on.isoformat()}"),
        whom=supervisors_or(problem.unit, now),
        kind=Kind.DEADLINE,
        title=saying("共性问题 %(number)s 到期没有解决", number=problem.number),
        url=page_of_problem(problem),
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def concerns_of(problem: CommonProblem) -> QuerySet[Concern]:
    """归入的诉求: confirmed by a person, or handled with the problem; each once, in order."""
    found = Concern.objects.filter(Q(problem_cases__problem=problem) | Q(problem=problem))
    return found.select_related("organization", "filed_by").distinct().order_by("id")


def key_for(problem: CommonProblem, what: str) -> str:
    """凭据: of a to-do or notice about it."""
    return f"problem:{problem.pk}:{what}"


def _turn(problem: CommonProblem) -> str:
    again = MoveLog.objects.filter(kind=LABEL, object_id=problem.pk, move="reopen_problem")
    return f"{SOLVE}:{again.count()}"
