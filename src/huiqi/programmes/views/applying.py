"""申报的页面: the firm's applications, one of them, and what can be done once it is handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.enums import FIRM_ROLES
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of, no, only, page_of, sheet
from huiqi.programmes import actions
from huiqi.programmes.access import is_firm, may_ask_review, may_submit, may_withdraw
from huiqi.programmes.actions.reviewing import NOES, hindrances
from huiqi.programmes.enums import EDITABLE, ApplicationState
from huiqi.programmes.models import Application, Decision
from huiqi.programmes.queries.applying import (
    Step,
    Task,
    listed,
    open_correction,
    place_of,
    step_of,
    tasks_of,
    url_of,
    window_of,
    writers_of,
)
from huiqi.programmes.queries.calling import title_of
from huiqi.programmes.queries.money import standing_of_application
from huiqi.programmes.queries.scoped import applications_of_firm
from huiqi.programmes.remedies import remedies_from
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.states import APPLICATION
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views import own
from huiqi.programmes.views.calls_public import call_of, stage_line
from huiqi.programmes.views.reporting import reporting_of

A = ApplicationState
TONES = {
    A.DRAFT: "azu",
    A.ACTIVE: "azu",
    A.RETURNED: "och",
    A.GRANTED: "mal",
    A.REFUSED: "cin",
    A.CLOSED: "mal",
}


@require_safe
@only(is_firm)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """我的申报: each with its state, the stage, what comes next and who has the clock."""
    return _index(request)


def _index(request: HttpRequest, problems: Iterable[str] = ()) -> HttpResponse:
    page = page_of(request, listed(applications_of_firm(actor_of(request))))
    told = tuple(problems)
    context = {
        "nav": "firm",
        "page": page,
        "rows": [
            (one, title_of(one.programme), TONES.get(A(one.state), ""), step_of(one))
            for one in page
        ],
        "problems": told,
    }
    return render(request, "programmes/apply_index.html", context, status=409 if told else 200)


@require_safe
@only(is_firm)
def index_sheet(request: HttpRequest) -> HttpResponse:
    """我的申报导出: all of them."""
    columns = [
        *(Column(_("申报编号"), width=18), Column(_("申报通知"), width=44)),
        *(Column(_("扶持计划"), width=36), Column(_("状态")), Column(_("下一步"), width=20)),
        *(Column(_("谁在办")), Column(_("到期"), "day"), Column(_("申请金额（元）"), "yuan")),
        *(Column(_("核定金额（元）"), "yuan"), Column(_("提交时间"), "moment", 18)),
    ]
    found = listed(applications_of_firm(actor_of(request)))
    rows = (_cells(one, step_of(one)) for one in found)
    return sheet("applications", _("我的申报"), columns, rows)


def _cells(one: Application, step: Step) -> list[object]:
    return [
        *(one.number, one.call.title, title_of(one.programme), one.get_state_display()),
        *(step.text, WHO()[step.who], step.due_on, one.asked_fen),
        *(one.granted_fen, one.arrived_at),
    ]


def WHO() -> dict[str, str]:  # noqa: N802 -- a table, in the language of whoever asks
    """谁在办: in words."""
    return {"firm": _("企业"), "office": _("部门"), "": ""}


@require_POST
@only(is_firm)
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """开始申报: the draft under a call; the one that is there already, if it is."""
    call, actor = call_of(number), actor_of(request)
    organization = get_object_or_404(Organization, pk=actor.organization_id)
    try:
        made = actions.begin_application(
            call=call, organization=organization, actor=actor, now=now()
        )
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        # Of two who begin at once the second finds what the first began.
        mine = applications_of_firm(actor).filter(call=call).exclude(state=A.WITHDRAWN).first()
        if mine is None:
            return _index(request, refused.problems)
        made = mine
    return redirect("applying:application", made.pk)


@require_safe
@only(is_firm)
@never_cache
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """一份申报: a draft as a list of what is to be done, later how far it has come."""
    return draw(request, own.found(request, pk))


def draw(
    request: HttpRequest, one: Application, problems: Iterable[str] = (), status: int = 409
) -> HttpResponse:
    """一份申报: drawn, with what stood in the way of what was asked."""
    template = (
        "programmes/apply_tasks.html" if one.state in EDITABLE else "programmes/apply_progress.html"
    )
    return own.drawn(request, template, one, _context(request, one), problems, status)


def _context(request: HttpRequest, one: Application) -> dict[str, Any]:
    actor, moment = actor_of(request), now()
    day, definition = day_of(moment), definition_of(one)
    is_handed_in = bool(one.number)
    context: dict[str, Any] = {
        "definition": definition,
        "programme": title_of(one.programme),
        "tone": TONES.get(A(one.state), ""),
        "window": window_of(one.call, moment),
        "step": step_of(one),
        "stages": [stage_line(definition, each) for each in definition.programme.stages],
        "correction": _correction(one),
        "why_not_submit": may_submit.refusal(actor, one),
        "may_withdraw": any(move.name == "withdraw" for move in APPLICATION.open_moves(actor, one)),
        "why_not_withdraw": may_withdraw.refusal(actor, one),
        "is_member": actor.has(*FIRM_ROLES),
        "reason": request.POST.get("reason", "")[:2_000],
        "writers": writers_of(one, moment),
    }
    if one.state in EDITABLE:
        tasks = tasks_of(one, day)
        context |= {"tasks": tasks, **_counts(tasks)}
    if is_handed_in:
        context |= _progress(request, one)
    return context


def _counts(tasks: list[Task]) -> dict[str, Any]:
    """How many are done, with the last step, that of handing in, which is not."""
    done = sum(1 for one in tasks if not one.missing)
    whole = len(tasks) + 1
    boxes = [*["d"] * done, *[""] * (whole - done)]
    return {"done": done, "whole": whole, "rest": whole - done, "boxes": boxes}


def _correction(one: Application) -> dict[str, Any] | None:
    """What was asked for, item by item, each with where to mend it."""
    asked = open_correction(one)
    if asked is None:
        return None
    definition = definition_of(one)
    return {
        "asked": asked,
        "items": [
            (item, url_of(one, place_of(definition, about), about) if about else "")
            for item in asked.items
            for about in (str(item.get("about", "")),)
        ],
    }


def _progress(request: HttpRequest, one: Application) -> dict[str, Any]:
    moment, actor = now(), actor_of(request)
    decisions = [
        {
            "one": each,
            "is_no": each.verdict in NOES,
            "remedies": remedies_from(day_of(each.at)) if each.verdict in NOES else [],
            "review": getattr(each, "review", None),
            "may_ask": each.verdict in NOES
            and not hindrances(each, moment)
            and not may_ask_review.refusal(actor, one),
        }
        for each in one.decisions.select_related("review").order_by("-id")
    ]
    return {
        "runs": list(one.stages.select_related("office").order_by("position")),
        "decisions": decisions,
        "papers": list(one.documents.order_by("-id")),
        "rounds": list(one.snapshots.order_by("round")),
        "standing": standing_of_application(one),
        "reporting": reporting_of(one, day_of(moment)),
        "corrections": [
            each
            for run in one.stages.prefetch_related("corrections")
            for each in run.corrections.all()
        ],
    }


@require_POST
@only(is_firm)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回: a draft at once, what was handed in with a reason."""
    one = own.found(request, pk)
    try:
        actions.withdraw_application(
            application=one,
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            now=now(),
        )
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return draw(request, own.found(request, pk), refused.problems)
    return redirect("applying:application", pk)


@require_POST
@only(is_firm)
def review(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """申请复核: of a decision against the firm."""
    one = own.found(request, pk)
    against = get_object_or_404(
        Decision.objects.filter(application=one).select_related("application__call"), pk=decision
    )
    try:
        actions.ask_review(
            decision=against,
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            now=now(),
        )
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return draw(request, own.found(request, pk), refused.problems)
    return redirect("applying:application", pk)
