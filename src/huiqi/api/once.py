"""幂等的办理: with the header Idempotency-Key an operation is done once and answered again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiqi.api.door import Caller
from huiqi.api.problems import MEDIA_TYPE, ApiError, encoded
from huiqi.kernel.idempotency import once
from huiqi.kernel.words import worded
from huiqi.rules.problems import Problem

HEADER: Final = "Idempotency-Key"
WELL_FORMED: Final = re.compile(r"[!-~]{1,200}")


def done_once(
    request: HttpRequest, caller: Caller, asked: Any, act: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """只办一次: ``act`` as often as it comes without a key; under one, once for this caller.

    ``asked`` is all that the caller said. The answer is kept as text, the same to the byte.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return HttpResponse(encoded(act()), content_type=MEDIA_TYPE)
    if not WELL_FORMED.fullmatch(key):
        problem = Problem(
            worded("「%(header)s」不合要求。", header=HEADER),
            fix=_("请写 1 至 200 个可见的英文字符。"),
            key=HEADER,
        )
        raise ApiError("bad_request", [problem])
    whole = [request.method, request.path, asked]
    answered = once(caller.key, key, whole, lambda: (200, encoded(act()).decode()))
    return HttpResponse(answered.body, status=answered.status, content_type=MEDIA_TYPE)
