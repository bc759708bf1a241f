"""我的数据: copies and erasure asked for, fetched and taken back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.parties.models import Subject
from huiqi.rights.access import may_ask
from huiqi.rights.actions import ask_for_data, record_fetch, withdraw_request
from huiqi.rights.models import DataRequest
from huiqi.rights.promises import promise_on
from huiqi.rights.queries.requests import (
    package_of,
    request_by_token,
    requests_of,
    token_of,
)
from huiqi.rights.views.common import actor_of, page_of

FIRM = "firm"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def requests(request: HttpRequest) -> HttpResponse:
    """我的数据: what was asked for and what came of it; a new request."""
    if request.method != "POST":
        return _page(request)
    given = request.POST
    try:
        ask_for_data(
            kind=given.get("kind", ""),
            subject=_firm(request) if given.get("whose") == FIRM else None,
            reason=given.get("reason", ""),
            actor=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return _page(request, refused.problems)
    return redirect("rights:requests")


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回: one's own or the firm's; any other is not found."""
    actor = actor_of(request)
    found = get_object_or_404(requests_of(actor), pk=pk)
    try:
        withdraw_request(request=found, actor=actor, now=now())
    except Refused as refused:
        return _page(request, refused.problems)
    return redirect("rights:requests")


@require_safe
@login_required
@never_cache
def package(request: HttpRequest, token: str) -> HttpResponse:
    """取走副本: by who asked and nobody else, until it expires; every time is on record."""
    actor = actor_of(request)
    found = request_by_token(actor, token)
    if found is None:
        raise Http404
    packed = package_of(found, now())
    if packed is None:
        return render(request, "rights/expired.html", {"one": found}, status=410)
    record_fetch(request=found, actor=actor)
    headers = {"Content-Disposition": f'attachment; filename="{found.number}.zip"'}
    return HttpResponse(bytes(packed.content), content_type="application/zip", headers=headers)


def _firm(request: HttpRequest) -> Subject:
    actor = actor_of(request)
    if actor.subject_id is None:
        raise Refused([_("你现在没有代表任何单位，只能请求自己的数据")])
    return Subject.objects.get(pk=actor.subject_id)


def _page(request: HttpRequest, problems: tuple[str, ...] = ()) -> HttpResponse:
    actor, moment = actor_of(request), now()
    page = page_of(request, requests_of(actor))
    firm = Subject.objects.filter(pk=actor.subject_id).first() if actor.subject_id else None
    context = {
        "nav": "firm",
        "page": page,
        "rows": [(one, _token(one, actor.person_id)) for one in page],
        "moment": moment,
        "problems": problems,
        "reason": request.POST.get("reason", "")[:1_000],
        "for_firm": firm is not None and not may_ask(actor, firm),
        "promise": promise_on(today()),
    }
    return render(request, "rights/requests.html", context, status=422 if problems else 200)


def _token(one: DataRequest, person_id: int | None) -> str:
    is_mine = one.asked_by_id == person_id
    return token_of(one) if is_mine and one.status == DataRequest.Status.READY else ""
