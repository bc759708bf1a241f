"""认证的页面: to the provider and back; whatever goes wrong is told, and nobody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

from huiqi.parties.oidc.provider import CityAdapter

# What may go wrong with an answer: it does not come, is not believed, or is not of its form.
WRONG = (OAuth2Error, RequestException, KeyError, TypeError, ValueError, AttributeError)


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """前往认证: asks on GET, goes on POST."""
    return _answered(request, provider_id, OAuth2LoginView.adapter_view)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """认证回来: with a code, or with an error of the provider."""
    return _answered(request, provider_id, OAuth2CallbackView.adapter_view)


def _answered(
    request: HttpRequest, provider_id: str, view: Callable[[CityAdapter], Any]
) -> HttpResponse:
    adapter = CityAdapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        found: HttpResponse = view(adapter)(request)
    except WRONG as error:
        return render_authentication_error(request, provider, exception=error)  # type: ignore[no-any-return]
    return found
