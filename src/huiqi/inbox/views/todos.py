"""待办的页面: what is to be done, the most urgent first, with its clock and who does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiqi.inbox.access import is_addressee, is_taker, may_tick_off
from huiqi.inbox.actions import release_todo, take_todo, tick_off
from huiqi.inbox.clocks import Clock, clock_of
from huiqi.inbox.models import Todo
from huiqi.inbox.queries import messages_of, todos_of
from huiqi.inbox.queries.pushes import failing_of
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, back_to, page_of, sheet

LATEST: Final = 5  # messages beside the to-dos


@dataclass(frozen=True)
class Row:
    """一件待办: with its clock and what this actor may do with it."""

    todo: Todo
    clock: Clock | None
    may_take: bool
    may_release: bool
    may_tick_off: bool


def row_of(todo: Todo, actor: Actor, moment: datetime) -> Row:
    """一件待办: as the page shows it at ``moment``."""
    is_shared = todo.organization_id is not None
    return Row(
        todo,
        clock_of(todo, moment),
        may_take=is_shared and todo.owner_id is None and not is_addressee.refusal(actor, todo),
        may_release=not is_taker.refusal(actor, todo),
        may_tick_off=not may_tick_off.refusal(actor, todo),
    )


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """待办: and the latest messages beside it."""
    return _index(request)


def _index(request: HttpRequest, problems: tuple[str, ...] = ()) -> HttpResponse:
    actor, moment = actor_of(request), now()
    page = page_of(request, todos_of(actor))
    told = messages_of(actor)
    context = {
        "nav": "inbox",
        "page": page,
        "rows": [row_of(todo, actor, moment) for todo in page],
        "latest": told[:LATEST],
        "unread": told.filter(read_at__isnull=True).count(),
        "failing": failing_of(actor),
        "problems": problems,
    }
    return render(request, "inbox/index.html", context, status=409 if problems else 200)


def _act(request: HttpRequest, pk: int, act: Callable[[Todo, Actor], object]) -> HttpResponse:
    actor = actor_of(request)
    # Another's to-do is «not found», never «forbidden».
    todo = get_object_or_404(todos_of(actor), pk=pk)
    try:
        act(todo, actor)
    except Refused as refused:
        return _index(request, refused.problems)
    if request.POST.get("from") == "desk":
        return back_to(request, "desk:index")
    return redirect("inbox:index")


@require_POST
@login_required
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """接手: one to-do of many who could do it."""
    return _act(request, pk, lambda todo, actor: take_todo(todo=todo, actor=actor))


@require_POST
@login_required
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """交回: to all its addressees."""
    return _act(request, pk, lambda todo, actor: release_todo(todo=todo, actor=actor))


@require_POST
@login_required
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """勾掉: what was done elsewhere."""
    return _act(request, pk, lambda todo, actor: tick_off(todo=todo, actor=actor, now=now()))


@require_safe
@login_required
def todos_sheet(request: HttpRequest) -> HttpResponse:
    """待办导出: the whole list as an Excel file."""
    moment = now()
    return as_sheet(todos_of(actor_of(request)), moment)


def as_sheet(todos: QuerySet[Todo], moment: datetime) -> HttpResponse:
    """待办表: in the order given, with the clocks as they stand at ``moment``."""
    columns = (
        Column(_("时限"), width=18),
        Column(_("期限"), "moment", 18),
        Column(_("要做什么"), width=40),
        Column(_("说明"), width=50),
        Column(_("给谁"), width=30),
        Column(_("办理人")),
    )
    rows = ((todo, None if todo.done_at else clock_of(todo, moment)) for todo in todos)
    cells = (
        (
            clock.left if clock else "",
            todo.due_at,
            todo.told("text"),
            todo.told("note"),
            todo.addressee,
            todo.responsible,
        )
        for todo, clock in rows
    )
    return sheet("todos", _("待办"), columns, cells)
