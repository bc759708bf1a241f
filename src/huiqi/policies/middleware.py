"""现行规则中间件: every few seconds a process looks whether rules were published meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from huiqi.policies.releases import look_if_due

logger = logging.getLogger("huiqi.policies")


class RulesInForce:
    """现行规则中间件: before a request, so that one answer rests on one library.

    A database that does not answer is told by whoever needs it: what answered before goes on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """处理: one request."""
        try:
            look_if_due()
        except DatabaseError:
            logger.warning("没有看到有没有新发布的规则，仍按原来的答复")
        return self.get_response(request)
