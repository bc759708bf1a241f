"""会话: when a session was seen last is noted once a minute, not with every request.

A person sees on the page of sessions where they are signed in and when each was used last; to
the minute is near enough, and a page that only reads does not write.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.usersessions.middleware import UserSessionsMiddleware
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from huiqi.kernel.standing import Standing

OFTEN_ENOUGH: Final = timedelta(minutes=1)


@Standing.of(str)
def _noted(key: str) -> QuerySet[UserSession, Any]:
    found: QuerySet[UserSession, Any] = UserSession.objects.filter(session_key=key)
    return found.values_list("user_id", "user_agent", "ip", "last_seen_at")


class SessionNotes(UserSessionsMiddleware):  # type: ignore[misc]  # ships no types
    """会话中间件: notes who comes from where, at once when that changes, else once a minute."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """处理: one request."""
        answer = self.get_response if _is_noted(request) else super().__call__
        response: HttpResponse = answer(request)
        return response


def _is_noted(request: HttpRequest) -> bool:
    key = request.session.session_key
    if not key or not request.user.is_authenticated:
        return False
    longest = UserSession._meta.get_field("user_agent").max_length
    agent = request.META.get("HTTP_USER_AGENT", "")[:longest]
    came = (request.user.pk, agent, get_adapter().get_client_ip(request))
    return any(
        tuple(noted) == came and timezone.now() - seen < OFTEN_ENOUGH
        for *noted, seen in _noted(key)
    )
