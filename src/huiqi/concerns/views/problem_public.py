"""公开的共性问题: what the city works on because many met it, and what was changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiqi.concerns.models import CommonProblem
from huiqi.concerns.queries.problems import published_problems
from huiqi.concerns.views.problems import labels
from huiqi.kernel.public_pages import public_page
from huiqi.kernel.sheets import Column
from huiqi.kernel.sight import everything
from huiqi.parties.pages import page_of, sheet


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """共性问题: those whose summary two people published, the newest first."""
    with everything():  # the query itself leaves out what is not published
        page = page_of(request, published_problems())
        rows = [(one, labels(one)) for one in page]
    context = {"nav": "concerns", "page": page, "rows": rows}
    return render(request, "concerns/problems_public.html", context)


@require_safe
def index_sheet(_request: HttpRequest) -> HttpResponse:
    """导出: all that is published."""
    columns = [
        *(Column(_("编号"), width=18), Column(_("名称"), width=44), Column(_("说明"), width=60)),
        *(Column(_("状态")), Column(_("成因"), width=20), Column(_("牵头单位"), width=30)),
        *(Column(_("计划解决"), "day"), Column(_("怎么解决的"), width=60)),
    ]
    with everything():
        rows = [
            [
                *(one.number, vars(one)["public_title"], vars(one)["public_text"]),
                *(one.get_state_display(), labels(one)["cause"], one.unit.name),
                *(one.due_on, one.settled_how),
            ]
            for one in published_problems()
        ]
    return sheet("problems", _("共性问题"), columns, rows)


@require_safe
@public_page
def problem(request: HttpRequest, number: str) -> HttpResponse:
    """一个公开的共性问题: where it stands, who leads, by when, and what was changed."""
    with everything():
        found = published_problem(number)
        if found is None:
            raise Http404
        moved = list(found.due_changes.all())
        context = {
            "nav": "concerns",
            "problem": found,
            "told": labels(found),
            "remedies": list(found.remedies.all()),
            "milestones": list(found.milestones.all()),
            "first_due": moved[0].before if moved else None,
            "moved": len(moved),
        }
    return render(request, "concerns/problem_public.html", context)


def published_problem(number: str) -> CommonProblem | None:
    """公开的一个: None where nothing is published under the number."""
    with everything():  # the query itself leaves out what is not published
        return published_problems().filter(number=number).first() if "\x00" not in number else None
