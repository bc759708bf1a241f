"""各环节的办理: the audit, the visit, the panel, the title, what was built, what the money did."""

from __future__ import annotations

from datetime import date, datetime
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.files import city_store
from huiqi.kernel.refusals import Refused
from huiqi.parties.pages import actor_of, only
from huiqi.programmes.access import is_officer, may_look
from huiqi.programmes.enums import FindingResult, StageKind
from huiqi.programmes.looking import looked
from huiqi.programmes.models import StageRun
from huiqi.programmes.queries.draws import records_of
from huiqi.programmes.stages import afterwards, audit, expert_review, recognition, site_visit
from huiqi.programmes.views.cases import done, find
from huiqi.programmes.views.typed import day_in, fen_in


@require_POST
@only(is_officer)
def record_audit(request: HttpRequest, number: str) -> HttpResponse:
    """登记审计结果: of one amount."""

    def act(run: StageRun, who: Actor, at: datetime) -> object:
        sent, report = request.FILES.get("report"), None
        if sent is not None:
            report = city_store().put(
                cast("BinaryIO", sent),
                str(sent.name),
                actor=who,
                subject_id=run.application.subject_id,
            )
        return audit.record_finding(
            run=run,
            report=report,
            about=request.POST.get("about", ""),
            allowed_fen=_fen(request.POST.get("allowed", "")),
            reason=request.POST.get("reason", ""),
            actor=who,
            now=at,
        )

    return done(request, number, StageKind.AUDIT, act)


@require_POST
@only(is_officer)
def finish_audit(request: HttpRequest, number: str) -> HttpResponse:
    """审计完成."""
    return done(
        request,
        number,
        StageKind.AUDIT,
        lambda run, who, at: audit.finish_audit(run=run, actor=who, now=at),
    )


@require_POST
@only(is_officer)
def record_visit(request: HttpRequest, number: str) -> HttpResponse:
    """登记现场核查: and pass, where what was written was found."""

    def act(run: StageRun, who: Actor, at: datetime) -> object:
        made = site_visit.report_visit(
            run=run,
            visited_on=_day(request.POST.get("visited_on", "")),
            visitors=request.POST.get("visitors", "")
            .replace("，", "、")
            .replace(",", "、")
            .split("、"),
            place=request.POST.get("place", ""),
            found=request.POST.get("found", ""),
            result=_result(request.POST.get("result", "")),
            actor=who,
            now=at,
        )
        if made.result == FindingResult.MET:
            site_visit.finish_visit(run=run, actor=who, now=at)
        return made

    return done(request, number, StageKind.SITE_VISIT, act)


@require_POST
@only(is_officer)
def freeze_pool(request: HttpRequest, number: str) -> HttpResponse:
    """冻结候选名册: before anybody can know who will be drawn from it."""
    return done(
        request,
        number,
        StageKind.EXPERT_REVIEW,
        lambda run, who, at: expert_review.freeze_pool(
            run=run, actor=who, now=at, reason=request.POST.get("reason", "")
        ),
    )


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


@require_POST
@only(is_officer)
def ask_second(request: HttpRequest, number: str) -> HttpResponse:
    """请专家复评."""
    return done(
        request,
        number,
        StageKind.EXPERT_REVIEW,
        lambda run, who, at: expert_review.ask_second(
            run=run, reason=request.POST.get("reason", ""), actor=who, now=at
        ),
    )


@require_POST
@only(is_officer)
def draw_panel(request: HttpRequest, number: str) -> HttpResponse:
    """抽取专家."""
    return done(
        request,
        number,
        StageKind.EXPERT_REVIEW,
        lambda run, who, at: expert_review.draw_panel(run=run, actor=who, now=at),
    )


@require_POST
@only(is_officer)
def finish_review(request: HttpRequest, number: str) -> HttpResponse:
    """评审通过."""
    because = request.POST.get("because", "")
    return done(
        request,
        number,
        StageKind.EXPERT_REVIEW,
        lambda run, who, at: expert_review.finish_review(
            run=run, actor=who, now=at, kept_because=because
        ),
    )


@require_POST
@only(is_officer)
def recognize(request: HttpRequest, number: str) -> HttpResponse:
    """认定."""
    return done(
        request,
        number,
        StageKind.RECOGNITION,
        lambda run, who, at: recognition.recognize(
            run=run,
            clause=request.POST.get("clause", ""),
            granted_on=_day(request.POST.get("granted_on", "")),
            actor=who,
            now=at,
        ),
    )


@require_POST
@only(is_officer)
def check_completion(request: HttpRequest, number: str) -> HttpResponse:
    """验收."""
    return done(
        request,
        number,
        StageKind.COMPLETION_CHECK,
        lambda run, who, at: afterwards.check_completion(
            run=run,
            result=_result(request.POST.get("result", "")),
            found=request.POST.get("found", ""),
            actor=who,
            now=at,
        ),
    )


@require_POST
@only(is_officer)
def accept_performance(request: HttpRequest, number: str) -> HttpResponse:
    """绩效评价完成."""
    return done(
        request,
        number,
        StageKind.PERFORMANCE,
        lambda run, who, at: afterwards.accept_performance(run=run, actor=who, now=at),
    )


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


def _result(text: str) -> FindingResult:
    if text not in FindingResult.values:
        raise Refused([_("请选符合、不符合或不能确定")])
    return FindingResult(text)
