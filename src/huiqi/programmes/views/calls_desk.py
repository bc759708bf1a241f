"""申报通知的办理页面: drafted with what is wrong in sight, published by another, extended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.money import exact
from huiqi.kernel.now import CITY, now, today
from huiqi.kernel.refusals import Refused
from huiqi.ledger.models import Budget
from huiqi.ledger.queries import position_of
from huiqi.parties.pages import actor_of, attempt, no, only, page_of
from huiqi.policies.charge import programmes_of_keeper
from huiqi.programmes import actions
from huiqi.programmes.access import is_officer, may_amend_call, may_decide_extension
from huiqi.programmes.actions.extending import extension_to_decide
from huiqi.programmes.breakdowns import BASIS, breakdown_of
from huiqi.programmes.checks import problems_of_call, problems_of_charge
from huiqi.programmes.definition import definitions
from huiqi.programmes.enums import CallState
from huiqi.programmes.models import Application, Call, ExtensionDraft
from huiqi.programmes.queries.calling import title_of
from huiqi.programmes.queries.money import standing_of_call, standings_of_calls
from huiqi.programmes.queries.scoped import calls_of_department
from huiqi.programmes.states import CALL
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views.typed import fen_in, moment_in, number_in
from huiqi.programmes.views.written import written

FIELDS: Final = (
    *("programme", "title", "basis", "batch", "notes"),
    *("opens_at", "closes_at", "budget", "ceiling"),
)
WITH_REASON: Final = ("return",)
Act = Callable[[Call, Actor, str, datetime], object]
ACTS: Final[dict[str, Act]] = {
    "submit": lambda one, who, _why, _at: actions.submit_call(call=one, actor=who),
    "take_back": lambda one, who, _why, _at: actions.take_back_call(call=one, actor=who),
    "return": lambda one, who, why, _at: actions.return_call(call=one, reason=why, actor=who),
    "cancel": lambda one, who, _why, _at: actions.cancel_call(call=one, actor=who),
    "publish": lambda one, who, _why, at: actions.publish_call(call=one, actor=who, now=at),
    "finish": lambda one, who, _why, at: actions.finish_call(call=one, actor=who, now=at),
}


@require_safe
@only(is_officer)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """本部门的申报通知: with how far each has come and where its money stands."""
    page = page_of(request, calls_of_department(actor_of(request)))
    standings = standings_of_calls(page)
    rows = [(one, title_of(one.programme), standings[one.pk]) for one in page]
    return render(
        request, "programmes/desk_calls.html", {"nav": "calls", "page": page, "rows": rows}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_officer)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """起草申报通知."""
    if request.method != "POST":
        return _editor(request)
    try:
        made = actions.draft_call(asked=asked_of(request), actor=actor_of(request), now=now())
    except Refused as refused:
        return _editor(request, problems=refused.problems)
    return redirect("programme_desk:call", made.number)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_officer)
@never_cache
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """修改申报通知: by whoever drafted it, while nobody else has it."""
    call, actor = _call(request, number), actor_of(request)
    if reason := may_amend_call.refusal(actor, call):
        return no(request, reason)
    if request.method != "POST":
        return _editor(request, call)
    try:
        actions.amend_call(call=call, asked=asked_of(request), actor=actor, now=now())
    except Refused as refused:
        return _editor(request, call, refused.problems)
    return redirect("programme_desk:call", call.number)


@require_safe
@only(is_officer)
@never_cache
def call(request: HttpRequest, number: str) -> HttpResponse:
    """一份申报通知: as it will be read, what is wrong with it, and what can be done."""
    return draw(request, _call(request, number))


def draw(
    request: HttpRequest, one: Call, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    """一份申报通知: drawn, with what was typed into ``form`` and what stood in its way."""
    actor = actor_of(request)
    waiting = extension_to_decide(one)
    moves = list(CALL.open_moves(actor, one))
    is_open = one.state in (CallState.DRAFTED, CallState.SUBMITTED)
    is_public = one.state == CallState.PUBLISHED
    others = list(problems_of_charge(one, today())) if is_public else []
    context = {
        "nav": "calls",
        "call": one,
        "programme": title_of(one.programme),
        "definition": definition_of(one),
        "standing": standing_of_call(one),
        "count": Application.objects.filter(call=one).exclude(state="draft").count(),
        "buttons": [each for each in moves if each.name not in WITH_REASON],
        "reasoned": [each for each in moves if each.name in WITH_REASON],
        "may_edit": one.state == CallState.DRAFTED and not may_amend_call.refusal(actor, one),
        "may_extend": is_public and waiting is None and not others,
        "others": others,
        "waiting": waiting,
        "why_not_decide": may_decide_extension.refusal(actor, waiting) if waiting else "",
        "breakdown": breakdown_of(one, now()),
        "extension_basis": BASIS,
        "hindrances": [] if problems or not is_open else list(problems_of_call(one)),
        **written(request, form, problems),
    }
    return render(request, "programmes/desk_call.html", context, status=409 if problems else 200)


@require_POST
@only(is_officer)
def move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """办理申报通知: one of the moves that are open."""
    one = _call(request, number)
    if move not in ACTS:
        raise Http404
    reason, at = request.POST.get("reason", ""), now()
    return _done(request, one, move, lambda: ACTS[move](one, actor_of(request), reason, at))


@require_POST
@only(is_officer)
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """提出延期: to a later hour, by a document; another person decides."""
    one = _call(request, number)
    return _done(
        request,
        one,
        "extend",
        lambda: actions.propose_extension(
            call=one,
            until=moment_in(request.POST.get("until", "")),
            reason=request.POST.get("reason", ""),
            document=request.POST.get("document", ""),
            actor=actor_of(request),
            now=now(),
        ),
    )


@require_POST
@only(is_officer)
def extension_move(request: HttpRequest, number: str, pk: int, move: str) -> HttpResponse:
    """决定延期: decided, or dropped with the reason."""
    one, actor, at = _call(request, number), actor_of(request), now()
    draft = get_object_or_404(ExtensionDraft.objects.select_related("call"), call=one, pk=pk)
    because = request.POST.get("because", "")
    acts: dict[str, Callable[[], object]] = {
        "decide": lambda: actions.decide_extension(draft=draft, actor=actor, now=at),
        "drop": lambda: actions.drop_extension(draft=draft, because=because, actor=actor, now=at),
    }
    if move not in acts:
        raise Http404
    return _done(request, one, f"extension-{move}", acts[move])


@require_POST
@only(is_officer)
def extend_at_once(request: HttpRequest, number: str) -> HttpResponse:
    """一键延期: for a breakdown that was measured; the act is filled in."""
    one = _call(request, number)
    return _done(
        request,
        one,
        "at-once",
        lambda: actions.extend_for_breakdown(call=one, actor=actor_of(request), now=now()),
    )


def _done(request: HttpRequest, one: Call, form: str, act: Callable[[], object]) -> HttpResponse:
    return attempt(
        request,
        act,
        lambda refused: draw(request, _call(request, one.number), refused.problems, form),
        lambda _made: redirect("programme_desk:call", one.number),
    )


def _call(request: HttpRequest, number: str) -> Call:
    return get_object_or_404(calls_of_department(actor_of(request)), number=number)


def asked_of(request: HttpRequest) -> actions.CallAsked:
    """所写的申报通知: what cannot be read is told with the rest."""
    given, problems = request.POST, []
    ceiling, text = None, given.get("ceiling", "").strip()
    if text:
        ceiling = fen_in(text)
        if ceiling is None:
            problems.append(_("资金总额：写成以元计的数字，例如 3000000"))
    budget = None
    if given.get("budget", ""):
        budget = budgets_of(actor_of(request)).get(number_in(given["budget"]) or 0)
        if budget is None:
            problems.append(_("请从本部门的预算里选一笔"))
    return actions.CallAsked(
        programme=given.get("programme", ""),
        title=given.get("title", ""),
        basis=given.get("basis", ""),
        opens_at=moment_in(given.get("opens_at", "")),
        closes_at=moment_in(given.get("closes_at", "")),
        budget=budget,
        ceiling_fen=ceiling,
        batch=given.get("batch", ""),
        notes=given.get("notes", ""),
        problems=tuple(problems),
    )


def budgets_of(actor: Actor) -> dict[int, Budget]:
    """本部门的预算: by number, the latest year first."""
    found = Budget.objects.filter(fund__department=actor.organization_id).select_related("fund")
    return {one.pk: one for one in found.order_by("-year", "fund__code", "programme", "id")}


def _editor(
    request: HttpRequest, call: Call | None = None, problems: Iterable[str] = ()
) -> HttpResponse:
    budgets = budgets_of(actor_of(request))
    choices = [
        (one, title_of(one.programme) if one.programme else "", exact(position_of(one).available))
        for one in budgets.values()
    ]
    given = _given(request, call)
    context = {
        "nav": "calls",
        "call": call,
        "given": given,
        "programmes": _choices(actor_of(request), given["programme"]),
        "budgets": choices,
        "problems": list(problems),
    }
    return render(
        request, "programmes/desk_call_edit.html", context, status=422 if problems else 200
    )


def _choices(actor: Actor, chosen: str) -> list[tuple[str, str]]:
    """Those that the department is in charge of today, by title; and what was chosen before."""
    mine = {*programmes_of_keeper(actor.organization_id or 0, today()), chosen}
    found = ((one.id, one.policy.title) for one in definitions().values() if one.id in mine)
    return sorted(found, key=lambda each: each[1])


def _given(request: HttpRequest, call: Call | None) -> dict[str, Any]:
    if request.method == "POST":
        return {name: request.POST.get(name, "") for name in FIELDS}
    if call is None:
        return {**dict.fromkeys(FIELDS, ""), "programme": request.GET.get("programme", "")}
    return {
        "programme": call.programme,
        "title": call.title,
        "basis": call.basis,
        "batch": call.batch,
        "notes": call.notes,
        "opens_at": f"{call.opens_at.astimezone(CITY):%Y-%m-%dT%H:%M}",
        "closes_at": f"{call.closes_at.astimezone(CITY):%Y-%m-%dT%H:%M}",
        "budget": str(call.budget_id or ""),
        "ceiling": "" if call.ceiling_fen is None else f"{Decimal(call.ceiling_fen) / 100:f}",
    }
