"""接口中间件: whatever goes wrong around the interface is told in its shape, too."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiqi.api.problems import (
    LOG,
    MEDIA_TYPE,
    ApiError,
    body_of,
    not_allowed,
    not_found,
    too_large,
    unexpected,
)
from huiqi.parties import scope
from huiqi.rules.problems import Problem

ROOT: Final = "/api/v1"
TOLD: Final = {
    404: ("not_found", not_found),
    405: ("method_not_allowed", not_allowed),
    413: ("too_large", too_large),
}
OUR_FAULT: Final = 500
CHINESE: Final = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")  # a character of U+4000 to U+9FFF


class ApiMiddleware:
    """接口中间件: the outermost, for Django answers some mistakes before any view is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """处理: one request; those for pages pass untouched."""
        if request.path_info != ROOT and not request.path_info.startswith(f"{ROOT}/"):
            return self.get_response(request)
        try:
            response = self.get_response(request)
        finally:
            # What a token let this connection see ends with its request.
            if getattr(request, "narrowed", False):
                scope.forget()
        return _in_languages(response if _is_ours(response) else _in_shape(response))


def _in_languages(response: HttpResponse) -> HttpResponse:
    """What the law, the facts and the engine say stays Chinese; the answer says so."""
    is_read = not response.streaming and CHINESE.search(response.content)
    if is_read and response.get("Content-Language") == "en":
        response["Content-Language"] = "en, zh-Hans"
    return response


def _is_ours(response: HttpResponse) -> bool:
    return response.status_code < 400 or response.get("Content-Type") == MEDIA_TYPE


def _told(status: int) -> ApiError:
    code, problem = TOLD.get(status, ("bad_request", _bad))
    return ApiError(code, [problem()])


def _bad() -> Problem:
    return Problem(_("请求的写法有误。"), fix=_("请核对地址、请求头和内容。"))


def _in_shape(response: HttpResponse) -> HttpResponse:
    """The same response, for it carries headers that others set, with another body."""
    if response.status_code >= OUR_FAULT:
        reference = secrets.token_hex(6)
        LOG.error("%s answered %s outside of an operation", reference, response.status_code)
        error = unexpected(reference)
    else:
        error = _told(response.status_code)
    response.content = body_of(error.code, error.problems)
    response["Content-Type"] = MEDIA_TYPE
    response.headers.pop("Content-Length", None)
    return response
