"""办理公示的页面: what a department has in hand, and one of its notices with what was objected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, attempt, only, page_of, sheet
from huiqi.publicity import actions
from huiqi.publicity.access import is_answerer, is_department, is_its_department
from huiqi.publicity.enums import DraftState, Phase
from huiqi.publicity.looking import looked, looked_at_objectors
from huiqi.publicity.models import Objection, PublicAward, Publicity, Referral
from huiqi.publicity.queries import (
    Heard,
    awards_of,
    drafts_in_sight,
    heard_of,
    notices_of_department,
    objections_of_department,
    phase_of,
    standing_told,
)
from huiqi.publicity.queries.notices import sums_of
from huiqi.publicity.queries.referring import objections_in_sight, referrals_now
from huiqi.publicity.saying import programme_title, told, workdays_left, workdays_of
from huiqi.publicity.views import referring
from huiqi.publicity.views.drafting import read_day


@require_safe
@only(is_department)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """公示办理: drafts, what waits for an answer, and every notice of the department."""
    actor, day = actor_of(request), today()
    drafts = drafts_in_sight(actor).filter(state__in=(DraftState.DRAFTED, DraftState.SUBMITTED))
    waiting = objections_in_sight(actor).filter(answer=None)
    page = page_of(request, notices_of_department(actor))
    rows = told(page, day, sums_of(page), heard_of(page))
    context = {
        "nav": "notices",
        "drafts": list(drafts[:50]),
        "waiting": list(waiting[:50]),
        "here": actor.organization_id,
        "page": page,
        "rows": [(one, workdays_left(one.notice, day)) for one in rows],
    }
    return render(request, "publicity/desk.html", context)


@require_safe
@only(is_department)
def objections_sheet(request: HttpRequest) -> HttpResponse:
    """异议导出: of the department's notices, with who objected; for the department alone."""
    columns = [
        *(Column(_("回执编号"), width=20), Column(_("公示编号"), width=20)),
        *(Column(_("针对"), width=36), Column(_("异议内容"), width=60)),
        *(Column(_("异议人"), width=24), Column(_("联系方式"), width=24)),
        *(Column(_("收到时间"), "moment", 20), Column(_("结果")), Column(_("答复"), width=60)),
        *(Column(_("答复人")), Column(_("答复时间"), "moment", 20)),
    ]
    looked_at_objectors(actor_of(request), "导出异议")
    rows = map(_row, objections_of_department(actor_of(request)))
    return sheet("objections", _("异议"), columns, rows)


def _row(one: Objection) -> list[Any]:
    answer = one.given_answer
    about = one.award.name if one.award else _("整份公示")
    head = [
        *(one.number, one.publicity.number, about, one.text),
        *(one.raised_by or _("匿名线索"), one.contact, one.received_at),
    ]
    if answer is None:
        return [*head, _("待答复"), "", "", None]
    who = answer.answered_by.name if answer.answered_by else _("系统")
    return [
        *(*head, _("成立") if answer.is_upheld else _("不成立"), answer.text, who),
        answer.answered_at,
    ]


@require_safe
@only(is_department)
@never_cache
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """办理一份公示: its whole list, the objections, and what can be done."""
    return draw(request, _notice(request, number))


def draw(
    request: HttpRequest, one: Publicity, problems: Iterable[str] = (), status: int = 409
) -> HttpResponse:
    """一份公示: drawn for its department, with what stood in the way of what was asked."""
    actor, day = actor_of(request), today()
    page = page_of(request, awards_of(one))
    said = list(objections_of_department(actor).filter(publicity=one))
    about = {line.subject_id for line in page if line.withheld}
    looked(actor, f"办理公示 {one.number}", about, one)
    if any(each.is_named for each in said):
        looked_at_objectors(actor, f"核查对公示 {one.number} 的异议", one)
    phase = phase_of(one, day)
    context = {
        "nav": "notices",
        "one": one,
        "programme": programme_title(one.programme),
        "phase": phase,
        "is_standing": phase is not Phase.WITHDRAWN,
        "may_extend": phase in (Phase.UPCOMING, Phase.RUNNING),
        "page": page,
        "lines": [(line, standing_told(line, day)) for line in page],
        "sum": sums_of([one]).get(one.pk, (0, 0)),
        "heard": heard_of([one]).get(one.pk, Heard()),
        "objections": _with_holders(actor, said),
        "extensions": list(one.extensions.order_by("id")),
        "workdays": workdays_of(one),
        "left": workdays_left(one, day),
        "given": {name: request.POST.get(name, "") for name in ("text", "raised_by", "contact")},
        "problems": problems,
    }
    return render(request, "publicity/handle.html", context, status=status if problems else 200)


def _with_holders(
    actor: Actor, said: Sequence[Objection]
) -> list[tuple[Objection, str, Referral | None]]:
    """Each with why this actor cannot answer it (empty: can), and to whom it was referred."""
    held = referrals_now(said)
    return [
        (
            each,
            referring.why_not(actor, each, is_referred_away=each.pk in held),
            held.get(each.pk),
        )
        for each in said
    ]


@require_POST
@only(is_department)
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """延长公示: to a later last day, with the reason."""
    one = _notice(request, number)
    last = read_day(request.POST.get("last_day", ""))
    return _done(
        request,
        one,
        lambda: actions.extend_notice(
            notice=one,
            until=last + timedelta(days=1) if last else None,
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            now=now(),
        ),
    )


@require_POST
@only(is_department)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """撤回公示: all of it, with the reason."""
    one = _notice(request, number)
    reason = request.POST.get("reason", "")
    return _done(
        request,
        one,
        lambda: actions.withdraw_notice(
            notice=one, reason=reason, actor=actor_of(request), now=now()
        ),
    )


@require_POST
@only(is_department)
def withdraw_award(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """撤下一家: with the reason; the others go on."""
    one = _notice(request, number)
    found = get_object_or_404(PublicAward, publicity=one, place=place)
    reason = request.POST.get("reason", "")
    return _done(
        request,
        one,
        lambda: actions.withdraw_award(
            award=found, reason=reason, actor=actor_of(request), now=now()
        ),
    )


@require_POST
@only(is_department)
def register(request: HttpRequest, number: str) -> HttpResponse:
    """登记异议: one that came by letter, by telephone or at the counter."""
    one, given = _notice(request, number), request.POST
    named = bool(given.get("raised_by", "").strip() or given.get("contact", "").strip())
    said = actions.Said(
        given.get("text", ""), given.get("raised_by", ""), given.get("contact", ""), named
    )

    def act() -> object:
        award, row = None, given.get("row", "").strip()
        if row:
            place = int(row) if row.isascii() and row.isdigit() and len(row) < 7 else 0
            award = PublicAward.objects.filter(publicity=one, place=place).first()
            if award is None:
                raise Refused([_("名单里没有这个序号；针对整份公示的不写序号")])
        return actions.raise_objection(
            notice=one, award=award, said=said, actor=actor_of(request), now=now()
        )

    return _done(request, one, act)


@require_POST
@only(is_answerer)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """答复异议: upheld or not, in words; by the department, or by whom it was referred to."""
    found = referring.find(request, number)
    given = request.POST.get("outcome", "")

    def act() -> object:
        if given not in ("upheld", "rejected"):
            raise Refused([_("请选异议成立还是不成立")])
        return actions.answer_objection(
            objection=found,
            is_upheld=given == "upheld",
            text=request.POST.get("text", ""),
            actor=actor_of(request),
            now=now(),
        )

    if is_its_department.refusal(actor_of(request), found.publicity):
        return referring.done(request, found, act)
    return _done(request, found.publicity, act)


def _notice(request: HttpRequest, number: str) -> Publicity:
    return get_object_or_404(notices_of_department(actor_of(request)), number=number)


def _done(request: HttpRequest, one: Publicity, act: Callable[[], object]) -> HttpResponse:
    return attempt(
        request,
        act,
        lambda refused: draw(request, _notice(request, one.number), refused.problems),
        lambda _made: redirect("notice_desk:notice", one.number),
    )
