"""服务专员的首页: my firms, what is planned, what I owe, and whom I am to take over."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel.access import Actor
from huiqi.kernel.now import now, today
from huiqi.kernel.sheets import Column
from huiqi.kernel.words import legible
from huiqi.network.access import is_office, is_server
from huiqi.network.looking import looked
from huiqi.network.models import KeyFirm, VisitPromise
from huiqi.network.queries.firms import (
    PENDING,
    Row,
    handovers_to,
    key_firms,
    open_referrals,
    planned_visits,
    rows_of,
)
from huiqi.network.queries.people import officer_of, organs
from huiqi.network.standards import standard_on
from huiqi.network.views.common import carer_cells, firms_in_sight
from huiqi.parties.codes import tidy
from huiqi.parties.pages import actor_of, only, page_of, remember_place, sheet

MOST: Final = 50
LONGEST: Final = 60
TITLES: Final = {
    "mine": gettext_lazy("我挂点的企业"),
    "all": gettext_lazy("全部重点企业"),
}


@require_safe
@only(is_server)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """我的企业: each with its last contact, the next visit, and what is open."""
    remember_place(request)
    actor, on = actor_of(request), today()
    tab, text = _wanted(request, actor)
    if text and (code := _code_of(actor, text)):
        return redirect("network:firm", code)
    page = page_of(request, _firms(actor, tab, text))
    me = officer_of(actor)
    waiting: dict[str, list[Any]] = {
        "planned": list(planned_visits(actor)[:MOST]),
        "promises": list(_promises(actor)[:MOST]),
        "handovers": list(handovers_to(me)[:MOST]) if me else [],
        "referrals": list(open_referrals(actor.organization_id or 0)[:MOST]),
    }
    shown: list[Any] = [*page, *(one for found in waiting.values() for one in found)]
    looked(actor, "查看重点企业名单", [one.subject_id for one in shown])
    context = {
        "nav": "network",
        "page": page,
        "rows": rows_of(list(page), on),
        "tab": tab,
        "tabs": TITLES.items(),
        "text": text,
        "longest": LONGEST,
        "me": me,
        **waiting,
        "organs": list(organs()),
        "keeps": not is_office.refusal(actor),
        "on": on,
        "now": now(),
        "silent": standard_on(on).silent,
    }
    return render(request, "network/index.html", context)


@require_safe
@only(is_server)
@never_cache
def index_sheet(request: HttpRequest) -> HttpResponse:
    """名单导出: all that the tab and the words leave."""
    actor, on = actor_of(request), today()
    found = list(_firms(actor, *_wanted(request, actor)))
    looked(actor, "导出重点企业名单", [one.subject_id for one in found])
    return sheet("network", _("重点企业"), columns(), map(cells, rows_of(found, on)))


def columns() -> list[Column]:
    """各列: of a list of key firms."""
    return [
        *(Column(_("企业"), width=40), Column(_("统一社会信用代码"), width=22)),
        *(Column(_("层级")), Column(_("服务专员")), Column(_("单位"), width=30)),
        *(Column(_("最近联系"), "day", 14), Column(_("下次计划"), "day", 14)),
        *(Column(_("在办诉求"), "number"), Column(_("未了承诺"), "number")),
        Column(_("逾期承诺"), "number"),
    ]


def cells(row: Row) -> list[Any]:
    """一行."""
    one = row.key_firm
    return [
        *(one.organization.name, one.organization.credit_code or "", one.get_tier_display()),
        *carer_cells(one.officer),
        *(row.last_on, row.next_on, row.concerns, row.promises, row.late),
    ]


def _wanted(request: HttpRequest, actor: Actor) -> tuple[str, str]:
    """Whoever serves no firm is shown all."""
    tab, text = request.GET.get("tab", ""), legible(request.GET.get("text", ""))[:LONGEST]
    usual = "mine" if officer_of(actor) and not text else "all"
    return (tab if tab in TITLES else usual), text


def _firms(actor: Actor, tab: str, text: str) -> QuerySet[KeyFirm]:
    found = key_firms()
    if actor.area:
        found = found.filter(organization__district=actor.area)
    if tab == "mine":
        found = found.filter(
            officer__person=actor.person_id, officer__organization=actor.organization_id
        )
    if text:
        named = Q(organization__name__icontains=text) | Q(officer__person__name=text)
        found = found.filter(named)
    return found


def _code_of(actor: Actor, text: str) -> str:
    """The code of the firm whose code or whole name was asked for, on whichever list it is."""
    named = Q(credit_code=tidy(text)) | Q(name=text)
    found = firms_in_sight(actor).filter(named, credit_code__isnull=False).order_by("id")
    return next(iter(found.values_list("credit_code", flat=True)[:1]), "") or ""


def _promises(actor: Actor) -> QuerySet[VisitPromise]:
    found = VisitPromise.objects.filter(
        owner=actor.person_id, unit=actor.organization_id, state__in=PENDING
    )
    return found.select_related("visit__organization").order_by("due_on", "id")
