"""一件申报的页面: facts, checks, materials, amounts, history and the decision, all in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.files import city_store
from huiqi.kernel.models import StoredFile
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.words import worded
from huiqi.parties.pages import actor_of, only
from huiqi.programmes.access import is_chief, is_handler, is_officer, may_look
from huiqi.programmes.actions import handling
from huiqi.programmes.clocks import days_left
from huiqi.programmes.definition import Definition
from huiqi.programmes.enums import FindingResult, StageKind, StageState, Verdict
from huiqi.programmes.fields import told
from huiqi.programmes.looking import looked
from huiqi.programmes.models import (
    Application,
    AuditFinding,
    EvidenceFile,
    InvoiceLine,
    ReviewRequest,
    Snapshot,
    StageRun,
)
from huiqi.programmes.panels.registry import panel_of
from huiqi.programmes.queries.amounts import computed_of
from huiqi.programmes.queries.cases import clauses_for, decisions_of, history_of, overdue_of
from huiqi.programmes.queries.money import standing_of_application
from huiqi.programmes.queries.scoped import applications_to_handle
from huiqi.programmes.queries.stacking import standing as stacking_of
from huiqi.programmes.remedies import remedies_from
from huiqi.programmes.ruling import Changed, Ruling, changed_since, ruled, ruling_of
from huiqi.programmes.stages import formal_check, running
from huiqi.programmes.stages.refusing import refuse
from huiqi.programmes.values import label
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views.typed import number_in

Act = Callable[[StageRun, Actor, datetime], object]
UNANSWERED: Final = "unanswered"  # among the data that a decision may rest on
# What forms of this page and of its panels take: drawn again as it was typed.
TYPED: Final = (
    *("reason", "own_clause", "answer", "text", "about", "allowed", "found", "result"),
    *("visited_on", "visitors", "place"),
)


@require_safe
@only(may_look)
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """一件申报: everything about it, and what can be done now."""
    return draw(request, find(request, number))


def find(request: HttpRequest, number: str) -> Application:
    """所在的一件: of those that the reader may see; else not found."""
    return get_object_or_404(applications_to_handle(actor_of(request)), number=number)


def draw(
    request: HttpRequest, application: Application, problems: Iterable[str] = ()
) -> HttpResponse:
    """一件申报: drawn, with what stood in the way of what was asked, and what was typed."""
    actor = actor_of(request)
    looked(actor, f"办理申报 {application.number}", [application.subject_id], application)
    snapshot = application.snapshots.order_by("-round").first()
    if snapshot is None:
        raise Http404
    definition = definition_of(application)
    run = running.current(application)
    ruling = ruled(snapshot.content["result"])
    runs = list(application.stages.select_related("office", "handler").order_by("position"))
    context = {
        "nav": "cases",
        "application": application,
        "definition": definition,
        "run": run,
        "runs": runs,
        "left": None if run is None else days_left(run, today()),
        "ruling": ruling,
        "changed": _changed(application, run, ruling),
        "answers": list(_answers(definition, snapshot)),
        "materials": list(_materials(definition, application)),
        "invoices": list(InvoiceLine.objects.filter(application=application).order_by("place")),
        "computed": computed_of(application) if definition.programme.pays else None,
        "standing": standing_of_application(application),
        "stacking": stacking_of(application, now()) if definition.programme.pays else None,
        "history": history_of(application),
        "decisions": decisions_of(application),
        "papers": list(application.documents.order_by("id")),
        "panel": panel_of(request, run) if run is not None else None,
        "snapshot": snapshot,
        "problems": list(problems),
        **_deciding(request, application, run, snapshot, definition),
    }
    return render(
        request, "programmes/case.html", context, status=409 if context["problems"] else 200
    )


def _changed(application: Application, run: StageRun | None, then: Ruling) -> list[Changed]:
    """Of a case at work only: decided ones are read as they were.

    While a firm completes its file, what it is writing is its own until it hands in.
    """
    if run is None or run.state != StageState.OPEN:
        return []
    return changed_since(then, ruling_of(application, now()))


def _deciding(
    request: HttpRequest,
    application: Application,
    run: StageRun | None,
    snapshot: Snapshot,
    definition: Definition,
) -> dict[str, Any]:
    actor = actor_of(request)
    cites = [definition.clause(one) for one in definition.programme.basis]
    may_decide = run is not None and not is_handler.refusal(actor, run)
    reviews = ReviewRequest.objects.filter(decision__application=application, answered_at=None)
    return {
        "may_decide": may_decide,
        "may_refuse": may_decide
        and run is not None
        and run.state
        in (
            StageState.OPEN,
            StageState.RETURNED,
        ),
        "may_extend": run is not None and not is_chief.refusal(actor, run),
        "why_not": "" if run is None else is_handler.refusal(actor, run),
        "clauses": list(clauses_for(snapshot.content["result"], cites)),
        "remedies": remedies_from(today()),
        "is_formal": run is not None and run.kind == StageKind.FORMAL_CHECK,
        "reviews": list(reviews.select_related("decision")),
        "is_unanswered": run is not None and overdue_of(run, today()) is not None,
        "given": {**dict.fromkeys(TYPED, ""), **request.POST.dict()},
    }


def _answers(definition: Definition, snapshot: Snapshot) -> Iterable[tuple[str, str, Any]]:
    answers, facts = snapshot.content["answers"], snapshot.content["facts"]
    for question in definition.form.questions():
        if question.key in answers:
            yield label(question), told(question, answers[question.key]), facts.get(question.key)


def _materials(definition: Definition, application: Application) -> Iterable[Any]:
    names = {one.id: one.text for one in definition.form.evidence}
    found = application.evidence.filter(removed_at=None).select_related("file")
    for one in found.order_by("material", "id"):
        yield names.get(one.material, one.material), one


@require_safe
@only(may_look)
@never_cache
def material(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """下载材料: as a file to keep; never shown inside the page."""
    application = find(request, number)
    found = get_object_or_404(EvidenceFile, application=application, pk=pk)
    looked(actor_of(request), f"下载材料 {application.number}", [application.subject_id], found)
    return _sent(request, application, found.file)


@require_safe
@only(may_look)
@never_cache
def audit_report(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """下载审计报告: of one amount."""
    application = find(request, number)
    with_report = AuditFinding.objects.filter(run__application=application, report__isnull=False)
    found = get_object_or_404(with_report.select_related("report"), pk=pk)
    looked(actor_of(request), f"下载审计报告 {application.number}", [application.subject_id], found)
    assert found.report is not None
    return _sent(request, application, found.report)


def _sent(request: HttpRequest, application: Application, file: StoredFile) -> HttpResponseBase:
    try:
        content = city_store().open(file)
    except Refused as refused:
        return draw(request, application, refused.problems)
    return FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )


def done(request: HttpRequest, number: str, kind: StageKind | None, act: Act) -> HttpResponse:
    """办理当前环节: of this kind, or of any; back to the case, or with what stood in the way.

    A page that lay open while the case went on asks for a step of a stage that is over: refused.
    """
    application = find(request, number)
    try:
        run = running.current_of_kind(application, kind) if kind else running.current(application)
        if run is None:
            raise Refused([_("这份申报现在没有在办的环节")])
        if request.POST.get("run", str(run.pk)) != str(run.pk):
            raise Refused([_("页面打开以后，申报已经办到别的环节；看过现在的再办")])
        act(run, actor_of(request), now())
    except Denied as denied:
        return render(request, "403.html", {"reason": denied.problems[0]}, status=403)
    except Refused as refused:
        return draw(request, find(request, number), refused.problems)
    return redirect("programme_desk:case", number)


@require_POST
@only(is_officer)
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """受理并通过: of the formal check; one click on a clean file."""
    clause = request.POST.get("clause", "")
    return done(
        request,
        number,
        StageKind.FORMAL_CHECK,
        lambda run, who, at: formal_check.accept(run=run, clause=clause, actor=who, now=at),
    )


@require_POST
@only(is_officer)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """一次性告知补正: everything at once."""
    texts, clauses = request.POST.getlist("text"), request.POST.getlist("item_clause")
    items = [
        {"text": text, "clause": clauses[place] if place < len(clauses) else ""}
        for place, text in enumerate(texts)
    ]
    return done(
        request,
        number,
        StageKind.FORMAL_CHECK,
        lambda run, who, at: formal_check.ask_correction(run=run, items=items, actor=who, now=at),
    )


@require_POST
@only(is_officer)
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """登记人工核查: one check of the rules."""
    result = request.POST.get("result", "")

    def act(run: StageRun, who: Actor, at: datetime) -> object:
        if result not in FindingResult.values:
            raise Refused([_("请选符合、不符合或不能确定")])
        return formal_check.judge_check(
            run=run,
            check_id=request.POST.get("check", ""),
            result=FindingResult(result),
            note=request.POST.get("note", ""),
            actor=who,
            now=at,
        )

    return done(request, number, StageKind.FORMAL_CHECK, act)


@require_POST
@only(is_officer)
def decide_no(request: HttpRequest, number: str) -> HttpResponse:
    """不受理或不予资助: with clause, the data used, and the reason."""
    application = find(request, number)
    snapshot = application.snapshots.order_by("-round").first()
    told_of = snapshot.content["result"].get("reasons", ()) if snapshot else ()
    picked = set(request.POST.getlist("used"))
    used = [
        {
            "condition": one["condition"],
            "value": one["value_text"],
            "needed": one["needed"],
            "clause": one["clause"],
        }
        for one in told_of
        if one["id"] in picked
    ]

    def act(run: StageRun, who: Actor, at: datetime) -> object:
        late = overdue_of(run, at.date())
        if late is not None and UNANSWERED in picked:
            used.append(
                {
                    "condition": _("一次性告知补正"),
                    "value": _("期满没有提交补正"),
                    "needed": worded("%(day)s 以前提交补正", day=late.due_on),
                    "clause": request.POST.get("clause", ""),
                }
            )
        is_formal = run.kind == StageKind.FORMAL_CHECK and request.POST.get("as") == "not_accepted"
        return refuse(
            run=run,
            clause=request.POST.get("own_clause", "") or request.POST.get("clause", ""),
            reason=request.POST.get("reason", ""),
            used=used,
            verdict=Verdict.NOT_ACCEPTED if is_formal else Verdict.REFUSED,
            actor=who,
            now=at,
        )

    return done(request, number, None, act)


@require_POST
@only(is_officer)
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """延长时限: by the chief."""
    days = min(number_in(request.POST.get("days", "")) or 0, 1000)
    return done(
        request,
        number,
        None,
        lambda run, who, at: handling.extend_stage(
            run=run, days=days, reason=request.POST.get("reason", ""), actor=who, now=at
        ),
    )


@require_POST
@only(is_officer)
def answer_review(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """答复复核: upheld, or found for the firm."""
    application = find(request, number)
    found = get_object_or_404(ReviewRequest, decision__application=application, pk=pk)
    outcome = request.POST.get("outcome", "")
    try:
        if outcome not in ("upheld", "changed"):
            raise Refused([_("请选维持原决定，还是改变原决定")])
        handling.answer_review(
            review=found,
            is_upheld=outcome == "upheld",
            answer=request.POST.get("answer", ""),
            actor=actor_of(request),
            now=now(),
        )
    except Denied as denied:
        return render(request, "403.html", {"reason": denied.problems[0]}, status=403)
    except Refused as refused:
        return draw(request, application, refused.problems)
    return redirect("programme_desk:case", number)
