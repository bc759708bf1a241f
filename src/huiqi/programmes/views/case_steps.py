"""各环节的办理: the audit, the visit, the panel, the title, what was built, what the money did."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.refusals import Refused
from huiqi.parties.pages import actor_of, only
from huiqi.programmes.access import may_look
from huiqi.programmes.enums import FindingResult, StageKind
from huiqi.programmes.looking import looked
from huiqi.programmes.models import StageRun
from huiqi.programmes.queries.draws import records_of
from huiqi.programmes.stages import afterwards, audit, expert_review, recognition, site_visit
from huiqi.programmes.views.case_acts import step
from huiqi.programmes.views.cases import find
from huiqi.programmes.views.kept_files import file_sent
from huiqi.programmes.views.typed import day_in, fen_in, names_in, result_in


@step("audit", StageKind.AUDIT)
def record_audit(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """登记审计结果: of one amount."""
    return audit.record_finding(
        run=run,
        report=file_sent(request, "report", who, run.application.subject_id),
        about=request.POST.get("about", ""),
        allowed_fen=_fen(request.POST.get("allowed", "")),
        reason=request.POST.get("reason", ""),
        actor=who,
        now=at,
    )


@step("audit_finish", StageKind.AUDIT)
def finish_audit(_request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """审计完成."""
    return audit.finish_audit(run=run, actor=who, now=at)


@step("visit", StageKind.SITE_VISIT)
def record_visit(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """登记现场核查: and pass, where what was written was found."""
    made = site_visit.report_visit(
        run=run,
        visited_on=_day(request.POST.get("visited_on", "")),
        visitors=names_in(request.POST.get("visitors", "")),
        place=request.POST.get("place", ""),
        found=request.POST.get("found", ""),
        result=result_in(request.POST.get("result", "")),
        actor=who,
        now=at,
    )
    if made.result == FindingResult.MET:
        site_visit.finish_visit(run=run, actor=who, now=at)
    return made


@step("panel_freeze", StageKind.EXPERT_REVIEW)
def freeze_pool(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """冻结候选名册: before anybody can know who will be drawn from it."""
    reason = request.POST.get("reason", "")
    return expert_review.freeze_pool(run=run, actor=who, now=at, reason=reason)


@require_safe
@only(may_look)
@never_cache
def draw_records(request: HttpRequest, number: str) -> HttpResponse:
    """抽取记录: JSON for whoever draws again; experts by number only."""
    application = find(request, number)
    looked(actor_of(request), "核对抽取记录", [application.subject_id], application)
    run = get_object_or_404(application.stages, kind=StageKind.EXPERT_REVIEW)
    return JsonResponse(
        {"draws": records_of(run)}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


@step("panel_second", StageKind.EXPERT_REVIEW)
def ask_second(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """请专家复评."""
    reason = request.POST.get("reason", "")
    return expert_review.ask_second(run=run, reason=reason, actor=who, now=at)


@step("panel_draw", StageKind.EXPERT_REVIEW)
def draw_panel(_request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """抽取专家."""
    return expert_review.draw_panel(run=run, actor=who, now=at)


@step("panel_finish", StageKind.EXPERT_REVIEW)
def finish_review(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """评审通过."""
    because = request.POST.get("because", "")
    return expert_review.finish_review(run=run, actor=who, now=at, kept_because=because)


@step("recognize", StageKind.RECOGNITION)
def recognize(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """认定."""
    return recognition.recognize(
        run=run,
        clause=request.POST.get("clause", ""),
        granted_on=_day(request.POST.get("granted_on", "")),
        actor=who,
        now=at,
    )


@step("completion", StageKind.COMPLETION_CHECK)
def check_completion(request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """验收."""
    return afterwards.check_completion(
        run=run,
        result=result_in(request.POST.get("result", "")),
        found=request.POST.get("found", ""),
        actor=who,
        now=at,
    )


@step("performance", StageKind.PERFORMANCE)
def accept_performance(_request: HttpRequest, run: StageRun, who: Actor, at: datetime) -> object:
    """绩效评价完成."""
    return afterwards.accept_performance(run=run, actor=who, now=at)


def _fen(text: str) -> int:
    found = fen_in(text)
    if found is None:
        raise Refused([_("核定金额：写成以元计的数字，例如 1203750.00")])
    return found


def _day(text: str) -> date:
    found = day_in(text)
    if found is None:
        raise Refused([_("日期：写成 2021-10-20 这样")])
    return found
