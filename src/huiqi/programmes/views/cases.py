"""一件申报的页面: facts, checks, materials, amounts, history and the decision, all in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.files import city_store
from huiqi.kernel.models import StoredFile
from huiqi.kernel.now import day_of, now
from huiqi.kernel.refusals import Refused
from huiqi.ledger.queries.support import support_of
from huiqi.parties.pages import actor_of, only, place_among
from huiqi.programmes.access import is_chief, is_handler, may_look, may_read_findings
from huiqi.programmes.clocks import days_left
from huiqi.programmes.definition import Definition
from huiqi.programmes.enums import UNDER_WAY, StageKind, StageState
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
from huiqi.programmes.panels.registry import Panel, panel_of, told_of
from huiqi.programmes.queries.amounts import computed_of
from huiqi.programmes.queries.applying import step_of
from huiqi.programmes.queries.calling import title_of
from huiqi.programmes.queries.cases import (
    clauses_for,
    decisions_of,
    history_of,
    in_hand,
    overdue_of,
)
from huiqi.programmes.queries.money import standing_of_application
from huiqi.programmes.queries.scoped import applications_to_handle
from huiqi.programmes.queries.stacking import standing as stacking_of
from huiqi.programmes.queries.surroundings import Beside, batch_of, beside, firm_of
from huiqi.programmes.remedies import remedies_from
from huiqi.programmes.ruling import Changed, Ruling, changed_since, ruled, ruling_of, source_label
from huiqi.programmes.stages import running
from huiqi.programmes.values import label
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views.day_strip import strip_of
from huiqi.programmes.views.inbox import wanted_of
from huiqi.programmes.views.written import Form, written

UNANSWERED: Final = "unanswered"  # among the data that a decision may rest on


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
    request: HttpRequest, application: Application, problems: Iterable[str] = (), form: str = ""
) -> HttpResponse:
    """一件申报: drawn, with what was typed into ``form`` and what stood in its way."""
    actor, at = actor_of(request), now()
    day = day_of(at)
    looked(actor, f"办理申报 {application.number}", [application.subject_id], application)
    snapshot = application.snapshots.order_by("-round").first()
    if snapshot is None:
        raise Http404
    definition = definition_of(application)
    run = running.current(application)
    ruling = ruled(snapshot.content["result"], snapshot.content)
    runs = list(application.stages.select_related("office", "handler").order_by("position"))
    context = {
        "nav": "cases",
        "application": application,
        "definition": definition,
        "run": run,
        "runs": runs,
        "left": None if run is None else days_left(run, day),
        "strip": [] if run is None else strip_of(run, day),
        "ruling": ruling,
        "changed": _changed(application, run, ruling, at),
        "answers": list(_answers(definition, snapshot)),
        "materials": list(_materials(definition, application)),
        "invoices": list(InvoiceLine.objects.filter(application=application).order_by("place")),
        "computed": computed_of(application) if definition.programme.pays else None,
        **_paid(actor, application),
        "stacking": stacking_of(application, at) if definition.programme.pays else None,
        "history": history_of(application),
        "decisions": decisions_of(application),
        "papers": list(application.documents.order_by("id")),
        "panel": panel_of(request, run) if run is not None else None,
        "told": list(_told(request, runs)),
        "snapshot": snapshot,
        "firm": firm_of(application.subject, date.fromisoformat(snapshot.content["on"])),
        **_supported(application),
        "batch": batch_of(application.call),
        "beside": _beside(request, run, runs, day),
        "step": step_of(application),
        **written(request, form, problems),
        **_deciding(request, application, run, snapshot, definition, day),
    }
    return render(
        request, "programmes/case.html", context, status=409 if context["problems"] else 200
    )


def _supported(application: Application) -> dict[str, Any]:
    """Year by year: of which programme, or of a fund as a whole, and how much, paid or to come."""
    rows = [
        (one.year, title_of(one.programme) or one.fund, one.paid_fen + one.approved_fen)
        for one in support_of(application.subject)
    ]
    return {"supported": rows, "supported_fen": sum(fen for *_, fen in rows)}


def _beside(
    request: HttpRequest, run: StageRun | None, runs: Sequence[StageRun], today: date
) -> Beside:
    """In the list that is being worked through, else among all that is in hand."""
    worked = (one for one in reversed(runs) if one.finished_at)
    here = run or next(worked, None)
    if here is None:
        return Beside()
    asked = place_among(request, "programme_desk:index") or QueryDict()
    return beside(here, in_hand(actor_of(request), wanted_of(asked), today))


def _told(request: HttpRequest, runs: Iterable[StageRun]) -> Iterable[Panel]:
    """What the stages found that are over: for the officers of the case, and for auditors."""
    if may_read_findings.refusal(actor_of(request)):
        return
    for run in runs:
        if run.state in (StageState.PASSED, StageState.FAILED):
            told = told_of(request, run)
            if told is not None:
                yield told


def _changed(
    application: Application, run: StageRun | None, then: Ruling, at: datetime
) -> list[Changed]:
    """Of a case at work only: decided ones are read as they were.

    While a firm completes its file, what it is writing is its own until it hands in.
    """
    if run is None or run.state != StageState.OPEN:
        return []
    return changed_since(then, ruling_of(application, at))


def _paid(actor: Actor, application: Application) -> dict[str, Any]:
    """What the ledger says of it, and what is to come back or may be asked back."""
    standing, recoveries = standing_of_application(application), list(application.recoveries.all())
    is_free = not any(one.state in UNDER_WAY for one in recoveries)
    may_ask = standing.paid > 0 and is_free and not is_handler.refusal(actor, application)
    return {"standing": standing, "recoveries": recoveries, "may_recover": may_ask}


def _deciding(
    request: HttpRequest,
    application: Application,
    run: StageRun | None,
    snapshot: Snapshot,
    definition: Definition,
    today: date,
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
        "remedies": remedies_from(today),
        "is_formal": run is not None and run.kind == StageKind.FORMAL_CHECK,
        "reviews": [_review(request, one) for one in reviews.select_related("decision")],
        "is_unanswered": run is not None and overdue_of(run, today) is not None,
        "picked": _picked(request, snapshot),
    }


def _review(request: HttpRequest, review: ReviewRequest) -> dict[str, Any]:
    """One that waits for an answer, and what was typed into the answer to it."""
    form = f"review-{review.pk}"
    is_sent = request.path.endswith(f"/reviews/{review.pk}/")
    return {"review": review, "form": form, "sent": Form(request.POST if is_sent else QueryDict())}


def _picked(request: HttpRequest, snapshot: Snapshot) -> set[str]:
    """The data that are ticked for a refusal: as they were sent, or those that are not met."""
    if "reason" in request.POST:
        return set(request.POST.getlist("used"))
    told = snapshot.content["result"].get("reasons", ())
    return {UNANSWERED, *(one["id"] for one in told if one["verdict"] == "no")}


def _answers(definition: Definition, snapshot: Snapshot) -> Iterable[tuple[str, str, str]]:
    answers, facts = snapshot.content["answers"], snapshot.content["facts"]
    for question in definition.form.questions():
        if question.key in answers:
            fact = facts.get(question.key)
            source = f"{source_label(fact['source'])} {fact['as_of']}" if fact else ""
            yield label(question), told(question, answers[question.key]), source


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
