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
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, attempt, only, page_of, sheet
from huiqi.programmes.access import is_officer
from huiqi.programmes.actions import lists
from huiqi.programmes.enums import ListState, Recommended
from huiqi.programmes.list_states import AWARD_LIST
from huiqi.programmes.looking import looked
from huiqi.programmes.models import AwardLine, AwardList, Call
from huiqi.programmes.queries.list_risks import risks_of
from huiqi.programmes.queries.lists import with_applications
from huiqi.programmes.queries.scoped import calls_of_department
from huiqi.programmes.stages.funding_plan import put_into_plan, ready_for_plan
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views.written import written

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
    return _draw_index(request)


def _draw_index(
    request: HttpRequest, call: Call | None = None, problems: Iterable[str] = ()
) -> HttpResponse:
    """Drawn, with the title that was typed for the list of ``call`` and what stood in its way."""
    calls = calls_of_department(actor_of(request)).filter(state="published")
    waiting = [
        (each, count, request.POST.get("title", "") if each == call else title_of(each))
        for each, count in lists.waiting_by_call(calls)
    ]
    context = {
        "nav": "lists",
        "page": page_of(request, lists_of_department(request)),
        "waiting": waiting,
        **written(request, f"draw-up-{call.number}" if call else "", problems),
    }
    return render(request, "programmes/list_index.html", context, status=409 if problems else 200)


def title_of(call: Call) -> str:
    """名单标题: as it is proposed."""
    return _("%(call)s拟资助名单") % {"call": call.title}


@require_POST
@only(is_officer)
def draw_up(request: HttpRequest, number: str) -> HttpResponse:
    """起草名单: of everybody who waits under a call."""
    call: Call = get_object_or_404(calls_of_department(actor_of(request)), number=number)
    title = request.POST.get("title", title_of(call))
    return attempt(
        request,
        lambda: lists.draw_up_list(call=call, title=title, actor=actor_of(request), now=now()),
        lambda refused: _draw_index(request, call, refused.problems),
        lambda made: redirect("programme_desk:list", made.pk),
    )


@require_safe
@only(is_officer)
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """一份名单: every line, how the amounts came about, risks, and who approved it."""
    return draw(request, _list(request, pk))


def draw(
    request: HttpRequest, found: AwardList, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    """一份名单: drawn, with what was typed into ``form`` and what stood in its way."""
    actor = actor_of(request)
    lines = list(with_applications(found.lines.all()))
    risks = _risks_of_lines(found, lines)
    told = lists.risks_told(found)
    if form == "amend":
        told = _as_typed(request, lines)
    looked(actor, f"查阅名单 {found.pk}", [each.application.subject_id for each in lines], found)
    open_moves = list(AWARD_LIST.open_moves(actor, found))
    moves = [each.name for each in open_moves]
    context = {
        "nav": "lists",
        "one": found,
        "rows": [(each, risks[each.pk]) for each in lines],
        "at_risk": [each for each in lines if risks[each.pk]],
        "unsaid": [each for each in lines if risks[each.pk] and not each.exception],
        "told": told,
        "total": sum(each.allotted_fen or 0 for each in lines),
        "moves": moves,
        "buttons": [each for each in open_moves if each.name not in WITHOUT_PAGE],
        "may_edit": found.state == ListState.DRAFTED and "submit" in moves,
        "recommendations": Recommended.choices,
        "approvals": list(found.approvals.select_related("person").order_by("id")),
        "wanted": lists.approvals_wanted(found),
        "ready": ready_for_plan(found) if "plan" in moves or found.state == "planned" else [],
        "clauses": _clauses(found),
        "today": today(),
        **written(request, form, problems),
    }
    return render(request, "programmes/list_one.html", context, status=409 if problems else 200)


def _risks_of_lines(found: AwardList, lines: list[AwardLine]) -> dict[int, list[str]]:
    """As they are today; once the list is public, as they were shown to whoever approved it."""
    if found.state not in (ListState.PUBLISHED, ListState.PLANNED):
        return risks_of(lines)
    kept: dict[int, list[str]] = {line.pk: [] for line in lines}
    of_application = {line.application_id: line.pk for line in lines}
    for risk in found.risks:
        for application in risk.get("lines", ()):
            kept[of_application[application]].append(risk["text"])
    return kept


def _as_typed(request: HttpRequest, lines: Iterable[AwardLine]) -> list[dict[str, str]]:
    """What was written into the list and refused stands there still, and is not kept."""
    for line in lines:
        line.recommended = request.POST.get(f"rec-{line.pk}", line.recommended)
        line.exception = request.POST.get(f"why-{line.pk}", line.exception)
    return _risks(request)


def _risks(request: HttpRequest) -> list[dict[str, str]]:
    return [{"text": one} for one in request.POST.get("risks", "").splitlines() if one.strip()]


def _clauses(found: AwardList) -> list[str]:
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
        "amend",
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
    return _done(request, found, move, acts[move])


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


def _done(
    request: HttpRequest, found: AwardList, form: str, act: Callable[[], object]
) -> HttpResponse:
    return attempt(
        request,
        act,
        lambda refused: draw(request, _list(request, found.pk), refused.problems, form),
        lambda _made: redirect("programme_desk:list", found.pk),
    )
