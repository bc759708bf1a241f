"""起草公示的页面: chosen from the books, looked at as it will be read, published by another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.parties.pages import actor_of, attempt, no, only
from huiqi.publicity import actions
from huiqi.publicity.access import is_department, may_amend, may_check
from huiqi.publicity.checks import end_of, problems_of_draft
from huiqi.publicity.enums import DraftState, Withheld
from huiqi.publicity.looking import looked
from huiqi.publicity.models import NoticeDraft
from huiqi.publicity.queries import (
    Proposable,
    drafts_in_sight,
    lines_of_draft,
    proposables,
    working_days_on,
)
from huiqi.publicity.queries.desk import in_other_drafts, taken_off_before
from huiqi.publicity.saying import programme_title, usual_basis, workdays_between
from huiqi.publicity.states import NOTICE_DRAFT

A_DAY: Final = timedelta(days=1)
FIELDS: Final = ("title", "basis", "begins_on", "last_day")
WITH_REASON: Final = ("return",)
Act = Callable[[NoticeDraft, Actor, str, datetime], object]
ACTS: Final[dict[str, Act]] = {
    "submit": lambda one, who, _why, at: actions.submit_draft(draft=one, actor=who, now=at),
    "take_back": lambda one, who, _why, at: actions.take_back_draft(draft=one, actor=who, now=at),
    "return": lambda one, who, why, at: actions.return_draft(
        draft=one, reason=why, actor=who, now=at
    ),
    "cancel": lambda one, who, _why, at: actions.cancel_draft(draft=one, actor=who, now=at),
    "publish": lambda one, who, _why, at: actions.publish_draft(draft=one, actor=who, now=at),
}


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_department)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """起草公示: first of which call, then which firms of it."""
    programme, call = _of(request)
    if request.method != "POST":
        return _editor(request, programme, call)
    try:
        asked = asked_of(request, programme, call)
        made = actions.draw_up(asked=asked, actor=actor_of(request), now=now())
    except Refused as refused:
        return _editor(request, programme, call, problems=refused.problems)
    return redirect("notice_desk:draft", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_department)
@never_cache
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改草稿: by whoever drew it up, while nobody else has it."""
    one, actor = _draft(request, pk), actor_of(request)
    if reason := may_amend.refusal(actor, one):
        return no(request, reason)
    if request.method != "POST":
        return _editor(request, one.programme, one.call, draft=one)
    try:
        asked = asked_of(request, one.programme, one.call)
        actions.amend_draft(draft=one, asked=asked, actor=actor, now=now())
    except Refused as refused:
        return _editor(request, one.programme, one.call, draft=one, problems=refused.problems)
    return redirect("notice_desk:draft", one.pk)


@require_safe
@only(is_department)
@never_cache
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """公示草稿: as it will be read, what is wrong with it, and what can be done."""
    return draw(request, _draft(request, pk))


def draw(
    request: HttpRequest, one: NoticeDraft, problems: Iterable[str] = (), status: int = 409
) -> HttpResponse:
    """一份草稿: drawn, with what stood in the way of what was asked."""
    actor = actor_of(request)
    lines = lines_of_draft(one)
    looked(actor, f"查阅公示草稿 {one.pk}", {line.award.subject_id for line in lines}, one)
    moves = list(NOTICE_DRAFT.open_moves(actor, one))
    is_open = one.state in (DraftState.DRAFTED, DraftState.SUBMITTED)
    last = _last_day(one)
    context = {
        "nav": "notices",
        "one": one,
        "programme": programme_title(one.programme),
        "lines": lines,
        "total": sum(line.award.amount_fen for line in lines),
        "last_day": last,
        "workdays": workdays_between(one.begins_on, last) if last else None,
        "buttons": [each for each in moves if each.name not in WITH_REASON],
        "reasoned": [each for each in moves if each.name in WITH_REASON],
        "may_edit": one.state == DraftState.DRAFTED and not may_amend.refusal(actor, one),
        "why_not": may_check.refusal(actor, one) if one.state == DraftState.SUBMITTED else "",
        "hindrances": [] if problems or not is_open else list(problems_of_draft(one)),
        "problems": problems,
    }
    return render(request, "publicity/draft.html", context, status=status if problems else 200)


def _last_day(one: NoticeDraft) -> date | None:
    try:
        return end_of(one.begins_on, one.until) - A_DAY
    except Refused:
        return None


@require_POST
@only(is_department)
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """办理草稿: one of the moves that are open; the answer tells why it could not be made."""
    one, actor = _draft(request, pk), actor_of(request)
    if move not in ACTS:
        raise Http404
    return attempt(
        request,
        lambda: ACTS[move](one, actor, request.POST.get("reason", ""), now()),
        lambda refused: draw(request, _draft(request, pk), refused.problems),
        lambda _made: _onward(_draft(request, pk)),
    )


def _onward(one: NoticeDraft) -> HttpResponse:
    made = one.publicity
    if made is None:
        return redirect("notice_desk:draft", one.pk)
    return redirect("notice_desk:notice", made.number)


def _draft(request: HttpRequest, pk: int) -> NoticeDraft:
    return get_object_or_404(drafts_in_sight(actor_of(request)), pk=pk)


def _of(request: HttpRequest) -> tuple[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    return str(given.get("programme", ""))[:100], str(given.get("call", ""))[:40]


def asked_of(request: HttpRequest, programme: str, call: str) -> actions.Asked:
    """所写的草稿: as the form sent it; a date that is none is told with the rest by the action."""
    given = request.POST
    written = given.get("last_day", "").strip()
    last = read_day(written)
    problems = () if last or not written else (_("最后一天：请写成 2021-10-20 这样的日期"),)
    picked = [one for one in given.getlist("pick") if one.isascii() and one.isdigit()]
    return actions.Asked(
        programme=programme,
        call=call,
        title=given.get("title", ""),
        basis=given.get("basis", ""),
        begins_on=read_day(given.get("begins_on", "")),
        until=last + A_DAY if last else None,
        picked={int(one[:18]): given.get(f"withheld-{one}", "") for one in picked},
        problems=problems,
    )


def read_day(text: str) -> date | None:
    """日期: as a browser sends it; None for what is none, or so late that no day comes after."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year < date.max.year else None


def _editor(
    request: HttpRequest,
    programme: str,
    call: str,
    *,
    draft: NoticeDraft | None = None,
    problems: Iterable[str] = (),
) -> HttpResponse:
    actor, day = actor_of(request), today()
    assert actor.organization_id is not None  # of an officer of a department
    found = proposables(actor.organization_id, day)
    mine = [one for one in found if (one.programme, one.call) == (programme, call)]
    looked(actor, "挑选可公示的款项", {one.firm.subject_id for one in mine})
    doubts = _doubts(actor.organization_id, draft, mine)
    context = {
        "nav": "notices",
        "draft": draft,
        "programme": programme,
        "call": call,
        "title": programme_title(programme),
        "groups": _groups(found) if not programme else [],
        "choices": [(one, doubts.get(one.firm.subject_id, "")) for one in mine],
        "given": _given(request, draft, programme, day),
        "picked": _picked(request, draft, [one for one in mine if not _doubted(one, doubts)]),
        "reasons": Withheld.choices,
        "least": working_days_on(day),
        "problems": problems,
    }
    return render(request, "publicity/edit.html", context, status=422 if problems else 200)


def _doubts(
    department: int, draft: NoticeDraft | None, mine: Iterable[Proposable]
) -> dict[int, str]:
    """By subject, why somebody had better look twice: it may be chosen all the same."""
    elsewhere, before = in_other_drafts(department, draft), taken_off_before(department)
    doubts = {}
    for one in mine:
        key = (one.programme, one.call, one.firm.subject_id)
        if key in elsewhere:
            doubts[one.firm.subject_id] = _("在另一份草稿里")
        elif key in before:
            doubts[one.firm.subject_id] = _("先前从公示撤下过")
    return doubts


def _doubted(one: Proposable, doubts: dict[int, str]) -> bool:
    return bool(one.running) or one.firm.subject_id in doubts


def _groups(found: Iterable[Proposable]) -> list[dict[str, Any]]:
    """Of which calls there is something to propose: how many firms, and how much."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for one in found:
        held = groups.setdefault(
            (one.programme, one.call),
            {
                "programme": one.programme,
                "call": one.call,
                "title": programme_title(one.programme),
                "count": 0,
                "running": 0,
                "fen": 0,
            },
        )
        held["running" if one.running else "count"] += 1
        held["fen"] += 0 if one.running else one.amount_fen
    return list(groups.values())


def _given(
    request: HttpRequest, draft: NoticeDraft | None, programme: str, day: date
) -> dict[str, str]:
    if request.method == "POST":
        return {name: request.POST.get(name, "") for name in FIELDS}
    if draft is not None:
        last = (draft.until - A_DAY).isoformat() if draft.until else ""
        told = (draft.title, draft.basis, draft.begins_on.isoformat(), last)
        return dict(zip(FIELDS, told, strict=True))
    title = f"{programme_title(programme)}拟资助名单公示" if programme else ""
    told = (title, usual_basis(programme), (day + A_DAY).isoformat(), "")
    return dict(zip(FIELDS, told, strict=True))


def _picked(
    request: HttpRequest, draft: NoticeDraft | None, mine: Iterable[Proposable]
) -> dict[int, str]:
    """Which firms are ticked, each with why it is not to be named."""
    if request.method == "POST":
        sent = [one for one in request.POST.getlist("pick") if one.isascii() and one.isdigit()]
        return {int(one[:18]): request.POST.get(f"withheld-{one}", "") for one in sent}
    if draft is not None:
        return {line.award.subject_id: line.award.withheld for line in lines_of_draft(draft)}
    return {one.firm.subject_id: "" for one in mine}
