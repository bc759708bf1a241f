"""接口的其他网址: its document, and every address where there is nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from huiqi.api.openapi import document_text
from huiqi.api.problems import MEDIA_TYPE, ApiError, not_allowed, not_found, response_to


def openapi(request: HttpRequest) -> HttpResponse:
    """接口文档: the very bytes of docs/reference/openapi.json."""
    if request.method not in ("GET", "HEAD"):
        return response_to(ApiError("method_not_allowed", [not_allowed()], {"Allow": "GET, HEAD"}))
    return HttpResponse(document_text(), content_type=MEDIA_TYPE)


def nothing(_request: HttpRequest, _rest: str = "") -> HttpResponse:
    """没有这个地址: 404, whatever the method."""
    return response_to(ApiError("not_found", [not_found()]))


# Nothing is changed here, so that no page of another site could abuse it.
nothing.csrf_exempt = True  # type: ignore[attr-defined]
openapi.csrf_exempt = True  # type: ignore[attr-defined]
