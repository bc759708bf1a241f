"""页面: one policy, worked out on what is known of the reader; without a login or a script."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiqi.kernel.now import today
from huiqi.library import load
from huiqi.policies import matching
from huiqi.policies.addresses import query_of
from huiqi.policies.advising import is_near
from huiqi.policies.calculating import calculated
from huiqi.policies.comparing import compared, held_versions
from huiqi.policies.match_views import code_of, day_of, reader
from huiqi.policies.page import about
from huiqi.rules.answer import Answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, programme: str) -> HttpResponse:
    """政策: who, how much, why; each condition worked out on what is known of the reader.

    What is posted are numbers to try out: they are reckoned with and kept nowhere.
    """
    if programme not in load().policies:
        raise Http404
    on, problems = day_of(request.GET)
    code, wrong = code_of(request.GET)
    problems += wrong
    code = "" if wrong else code
    who, _answers = reader(request, code, on)
    if code and who.firm is None:
        problems.append(_("这个信用代码不在本市登记的企业里，下面按你的回答判断。"))
    two_days, wrong = _compared(request, programme, code, who)
    problems += wrong
    typed = request.POST if request.method == "POST" else None
    context = {
        "nav": "policy",
        "sum": calculated(load().policy(programme), on, who.facts, typed),
        "on": on,
        "today": today(),
        "code": code,
        "query": query_of(code, on, today()),
        "ask_query": query_of(code, on, today(), programme=programme),
        "problems": problems,
        "versions": held_versions(programme, who.facts),
        **two_days,
        **about(programme, on),
        **_answered(programme, who),
    }
    is_bad = bool(problems or context["sum"].problems)
    return render(request, "policies/policy.html", context, status=422 if is_bad else 200)


def _answered(programme: str, who: matching.Whom) -> dict[str, Any]:
    """What the programme says to whoever it is about."""
    found = load().explain(programme, who.facts)
    if isinstance(found, Answer):
        return {"who": who, "answer": found, "is_near": is_near(found)}
    return {"who": who, "answer": None, "absent": found}


def _compared(
    request: HttpRequest, programme: str, code: str, who: matching.Whom
) -> tuple[dict[str, Any], list[str]]:
    """The other day that the address asks for, beside the day of the page; and what is wrong."""
    if not request.GET.get("than", "").strip():
        return {}, []
    than, problems = day_of({"on": request.GET["than"]})
    if problems:
        return {}, problems
    other, _answers = reader(request, code, than)
    found = compared(load().policy(programme), who.facts, other.facts)
    return {"compared": found, "than": than}, []
