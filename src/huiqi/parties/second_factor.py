"""第二重验证: whoever acts for the city proves more than a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiqi.parties.enums import OFFICERS
from huiqi.parties.middleware import ActorRequest
from huiqi.parties.oidc.linking import PROVEN

OPEN: Final = ("/accounts/", "/display/", "/healthz", "/readyz", "/metrics", "/static/")


class SecondFactorMiddleware:
    """第二重验证: an officer without one is led to set it up before anything else.

    allauth asks for it at every sign-in once it is set up. The demonstration does not insist
    (``SECOND_FACTOR_REQUIRED``); one that the city's identity provider vouches for counts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """处理: one request."""
        actor = cast("ActorRequest", request).actor
        is_officer = actor.has(*(role.value for role in OFFICERS))
        if (
            is_officer
            and settings.SECOND_FACTOR_REQUIRED
            and not request.path.startswith(OPEN)
            and not request.session.get(PROVEN)
            and not is_mfa_enabled(request.user)
        ):
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)
