"""答复数据权利: the department of the source, and who keeps data safe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_read
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import CITY, now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties import scope
from huiqi.parties.access import is_officer, is_security_admin
from huiqi.parties.enums import Source
from huiqi.parties.models import FactCorrection
from huiqi.parties.pages import back_to, remember_place
from huiqi.parties.queries import current_organization
from huiqi.rights.access import answers_looks
from huiqi.rights.actions import (
    answer_look,
    decide_correction,
    decline_erasure,
    erase,
)
from huiqi.rights.models import CorrectionFile, LookQuestion
from huiqi.rights.queries.looks import open_questions, told
from huiqi.rights.queries.requests import (
    asked_for,
    corrections_to_decide,
    erasures_to_decide,
)
from huiqi.rights.saying import label_of, written
from huiqi.rights.store import store
from huiqi.rights.views.common import actor_of, only, page_of, sheet

LONGEST: Final = 1_000
LONGEST_SEARCH: Final = 100


@require_safe
@only(is_officer | answers_looks)
def index(request: HttpRequest) -> HttpResponse:
    """待答: everything this actor has to answer, by deadline."""
    actor = actor_of(request)
    remember_place(request)
    wanted = wanted_of(request)
    corrections = page_of(request, asked_for(_corrections(actor), *wanted))
    with scope.everything():
        looks = list(open_questions()[:100]) if not answers_looks.refusal(actor) else []
        is_keeper = not is_security_admin.refusal(actor)
        erasures = list(erasures_to_decide()[:100]) if is_keeper else []
    context = {
        "here": "rights",
        "corrections": corrections,
        "wanted": wanted,
        "sources": [one for one in Source if one != Source.SELF_DECLARED],
        "looks": looks,
        "erasures": erasures,
        "today": now().astimezone(CITY).date(),
    }
    return render(request, "rights/desk.html", context)


@require_safe
@only(is_officer)
def corrections_sheet(request: HttpRequest) -> HttpResponse:
    """导出: the requests that the filters leave, on all pages; without the values."""
    found: Iterable[Any] = asked_for(_corrections(actor_of(request)), *wanted_of(request))
    columns = (
        *(Column(_("编号"), "number"), Column(_("企业"), width=36), Column(_("来源"))),
        *(Column(_("哪一项"), width=24), Column(_("提出时间"), "moment", 18)),
        Column(_("答复期限"), "day"),
    )
    rows = (
        [
            *(one.pk, one.firm, one.fact.get_source_display(), label_of(one.fact.key)),
            *(one.asked_at, one.due_on),
        ]
        for one in found
    )
    return sheet("corrections", _("更正申请"), columns, rows)


def _corrections(actor: Actor) -> QuerySet[Any]:
    found = corrections_to_decide(actor)
    return found.none() if is_officer.refusal(actor) else found


class Wanted(NamedTuple):
    """筛选: of the requests for correction; what is not known of a choice is as if not asked."""

    text: str
    source: str
    sort: str


def wanted_of(request: HttpRequest) -> Wanted:
    """筛选: as the address asks."""
    ask = request.GET
    source, sort = ask.get("source", ""), ask.get("sort", "")
    return Wanted(
        ask.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
        source if source in Source.values else "",
        sort if sort == "new" else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_officer)
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """一件更正: what is said, what it should be and the evidence; reading it is on record."""
    actor = actor_of(request)
    found = get_object_or_404(corrections_to_decide(actor), pk=pk)
    if request.method != "POST":
        return _correction(request, found)
    try:
        decide_correction(
            correction=found,
            accept=request.POST.get("decision") == "accept",
            answer=request.POST.get("answer", ""),
            actor=actor,
            now=now(),
        )
    except Refused as refused:
        return _correction(request, found, refused.problems)
    return back_to(request, "rights:desk")


def _correction(
    request: HttpRequest, found: FactCorrection, problems: tuple[str, ...] = ()
) -> HttpResponse:
    fact = found.fact
    _record(request, found, "查看更正申请")
    context = {
        "here": "rights",
        "one": found,
        "firm": current_organization(fact.subject),
        "label": label_of(fact.key),
        "now_says": written(fact.key, fact.value),
        "should_say": written(fact.key, found.proposed),
        "files": found.evidence.select_related("file__blob").order_by("id"),
        "problems": problems,
        "answer": request.POST.get("answer", "")[:LONGEST],
    }
    return render(request, "rights/desk_correction.html", context, status=422 if problems else 200)


def _record(request: HttpRequest, found: FactCorrection, verb: str) -> None:
    """The purpose is known by itself: whoever opens it does so to answer it."""
    actor = replace(actor_of(request), purpose=f"答复更正申请 {found.pk}")
    record_read(actor, verb, found, subject_id=found.fact.subject_id)


@require_safe
@only(is_officer)
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """更正依据: one file, to save and never to show in the page; reading it is on record."""
    open_here = corrections_to_decide(actor_of(request)).values("pk")
    found = get_object_or_404(
        CorrectionFile.objects.filter(correction__in=open_here).select_related(
            "file__blob", "correction__fact"
        ),
        pk=pk,
    )
    _record(request, found.correction, "查看更正依据")
    try:
        content = store().open(found.file)
    except Refused as refused:
        return _correction(request, found.correction, refused.problems)
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.file.name,
        content_type="application/octet-stream",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only(answers_looks)
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """一件询问: the entry of the audit and the question; answered in words."""
    with scope.everything():
        found = get_object_or_404(open_questions().select_related("asked_by"), pk=pk)
        problems: tuple[str, ...] = ()
        if request.method == "POST":
            try:
                answer = request.POST.get("answer", "")
                answer_look(question=found, answer=answer, actor=actor_of(request), now=now())
            except Refused as refused:
                problems = refused.problems
            else:
                return back_to(request, "rights:desk")
        return _look(request, found, problems)


def _look(request: HttpRequest, found: LookQuestion, problems: tuple[str, ...]) -> HttpResponse:
    (entry,) = told(AuditEntry.objects.filter(pk=found.entry_id).order_by("pk"))
    context = {
        "here": "rights",
        "one": found,
        "look": entry,
        "problems": problems,
        "answer": request.POST.get("answer", "")[:LONGEST],
    }
    return render(request, "rights/desk_look.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_security_admin)
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """一件删除请求: what would go and what the law keeps; done or declined with its ground."""
    actor = actor_of(request)
    with scope.everything():
        found = get_object_or_404(erasures_to_decide(), pk=pk)
        problems: tuple[str, ...] = ()
        if request.method == "POST":
            act = erase if request.POST.get("decision") == "erase" else decline_erasure
            try:
                act(request=found, answer=request.POST.get("answer", ""), actor=actor, now=now())
            except Refused as refused:
                problems = refused.problems
            else:
                return back_to(request, "rights:desk")
        context = {
            "here": "rights",
            "one": found,
            "problems": problems,
            "answer": request.POST.get("answer", "")[:LONGEST],
        }
        status = 422 if problems else 200
        return render(request, "rights/desk_erasure.html", context, status=status)
