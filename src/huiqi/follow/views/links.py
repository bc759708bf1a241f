"""会计链接的页面: choose, look at it beforehand, make it, take it back; and open it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.follow.access import is_owner, stands_for_firm
from huiqi.follow.actions.sharing import make_link, open_link, problems_with, revoke_link
from huiqi.follow.models import AccountantLink
from huiqi.follow.models.sharing import LONGEST_LABEL, MOST_DAYS
from huiqi.follow.queries.sharing import (
    MATCH,
    MISSING,
    NAME,
    label_of,
    link_of_token,
    links_of,
    parts_of,
    shown_by,
)
from huiqi.follow.views.index import typed
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.parties import scope
from huiqi.parties.models import Subject
from huiqi.parties.pages import actor_of, only
from huiqi.parties.queries import facts_of

USUAL = (NAME, MATCH, MISSING)
LONGEST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@only(stands_for_firm)
@never_cache
def links(request: HttpRequest) -> HttpResponse:
    """会计链接: those there are; POST shows what a new one would show, then makes it."""
    if request.method != "POST":
        return _page(request)
    if reason := is_owner.refusal(actor_of(request), _subject(request)):
        return _page(request, [reason], 403)
    given = _given(request)
    if problems := problems_with(given["label"], given["shows"], given["days"]):
        return _page(request, problems, 422)
    if "make" not in request.POST:
        return _preview(request, given)
    try:
        token = make_link(**given, actor=actor_of(request), now=now())
    except Refused as refused:
        return _page(request, refused.problems, 422)
    link = settings.PUBLIC_URL + reverse("follow:shared", args=[token])
    return _page(request, link=link)


def _page(
    request: HttpRequest, problems: Any = (), status: int = 200, link: str = ""
) -> HttpResponse:
    actor, on, subject = actor_of(request), today(), _subject(request)
    is_again = request.method == "POST" and not link
    given = _given(request) if is_again else {"label": "", "shows": list(USUAL), "days": "30"}
    told = [
        (one, [label_of(key) for key in one.shows], one.is_open_on(on)) for one in links_of(actor)
    ]
    context = {
        "nav": "firm",
        "links": told,
        "parts": parts_of(facts_of(subject, on)),
        "given": given,
        "why_not": is_owner.refusal(actor, subject),
        "problems": list(problems),
        "link": link,
        "most": MOST_DAYS,
        "longest": LONGEST_LABEL,
    }
    return render(request, "follow/links.html", context, status=status)


def _preview(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    subject, on = _subject(request), today()
    context = {
        "nav": "firm",
        "given": given,
        "labels": [label_of(key) for key in given["shows"]],
        "shown": shown_by(subject, given["shows"], on),
        "last": AccountantLink(made_on=on, days=int(given["days"])).last_day,
    }
    return render(request, "follow/preview.html", context)


@require_POST
@only(stands_for_firm)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """收回: another firm's link is not found."""
    actor = actor_of(request)
    found = get_object_or_404(links_of(actor), pk=pk)
    try:
        revoke_link(link=found, actor=actor, now=now())
    except Refused as refused:
        return _page(request, refused.problems, 403)
    return redirect("follow:links")


@require_safe
@never_cache
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """打开: whoever has the link, without an account; a wrong, old or revoked one says which.

    None of the three says whose it was.
    """
    with scope.everything():
        link = link_of_token(token)
    if link is None:
        what = _("没有这个链接。可能复制漏了几个字，请发给你的人重新复制。")
        return _quiet(render(request, "follow/unopened.html", {"what": what}, status=404))
    moment = now()
    if not link.is_open_on(moment.date()):
        what = _("这个链接已经过期。") if link.revoked_at is None else _("这个链接已经收回。")
        return _quiet(render(request, "follow/unopened.html", {"what": what}, status=410))
    with scope.subjects([link.subject_id]):
        if request.method == "GET":
            open_link(link=link, now=moment)
        shown = shown_by(link.subject, link.shows, moment.date())
        context = {"nav": "policy", "shown": shown, "link": link}
        return _quiet(render(request, "follow/shared.html", context))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way, found by no search, told to no other site."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _given(request: HttpRequest) -> dict[str, Any]:
    return {
        "label": " ".join(typed(request, "label").split())[:LONGEST],
        "shows": request.POST.getlist("shows")[:LONGEST],
        "days": request.POST.get("days", "").strip()[:10],
    }


def _subject(request: HttpRequest) -> Subject:
    found = actor_of(request).subject_id
    assert found is not None  # of who stands for a firm
    return Subject.objects.get(pk=found)
