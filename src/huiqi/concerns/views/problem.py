"""一个共性问题的页面: whose it is, why it happens, what is done about it, and each form of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.concerns.actions import problems, solving, summaries
from huiqi.concerns.looking import looked
from huiqi.concerns.models import CommonProblem
from huiqi.concerns.problem_access import (
    is_owner,
    is_owner_or_supervisor,
    is_publisher,
    may_read,
)
from huiqi.concerns.problem_enums import LIVE, Pace, ProblemState, RemedyKind
from huiqi.concerns.problem_states import PROBLEM
from huiqi.concerns.problem_telling import LABEL, concerns_of
from huiqi.concerns.queries.problems import NEVER_PUBLIC, cases_numbered, like, with_figures
from huiqi.concerns.queries.scoped import cases_in_sight
from huiqi.concerns.telling import askers
from huiqi.concerns.views.problems import (
    assessing,
    labels,
    read_assessed,
)
from huiqi.kernel.access import Actor
from huiqi.kernel.models import MoveLog
from huiqi.kernel.now import now, today
from huiqi.parties.models import Person
from huiqi.parties.pages import actor_of, attempt, only
from huiqi.programmes.views.written import Form, written

MOST_CASES: Final = 200
Act = Callable[[HttpRequest, CommonProblem, Actor, datetime], object]


def find(number: str) -> CommonProblem:
    """所在的一个: with what was said last of it; else not found."""
    return get_object_or_404(with_figures(CommonProblem.objects.all()), number=number)


@require_safe
@only(may_read)
@never_cache
def problem(request: HttpRequest, number: str) -> HttpResponse:
    """一个共性问题: everything about it, and what can be done now."""
    return _draw(request, find(number))


@require_POST
@only(may_read)
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """办一步: back to the problem; or its page with what was typed and what stood in the way."""
    done = ACTS.get(act)
    if done is None:
        raise Http404
    found = find(number)
    return attempt(
        request,
        lambda: done(request, found, actor_of(request), now()),
        lambda refused: _draw(request, find(number), refused.problems, act),
        lambda _made: redirect("problems_desk:problem", number),
    )


def _draw(
    request: HttpRequest, found: CommonProblem, wrong: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "nav": "problems",
        "problem": found,
        "told": labels(found),
        "today": today(),
        "acts": acts_of(actor, found),
        "paces": Pace.choices,
        "remedy_kinds": RemedyKind.choices,
        **_papers(found, actor),
        **_cases(found, actor),
        **assessing(),
        **written(request, form, wrong),
    }
    joined = [one.subject_id for one in context["joinings"]]
    looked(actor, f"办理共性问题 {found.number}", context["cases"], joined=joined)
    return render(
        request, "concerns/problem.html", context, status=409 if context["problems"] else 200
    )


def acts_of(actor: Actor, found: CommonProblem) -> frozenset[str]:
    """可办的动作: the forms that this reader is shown."""
    acts = {one.name for one in PROBLEM.open_moves(actor, found)}
    owns = not is_owner.refusal(actor, found)
    either = not is_owner_or_supervisor.refusal(actor, found)
    if found.state in LIVE and either:
        acts |= {"assess", "add"}
    if found.state == ProblemState.OPEN and either:
        acts |= {"due"}
    if found.state == ProblemState.OPEN and owns:
        acts |= {"milestone", "progress"}
    if owns:
        acts |= {"reach"}
    if found.state in (ProblemState.OPEN, ProblemState.PARTLY) and owns:
        acts |= {"remedy"}
    if found.state not in NEVER_PUBLIC and either:
        acts |= {"write"}
    return frozenset(acts)


def _papers(found: CommonProblem, actor: Actor) -> Mapping[str, Any]:
    texts = list(found.summaries.select_related("written_by", "published_by").order_by("-version"))
    waiting = next((one for one in texts if one.is_waiting), None)
    moves = list(MoveLog.objects.filter(kind=LABEL, object_id=found.pk).order_by("-id"))
    names = dict(
        Person.objects.filter(pk__in={one.person_id for one in moves if one.person_id}).values_list(
            "pk", "name"
        )
    )
    return {
        "assessments": list(found.assessments.select_related("by").order_by("-id")),
        "joinings": list(
            found.joinings.filter(left_at=None).select_related("organization")[:MOST_CASES]
        ),
        "milestones": list(found.milestones.select_related("done_by")),
        "progress": list(found.progress.select_related("by").order_by("-month", "-id")),
        "due_changes": list(found.due_changes.select_related("by")),
        "remedies": list(found.remedies.all()),
        "summaries": texts,
        "waiting": waiting,
        "is_public": any(one.published_at for one in texts) and found.state not in NEVER_PUBLIC,
        "publishes": waiting is not None and not is_publisher.refusal(actor, waiting),
        "lines": [
            (one.at, PROBLEM.moves[one.move].title, names.get(one.person_id or 0, ""), one.note)
            for one in moves
            if one.move in PROBLEM.moves
        ],
    }


def _cases(found: CommonProblem, actor: Actor) -> Mapping[str, Any]:
    """The concerns that the reader may see, how many more there are, and what else is like them."""
    inside = list(concerns_of(found))
    seen = list(cases_in_sight(actor).filter(pk__in=[one.pk for one in inside])[:MOST_CASES])
    more: list[Any] = []
    if found.state in LIVE and not is_owner_or_supervisor.refusal(actor, found):
        texts = [found.title, found.summary, *(one.text for one in seen[:5])]
        more = like(texts, actor, now(), {one.pk for one in inside})
    return {
        "cases": seen,
        "hidden": len(inside) - len(seen),
        "case_total": len(inside),
        "firm_total": len({one.subject_id or f"-{one.pk}" for one in inside}),
        "unreachable": sum(askers(one) is None for one in inside),
        "told_total": found.told.count(),
        "candidates": more,
    }


def _screen(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    return problems.screen_problem(
        problem=found,
        is_accepted=form["accepted"] == "yes",
        why=form["why"],
        actor=actor,
        now=at,
    )


def _assess(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    told = read_assessed(Form(request.POST))
    return solving.assess_problem(problem=found, assessed=told, actor=actor, now=at)


def _add(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    numbers = request.POST.getlist("case")[: MOST_CASES + 1]
    chosen = cases_numbered(numbers, actor)
    return problems.add_cases(problem=found, cases=chosen, actor=actor, now=at)


def _milestone(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    return solving.set_milestone(
        problem=found,
        title=form["title"],
        due_on=form.day("due_on"),
        actor=actor,
        now=at,
    )


def _reach(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    chosen = found.milestones.select_related("problem", "problem__unit")
    one = get_object_or_404(chosen, pk=form.number("milestone"))
    return solving.reach_milestone(milestone=one, how=form["how"], actor=actor, now=at)


def _progress(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    return solving.report_progress(
        problem=found, pace=form["pace"], text=form["text"], actor=actor, now=at
    )


def _due(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    return solving.change_due(
        problem=found,
        due_on=form.day("due_on"),
        reason=form["reason"],
        actor=actor,
        now=at,
    )


def _remedy(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    return solving.add_remedy(
        problem=found,
        kind=form["kind"],
        title=form["title"],
        reference=form["reference"],
        since=form.day("since"),
        actor=actor,
        now=at,
    )


def _solve(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    return solving.solve_problem(
        problem=found, in_full=form["part"] != "yes", how=form["how"], actor=actor, now=at
    )


def _rest(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    why = Form(request.POST)["why"]
    return solving.rest_problem(problem=found, why=why, actor=actor, now=at)


def _archive(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    why = Form(request.POST)["why"]
    return solving.archive_problem(problem=found, why=why, actor=actor, now=at)


def _reopen(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    return solving.reopen_problem(
        problem=found, due_on=form.day("due_on"), why=form["why"], actor=actor, now=at
    )


def _write(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    form = Form(request.POST)
    return summaries.write_summary(
        problem=found, title=form["title"], text=form["text"], actor=actor, now=at
    )


def _publish(request: HttpRequest, found: CommonProblem, actor: Actor, at: datetime) -> object:
    chosen = found.summaries.select_related("problem")
    one = get_object_or_404(chosen, version=Form(request.POST).number("version"))
    return summaries.publish_summary(summary=one, actor=actor, now=at)


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "screen": _screen,
        "assess": _assess,
        "add": _add,
        "milestone": _milestone,
        "reach": _reach,
        "progress": _progress,
        "due": _due,
        "remedy": _remedy,
        "solve": _solve,
        "rest": _rest,
        "archive": _archive,
        "reopen": _reopen,
        "write": _write,
        "publish": _publish,
    }
)
