"""申报办理的列表: what is in hand at an office, by its clock; assigned together, decided apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import legible
from huiqi.parties.models import Person
from huiqi.parties.pages import actor_of, attempt, back_to, only, page_of, remember_place, sheet
from huiqi.programmes.access import is_officer, may_look
from huiqi.programmes.actions import handling
from huiqi.programmes.actions.deciding import latest_snapshot
from huiqi.programmes.clocks import days_left
from huiqi.programmes.enums import StageKind
from huiqi.programmes.looking import looked
from huiqi.programmes.models import StageRun
from huiqi.programmes.queries.amounts import Computed, computed_of
from huiqi.programmes.queries.cases import (
    Wanted,
    colleagues_of,
    due_by_day,
    in_hand,
    load_of,
    reviews_open,
    ruled_of,
)
from huiqi.programmes.queries.scoped import calls_of_department
from huiqi.programmes.ruling import Ruling, ruled
from huiqi.programmes.versions import definition_of
from huiqi.programmes.views.inbox_rows import groups_of, peek_of, strip_of
from huiqi.programmes.views.typed import number_in

FIELDS: Final = ("call", "kind", "who", "clock", "text")
MOST_AT_ONCE: Final = 200


def wanted_of(asked: QueryDict) -> Wanted:
    """筛选: as the address has it; what is not known is left out."""
    told = {name: legible(asked.get(name, ""))[:100] for name in FIELDS}
    if told["kind"] not in StageKind.values:
        told["kind"] = ""
    return Wanted(**told)


@require_safe
@only(may_look)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """申报办理: what is due soonest first, how much of it, and what is asked again."""
    remember_place(request)
    return draw(request)


def draw(request: HttpRequest, problems: Iterable[str] = ()) -> HttpResponse:
    """列表: with what stood in the way of what was asked."""
    actor, day = actor_of(request), today()
    wanted = wanted_of(request.GET)
    page = page_of(request, in_hand(actor, wanted, day))
    looked(actor, "申报办理列表", [one.application.subject_id for one in page])
    told = ruled_of([one.application_id for one in page])
    groups = groups_of(page, told, due_by_day(actor, wanted, day), day)
    context = {
        "nav": "cases",
        "page": page,
        "groups": groups,
        "peek": peek_of(groups, request.GET.get("peek", "")),
        "is_asked": bool(request.GET.get("peek")),
        "wanted": wanted,
        "kinds": StageKind.choices,
        "load": strip_of(load_of(actor, day)),
        "calls": list(calls_of_department(actor).exclude(state="cancelled")[:100]),
        "reviews": list(reviews_open(actor)[:50]),
        "colleagues": [] if is_officer.refusal(actor) else colleagues_of(actor, now()),
        "is_officer": not is_officer.refusal(actor),
        "problems": list(problems),
    }
    return render(request, "programmes/desk_index.html", context, status=409 if problems else 200)


def picked_of(request: HttpRequest) -> list[int]:
    """打勾的: of the page, by their numbers."""
    told = request.POST.getlist("pick") or request.GET.getlist("pick")
    return [one for one in map(number_in, told) if one is not None][:MOST_AT_ONCE]


@require_POST
@only(is_officer)
def assign(request: HttpRequest) -> HttpResponse:
    """分派: those that are ticked, to a colleague; to oneself where nobody is chosen."""
    actor, at = actor_of(request), now()
    to = request.POST.get("to", "")
    asked = number_in(to) if to else actor.person_id
    person = Person.objects.filter(pk=asked or 0).first()
    picked = picked_of(request)
    runs = list(in_hand(actor, Wanted(), today()).filter(pk__in=picked))

    def act() -> None:
        if person is None:
            raise Refused([_("没有这位同事")])
        handling.assign(runs=runs, to=person, actor=actor, now=at)

    return attempt(
        request,
        act,
        lambda refused: draw(request, refused.problems),
        lambda _made: back_to(request, "programme_desk:index"),
    )


@require_POST
@only(may_look)
@never_cache
def printed(request: HttpRequest) -> HttpResponse:
    """打印会议材料: of those that are ticked, one after the other on one page."""
    actor, day = actor_of(request), today()
    runs = list(in_hand(actor, Wanted(), day).filter(pk__in=picked_of(request)))
    if not runs:
        return draw(request, [_("一件也没有选：请先打勾")])
    looked(actor, "打印会议材料", [one.application.subject_id for one in runs])
    rows = [(one, *_sheet_of(one)) for one in runs]
    return render(request, "programmes/desk_print.html", {"nav": "cases", "rows": rows})


def _sheet_of(run: StageRun) -> tuple[Ruling, Computed | None, int | None]:
    snapshot = latest_snapshot(run.application)
    pays = definition_of(run.application).programme.pays
    computed = computed_of(run.application) if pays else None
    return ruled(snapshot.content["result"]), computed, days_left(run, today())


@require_safe
@only(may_look)
def index_sheet(request: HttpRequest) -> HttpResponse:
    """列表导出: all that the filters leave."""
    actor = actor_of(request)
    columns = [
        *(Column(_("申报编号"), width=18), Column(_("申报单位"), width=36)),
        *(Column(_("统一社会信用代码"), width=22), Column(_("申报通知"), width=40)),
        *(Column(_("环节")), Column(_("状态")), Column(_("经办人"))),
        *(Column(_("开始日"), "day"), Column(_("到期日"), "day")),
        Column(_("申请金额（元）"), "yuan"),
    ]
    found = list(in_hand(actor, wanted_of(request.GET), today()))
    looked(actor, "导出申报办理列表", [one.application.subject_id for one in found])
    return sheet("applications", _("申报办理"), columns, map(_row, found))


def _row(run: StageRun) -> list[Any]:
    application = run.application
    asked = application.asked_fen
    return [
        *(application.number, application.organization.name),
        *(application.organization.credit_code or "", application.call.title),
        *(run.get_kind_display(), run.get_state_display()),
        *(run.handler.name if run.handler else "", run.opened_on, run.due_on),
        None if asked is None else asked / 100,
    ]
