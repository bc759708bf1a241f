"""一件异议的页面: for who may answer it: the department, or one to which it was referred."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.parties.pages import actor_of, attempt, only
from huiqi.publicity import actions
from huiqi.publicity.access import is_another, is_answerer, is_department, is_its_department
from huiqi.publicity.enums import Ground
from huiqi.publicity.looking import looked_at_objectors
from huiqi.publicity.models import Objection
from huiqi.publicity.queries.referring import (
    objections_in_sight,
    referees_for,
    referral_of,
    referrals_of,
)
from huiqi.publicity.saying import programme_title


@require_safe
@only(is_answerer)
@never_cache
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """一件异议: what was said, who is to answer it, and what can be done."""
    return draw(request, find(request, number))


def find(request: HttpRequest, number: str) -> Objection:
    """找到异议: one that the actor's organization may answer; another's is not found."""
    return get_object_or_404(objections_in_sight(actor_of(request)), number=number)


def draw(request: HttpRequest, one: Objection, problems: Iterable[str] = ()) -> HttpResponse:
    """一件异议: drawn with what stood in the way of what was asked."""
    actor = actor_of(request)
    if one.is_named:
        looked_at_objectors(actor, f"核查异议 {one.number}", one)
    referral = referral_of(one)
    is_ours = not is_its_department.refusal(actor, one.publicity)
    is_open = one.given_answer is None
    context = {
        "nav": "notices",
        "one": one,
        "notice": one.publicity,
        "programme": programme_title(one.publicity.programme),
        "referral": referral,
        "history": referrals_of(one),
        "is_ours": is_ours,
        "is_department": not is_department.refusal(actor),
        "why_not": why_not(actor, one, is_referred_away=is_ours and referral is not None),
        "may_refer": is_open and is_ours,
        "may_give_back": is_open and referral is not None,
        "referees": referees_for(one.publicity, now()) if is_open and is_ours else [],
        "grounds": Ground.choices,
        "given": {name: request.POST.get(name, "") for name in ("text", "to", "ground", "reason")},
        "problems": problems,
    }
    status = 409 if problems else 200
    return render(request, "publicity/objection.html", context, status=status)


def why_not(actor: Actor, one: Objection, *, is_referred_away: bool) -> str:
    """为何不能答复: empty for who can."""
    if is_referred_away:
        return _("已经移交别的部门答复；要自己答复，请先退回本部门")
    return is_another.refusal(actor, one)


@require_POST
@only(is_answerer)
def refer(request: HttpRequest, number: str) -> HttpResponse:
    """移交: to the superior, the bureau of finance or a department of the same level."""
    one, to = find(request, number), request.POST.get("to", "")
    return done(
        request,
        one,
        lambda: actions.refer_objection(
            objection=one,
            to_id=int(to) if to.isascii() and to.isdigit() and len(to) < 18 else None,
            ground=request.POST.get("ground", ""),
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            now=now(),
        ),
    )


@require_POST
@only(is_answerer)
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """退回: to the department of the notice, with the reason."""
    one = find(request, number)
    reason = request.POST.get("reason", "")
    return done(
        request,
        one,
        lambda: actions.give_back_objection(
            objection=one, reason=reason, actor=actor_of(request), now=now()
        ),
    )


def done(request: HttpRequest, one: Objection, act: Callable[[], object]) -> HttpResponse:
    """办一步: and back to its page, or to the desk when it is out of sight by now."""
    return attempt(
        request,
        act,
        lambda refused: draw(request, find(request, one.number), refused.problems),
        lambda _made: _onward(request, one),
    )


def _onward(request: HttpRequest, one: Objection) -> HttpResponse:
    if objections_in_sight(actor_of(request)).filter(pk=one.pk).exists():
        return redirect("notice_desk:objection", one.number)
    return redirect("inbox:index")
