"""消息的页面: what the person was told, read and unread."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiqi.inbox.actions import mark_all_read, mark_read
from huiqi.inbox.enums import Kind
from huiqi.inbox.opt_out import token_of
from huiqi.inbox.queries import messages_of
from huiqi.kernel.now import now
from huiqi.kernel.sheets import Column
from huiqi.parties.pages import actor_of, page_of, sheet


@require_safe
@login_required
def messages(request: HttpRequest) -> HttpResponse:
    """消息: the latest first; ``?only=unread`` leaves out what was read."""
    told = messages_of(actor_of(request))
    unread_only = request.GET.get("only") == "unread"
    unread = told.filter(read_at__isnull=True)
    context = {
        "nav": "inbox",
        "here": "messages",
        "page": page_of(request, unread if unread_only else told),
        "unread_only": unread_only,
        "unread": unread.count(),
    }
    return render(request, "inbox/messages.html", context)


@require_safe
@login_required
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """一条消息: opening it is reading it."""
    actor = actor_of(request)
    found = get_object_or_404(messages_of(actor).select_related("organization"), pk=pk)
    if request.method == "GET":
        mark_read(message=found, actor=actor, now=now())
    context = {
        "nav": "inbox",
        "here": "messages",
        "message": found,
        "opt_out": token_of(found.person_id, Kind(found.kind)),
    }
    return render(request, "inbox/message.html", context)


@require_POST
@login_required
def unread(request: HttpRequest, pk: int) -> HttpResponse:
    """标为未读: to come back to it."""
    actor = actor_of(request)
    found = get_object_or_404(messages_of(actor), pk=pk)
    mark_read(message=found, actor=actor, now=now(), is_read=False)
    return redirect("inbox:messages")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """全部标为已读: of the person."""
    mark_all_read(actor=actor_of(request), now=now())
    return redirect("inbox:messages")


@require_safe
@login_required
def messages_sheet(request: HttpRequest) -> HttpResponse:
    """消息导出: all of them as an Excel file."""
    columns = (
        Column(_("时间"), "moment", 18),
        Column(_("种类"), width=18),
        Column(_("标题"), width=50),
        Column(_("正文"), width=80),
        Column(_("阅读时间"), "moment", 18),
    )
    cells = (
        (one.sent_at, one.get_kind_display(), one.headline, one.told("body"), one.read_at)
        for one in messages_of(actor_of(request))
    )
    return sheet("messages", _("消息"), columns, cells)
