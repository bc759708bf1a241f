"""办理端的页面: a dense table of what is to be done, and taking or assigning many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huiqi.inbox.access import is_at_desk, is_chief, may_tick_off
from huiqi.inbox.actions import (
    Result,
    assign_todos,
    drop_view,
    keep_view,
    summary,
    take_todos,
    undo_batch,
)
from huiqi.inbox.actions.views import LONGEST
from huiqi.inbox.clocks import Clock, clock_of
from huiqi.inbox.models import DeskView, Todo
from huiqi.inbox.queries import messages_of
from huiqi.inbox.queries.desk import (
    NONE,
    Load,
    Wanted,
    colleagues_of,
    counts,
    counts_by_clock,
    due_by_day,
    load_of_office,
    state_of,
    todos_wanted,
)
from huiqi.inbox.views.asked import SIZES, number, query_of, wanted_of
from huiqi.inbox.views.todos import as_sheet
from huiqi.kernel.access import Actor
from huiqi.kernel.charts import Bar, bars, figure
from huiqi.kernel.clock import CALENDAR
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.pages import actor_of, only, remember_place

DAYS: Final = 9  # working days of the strip, today included
BOXES: Final = 5  # more are told by their number alone
UNREAD: Final = 5
TOLD, UNDO = "desk_told", "desk_undo"  # in the session: what was just done, and its way back
GROUPS: Final = (
    ("over", gettext_lazy("已超期"), "cin"),
    ("today", gettext_lazy("今天到期"), "och"),
    ("week", gettext_lazy("本周到期"), ""),
    ("later", gettext_lazy("以后到期"), ""),
    ("none", gettext_lazy("不限时"), ""),
)
SORT_NAMES: Final = (
    ("due", gettext_lazy("先到期")),
    ("new", gettext_lazy("新来的")),
    ("owner", gettext_lazy("按办理人")),
    ("text", gettext_lazy("按事项")),
)


@dataclass(frozen=True)
class DeskRow:
    """一行: a to-do with its clock, and whether it is ticked and may be ticked off."""

    todo: Todo
    clock: Clock | None
    is_picked: bool
    may_tick_off: bool


@dataclass(frozen=True)
class Group:
    """一组: rows of one state; without a title when the table is not sorted by deadline.

    ``total``: with those of other pages; 0 where there are no other pages.
    """

    title: str
    tone: str
    rows: list[DeskRow]
    total: int = 0


@dataclass(frozen=True)
class Head:
    """列名: and the order that it stands for; what is done is always sorted by when."""

    css: str
    title: str
    sort: str = ""
    is_sorted: bool = False


@dataclass(frozen=True)
class LoadDay:
    """到期的一天: of the strip: how many fall due, and which filter shows them."""

    kind: str
    name: str
    weekday: str
    count: int
    state: str = ""
    day: str = ""

    @property
    def boxes(self) -> range:
        """格: one for each, up to what fits."""
        return range(min(self.count, BOXES))


@require_safe
@only(is_at_desk)
def index(request: HttpRequest) -> HttpResponse:
    """办理端: the most urgent first; and what became of what was just done with many."""
    remember_place(request)
    return _page(request, told=request.session.pop(TOLD, None))


@require_POST
@only(is_at_desk)
def take(request: HttpRequest) -> HttpResponse:
    """领取: all that are ticked, each by itself."""
    me = actor_of(request).person_id
    return _batch(request, me, lambda actor: take_todos(ids=_picked(request), actor=actor))


@require_POST
@only(is_at_desk)
def assign(request: HttpRequest) -> HttpResponse:
    """分派: all that are ticked to one colleague, by the chief."""
    to_id = number(request.POST.get("to", ""))
    return _batch(
        request,
        to_id,
        lambda actor: assign_todos(ids=_picked(request), to_id=to_id, actor=actor, now=now()),
    )


@require_POST
@only(is_at_desk)
def undo(request: HttpRequest) -> HttpResponse:
    """撤回: the last taking or assigning of this session, once."""
    last = request.session.pop(UNDO, None)
    if last is None:
        return _page(request, [_("没有可以撤回的：只能撤回刚才那一次")], status=409)
    before = {int(pk): owner for pk, owner in last["before"].items()}
    given_to = last["given_to"]
    return _batch(
        request,
        None,
        lambda actor: undo_batch(before=before, given_to=given_to, actor=actor, now=now()),
    )


@require_POST
@only(is_at_desk)
def keep(request: HttpRequest) -> HttpResponse:
    """存为常用: the filters of the address, under the name that was given."""
    name, query = request.POST.get("name", ""), query_of(request)
    try:
        keep_view(name=name, query=query, actor=actor_of(request), now=now())
    except Refused as refused:
        return _page(request, refused.problems, status=422)
    return _back(request)


@require_POST
@only(is_at_desk)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """删去常用: one's own; another's is not found."""
    actor = actor_of(request)
    view = get_object_or_404(DeskView, pk=pk, person_id=actor.person_id)
    drop_view(view=view, actor=actor)
    return _back(request)


@require_safe
@only(is_at_desk)
def sheet_of_desk(request: HttpRequest) -> HttpResponse:
    """办理端导出: everything that the filters leave, on all pages, as an Excel file."""
    wanted, _size, _problems = wanted_of(request)
    moment = now()
    return as_sheet(todos_wanted(actor_of(request), wanted, moment), moment)


def _picked(request: HttpRequest) -> list[int]:
    """What is no number is no to-do either: 0 is nobody's."""
    return [number(text) or 0 for text in request.POST.getlist("todo")]


def _batch(
    request: HttpRequest, given_to: int | None, act: Callable[[Actor], list[Result]]
) -> HttpResponse:
    """Back to the list as it was filtered; what was changed can be undone once from there."""
    try:
        results = act(actor_of(request))
    except Refused as refused:
        status = 403 if isinstance(refused, Denied) else 422
        return _page(request, refused.problems, status=status)
    told = {
        "summary": summary(results),
        "not_done": [[one.text, one.sentence] for one in results if not one.is_done],
        "may_undo": False,
    }
    before = {one.pk: one.changed_from for one in results if one.is_changed}
    if not before:
        status = 200 if any(one.is_done for one in results) else 409
        return _page(request, told=told, status=status)
    if given_to is not None:
        request.session[UNDO] = {"given_to": given_to, "before": before}
        told["may_undo"] = True
    request.session[TOLD] = told
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(f"{reverse('desk:index')}?{query}" if query else "desk:index")


def _page(
    request: HttpRequest,
    problems: Sequence[str] = (),
    told: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, moment = actor_of(request), now()
    wanted, size, unclear = wanted_of(request)
    found = todos_wanted(actor, wanted, moment)
    page = Paginator(found, size).get_page(request.GET.get("page"))
    totals = counts_by_clock(found, moment) if page.has_other_pages() else {}
    numbers = counts(actor, wanted.who, moment)
    context = {
        "nav": "inbox",
        "here": "done" if wanted.done else wanted.who,
        "wanted": wanted,
        "size": str(size),
        "sizes": SIZES,
        "sorts": SORT_NAMES,
        "groups_by_clock": GROUPS,
        "page": page,
        "groups": _groups(
            list(page), wanted, actor, moment, totals, is_all=bool(request.GET.get("pick"))
        ),
        "desk_counts": numbers,
        "strip": list(_strip(numbers, due_by_day(actor, wanted.who, moment), moment.date())),
        "problems": [*problems, *unclear],
        "told": told,
        "heads": list(_heads(wanted)),
        "query": query_of(request),
        "views": DeskView.objects.filter(person_id=actor.person_id or NONE).order_by(
            "made_at", "id"
        ),
        "given_name": request.POST.get("name", "")[:LONGEST],
        **_messages(actor),
        **_office(actor, moment),
    }
    return render(request, "inbox/desk.html", context, status=status)


def _groups(
    todos: list[Todo],
    wanted: Wanted,
    actor: Actor,
    moment: datetime,
    totals: Mapping[str, int],
    *,
    is_all: bool,
) -> list[Group]:
    rows = [
        DeskRow(
            todo,
            None if wanted.done else clock_of(todo, moment),
            is_picked=is_all,
            may_tick_off=not wanted.done and not may_tick_off.refusal(actor, todo),
        )
        for todo in todos
    ]
    if wanted.done or wanted.sort != "due":
        return [Group("", "", rows)] if rows else []
    by_state = {
        name: Group(str(title), tone, [], totals.get(name, 0)) for name, title, tone in GROUPS
    }
    for row in rows:
        by_state[state_of(row.todo, moment)].rows.append(row)
    return [group for group in by_state.values() if group.rows]


def _heads(wanted: Wanted) -> Iterator[Head]:
    """The columns, and by which of them the table can be sorted."""
    yield Head("c-clk", _("时限"), "due", is_sorted=wanted.sort == "due")
    yield Head("", _("事项"), "text", is_sorted=wanted.sort == "text")
    yield Head("", _("办完") if wanted.done else _("期限"))
    yield Head("", _("办理人"), "owner", is_sorted=wanted.sort == "owner")
    yield Head("", _("给谁"))


def _strip(numbers: dict[str, int], due: dict[date, int], today: date) -> Iterator[LoadDay]:
    """Overdue, today and the next working days; beyond the calendar as usual weeks."""
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    yield LoadDay("over", _("超期"), "", numbers["over"], state="over")
    yield LoadDay("now", _("今天"), names[today.weekday()], numbers["today"], state="today")
    day, left = today, DAYS - 1
    while left:
        day += timedelta(days=1)
        if CALENDAR.guess_workday(day) or due.get(day):
            left -= 1
            yield LoadDay(
                "", f"{day.month}/{day.day}", names[day.weekday()], due.get(day, 0), day=f"{day}"
            )


def _messages(actor: Actor) -> dict[str, Any]:
    unread = messages_of(actor).filter(read_at__isnull=True)
    return {"unread": unread.count(), "latest": unread[:UNREAD]}


def _office(actor: Actor, moment: datetime) -> dict[str, Any]:
    """What a chief sees besides: to whom one may assign, and who has how much."""
    if is_chief.refusal(actor):
        return {"colleagues": [], "chart": ""}
    return {
        "colleagues": colleagues_of(actor, moment),
        "chart": _chart(load_of_office(actor, moment)),
    }


def _chart(loads: list[Load]) -> SafeString:
    *people, free = loads
    title = _("%(count)d 件没人领") % {"count": free.open}
    if people and people[0].open:
        most = {"name": people[0].person, "count": people[0].open}
        title = _("%(most)s；%(free)s") % {
            "most": _("%(name)s手上最多，%(count)d 件") % most,
            "free": title,
        }
    items = [_bar(str(one.person), one, accent=one is people[0]) for one in people]
    return figure(
        bars([*items, _bar(_("没人领"), free)]), title=title, measure=_("本处室没了结的待办，件")
    )


def _bar(label: str, load: Load, *, accent: bool = False) -> Bar:
    note = _("其中超期 %(count)d 件") % {"count": load.over} if load.over else ""
    return Bar(label, load.open, note, accent=accent and load.open > 0)
