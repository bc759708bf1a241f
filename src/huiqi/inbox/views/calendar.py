"""日历订阅的页面: making and revoking a link, and what the link shows."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.inbox.actions import create_feed, revoke_feed
from huiqi.inbox.feeds import dated_for
from huiqi.inbox.ics import MEDIA_TYPE, calendar_of
from huiqi.inbox.queries import deadlines_of, feed_of, person_of_token
from huiqi.kernel.now import CITY, now
from huiqi.parties import scope
from huiqi.parties.pages import actor_of
from huiqi.parties.queries import actors_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """日历链接: POST makes a new one and shows it this once; an earlier one ends."""
    actor = actor_of(request)
    assert actor.person_id is not None
    link = ""
    if request.method == "POST":
        token = create_feed(actor=actor, now=now())
        link = settings.PUBLIC_URL + reverse("inbox:feed", args=[token])
    context = {"nav": "inbox", "here": "calendar", "link": link, "feed": feed_of(actor.person_id)}
    return render(request, "inbox/calendar.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    """撤销日历链接: from now on it is not found."""
    revoke_feed(actor=actor_of(request), now=now())
    return redirect("inbox:calendar")


@require_safe
@never_cache
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """日历: the deadlines of whose link it is; a wrong or revoked one is not found."""
    person = person_of_token(token)
    if person is None:
        raise Http404
    moment = now()
    with scope.everything():
        actors = actors_of(person, moment)
        todos = list(deadlines_of(person, actors))
        dated = list(dated_for(person, actors, moment.astimezone(CITY).date()))
    body = calendar_of(todos, base=settings.PUBLIC_URL, now=moment, dated=dated)
    headers = {"X-Robots-Tag": "noindex", "Content-Disposition": 'inline; filename="huiqi.ics"'}
    return HttpResponse(body, content_type=MEDIA_TYPE, headers=headers)
