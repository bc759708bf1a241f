"""追回的页面: what is to come back, on what clause, who decided it, and what came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.ledger.access import is_finance
from huiqi.parties.enums import Role
from huiqi.parties.pages import actor_of, attempt, only, page_of
from huiqi.programmes.access import is_handler, is_officer, may_look
from huiqi.programmes.actions import clawing_back
from huiqi.programmes.enums import RecoveryState
from huiqi.programmes.looking import looked
from huiqi.programmes.models import Application, Recovery
from huiqi.programmes.queries.money import repaid_of, standing_of_application
from huiqi.programmes.queries.scoped import applications_to_handle
from huiqi.programmes.recovery_states import RECOVERY
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views.typed import day_in, fen_in

# What the forms of these pages take: drawn again as it was typed.
TYPED: Final = ("amount", "clause", "reason", "on", "voucher", "because")


def recoveries_in_sight(actor: Actor) -> QuerySet[Recovery]:
    """可见的追回: of one's department; finance and auditors see all."""
    found = Recovery.objects.all()
    if not actor.has(Role.FINANCE_OFFICER, Role.AUDITOR):
        found = found.filter(application__call__department=actor.organization_id)
    related = ("application__organization", "application__call__department", "drafted_by")
    return found.select_related(*related, "decided_by").order_by("-id")


@require_safe
@only(may_look)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """追回: the latest first."""
    page = page_of(request, recoveries_in_sight(actor_of(request)))
    looked(actor_of(request), _("查阅追回"), [each.application.subject_id for each in page])
    context = {"nav": "recoveries", "page": page}
    return render(request, "programmes/recovery_index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_officer)
@never_cache
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """提出追回: of one application of one's department."""
    actor = actor_of(request)
    mine = applications_to_handle(actor).filter(call__department=actor.organization_id)
    application = get_object_or_404(mine, number=number)
    if request.method != "POST":
        return _draw_form(request, application)
    return attempt(
        request,
        lambda: clawing_back.propose_recovery(
            application=application,
            amount_fen=fen_in(request.POST.get("amount", "")),
            clause=request.POST.get("clause", ""),
            reason=request.POST.get("reason", ""),
            actor=actor,
            now=now(),
        ),
        lambda refused: _draw_form(request, application, refused.problems),
        lambda made: redirect("programme_desk:recovery", made.pk),
    )


def _draw_form(
    request: HttpRequest, application: Application, problems: Iterable[str] = ()
) -> HttpResponse:
    actor, definition = actor_of(request), definition_of(application)
    looked(actor, f"提出追回 {application.number}", [application.subject_id], application)
    context = {
        "nav": "recoveries",
        "application": application,
        "standing": standing_of_application(application),
        "clauses": [definition.clause(each) for each in definition.programme.basis],
        "typed": {**dict.fromkeys(TYPED, ""), **request.POST.dict()},
        "why_not": is_handler.refusal(actor, application),
        "problems": list(problems),
    }
    status = 409 if problems else 200
    return render(request, "programmes/recovery_new.html", context, status=status)


@require_safe
@only(may_look)
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """一次追回."""
    return _draw(request, get_object_or_404(recoveries_in_sight(actor_of(request)), pk=pk))


def _draw(request: HttpRequest, found: Recovery, problems: Iterable[str] = ()) -> HttpResponse:
    actor = actor_of(request)
    looked(actor, f"查阅追回 {found.pk}", [found.application.subject_id], found)
    repaid = repaid_of(found)
    context = {
        "nav": "recoveries",
        "one": found,
        "application": found.application,
        "repaid": repaid,
        "left": found.amount_fen - repaid,
        "moves": [each.name for each in RECOVERY.open_moves(actor, found)],
        "may_book": found.state == RecoveryState.DECIDED and not is_finance.refusal(actor, found),
        "typed": {**dict.fromkeys(TYPED, ""), **request.POST.dict()},
        "today": today(),
        "problems": list(problems),
    }
    return render(request, "programmes/recovery_one.html", context, status=409 if problems else 200)


@require_POST
@only(may_look)
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """办理追回: decided, dropped, or a payment that came back."""
    actor, at = actor_of(request), now()
    found = get_object_or_404(recoveries_in_sight(actor), pk=pk)
    if move not in MOVES:
        raise Http404
    return attempt(
        request,
        lambda: MOVES[move](request, found, actor, at),
        lambda refused: _draw(request, found, refused.problems),
        lambda _made: redirect("programme_desk:recovery", found.pk),
    )


def _repayment(request: HttpRequest) -> clawing_back.Repayment:
    return clawing_back.Repayment(
        amount_fen=fen_in(request.POST.get("amount", "")),
        on=day_in(request.POST.get("on", "")),
        voucher=request.POST.get("voucher", ""),
    )


MOVES: Final[Mapping[str, Callable[[HttpRequest, Recovery, Actor, datetime], Recovery]]] = {
    "decide": lambda _request, found, actor, at: clawing_back.decide_recovery(
        recovery=found, actor=actor, now=at
    ),
    "drop": lambda request, found, actor, at: clawing_back.drop_recovery(
        recovery=found, because=request.POST.get("because", ""), actor=actor, now=at
    ),
    "repayment": lambda request, found, actor, at: clawing_back.book_repayment(
        recovery=found, repayment=_repayment(request), actor=actor, now=at
    ),
}
