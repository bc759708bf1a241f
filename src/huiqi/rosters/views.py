"""名单的页面: the lists of a department's programmes, a new one, one, and two compared.

What a list says rests on data that is not public: whoever opens it is on record with why, also
for every firm that was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.citywide.queries import latest_register
from huiqi.citywide.tasks import ask_for_register
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.audit import record_reads
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.words import legible
from huiqi.library import load
from huiqi.parties.pages import actor_of, no, only, page_of, sheet
from huiqi.rosters import actions, queries
from huiqi.rosters import sheets as told
from huiqi.rosters.access import is_editor, keeps
from huiqi.rosters.enums import Kind
from huiqi.rosters.models import LONGEST_PURPOSE, LONGEST_TITLE, Roster, RosterFirm
from huiqi.rosters.queries import GROUPS, UNKNOWN, FirmFilter
from huiqi.rosters.telling import group_name

LONGEST: Final = 60  # characters of a name that is looked for
GIVEN: Final = ("programme", "kind", "title", "purpose")


@require_safe
@only(is_editor)
def index(request: HttpRequest) -> HttpResponse:
    """名单一览: of the programmes in charge, or of one of them; the latest first."""
    names, chosen = _programmes(request)
    page = page_of(request, queries.rosters_of([chosen] if chosen else names))
    context = {
        "here": "rosters",
        "programmes": [(name, told.title_of(name)) for name in names],
        "chosen": chosen,
        "page": page,
        "rows": [(one, told.title_of(one.programme), told.is_unpaid(one)) for one in page],
    }
    return render(request, "rosters/index.html", context)


@require_safe
@only(is_editor)
def index_sheet(request: HttpRequest) -> HttpResponse:
    """名单一览导出: as it is filtered; counts only, no firm."""
    names, chosen = _programmes(request)
    rows = told.roster_cells(queries.rosters_of([chosen] if chosen else names))
    return sheet("rosters", _("企业名单"), told.roster_columns(), rows)


def _programmes(request: HttpRequest) -> tuple[list[str], str]:
    """Those in charge, and the one that is asked for; another is as if not asked."""
    names = queries.programmes_in_charge(actor_of(request), today())
    chosen = request.GET.get("programme", "")
    return names, chosen if chosen in names else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(is_editor)
def new(request: HttpRequest) -> HttpResponse:
    """新名单: what it is of and for; a small register is listed at once, others by the worker."""
    if request.method == "POST":
        return _write_register(request) if "register" in request.POST else _make(request)
    return _form(request, request.GET)


def _write_register(request: HttpRequest) -> HttpResponse:
    if not queries.programmes_in_charge(actor_of(request), today()):
        return no(request, str(keeps.reason))
    ask_for_register()
    return _form(request, request.POST, is_writing=True)


def _make(request: HttpRequest) -> HttpResponse:
    given = {name: legible(request.POST.get(name, "")) for name in GIVEN}
    if given["programme"] not in load().policies:
        return _form(request, given, [_("先选一项政策")])
    try:
        roster = actions.ask_for_roster(actor=actor_of(request), now=now(), **given)
    except Denied as denied:
        return no(request, denied)
    except Refused as refused:
        return _form(request, given, refused.problems)
    if roster.total <= actions.SMALL:
        actions.run_roster(roster_id=roster.pk, actor=SYSTEM, clock=now)
    else:
        actions.queue(roster)
    return redirect("rosters:roster", roster.pk)


def _form(
    request: HttpRequest,
    given: Mapping[str, str],
    problems: tuple[str, ...] | list[str] = (),
    *,
    is_writing: bool = False,
) -> HttpResponse:
    names = queries.programmes_in_charge(actor_of(request), today())
    context = {
        "here": "rosters",
        "programmes": [(name, told.title_of(name)) for name in names if _is_for_firms(name)],
        "kinds": Kind.choices,
        "given": {name: given.get(name, "") for name in GIVEN},
        "register": latest_register(),
        "today": today(),
        "is_writing": is_writing,
        "problems": problems,
        "longest_title": LONGEST_TITLE,
        "longest_purpose": LONGEST_PURPOSE,
    }
    return render(request, "rosters/new.html", context, status=422 if problems else 200)


def _is_for_firms(programme: str) -> bool:
    policy = load().policies.get(programme)
    return policy is not None and policy.subject == "enterprise"


def found_roster(request: HttpRequest, pk: int) -> Roster:
    """一份名单: of a programme in charge; another department's is not found."""
    names = queries.programmes_in_charge(actor_of(request), today())
    return get_object_or_404(queries.rosters_of(names), pk=pk)


@never_cache
@require_safe
@only(is_editor)
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """一份名单: its firms by the filters, or how far its making is."""
    found = found_roster(request, pk)
    wanted = filter_of(request.GET)
    page = page_of(request, queries.firms_of(found, wanted))
    rows = list(page.object_list)
    _record(request, found, rows)
    context = {
        "here": "rosters",
        "roster": found,
        "title": told.title_of(found.programme),
        "unpaid": told.is_unpaid(found),
        "page": page,
        "rows": [(one, _place_of(one)) for one in rows],
        "wanted": wanted,
        "query": request.GET.urlencode() if wanted.is_narrow else "",
        "groups": [_choices(found, group) for group in GROUPS] if found.listed else [],
        "earlier": queries.earlier_rosters(found).first() if found.finished_at else None,
    }
    return render(request, "rosters/roster.html", context)


def filter_of(given: Mapping[str, str]) -> FirmFilter:
    """筛选: as an address asks for it; what is no group leaves nobody."""
    groups = {group: legible(given.get(group, ""))[:LONGEST] for group in GROUPS}
    return FirmFilter(legible(given.get("q", ""))[:LONGEST], **groups)


def _choices(found: Roster, group: str) -> tuple[str, str, list[tuple[str, str]]]:
    names = {"district": _("区"), "industry": _("行业门类"), "size": _("规模")}
    codes = queries.groups_of(found, group)
    return group, names[group], [(one or UNKNOWN, group_name(group, one)) for one in codes]


def _place_of(firm: RosterFirm) -> list[str]:
    return [group_name(group, getattr(firm, group)) for group in GROUPS if getattr(firm, group)]


@require_safe
@only(is_editor)
def firms_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """名单导出: all firms that the filters leave, with reasons and steps."""
    found = found_roster(request, pk)
    rows = list(queries.firms_of(found, filter_of(request.GET)))
    _record(request, found, rows)
    name = f"{found.programme}-{found.kind}-{found.on}-{found.pk}"
    return sheet(name, str(found), told.firm_columns(), told.firm_cells(rows))


@never_cache
@require_safe
@only(is_editor)
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """两份名单之间: who came in and who went out since an earlier list of the same kind."""
    new, old, came, went = _changes(request, pk)
    which = request.GET.get("show") == "out"
    page = page_of(request, went if which else came)
    rows = list(page.object_list)
    _record(request, old if which else new, rows)
    context = {
        "here": "rosters",
        "roster": new,
        "old": old,
        "title": told.title_of(new.programme),
        "unpaid": told.is_unpaid(new),
        "came": came.count(),
        "went": went.count(),
        "shows_out": which,
        "page": page,
        "rows": [(one, _place_of(one)) for one in rows],
        "earlier": list(queries.earlier_rosters(new)[:50]),
    }
    return render(request, "rosters/changes.html", context)


@require_safe
@only(is_editor)
def changes_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """两份名单之间导出: both who came in and who went out."""
    new, old, came, went = _changes(request, pk)
    coming, going = list(came), list(went)
    _record(request, new, coming)
    _record(request, old, going)
    rows = told.change_cells(coming, going)
    return sheet(f"{new.programme}-{old.pk}-{new.pk}", _("进出"), told.change_columns(), rows)


def _changes(
    request: HttpRequest, pk: int
) -> tuple[Roster, Roster, QuerySet[RosterFirm], QuerySet[RosterFirm]]:
    """A finished list and an earlier one: that which is asked for, else the one before it."""
    new = found_roster(request, pk)
    earlier = queries.earlier_rosters(new)
    asked = request.GET.get("since", "")
    if asked:
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 18
        earlier = earlier.filter(pk=int(asked)) if is_number else earlier.none()
    old = earlier.first() if new.finished_at else None
    if old is None:
        raise Http404
    return new, old, queries.came_in(old, new), queries.went_out(old, new)


def _record(request: HttpRequest, found: Roster, rows: list[RosterFirm]) -> None:
    """Each firm that is shown, or the list alone where it shows none."""
    actor = replace(actor_of(request), purpose=f"企业名单「{found}」：{found.purpose}")
    subjects: list[int | None] = [one.subject_id for one in rows]
    record_reads(actor, "查看企业名单", found, subject_ids=subjects or [None])
