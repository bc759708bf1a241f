"""填写的页面: one page of the form: what is known first, then the questions, then the amount.

Saving works without a script; with one the page saves itself. Whoever saves on an old revision
chooses between both versions, question by question.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.kernel.now import CITY, now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import FIRM_ROLES
from huiqi.parties.pages import actor_of, no, only
from huiqi.programmes import actions
from huiqi.programmes.access import is_firm
from huiqi.programmes.actions.drafting import Conflict
from huiqi.programmes.definition import Page, Question
from huiqi.programmes.fields import asked_of, fields_of, known_rows, shown, told
from huiqi.programmes.models import Application
from huiqi.programmes.prefill import Filled, filled_of
from huiqi.programmes.queries.applying import tasks_of
from huiqi.programmes.row_answers import as_json, is_rows, sent_of, whole_of
from huiqi.programmes.ruling import ruling_of
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.values import label, read
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views import own

STAY: Final = "stay"
LONGEST: Final = 20_000  # letters of one answer; the form has its own, shorter bounds
Typed = Mapping[str, Any]  # a table is a list of rows


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_firm)
@never_cache
def page(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """填写一页: everything typed stands there again, also where some of it cannot be read."""
    one = own.found(request, pk)
    where = _page(one, name)
    if (gone := own.not_editable(one)) is not None:
        return gone
    if request.method != "POST":
        return _drawn(request, one, where)
    filled = filled_of(one, day_of(now()))
    typed = _typed(request, where, filled)
    wrong = _wrong(where, filled, typed)
    try:
        saved = _save(request, one, typed)
    except Denied as denied:
        return no(request, denied)
    except Conflict as conflict:
        return _merge(request, one, where, typed, conflict)
    except Refused as refused:
        return _drawn(request, one, where, typed=typed, others=refused.problems)
    if wrong:
        more = request.POST.get("add", "")
        return _drawn(request, saved, where, typed=typed, wrong=wrong, more=more)
    if more := request.POST.get("add", ""):
        return _drawn(request, saved, where, more=more)
    if request.POST.get("go") == STAY:
        return redirect("applying:application", pk)
    return redirect(_following(saved, where))


@require_POST
@only(is_firm)
@never_cache
def autosave(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """自动保存: for a script: the new revision, when, what cannot be read, the amount now."""
    one = own.found(request, pk)
    where = _page(one, name)
    filled = filled_of(one, day_of(now()))
    typed = _typed(request, where, filled)
    try:
        saved = _save(request, one, typed)
    except Conflict:
        words = _("别人刚刚也改了这一页。按「保存并继续」，逐项选用哪一个")
        return JsonResponse({"problem": words}, status=409)
    except Refused as refused:
        status = 403 if isinstance(refused, Denied) else 422
        return JsonResponse({"problem": "；".join(refused.problems)}, status=status)
    live = render_to_string("programmes/_live.html", {"ruling": ruling_of(saved, now())}, request)
    return JsonResponse(
        {
            "revision": saved.revision,
            "saved_at": f"{saved.saved_at.astimezone(CITY):%H:%M:%S}",
            "wrong": _wrong(where, filled, typed),
            "live": live,
        }
    )


def _save(request: HttpRequest, one: Application, typed: Typed) -> Application:
    return actions.save_answers(
        application=one,
        given=typed,
        revision=_revision(request),
        actor=actor_of(request),
        now=now(),
    )


def _revision(request: HttpRequest) -> int:
    """On which it was typed; what is no number is taken for the oldest, so nothing is lost."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _page(one: Application, name: str) -> Page:
    found = definition_of(one).form.page(name)
    if found is None:
        raise Http404
    return found


def _typed(request: HttpRequest, where: Page, filled: Filled) -> dict[str, Any]:
    """What was sent of this page's questions; what was not sent is left as it is."""
    found: dict[str, Any] = {}
    for one in where.questions:
        if is_rows(one):
            if (rows := sent_of(one, request.POST.dict())) is not None:
                given = request.POST.dict()
                found[one.key] = whole_of(one, rows, given, filled.value(one.key))
        elif one.key in request.POST:
            found[one.key] = request.POST[one.key][:LONGEST]
    return found


def _wrong(where: Page, filled: Filled, typed: Typed) -> dict[str, list[str]]:
    """By question, what cannot be read of what was typed."""
    found = {}
    for question in asked_of(where, filled):
        if question.key in typed:
            _value, problems = read(question, typed[question.key], day_of(now()))
            if problems:
                found[question.key] = problems
    return found


def _drawn(  # noqa: PLR0913 -- all that a page is drawn from
    request: HttpRequest,
    one: Application,
    where: Page,
    *,
    typed: Typed | None = None,
    wrong: Mapping[str, list[str]] | None = None,
    others: tuple[str, ...] = (),
    more: str = "",
) -> HttpResponse:
    moment = now()
    definition, filled = definition_of(one), filled_of(one, day_of(moment))
    pages = definition.form.pages
    fields = fields_of(where, definition, filled, typed, wrong, more)
    context = {
        "page": where,
        "place": pages.index(where) + 1,
        "pages": len(pages),
        "known": known_rows(where, filled),
        "fields": fields,
        "wrong": [(each, problem) for each in fields for problem in each.problems],
        "others": others,
        "ruling": ruling_of(one, moment),
        "is_member": actor_of(request).has(*FIRM_ROLES),
        "revision": _revision(request) if others else one.revision,
    }
    answer = own.drawn(request, "programmes/apply_page.html", one, context)
    answer.status_code = 422 if wrong or others else 200
    return answer


def _merge(
    request: HttpRequest, one: Application, where: Page, typed: Typed, conflict: Conflict
) -> HttpResponse:
    """Both versions of what both changed, to choose from; all else that was typed goes along."""
    rows = [
        {
            "key": question.key,
            "label": label(question),
            "mine": _sent(typed[question.key]),
            "mine_told": _told(question, typed[question.key]),
            "theirs": _sent(conflict.theirs[question.key], question),
            "theirs_told": told(question, conflict.theirs[question.key]),
        }
        for question in where.questions
        if question.key in conflict.theirs
    ]
    context: dict[str, Any] = {
        "page": where,
        "rows": rows,
        "rest": [(key, _sent(one)) for key, one in typed.items() if key not in conflict.theirs],
        "revision": conflict.revision,
        "who": one.changes.select_related("person").order_by("-revision").first(),
    }
    answer = own.drawn(request, "programmes/apply_merge.html", one, context)
    answer.status_code = 409
    return answer


def _sent(value: Any, question: Question | None = None) -> str:
    """As the page sends it again: a table as JSON."""
    if isinstance(value, list):
        return as_json(value)
    return shown(question, value) if question is not None else str(value)


def _told(question: Question, typed: Any) -> str:
    if not isinstance(typed, list):
        return str(typed)
    value, _problems = read(question, typed, day_of(now()))
    return told(question, value) if value is not None else as_json(typed)


def _following(one: Application, where: Page) -> str:
    """The next that is to be done: the page behind this one, at last the list."""
    tasks = tasks_of(one, day_of(now()))
    names = [each.name for each in tasks]
    place = names.index(where.id)
    if place + 1 < len(tasks):
        return tasks[place + 1].url
    return reverse("applying:application", args=[one.pk])
