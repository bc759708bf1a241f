"""一起反映的页面: of a firm that meets a published common problem as well."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiqi.concerns.actions.joining import LONGEST_NOTE, join_problem, leave_problem
from huiqi.concerns.models import CommonProblem
from huiqi.concerns.problem_access import may_join
from huiqi.concerns.problem_enums import ProblemState
from huiqi.concerns.views.problem_public import published_problem
from huiqi.kernel.now import now
from huiqi.parties.pages import actor_of, attempt, only
from huiqi.programmes.views.written import Form, written


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_join)
@never_cache
def join(request: HttpRequest, number: str) -> HttpResponse:
    """一起反映: one tap, with or without words; or not any more."""
    problem = published_problem(number)
    if problem is None:
        raise Http404
    if request.method != "POST":
        return _draw(request, problem)
    form, actor = Form(request.POST), actor_of(request)

    def act() -> object:
        if form["leave"]:
            return leave_problem(problem=problem, actor=actor, now=now())
        return join_problem(problem=problem, note=form["note"], actor=actor, now=now())

    return attempt(
        request,
        act,
        lambda refused: _draw(request, problem, refused.problems),
        lambda _made: redirect("problems:join", number),
    )


def _draw(
    request: HttpRequest, problem: CommonProblem, problems: tuple[str, ...] = ()
) -> HttpResponse:
    mine = problem.joinings.filter(subject=actor_of(request).subject_id, left_at=None).first()
    context = {
        "nav": "concerns",
        "problem": problem,
        "mine": mine,
        "is_open": problem.state == ProblemState.OPEN,
        "longest": LONGEST_NOTE,
        **written(request, "join" if problems else "", problems),
    }
    return render(request, "concerns/problem_join.html", context, status=409 if problems else 200)
