"""免申即享的页面: the firm's one tap, and the officer's list with who did not claim and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, attempt, only, page_of, sheet
from huiqi.parties.queries.scoped import subject_ids_in_sight
from huiqi.programmes.access import is_firm, is_handler, is_officer, may_confirm, may_release
from huiqi.programmes.actions import automatic, comparing
from huiqi.programmes.enums import AutoState, Mode
from huiqi.programmes.looking import looked
from huiqi.programmes.models import AutoCase, Call
from huiqi.programmes.queries.scoped import calls_of_department
from huiqi.programmes.views.written import written

RELATED = ("call", "call__department", "organization", "application")


def cases_of_firm(actor: Actor) -> QuerySet[AutoCase]:
    """本企业的免申即享: since it was asked; what is only a list yet is nobody's news."""
    found = AutoCase.objects.filter(subject__in=subject_ids_in_sight(actor))
    hidden = (AutoState.CANDIDATE, AutoState.REMOVED)
    return found.exclude(state__in=hidden).select_related(*RELATED).order_by("-id")


@require_safe
@only(is_firm)
@never_cache
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """一笔免申即享: what it is, how it came about, until when to say yes."""
    return _draw_case(request, get_object_or_404(cases_of_firm(actor_of(request)), pk=pk))


@require_POST
@only(is_firm)
def answer(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """答复: one tap; owner or accountant."""
    found = get_object_or_404(cases_of_firm(actor_of(request)), pk=pk)
    actor, at = actor_of(request), now()

    def act() -> None:
        if move == "confirm":
            automatic.confirm_case(case=found, actor=actor, now=at)
        elif move == "decline":
            reason = request.POST.get("reason", "")
            automatic.decline_case(case=found, reason=reason, actor=actor, now=at)

    return attempt(
        request,
        act,
        lambda refused: _draw_case(request, found, refused.problems),
        lambda _made: redirect("applying:automatic", found.pk),
    )


def _draw_case(request: HttpRequest, found: AutoCase, problems: Iterable[str] = ()) -> HttpResponse:
    context = {
        "nav": "firm",
        "case": found,
        "result": found.result,
        "is_open": found.state == AutoState.TO_CONFIRM
        and found.confirm_until is not None
        and today() <= found.confirm_until,
        "why_not": may_confirm.refusal(actor_of(request), found),
        "problems": list(problems),
    }
    return render(request, "programmes/auto_case.html", context, status=409 if problems else 200)


def call_of(request: HttpRequest, number: str) -> Call:
    """所在的通知: one without applying, of one's department; else not found."""
    found = calls_of_department(actor_of(request)).filter(mode=Mode.AUTOMATIC)
    return get_object_or_404(found, number=number)


@require_safe
@only(is_officer)
@never_cache
def listed(request: HttpRequest, number: str) -> HttpResponse:
    """免申即享名单: of a call of one's department, by how far each has come."""
    return _draw_list(request, call_of(request, number))


def _draw_list(
    request: HttpRequest, call: Call, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    """Drawn, with what was typed into ``form`` and what stood in its way."""
    wanted = request.GET.get("state", "")
    found = AutoCase.objects.filter(call=call).select_related(*RELATED).order_by("id")
    if wanted in AutoState.values:
        found = found.filter(state=wanted)
    page = page_of(request, found)
    looked(actor_of(request), f"免申即享名单 {call.number}", [one.subject_id for one in page], call)
    told = automatic.figures_of(call)
    figures = [
        (state.value, state.label, *told[state.value]) for state in AutoState if state.value in told
    ]
    context = {
        "nav": "cases",
        "call": call,
        "page": page,
        "figures": figures,
        "wanted": wanted,
        "comparison": call.comparisons.first(),
        "may_handle": not is_handler.refusal(actor_of(request), call),
        "why_not_ask": may_release.refusal(actor_of(request), call),
        "typed_reason": request.POST.get("reason", ""),
        **written(request, form, problems),
    }
    return render(request, "programmes/auto_list.html", context, status=409 if problems else 200)


@require_POST
@only(is_officer)
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """比对: everybody on file against the rules; many of them beside everything else."""
    call, at = call_of(request, number), now()

    def act() -> None:
        made = comparing.begin_comparison(call=call, actor=actor_of(request), now=at)
        if comparing.is_small(made):
            comparing.go_on_comparing(made.pk, at)
        else:
            comparing.queue(made)

    return _done(request, call, "compare", act)


@require_POST
@only(is_officer)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """放出名单: each firm on it is asked."""
    call = call_of(request, number)
    return _done(
        request,
        call,
        "ask",
        lambda: automatic.ask_firms(call=call, actor=actor_of(request), now=now()),
    )


@require_POST
@only(is_officer)
def remove(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """移出名单: one firm, with the reason."""
    call = call_of(request, number)
    found = get_object_or_404(AutoCase, call=call, pk=pk)
    reason = request.POST.get("reason", "")
    return _done(
        request,
        call,
        f"remove-{found.pk}",
        lambda: automatic.remove_case(
            case=found, reason=reason, actor=actor_of(request), now=now()
        ),
    )


@require_safe
@only(is_officer)
def listed_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """名单导出: everybody, with who did not claim and why."""
    call = call_of(request, number)
    columns = [
        *(Column(_("名称"), width=36), Column(_("统一社会信用代码"), width=22)),
        *(Column(_("比对日"), "day"), Column(_("金额上限（元）"), "yuan")),
        *(Column(_("进展")), Column(_("确认期限"), "day"), Column(_("原因"), width=40)),
    ]
    found = AutoCase.objects.filter(call=call).select_related("organization").order_by("id")
    looked(actor_of(request), f"导出免申即享名单 {call.number}", [one.subject_id for one in found])
    rows: Iterable[list[Any]] = (
        [
            *(one.organization.name, one.organization.credit_code or "", one.compared_on),
            *(one.amount_fen / 100, one.get_state_display(), one.confirm_until, one.reason),
        ]
        for one in found
    )
    return sheet(f"automatic-{call.number}", _("免申即享名单"), columns, rows)


def _done(request: HttpRequest, call: Call, form: str, act: Callable[[], object]) -> HttpResponse:
    return attempt(
        request,
        act,
        lambda refused: _draw_list(request, call, refused.problems, form),
        lambda _made: redirect("programme_desk:automatic", call.number),
    )
