"""匹配页: the ranked list, its questions, links and files; without a login, without a script."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.content import XLSX
from huiqi.kernel.now import today
from huiqi.library import load
from huiqi.parties.codes import tidy
from huiqi.parties.models import Organization
from huiqi.parties.pages import actor_of
from huiqi.policies import asking, listed, listing, matching, sharing
from huiqi.policies.addresses import query_of
from huiqi.rules import credit_code
from huiqi.rules.dictionary import FACTS
from huiqi.rules.given import Given
from huiqi.rules.problems import Refused, visible

LONGEST_CODE = 40
LONGEST_QUESTION = 200
CODE_LENGTH = 18


@never_cache
@require_safe
def match(request: HttpRequest) -> HttpResponse:
    """匹配结果: for the firm of a code, for one's own, or for whoever answers questions."""
    asked = request.GET.get("q", "").strip()
    if asked and not looks_like_code(asked):
        return redirect(_search(asked))
    on, problems = day_of(request.GET)
    code, wrong = code_of(request.GET if request.GET.get("code") else {"code": asked})
    problems += wrong
    return _matched(request, on, "" if problems else code, problems)


def looks_like_code(text: str) -> bool:
    """像不像信用代码: letters and digits only, about as many as a code has."""
    told = tidy(text)
    near = CODE_LENGTH - 4 <= len(told) <= CODE_LENGTH + 4
    return near and told.isascii() and told.isalnum() and any(c.isdigit() for c in told)


def _search(asked: str) -> str:
    return f"{reverse('policies:search')}?{urlencode({'q': asked[:LONGEST_QUESTION]})}"


def _matched(
    request: HttpRequest, on: date, code: str, problems: list[str], wrong: str = ""
) -> HttpResponse:
    who, answers = reader(request, code, on)
    if code and who.firm is None:
        problems = [*problems, _("这个信用代码不在本市登记的企业里，可以直接回答下面的问题。")]
    wanted = _wanted(request.GET)
    page_of = shown(who, on, wanted)
    context = page_of | {
        "code": code,
        "answered": _answered(answers),
        "problems": problems,
        "wrong": wrong,
        "query": query_of(code, on, page_of["today"]),
        "full_query": query_of(code, on, page_of["today"], wanted),
        "fragment": _wants_fragment(request),
    }
    told = {one.key for one in context["found"].questions}
    if wrong not in told and not (wrong == "first" and context["first"]):
        context["wrong"] = ""  # the problems stand at the top instead
    page = "policies/_result.html" if context["fragment"] else "policies/match.html"
    return render(request, page, context, status=422 if problems else 200)


def shown(who: matching.Whom, on: date, wanted: matching.Wanted) -> dict[str, Any]:
    """页面内容: what the list shows of somebody, whoever reads it."""
    found = matching.find(who.facts, wanted)
    return {
        "nav": "policy",
        "on": on,
        "today": today(),
        "who": who,
        "found": found,
        "titles": found.titles,
        "first": [asking.asked(key) for key in asking.FIRST if who.facts.get(key) is None],
        "asked_count": len(found.match.results),
        "filters": listed.choices(wanted),
        "is_filtered": wanted != matching.EVERYTHING,
        "version": sharing.library_version(),
    }


def _wants_fragment(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False)) and request.method == "POST"


# Answers


@never_cache
@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """回答: one question, or the «first» three together; kept in this browser's session."""
    on, problems = day_of(request.POST)
    code = _valid_code(request.POST)
    if "add" in request.POST and asking.may_ask(key):
        return _question(request, key, on, code, _given(request.POST) | _one_more(request.POST), [])
    answers = answers_of(request, code)
    keys = _first_asked(request.POST) if key == "first" else [key]
    problems += asking.take_answers(answers, keys, request.POST, on)
    if problems and "full" in request.POST and asking.may_ask(key):
        return _question(request, key, on, code, _given(request.POST), problems)
    if problems:
        return _matched(request, on, code, problems, wrong=key)
    _keep(request, code, answers)
    if _wants_fragment(request):
        return _matched(request, on, code, [])
    return redirect(_back_to(request.POST, query_of(code, on, today())))


def _back_to(given: Mapping[str, str], query: str) -> str:
    """Back to the policy that the question was asked for, else to the list."""
    programme = asked_from(given)
    if programme:
        return f"{reverse('policies:policy', args=[programme])}{query}#rule"
    return f"{reverse('policies:match')}{query}#ask"


def asked_from(given: Mapping[str, str]) -> str:
    """从哪项政策问起: its id; empty where there is no such policy."""
    programme = given.get("policy", "")
    return programme if programme in load().policies else ""


def _first_asked(given: Mapping[str, str]) -> list[str]:
    return [key for key in asking.FIRST if given.get(key, "").strip()]


def _one_more(given: Mapping[str, str]) -> dict[str, str]:
    return {"rows": str(listing.row_count(given) + 1)}


def _given(given: Mapping[str, str]) -> dict[str, str]:
    return {str(key): str(value)[: listing.LONGEST] for key, value in given.items()}


@never_cache
@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    """一个问题一页: for lists of rows, and for whoever comes from a condition."""
    if not asking.may_ask(key):
        raise Http404
    on, problems = day_of(request.GET)
    code = _valid_code(request.GET)
    given = listing.as_given(FACTS[key], answers_of(request, code))
    return _question(request, key, on, code, given, problems)


def _question(
    request: HttpRequest, key: str, on: date, code: str, given: dict[str, str], problems: list[str]
) -> HttpResponse:
    count = listing.row_count(given)
    is_rows = asking.widget_of(FACTS[key]) == "rows"
    context = {
        "nav": "policy",
        "one": asking.asked(key),
        "rows": listing.rows(FACTS[key], given, count) if is_rows else [],
        "count": count,
        "can_add": count < listing.MOST_ROWS,
        "given": given,
        "titles": asking.all_titles(),
        "on": on,
        "code": code,
        "query": query_of(code, on, today()),
        "problems": problems,
        "wrong": "",
        "full": True,
        "asked_from": asked_from(request.POST if request.method == "POST" else request.GET),
    }
    return render(request, "policies/question.html", context, status=422 if problems else 200)


@never_cache
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """清空回答: all answers of this browser are gone."""
    request.session.pop(asking.SESSION, None)
    return redirect("policies:match")


# Links and files


@never_cache
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """导出: the list as it stands, as an Excel file to keep."""
    on, problems = day_of(request.GET)
    code, wrong = code_of(request.GET)
    if problems := problems + wrong:
        return _matched(request, on, "", problems)
    who, _answers = reader(request, code, on)
    book = listed.sheet(matching.find(who.facts, _wanted(request.GET)), on)
    name = quote(_("匹配结果-%(day)s.xlsx") % {"day": on.isoformat()})
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(book, content_type=XLSX, headers=headers)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """分享: choose which answers go into a link; nothing else ever does."""
    given = request.POST if request.method == "POST" else request.GET
    on, problems = day_of(given)
    code, link = _valid_code(given), ""
    answers = answers_of(request, code)
    if request.method == "POST" and not problems:
        try:
            token = sharing.link_token(answers, request.POST.getlist("key"), on, today())
            link = request.build_absolute_uri(reverse("policies:shared", args=[token]))
        except Refused as refused:
            problems = [str(problem) for problem in refused.problems]
    context = {
        "nav": "policy",
        "on": on,
        "answered": _answered(answers),
        "chosen": request.POST.getlist("key") or [one.key for one in _answered(answers)],
        "link": link,
        "problems": problems,
        "code": code,
        "query": query_of(code, on, today()),
        "days": sharing.LASTS.days,
    }
    return render(request, "policies/share.html", context, status=422 if problems else 200)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """打开分享: what the answers in the link lead to, whoever opens it and whatever they know."""
    try:
        told = sharing.opened(token, today())
    except Refused as refused:
        context = {"problems": [str(problem) for problem in refused.problems], "nav": "policy"}
        return render(request, "policies/unopened.html", context, status=410)
    who = matching.Whom(asking.own_facts(told.answers, told.on))
    context = shown(who, told.on, matching.EVERYTHING) | {
        "shared": told,
        "is_old": told.library != sharing.library_version(),
        "answered": _answered(told.answers),
        "query": query_of("", told.on, today()),
        "problems": [],
    }
    return render(request, "policies/match.html", context)


# What an address and a session say


def code_of(given: Mapping[str, str]) -> tuple[str, list[str]]:
    """信用代码: the one asked for, and what is wrong with it; empty where none was given."""
    code = tidy(given.get("code", ""))
    wrong = credit_code.problem_of(code) if code else ""
    return code[:LONGEST_CODE], [visible(wrong)] if wrong else []


def _valid_code(given: Mapping[str, str]) -> str:
    code, wrong = code_of(given)
    return "" if wrong else code


def reader(request: HttpRequest, code: str, on: date) -> tuple[matching.Whom, dict[str, Any]]:
    """比对对象: whom the page is about, and what this browser answered for them."""
    firm = matching.firm_of(actor_of(request), code)
    answers = _all_answers(request).get(_whose(firm, code), {})
    return matching.whom(actor_of(request), firm, answers, on), answers


def answers_of(request: HttpRequest, code: str) -> dict[str, Any]:
    """回答: a copy of those given for the firm of a code, else for the reader's own."""
    firm = matching.firm_of(actor_of(request), code)
    return dict(_all_answers(request).get(_whose(firm, code), {}))


def _whose(firm: Organization | None, code: str) -> str:
    """Under which name a session keeps answers: what is true of one firm is not of another."""
    return f"{firm.subject_id}" if firm else code


def _all_answers(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """Those of all firms; whatever else stands in a session is nothing."""
    kept = request.session.get(asking.SESSION, {})
    if not isinstance(kept, dict):
        return {}
    return {str(key): one for key, one in kept.items() if isinstance(one, dict)}


def _keep(request: HttpRequest, code: str, answers: dict[str, Any]) -> None:
    whose = _whose(matching.firm_of(actor_of(request), code), code)
    others = {key: one for key, one in _all_answers(request).items() if key != whose}
    latest = list(others.items())[-asking.MOST_FIRMS + 1 :]
    request.session[asking.SESSION] = dict([*latest, (whose, answers)])


def _answered(answers: Mapping[str, Any]) -> list[asking.Asked]:
    return [asking.asked(key) for key in answers if asking.may_ask(key)]


def day_of(given: Mapping[str, str]) -> tuple[date, list[str]]:
    """比对日期: the day asked for, else today, also where it cannot be read (then told)."""
    told = given.get("on") or None
    reader = Given(today())
    on = reader.day(told and told[:LONGEST_CODE], _("日期"))
    return on, [str(problem) for problem in reader.problems]


def _wanted(given: Mapping[str, str]) -> matching.Wanted:
    """The filters of an address; one that does not exist chooses everything."""
    place, kind = given.get("from", ""), given.get("kind", "")
    return matching.Wanted(
        place if place in listed.PLACES else "",
        kind if kind in listed.KINDS else "",
        given.get("money") == "1",
    )
