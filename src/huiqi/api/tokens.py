"""令牌的接口: one's own tokens, and an end to one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from huiqi.api.actions import revoke_token
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, Json, Operation
from huiqi.api.models import ApiToken
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.queries import tokens_of
from huiqi.kernel.now import CITY, now

router = Router(tags=["令牌"])

TOKEN_LIST: Final = Operation(
    summary="自己的令牌",
    about="新的在前，含已过期和已撤销的；令牌本身只在生成时显示一次。",
    answers="tokens_page",
    parameters=PAGING,
    wanted=Scope.TOKENS,
)
REVOCATION: Final = Operation(
    summary="撤销自己的一个令牌",
    about=REPEAT,
    answers="token",
    wanted=Scope.TOKENS,
    writes=True,
)


@TOKEN_LIST.at(router, "GET", "/tokens")
def tokens(request: HttpRequest) -> Json:
    """自己的令牌: page by page."""
    written, given = TOKEN_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(tokens_of(actor_of(request)), told)


@REVOCATION.at(router, "POST", "/tokens/{prefix}/revocation")
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    """撤销: from now on it opens nothing."""
    caller = caller_of(request)
    _written, given = REVOCATION.given(request)
    given.refuse()
    token = tokens_of(caller.actor).filter(prefix=prefix).first()
    if token is None:
        raise ApiError("not_found", [not_found()])

    def act() -> Json:
        return told(revoke_token(token=token, now=now(), actor=caller.actor))

    return done_once(request, caller, prefix, act)


def told(token: ApiToken) -> Json:
    """令牌描述: all but the secret, which nobody knows."""
    return {
        "prefix": token.prefix,
        "title": token.title,
        "organization": token.organization.credit_code,
        "scopes": list(token.scopes),
        "created_at": moment_text(token.created_at),
        "expires_at": moment_text(token.expires_at),
        "last_used_at": moment_text(token.last_used_at),
        "revoked_at": moment_text(token.revoked_at),
    }


def moment_text(at: datetime | None) -> str | None:
    """时刻: as the city's clock shows it, to the second."""
    return None if at is None else at.astimezone(CITY).isoformat(timespec="seconds")


MOMENT: Final = {"type": "string", "format": "date-time"}
MOMENT_OR_NULL: Final = {"type": ["string", "null"], "format": "date-time"}
TOKEN_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "prefix": {"type": "string"},
        "title": {"type": "string"},
        "organization": {"type": ["string", "null"], "description": "统一社会信用代码"},
        "scopes": {"type": "array", "items": {"enum": list(Scope.values)}},
        "created_at": MOMENT,
        "expires_at": MOMENT,
        "last_used_at": MOMENT_OR_NULL,
        "revoked_at": MOMENT_OR_NULL,
    },
    "required": [
        *("prefix", "title", "organization", "scopes"),
        *("created_at", "expires_at", "last_used_at", "revoked_at"),
    ],
    "additionalProperties": False,
}
