"""公开页面: what is the same for every visitor is made once and kept for some seconds.

The day a policy is announced, everybody reads the same few pages. Nobody who is signed in, has
answered a question or was sent a message is ever served from here, and nothing that carries a
token, sets a cookie or asks not to be stored is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

LARGEST: Final = 512 * 1024  # bytes of a page that is kept
ELDER: Final = "elder"

Asked = ParamSpec("Asked")


def public_page(
    view: Callable[Concatenate[HttpRequest, Asked], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Asked], HttpResponse]:
    """公开页面: the view answers a stranger; its answer is kept for HUIQI_KEPT_SECONDS.

    0 keeps nothing. What is published is seen by strangers after that many seconds at the latest.
    """

    @wraps(view)
    def kept(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponse:
        seconds = settings.HUIQI_KEPT_SECONDS
        if not seconds or request.method != "GET" or not _is_stranger(request):
            return view(request, *args, **kwargs)
        pages, key = caches["pages"], _key(request)
        found = pages.get(key)
        if found is not None:
            content, headers = found
            return HttpResponse(content, headers=headers)
        response = view(request, *args, **kwargs)
        if _may_be_kept(request, response):
            pages.set(key, (response.content, dict(response.headers)), seconds)
        return response

    return kept


def _is_stranger(request: HttpRequest) -> bool:
    """Whether nothing is known of the visitor but how pages are to be shown."""
    return set(request.COOKIES) <= {
        ELDER,
        settings.LANGUAGE_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
    }


def _key(request: HttpRequest) -> str:
    how = (request.COOKIES.get(ELDER) or "", request.headers.get("HX-Request") or "")
    told = (request.get_host(), request.get_full_path(), get_language() or "", *how)
    return sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")  # nor a token in a form
        and "no-store" not in response.headers.get("Cache-Control", "")
        and len(response.content) <= LARGEST
    )
