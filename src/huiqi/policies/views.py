"""页面: matching and single policies; without a login, without a script."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import today
from huiqi.library import load
from huiqi.parties.codes import tidy
from huiqi.parties.middleware import ActorRequest
from huiqi.policies import asking, matching
from huiqi.rules import credit_code
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS
from huiqi.rules.given import Given


@require_safe
def match(request: HttpRequest) -> HttpResponse:
    """匹配结果: for the firm of a code, for one's own, or for whoever answers questions."""
    on, problems = _day(request)
    code = tidy(request.GET.get("code", ""))[:40]
    if code:
        problems += filter(None, [credit_code.problem_of(code)])
    return _matched(request, on, "" if problems else code, problems)


def _matched(
    request: HttpRequest, on: date, code: str, problems: list[str], wrong: str = ""
) -> HttpResponse:
    actor = cast("ActorRequest", request).actor
    who = matching.whom(actor, code, _answers(request), on)
    if code and who.firm is None:
        problems = [*problems, _("这个信用代码不在本市登记的企业里，可以直接回答下面的问题。")]
    found = matching.find(who.facts)
    first = [asking.asked(key) for key in asking.FIRST if who.facts.get(key) is None]
    shown = {one.key for one in [*first, *found.questions] if one}
    context = {
        "nav": "policy",
        "on": on,
        "code": code,
        "who": who,
        "found": found,
        "first": [one for one in first if one],
        "answered": _answered(request),
        "problems": problems,
        "wrong": wrong if wrong in shown else "",  # else the problems stand at the top
        "asked_count": len(found.match.results),
        "query": _query(code, on),
    }
    status = 422 if problems else 200
    return render(request, "policies/match.html", context, status=status)


@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """回答一个问题: kept in this browser's session; then the result is worked out again."""
    on, problems = _day(request)
    code = tidy(request.POST.get("code", ""))[:40]
    answers = dict(_answers(request))
    problems += asking.take_answer(answers, key, request.POST, on)
    if problems:
        return _matched(request, on, code, problems, wrong=key)
    request.session[asking.SESSION] = answers
    return redirect(f"{reverse('policies:match')}{_query(code, on)}#ask")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """清空回答: all answers of this browser are gone."""
    request.session.pop(asking.SESSION, None)
    return redirect("policies:match")


@require_safe
def policy(request: HttpRequest, programme: str) -> HttpResponse:
    """政策: who, how much, why; each condition worked out on what is known of the reader."""
    library = load()
    if programme not in library.policies:
        raise Http404
    on, problems = _day(request)
    actor = cast("ActorRequest", request).actor
    who = matching.whom(actor, "", _answers(request), on)
    found = library.explain(programme, who.facts)
    context = {
        "nav": "policy",
        "on": on,
        "who": who,
        "policy": library.policy(programme),
        "answer": found if isinstance(found, Answer) else None,
        "query": _query("", on),
        "problems": problems,
    }
    return render(request, "policies/policy.html", context, status=422 if problems else 200)


def _day(request: HttpRequest) -> tuple[date, list[str]]:
    """The day asked for, else today; a day that cannot be read is told and today is used."""
    given = Given(today())
    written = (request.POST or request.GET).get("on", "").strip()[:40]
    on = given.day(written or None, _("日期"))
    return on, [str(problem) for problem in given.problems]


def _answers(request: HttpRequest) -> dict[str, Any]:
    kept = request.session.get(asking.SESSION, {})
    return kept if isinstance(kept, dict) else {}


def _answered(request: HttpRequest) -> list[asking.Asked]:
    found = (asking.asked(key) for key in _answers(request) if key in FACTS)
    return [one for one in found if one]


def _query(code: str, on: date) -> str:
    kept = {"code": code} if code else {}
    if on != today():
        kept["on"] = on.isoformat()
    return f"?{urlencode(kept)}" if kept else ""
