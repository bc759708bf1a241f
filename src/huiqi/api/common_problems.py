"""共性问题的接口: what the city works on because many met it, as everybody may read it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from ninja import Router

from huiqi.api.frame import DATE, TEXT, Json, Operation, Parameter
from huiqi.api.notice_shapes import COUNT, OR_NULL, shape
from huiqi.api.paging import PAGING, Page, page_schema
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL, moment_text
from huiqi.concerns.models import CommonProblem
from huiqi.concerns.problem_enums import CauseKind, Pace, ProblemState, RemedyKind
from huiqi.concerns.queries.problems import NEVER_PUBLIC, published_problems
from huiqi.kernel.sight import everything
from huiqi.kernel.words import can_be_kept, worded
from huiqi.rules.problems import Problem

router = Router(tags=["共性问题"])

STATES: Final = tuple(one.value for one in ProblemState if one not in NEVER_PUBLIC)
_BRIEF: Final[Json] = {
    **dict.fromkeys(("number", "title", "text", "unit"), TEXT),
    "state": {"type": "string", "enum": list(STATES)},
    "cause": {"enum": [*CauseKind.values, None], "description": "null：没有研判"},
    "pace": {"enum": [*Pace.values, None], "description": "最近一次报的进展；null：没有报过"},
    "due_on": DATE | {"description": "计划解决的最后一天"},
    "settled_at": MOMENT_OR_NULL,
    "published_at": MOMENT,
}
BRIEF: Final = shape(_BRIEF)
WHOLE: Final = shape(
    _BRIEF
    | {
        "first_due_on": DATE | {"description": "最早定的那一天；没有改过期的同 due_on"},
        "due_changes": COUNT | {"description": "改期几次"},
        "settled_how": OR_NULL,
        "remedies": {
            "type": "array",
            "items": shape(
                {
                    "kind": {"type": "string", "enum": list(RemedyKind.values)},
                    **dict.fromkeys(("title", "reference"), TEXT),
                    "since": DATE,
                }
            ),
        },
        "milestones": {
            "type": "array",
            "items": shape({"title": TEXT, "due_on": DATE, "done_at": MOMENT_OR_NULL}),
        },
    }
)
COMMON_PROBLEM_SCHEMAS: Final = {
    "common_problems_page": page_schema(BRIEF),
    "common_problem": WHOLE,
}

LIST: Final = Operation(
    summary="公开的共性问题",
    about="两个人发布过摘要的，新的在前，同 /problems/；不写哪些企业遇到。",
    answers="common_problems_page",
    parameters=(Parameter("state", "状态", {"type": "string", "enum": list(STATES)}), *PAGING),
)
ONE: Final = Operation(
    summary="一个公开的共性问题：谁牵头、什么时候解决、改了什么", answers="common_problem"
)


@LIST.at(router, "GET", "/problems")
def common_problems(request: HttpRequest) -> Json:
    """公开的共性问题: page by page."""
    written, given = LIST.given(request)
    page, state = Page.read(written, given), written.get("state")
    if state is not None and state not in STATES:
        what = worded("没有「%(told)s」这个状态。", told=state[:20])
        fix = worded("可写：%(listed)s。", listed="、".join(STATES))
        given.problems.append(Problem(what, fix=fix, key="state"))
    given.refuse()
    with everything():  # the query itself leaves out what is not published
        found = published_problems()
        return page.of(found.filter(state=state) if state else found, _brief)


@ONE.at(router, "GET", "/problems/{number}")
def common_problem(request: HttpRequest, number: str) -> Json:
    """一个共性问题: with what was changed; one without a published summary is not found."""
    _written, given = ONE.given(request)
    given.refuse()
    with everything():
        known = published_problems().filter(number=number) if can_be_kept(number) else None
        found = known.first() if known is not None else None
        if found is None:
            raise ApiError("not_found", [not_found()])
        return _whole(found)


def _brief(one: CommonProblem) -> Json:
    told = vars(one)
    return {
        "number": one.number,
        "title": told["public_title"],
        "text": told["public_text"],
        "unit": one.unit.name,
        "state": one.state,
        "cause": told["cause"],
        "pace": told["pace"],
        "due_on": one.due_on.isoformat(),
        "settled_at": moment_text(one.settled_at) if one.settled_at else None,
        "published_at": moment_text(told["published_at"]),
    }


def _whole(one: CommonProblem) -> Json:
    moved = list(one.due_changes.all())
    return _brief(one) | {
        "first_due_on": (moved[0].before if moved else one.due_on).isoformat(),
        "due_changes": len(moved),
        "settled_how": one.settled_how or None,
        "remedies": [
            {
                "kind": each.kind,
                "title": each.title,
                "reference": each.reference,
                "since": each.since.isoformat(),
            }
            for each in one.remedies.all()
        ],
        "milestones": [
            {
                "title": each.title,
                "due_on": each.due_on.isoformat(),
                "done_at": moment_text(each.done_at) if each.done_at else None,
            }
            for each in one.milestones.all()
        ],
    }
