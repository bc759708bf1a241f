"""各环节的面板: what an officer needs of each kind of stage, beside the case itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final

from django.http import HttpRequest, QueryDict

from huiqi.kernel.now import now, today
from huiqi.parties.pages import actor_of
from huiqi.programmes.access import is_not_drafter
from huiqi.programmes.actions.lists import line_of
from huiqi.programmes.clocks import begins_on
from huiqi.programmes.definition import ExpertReview, FormalCheck, SiteVisit
from huiqi.programmes.enums import FindingResult, SeatState, Sitting, StageKind, StageState
from huiqi.programmes.models import (
    CheckFinding,
    Completion,
    PanelSeat,
    Score,
    SiteVisitReport,
    StageRun,
)
from huiqi.programmes.panels.registry import shows
from huiqi.programmes.queries.amounts import bands_of
from huiqi.programmes.queries.cases import overdue_of
from huiqi.programmes.queries.draws import records_of
from huiqi.programmes.queries.money import standing_of_application
from huiqi.programmes.stages import audit, drawing, formal_check, marking, recognition
from huiqi.programmes.values import label
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views.written import Form
from huiqi.rules.answer import clause_of

ITEMS: Final = range(1, 7)
MOST_ITEMS: Final = 50
TONES: Final = {"met": "mal", "unmet": "cin", "unclear": "och"}


def _clauses(run: StageRun) -> list[str]:
    definition = definition_of(run.application)
    return [definition.clause(one) for one in definition.programme.basis]


def _typed_items(request: HttpRequest) -> list[tuple[int, str, str]]:
    """What was typed and refused stands there again."""
    texts, clauses = request.POST.getlist("text"), request.POST.getlist("item_clause")
    rows = zip_longest(ITEMS, texts[:MOST_ITEMS], clauses[:MOST_ITEMS], fillvalue="")
    return [(place, str(text), str(clause)) for place, (_, text, clause) in enumerate(rows, 1)]


def _formal_check(request: HttpRequest, run: StageRun) -> dict[str, Any]:
    definition = definition_of(run.application)
    settings = definition.programme.stage(run.kind)
    found = {one.check_id: one for one in run.findings.select_related("person").order_by("id")}
    return {
        "is_open": run.state == StageState.OPEN,
        "correction": run.corrections.filter(answered_at=None).first(),
        "corrections": list(run.corrections.order_by("id")),
        "is_overdue": overdue_of(run, today()) is not None,
        "obstacles": formal_check.obstacles_to(run),
        "clauses": _clauses(run),
        "checks": [
            {
                "check": one,
                "clause": clause_of(definition.policy, one.cite),
                **_judged(request, one.id, found.get(one.id)),
            }
            for one in definition.policy.checks
        ],
        "results": FindingResult.choices,
        "may_correct": not run.corrections.exists(),
        "reply_days": settings.reply_days if isinstance(settings, FormalCheck) else 0,
        "items": _typed_items(request),
    }


def _judged(request: HttpRequest, check_id: str, found: CheckFinding | None) -> dict[str, Any]:
    """What is on record of one check, and what its form says: as it was sent, where it was."""
    sent = request.POST if request.POST.get("check") == check_id else {}
    return {
        "finding": found,
        "note": sent.get("note", found.note if found else ""),
        "result": sent.get("result", found.result if found else ""),
        "tone": TONES.get(found.result, "") if found else "",
    }


def _audit(request: HttpRequest, run: StageRun) -> dict[str, Any]:
    form = definition_of(run.application).form
    found = {one.about: one for one in run.audit_findings.select_related("report").order_by("id")}
    amounts = []
    for key, fen in audit.reported_of(run).items():
        question = form.question(key)
        name = label(question) if question else key
        is_sent = request.POST.get("about") == key
        sent = Form(request.POST if is_sent else QueryDict())
        told = {"key": key, "label": name, "reported": fen, "finding": found.get(key)}
        amounts.append({**told, "is_sent": is_sent, "sent": sent})
    return {"amounts": amounts}


def _site_visit(_request: HttpRequest, run: StageRun) -> dict[str, Any]:
    settings = definition_of(run.application).programme.stage(run.kind)
    return {
        "visit": SiteVisitReport.objects.filter(run=run).first(),
        "visitors": settings.visitors if isinstance(settings, SiteVisit) else 1,
        "results": FindingResult.choices,
    }


def _expert_review(_request: HttpRequest, run: StageRun) -> dict[str, Any]:
    settings, result = marking.settings_of(run), marking.result_of(run)
    draw, sitting = drawing.current_draw(run), drawing.sitting_of(run)
    wanted = marking.wanted_of(run, sitting) if run.state == StageState.OPEN else 0
    sittings = [(one, marking.sitting_result(run, one)) for one in Sitting]
    first = sittings[0][1]
    seats = list(run.seats.select_related("expert", "draw").order_by("draw__ordinal", "ordinal"))
    return {
        "settings": settings,
        "seats": seats,
        "result": result,
        "mark": f"{float(result.mark):.2f}" if result else "",
        "sittings": [
            (one.label, f"{float(found.mark):.2f}", found.spread)
            for one, found in sittings
            if found
        ],
        "bands": bands_of(run.application) if result else [],
        "wanted": wanted,
        "draw": draw,
        "records": records_of(run),
        "must_freeze": draw is None or not drawing.enough_left(draw, wanted, now()),
        "may_ask_second": first is not None and sitting == Sitting.FIRST,
        "sheets": [one for one in seats if one.state == SeatState.SUBMITTED],
        "scores": list(_scores(settings, seats)),
    }


def _scores(settings: ExpertReview, seats: list[PanelSeat]) -> Iterator[dict[str, Any]]:
    """Each criterion with the points and the reason of every sheet that is in, by seat."""
    given = {
        (one.seat_id, one.criterion): one
        for one in Score.objects.filter(seat__in=[each.pk for each in seats])
    }
    sheets = [one for one in seats if one.state == SeatState.SUBMITTED]
    for criterion in settings.criteria:
        found = [given.get((one.pk, criterion.id)) for one in sheets]
        yield {"criterion": criterion, "given": found}


def _listed(_request: HttpRequest, run: StageRun) -> dict[str, Any]:
    return {"line": line_of(run.application)}


def _recognition(request: HttpRequest, run: StageRun) -> dict[str, Any]:
    line, actor = recognition.decided_line(run.application), actor_of(request)
    return {
        "clauses": _clauses(run),
        "today": today(),
        "line": line,
        "why_not": is_not_drafter.refusal(actor, line.list) if line else recognition.without_list(),
    }


def _disbursement(_request: HttpRequest, run: StageRun) -> dict[str, Any]:
    return {"standing": standing_of_application(run.application)}


def _afterwards(_request: HttpRequest, run: StageRun) -> dict[str, Any]:
    return {
        "begins_on": begins_on(run),
        "completion": Completion.objects.filter(run=run).first(),
        "results": FindingResult.choices,
        "reports": list(run.reports.select_related("person").order_by("id")),
    }


shows(
    StageKind.FORMAL_CHECK,
    "programmes/panels/formal_check.html",
    _formal_check,
    "programmes/told/formal_check.html",
)
shows(StageKind.AUDIT, "programmes/panels/audit.html", _audit, "programmes/told/audit.html")
# The report of a visit and those of the firm are read the same way while they are new and after.
shows(
    StageKind.SITE_VISIT,
    "programmes/panels/site_visit.html",
    _site_visit,
    "programmes/panels/site_visit.html",
)
shows(
    StageKind.EXPERT_REVIEW,
    "programmes/panels/expert_review.html",
    _expert_review,
    "programmes/told/expert_review.html",
)
shows(StageKind.PUBLICITY, "programmes/panels/publicity.html", _listed)
shows(StageKind.RECOGNITION, "programmes/panels/recognition.html", _recognition)
shows(StageKind.FUNDING_PLAN, "programmes/panels/funding_plan.html", _listed)
shows(StageKind.DISBURSEMENT, "programmes/panels/disbursement.html", _disbursement)
shows(
    StageKind.COMPLETION_CHECK,
    "programmes/panels/completion_check.html",
    _afterwards,
    "programmes/told/completion_check.html",
)
shows(
    StageKind.PERFORMANCE,
    "programmes/panels/performance.html",
    _afterwards,
    "programmes/panels/performance.html",
)
