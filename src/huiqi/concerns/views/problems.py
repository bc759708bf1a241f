"""共性问题的列表: those that are being worked on, and the concerns that look alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.concerns.actions.problems import Assessed, propose_problem
from huiqi.concerns.looking import looked
from huiqi.concerns.models import CommonProblem
from huiqi.concerns.problem_access import may_propose, may_read
from huiqi.concerns.problem_enums import (
    CauseKind,
    Effort,
    Pace,
    ProblemState,
    Sureness,
    Time,
    ValueBand,
)
from huiqi.concerns.queries.places import public_bodies
from huiqi.concerns.queries.problems import (
    TABS,
    Wanted,
    alike_in_sight,
    cases_numbered,
    problems_wanted,
)
from huiqi.concerns.views.reading import unit_of
from huiqi.kernel.now import now, today
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import legible
from huiqi.parties.pages import actor_of, attempt, only, page_of, remember_place, sheet
from huiqi.programmes.views.written import Form, written

LONGEST: Final = 60
MOST_CHOSEN: Final = 200
TITLES: Final = {
    "open": gettext_lazy("解决中"),
    "proposed": gettext_lazy("待立项"),
    "unit": gettext_lazy("本单位牵头"),
    "late": gettext_lazy("已过计划日期"),
    "over": gettext_lazy("已了结"),
    "all": gettext_lazy("全部"),
}


def wanted_of(request: HttpRequest) -> Wanted:
    """筛选: as the address has it; what is not known is left out."""
    tab, cause = request.GET.get("tab", ""), request.GET.get("cause", "")
    text = legible(request.GET.get("text", ""))[:LONGEST]
    return Wanted(tab if tab in TABS else "open", text, cause if cause in CauseKind.values else "")


@require_safe
@only(may_read)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """共性问题: the soonest due first."""
    remember_place(request)
    wanted = wanted_of(request)
    page = page_of(request, problems_wanted(wanted, actor_of(request), today()))
    context = {
        "nav": "problems",
        "page": page,
        "rows": [(one, labels(one)) for one in page],
        "wanted": wanted,
        "tabs": TITLES.items(),
        "causes": CauseKind.choices,
        "longest": LONGEST,
        "today": today(),
    }
    return render(request, "concerns/problems.html", context)


@require_safe
@only(may_read)
@never_cache
def index_sheet(request: HttpRequest) -> HttpResponse:
    """导出: the list as it is filtered."""
    columns = [
        *(Column(_("编号"), width=18), Column(_("名称"), width=44), Column(_("状态"))),
        *(Column(_("成因"), width=20), Column(_("涉及金额"), width=24), Column(_("进展"))),
        *(Column(_("牵头单位"), width=30), Column(_("计划解决"), "day")),
        *(Column(_("诉求"), "number"), Column(_("提出时间"), "moment", 18)),
        Column(_("怎么解决的"), width=60),
    ]
    found = problems_wanted(wanted_of(request), actor_of(request), today())
    return sheet("problems", _("共性问题"), columns, map(_row, found))


def _row(one: CommonProblem) -> list[Any]:
    told = labels(one)
    return [
        *(one.number, one.title, one.get_state_display(), told["cause"], told["value"]),
        *(told["pace"], one.unit.name, one.due_on, vars(one)["case_count"], one.opened_at),
        one.settled_how,
    ]


def labels(one: CommonProblem) -> dict[str, str]:
    """写法: of the cause, the value and the pace that were read along."""
    told = vars(one)
    return {
        "cause": str(CauseKind(told["cause"]).label) if told["cause"] else "",
        "value": str(ValueBand(told["value"]).label) if told["value"] else "",
        "pace": str(Pace(told["pace"]).label) if told["pace"] else "",
    }


@require_safe
@only(may_propose)
@never_cache
def alike(request: HttpRequest) -> HttpResponse:
    """相似的诉求: groups that the system suggests; a person says which belong together."""
    actor = actor_of(request)
    groups = alike_in_sight(actor, now())
    page = page_of(request, groups)
    looked(actor, "查看相似的诉求", [case for group in page for case in group.cases])
    return render(request, "concerns/alike.html", {"nav": "problems", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_propose)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """提出共性问题: from the concerns that were ticked."""
    if request.method != "POST":
        return _draw_new(request, request.GET.getlist("case"))
    form, actor = Form(request.POST), actor_of(request)
    numbers = request.POST.getlist("case")[: MOST_CHOSEN + 1]
    return attempt(
        request,
        lambda: propose_problem(
            cases=cases_numbered(numbers, actor),
            title=form["title"],
            summary=form["summary"],
            unit=unit_of(form),
            due_on=form.day("due_on"),
            assessed=read_assessed(form),
            actor=actor,
            now=now(),
        ),
        lambda refused: _draw_new(request, numbers, refused.problems),
        lambda made: redirect("problems_desk:problem", made.number),
    )


def _draw_new(
    request: HttpRequest, numbers: Iterable[str], problems: Iterable[str] = ()
) -> HttpResponse:
    actor, form = actor_of(request), "new" if problems else ""
    given = dict.fromkeys(list(numbers)[:MOST_CHOSEN])
    shown = request.POST.getlist("shown")[:MOST_CHOSEN] or given
    cases = cases_numbered({*shown, *given}, actor)
    looked(actor, "提出共性问题", cases)
    context = {
        "nav": "problems",
        "cases": [(one, one.number in given) for one in cases],
        "units": list(public_bodies()),
        **assessing(),
        **(told := written(request, form, problems)),
        "was": told["written"]["new"],
    }
    return render(
        request, "concerns/problem_new.html", context, status=409 if context["problems"] else 200
    )


def assessing() -> dict[str, Any]:
    """研判的选项."""
    return {
        "causes": CauseKind.choices,
        "values": ValueBand.choices,
        "surenesses": Sureness.choices,
        "times": [(str(value), label) for value, label in Time.choices],
        "efforts": [(str(value), label) for value, label in Effort.choices],
        "states": ProblemState,
    }


def read_assessed(form: Form) -> Assessed:
    """读研判: what was left out is not known yet."""
    return Assessed(
        cause=form["cause"] or CauseKind.UNKNOWN,
        value=form["value"] or ValueBand.UNKNOWN,
        source=form["source"],
        sureness=form["sureness"],
        time=_scale(form, "time"),
        effort=_scale(form, "effort"),
        text=form["text"],
    )


def _scale(form: Form, name: str) -> int:
    """Left out is not known yet; what is no number is told by the action."""
    return form.number(name, -1) if form[name] else 0
