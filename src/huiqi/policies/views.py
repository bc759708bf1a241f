"""页面: one policy, worked out on what is known of the reader; without a login or a script."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.now import today
from huiqi.library import load
from huiqi.policies import matching
from huiqi.policies.addresses import query_of
from huiqi.policies.advising import is_near
from huiqi.policies.match_views import code_of, day_of, reader
from huiqi.policies.page import about
from huiqi.rules.answer import Answer


@never_cache
@require_safe
def policy(request: HttpRequest, programme: str) -> HttpResponse:
    """政策: who, how much, why; each condition worked out on what is known of the reader."""
    if programme not in load().policies:
        raise Http404
    on, problems = day_of(request.GET)
    code, wrong = code_of(request.GET)
    problems += wrong
    code = "" if wrong else code
    who, _answers = reader(request, code, on)
    if code and who.firm is None:
        problems.append(_("这个信用代码不在本市登记的企业里，下面按你的回答判断。"))
    context = {
        "nav": "policy",
        "on": on,
        "today": today(),
        "code": code,
        "query": query_of(code, on, today()),
        "ask_query": query_of(code, on, today(), programme=programme),
        "problems": problems,
        **about(programme, on),
        **_answered(programme, who),
    }
    return render(request, "policies/policy.html", context, status=422 if problems else 200)


def _answered(programme: str, who: matching.Whom) -> dict[str, Any]:
    """What the programme says to whoever it is about."""
    found = load().explain(programme, who.facts)
    if isinstance(found, Answer):
        return {"who": who, "answer": found, "is_near": is_near(found)}
    return {"who": who, "answer": None, "absent": found}
