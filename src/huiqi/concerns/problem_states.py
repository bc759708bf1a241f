"""共性问题的流转: proposed -> open -> solved in full or in part, at rest; rejected; filed.

Whoever proposed one does not decide on it, and nothing is solved before it is on record what
was changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiqi.concerns.models import CommonProblem
from huiqi.concerns.problem_access import is_owner, is_screener
from huiqi.concerns.problem_enums import ProblemState
from huiqi.kernel.access import Actor
from huiqi.kernel.machine import Machine, Move

S: Final = ProblemState


def _has_a_remedy(problem: CommonProblem) -> Iterator[str]:
    if not problem.remedies.exists():
        yield _("先写明改了什么：哪一项规定、系统或服务，从哪一天起")


def _has_reached_all(problem: CommonProblem) -> Iterator[str]:
    yield from _has_a_remedy(problem)
    left = problem.milestones.filter(done_at=None).count()
    if left:
        yield _("还有 %(left)d 个节点没有做到；没做完的，选「部分解决」") % {"left": left}


def _screened(problem: CommonProblem, *, actor: Actor, now: datetime, why: str) -> None:
    problem.screened_by_id, problem.screened_at, problem.screened_why = actor.person_id, now, why


def _settled(problem: CommonProblem, *, actor: Actor, now: datetime, how: str) -> None:
    del actor
    problem.settled_at, problem.settled_how = now, how


def _reopened(problem: CommonProblem, *, actor: Actor, due_on: date) -> None:
    del actor
    problem.settled_at, problem.settled_how, problem.due_on = None, "", due_on


PROBLEM: Final = Machine(
    "state",
    [
        Move(
            "accept_problem",
            (S.PROPOSED,),
            S.OPEN,
            gettext_lazy("立项"),
            is_screener,
            effect=_screened,
        ),
        Move(
            "reject_problem",
            (S.PROPOSED,),
            S.REJECTED,
            gettext_lazy("不立项"),
            is_screener,
            effect=_screened,
        ),
        Move(
            "solve_problem",
            (S.OPEN, S.PARTLY),
            S.SOLVED,
            gettext_lazy("全部解决"),
            is_owner,
            guard=_has_reached_all,
            effect=_settled,
        ),
        Move(
            "solve_part",
            (S.OPEN,),
            S.PARTLY,
            gettext_lazy("部分解决"),
            is_owner,
            guard=_has_a_remedy,
            effect=_settled,
        ),
        Move("rest_problem", (S.OPEN,), S.DORMANT, gettext_lazy("暂时搁置"), is_screener),
        Move(
            "reopen_problem",
            (S.SOLVED, S.PARTLY, S.DORMANT),
            S.OPEN,
            gettext_lazy("重新打开"),
            is_screener,
            effect=_reopened,
        ),
        Move(
            "archive_problem",
            (S.REJECTED, S.SOLVED, S.PARTLY, S.DORMANT),
            S.ARCHIVED,
            pgettext_lazy("共性问题", "归档"),
            is_screener,
        ),
    ],
)
