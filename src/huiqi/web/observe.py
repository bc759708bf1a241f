"""观察: counts every request and writes one line of log about it, by the name of its route.

An address, a query and a form may hold a credit code, a telephone number or a password; none
of them is looked at here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django_structlog.middlewares import RequestMiddleware
from django_structlog.signals import bind_extra_request_finished_metadata

from huiqi.kernel.arrival import stamp
from huiqi.kernel.uptime import Counter
from huiqi.web.metrics import observe

NO_ROUTE: Final = "none"
STATIC: Final = "static"
# Answered without anybody having asked for anything that could fail.
PROBES: Final = (STATIC, "web:health", "web:readiness", "web:metrics")


class RequestLog(RequestMiddleware):
    """请求日志: one line when a request is done or has failed."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """请求: its method and the name of its route."""
        return f"{request.method} {route_of(request)}"


class Observed:
    """计数中间件: the outermost, so that what others answer is counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.minutes = Counter() if settings.HUIQI_MEASURES_ITSELF else None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """处理: one request."""
        began = time.perf_counter()
        stamp(request, began)  # what is handed in in time counts, however late it is answered
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        observe(route_of(request), str(request.method), response.status_code, seconds)
        if self.minutes is not None:
            self.minutes.count(response.status_code, is_probe=route_of(request) in PROBES)
        return response


def route_of(request: HttpRequest) -> str:
    """路由名: as the code names it; what nobody serves has none."""
    found = request.resolver_match
    if found is None:
        return STATIC if request.path_info.startswith("/static/") else NO_ROUTE
    return found.view_name or found.route


def _tell_who(request: HttpRequest, log_kwargs: dict[str, Any], **_more: Any) -> None:
    """办理人: as a keyed hash, so that one person's steps can be followed and not named."""
    person = getattr(getattr(request, "actor", None), "person_id", None)
    if person is not None:
        log_kwargs["actor"] = salted_hmac("huiqi.log.actor", str(person)).hexdigest()[:16]


bind_extra_request_finished_metadata.connect(_tell_who, dispatch_uid="huiqi.web.observe")
