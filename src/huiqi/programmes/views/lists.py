"""名单的页面: what a call is to grant, how it was shared out, who approved which revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, only, page_of, sheet
from huiqi.programmes.access import is_officer
from huiqi.programmes.actions import lists
from huiqi.programmes.enums import ListState, Recommended
from huiqi.programmes.list_states import AWARD_LIST
from huiqi.programmes.looking import looked
from huiqi.programmes.models import AwardLine, AwardList, Call
from huiqi.programmes.queries.scoped import calls_of_department
from huiqi.programmes.stages.funding_plan import put_into_plan, ready_for_plan

WITHOUT_PAGE = ("approve", "return", "publish", "plan")  # asked for with something else


def lists_of_department(request: HttpRequest) -> QuerySet[AwardList]:
    """本部门的名单: the latest first."""
    found = AwardList.objects.filter(call__department=actor_of(request).organization_id)
    related = ("call", "call__department", "call__version", "drafted_by", "publicity")
    return found.select_related(*related).order_by("-id")


@require_safe
@only(is_officer)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """名单: of one's department, and the calls for which one can be drawn up."""
    calls = calls_of_department(actor_of(request)).filter(state="published")
    context = {
        "nav": "lists",
        "page": page_of(request, lists_of_department(request)),
        "waiting": lists.waiting_by_call(calls),
    }
    return render(request, "programmes/list_index.html", context)


@require_POST
@only(is_officer)
def draw_up(request: HttpRequest, number: str) -> HttpResponse:
    """起草名单: of everybody who waits under a call."""
    call: Call = get_object_or_404(calls_of_department(actor_of(request)), number=number)
    title = request.POST.get("title", "") or _("%(call)s拟资助名单") % {"call": call.title}
    try:
        made = lists.draw_up_list(call=call, title=title, actor=actor_of(request), now=now())
    except Denied as denied:
        return render(request, "403.html", {"reason": denied.problems[0]}, status=403)
    except Refused as refused:
        context = {
            "nav": "lists",
            "page": page_of(request, lists_of_department(request)),
            "problems": refused.problems,
        }
        return render(request, "programmes/list_index.html", context, status=409)
    return redirect("programme_desk:list", made.pk)


@require_safe
@only(is_officer)
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """一份名单: every line, how the amounts came about, risks, and who approved it."""
    return draw(request, _list(request, pk))


def draw(request: HttpRequest, found: AwardList, problems: Iterable[str] = ()) -> HttpResponse:
    """一份名单: drawn, with what stood in the way of what was asked."""
    actor = actor_of(request)
    lines = list(found.lines.select_related("application__organization").order_by("place"))
    _as_typed(request, found, lines)
    looked(actor, f"查阅名单 {found.pk}", [each.application.subject_id for each in lines], found)
    moves = [each.name for each in AWARD_LIST.open_moves(actor, found)]
    context = {
        "nav": "lists",
        "one": found,
        "lines": lines,
        "total": sum(each.allotted_fen or 0 for each in lines),
        "moves": moves,
        "buttons": [
            each for each in AWARD_LIST.open_moves(actor, found) if each.name not in WITHOUT_PAGE
        ],
        "may_edit": found.state == ListState.DRAFTED and "submit" in moves,
        "recommendations": Recommended.choices,
        "approvals": list(found.approvals.select_related("person").order_by("id")),
        "wanted": lists.approvals_wanted(found),
        "ready": ready_for_plan(found) if "plan" in moves or found.state == "planned" else [],
        "clauses": _clauses(found),
        "today": today(),
        "problems": list(problems),
    }
    return render(request, "programmes/list_one.html", context, status=409 if problems else 200)


def _as_typed(request: HttpRequest, found: AwardList, lines: Iterable[AwardLine]) -> None:
    """What was written into the list and refused stands there still, and is not kept."""
    for line in lines:
        line.recommended = request.POST.get(f"rec-{line.pk}", line.recommended)
        line.exception = request.POST.get(f"why-{line.pk}", line.exception)
    if "risks" in request.POST:
        found.risks = _risks(request)


def _risks(request: HttpRequest) -> list[dict[str, str]]:
    return [{"text": one} for one in request.POST.get("risks", "").splitlines() if one.strip()]


def _clauses(found: AwardList) -> list[str]:
    from huiqi.programmes.versions import definition_of

    definition = definition_of(found.call)
    return [definition.clause(each) for each in definition.programme.basis]


@require_POST
@only(is_officer)
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """修改名单: a new revision."""
    found = _list(request, pk)
    asked = {}
    for line in found.lines.order_by("place"):
        told = request.POST.get(f"rec-{line.pk}", line.recommended)
        recommended = Recommended(told) if told in Recommended.values else Recommended.NOT
        reason = request.POST.get(f"why-{line.pk}", line.exception)
        asked[line.application_id] = lists.LineAsked(recommended, reason)
    risks = _risks(request)
    return _done(
        request,
        found,
        lambda: lists.amend_list(
            award_list=found, lines=asked, risks=risks, actor=actor_of(request)
        ),
    )


@require_POST
@only(is_officer)
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """办理名单: submitted, taken back, approved, returned, published, put into the plan."""
    found, actor, at = _list(request, pk), actor_of(request), now()
    opinion = request.POST.get("opinion", "")
    acts: dict[str, Callable[[], object]] = {
        "submit": lambda: lists.submit_list(award_list=found, actor=actor),
        "take_back": lambda: lists.take_back_list(award_list=found, actor=actor),
        "cancel": lambda: lists.cancel_list(award_list=found, actor=actor),
        "approve": lambda: lists.approve_list(
            award_list=found, opinion=opinion, actor=actor, now=at
        ),
        "return": lambda: lists.return_list(award_list=found, opinion=opinion, actor=actor, now=at),
        "publish": lambda: lists.publish_award_list(
            award_list=found, begins_on=_day(request), actor=actor, now=at
        ),
        "plan": lambda: put_into_plan(
            award_list=found, clause=request.POST.get("clause", ""), actor=actor, now=at
        ),
    }
    if move not in acts:
        return redirect("programme_desk:list", found.pk)
    return _done(request, found, acts[move])


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("begins_on", "").strip())
    except ValueError:
        raise Refused([_("公示首日：写成 2021-10-20 这样的日期")]) from None


@require_safe
@only(is_officer)
def one_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """名单导出: every line with what was computed and allotted."""
    found = _list(request, pk)
    columns = [
        *(Column(_("序号"), "number"), Column(_("申报编号"), width=18)),
        *(Column(_("申报单位"), width=36), Column(_("统一社会信用代码"), width=22)),
        *(Column(_("建议")), Column(_("测算金额（元）"), "yuan")),
        *(Column(_("拟资助金额（元）"), "yuan"), Column(_("说明"), width=40)),
    ]
    lines = list(found.lines.select_related("application__organization").order_by("place"))
    looked(
        actor_of(request), f"导出名单 {found.pk}", [each.application.subject_id for each in lines]
    )
    return sheet(f"list-{found.pk}", found.title, columns, map(_row, lines))


def _row(line: AwardLine) -> list[Any]:
    firm = line.application.organization
    return [
        *(line.place, line.application.number, firm.name, firm.credit_code or ""),
        *(line.get_recommended_display(), _yuan(line.computed_fen), _yuan(line.allotted_fen)),
        line.exception,
    ]


def _yuan(fen: int | None) -> float | None:
    return None if fen is None else fen / 100


def _list(request: HttpRequest, pk: int) -> AwardList:
    return get_object_or_404(lists_of_department(request), pk=pk)


def _done(request: HttpRequest, found: AwardList, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Denied as denied:
        return render(request, "403.html", {"reason": denied.problems[0]}, status=403)
    except Refused as refused:
        return draw(request, _list(request, found.pk), refused.problems)
    return redirect("programme_desk:list", found.pk)
