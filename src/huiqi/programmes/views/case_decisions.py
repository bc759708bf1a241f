"""一件申报的决定: accepted, completed, judged, refused, extended, looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.pages import actor_of, only
from huiqi.programmes.access import is_officer
from huiqi.programmes.actions import handling
from huiqi.programmes.enums import StageKind, Verdict
from huiqi.programmes.models import ReviewRequest, StageRun
from huiqi.programmes.queries.cases import overdue_of
from huiqi.programmes.stages import formal_check
from huiqi.programmes.stages.refusing import refuse
from huiqi.programmes.views.case_acts import settled, step
from huiqi.programmes.views.cases import UNANSWERED, find
from huiqi.programmes.views.typed import number_in, result_in

MOST_DAYS = 1000


@step("accept", StageKind.FORMAL_CHECK)
def accept(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """受理并通过: of the formal check; one click on a clean file."""
    return formal_check.accept(run=run, clause=request.POST.get("clause", ""), actor=who, now=at)


@step("correct", StageKind.FORMAL_CHECK)
def correct(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """一次性告知补正: everything at once."""
    texts, clauses = request.POST.getlist("text"), request.POST.getlist("item_clause")
    items = [
        {"text": text, "clause": clauses[place] if place < len(clauses) else ""}
        for place, text in enumerate(texts)
    ]
    return formal_check.ask_correction(run=run, items=items, actor=who, now=at)


@step("judge", StageKind.FORMAL_CHECK)
def judge(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """登记人工核查: one check of the rules."""
    return formal_check.judge_check(
        run=run,
        check_id=request.POST.get("check", ""),
        result=result_in(request.POST.get("result", "")),
        note=request.POST.get("note", ""),
        actor=who,
        now=at,
    )


@step("refuse")
def decide_no(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """不受理或不予资助: with clause, the data used, and the reason."""
    is_formal = run.kind == StageKind.FORMAL_CHECK and request.POST.get("as") == "not_accepted"
    return refuse(
        run=run,
        clause=request.POST.get("own_clause", "") or request.POST.get("clause", ""),
        reason=request.POST.get("reason", ""),
        used=list(_used(request, run, at)),
        verdict=Verdict.NOT_ACCEPTED if is_formal else Verdict.REFUSED,
        actor=who,
        now=at,
    )


def _used(request: HttpRequest, run: StageRun, at: datetime) -> Iterator[dict[str, str]]:
    """The data that were ticked, in the words in which the firm will read them."""
    picked = set(request.POST.getlist("used"))
    snapshot = run.application.snapshots.order_by("-round").first()
    for one in snapshot.content["result"].get("reasons", ()) if snapshot else ():
        if one["id"] in picked:
            yield {
                "condition": one["condition"],
                "value": one["value_text"],
                "needed": one["needed"],
                "clause": one["clause"],
            }
    late = overdue_of(run, at.date())
    if late is not None and UNANSWERED in picked:
        yield {
            "condition": _("一次性告知补正"),
            "value": _("期满没有提交补正"),
            "needed": worded("%(day)s 以前提交补正", day=late.due_on),
            "clause": request.POST.get("clause", ""),
        }


@step("extend")
def extend(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """延长时限: by the chief."""
    days = min(number_in(request.POST.get("days", "")) or 0, MOST_DAYS)
    reason = request.POST.get("reason", "")
    return handling.extend_stage(run=run, days=days, reason=reason, actor=who, now=at)


@require_POST
@only(is_officer)
def answer_review(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """答复复核: upheld, or found for the firm."""
    application = find(request, number)
    found = get_object_or_404(ReviewRequest, decision__application=application, pk=pk)
    outcome = request.POST.get("outcome", "")

    def act() -> object:
        if outcome not in ("upheld", "changed"):
            raise Refused([_("请选维持原决定，还是改变原决定")])
        return handling.answer_review(
            review=found,
            is_upheld=outcome == "upheld",
            answer=request.POST.get("answer", ""),
            actor=actor_of(request),
            now=now(),
        )

    return settled(request, application, f"review-{pk}", act)
