"""接口的门: who comes, how often, and with which scopes; asked before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiqi.api.actions import note_use
from huiqi.api.enums import Scope
from huiqi.api.models import ApiToken
from huiqi.api.problems import ApiError
from huiqi.api.queries import token_by_secret
from huiqi.kernel.access import ANONYMOUS, Actor
from huiqi.kernel.limits import Limit, hit, keyed_address
from huiqi.kernel.now import now
from huiqi.kernel.words import worded
from huiqi.parties import scope
from huiqi.parties.queries import actors_of
from huiqi.rules.problems import Problem

LIMITS: Final[dict[str, Limit]] = {
    "address": Limit(120, timedelta(minutes=1)),
    "person": Limit(300, timedelta(minutes=1)),
    "token": Limit(600, timedelta(minutes=1)),
}
BEARER: Final = "bearer"
SAFE: Final = ("GET", "HEAD")
CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="huiqi"'}


@dataclass(frozen=True)
class Caller:
    """调用方: the actor, the token it came with if any, and the key it is counted under."""

    actor: Actor
    key: str
    token: ApiToken | None = None


class ApiRequest(HttpRequest):
    """接口请求: once it has passed the door."""

    auth: Caller
    narrowed: bool


def caller_of(request: HttpRequest) -> Caller:
    """调用方: who asks, past the door."""
    return cast("ApiRequest", request).auth


def actor_of(request: HttpRequest) -> Actor:
    """办理人: in whose name is asked."""
    return caller_of(request).actor


@dataclass(frozen=True)
class Door:
    """门: ``wanted`` is the scope an operation needs; None opens it to everybody.

    ApiError: 401 for a token that opens nothing, or none where one is needed; 403 for one
    without the scope; 429 for who comes too often, told when to come again.
    """

    wanted: Scope | None = None

    def __call__(self, request: HttpRequest) -> Caller:
        """开门: for one request."""
        moment = now()
        caller = _recognize(cast("ApiRequest", request), moment)
        if caller.token is None:
            _count(caller.key, moment)
        if self.wanted is not None:
            self._require(caller, self.wanted)
        return caller

    def _require(self, caller: Caller, wanted: Scope) -> None:
        if caller.actor.person_id is None:
            raise _unauthenticated(_("须先证明身份。"))
        if caller.token is not None and wanted not in caller.token.scopes:
            what = worded("令牌没有权限范围「%(scope)s」。", scope=_(wanted.label))
            fix = _("请生成有此权限范围的令牌。")
            raise ApiError("denied", [Problem(what, fix=fix)])


def _recognize(request: ApiRequest, moment: datetime) -> Caller:
    written = request.headers.get("Authorization")
    if written is not None:
        return _by_token(request, written, moment)
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    # A page of another site can make a browser send its cookies, but not a token: cookies
    # open what changes nothing.
    if actor.person_id is not None and request.method in SAFE:
        return Caller(actor, f"person:{actor.person_id}")
    return Caller(ANONYMOUS, _address(request))


def _by_token(request: ApiRequest, written: str, moment: datetime) -> Caller:
    kind, _space, secret = written.strip().partition(" ")
    token = token_by_secret(secret.strip()) if kind.lower() == BEARER else None
    if token is None:
        # Counted by address, so that nobody tries tokens one after another.
        _count(_address(request), moment)
        raise _unauthenticated(_("不认识这个令牌。"))
    key = f"token:{token.pk}"
    _count(key, moment)
    if not token.is_live_at(moment) or not token.person.is_active:
        raise _unauthenticated(_("这个令牌已过期或已撤销。"))
    request.narrowed = True
    scope.recognize(token.person_id)
    actor = actor_of_token(token, moment)
    if actor is None:
        raise _unauthenticated(_("令牌的生成人已不能代表这个单位。"))
    scope.narrow(actor)
    note_use(token=token, now=moment)
    return Caller(actor, key, token)


def actor_of_token(token: ApiToken, moment: datetime) -> Actor | None:
    """令牌的办理人: with the roles of the moment; None for who no longer acts for the body."""
    actors = actors_of(token.person, moment)
    return next((one for one in actors if one.organization_id == token.organization_id), None)


def _unauthenticated(what: str) -> ApiError:
    fix = _("请在 Authorization 头写「Bearer 令牌」。")
    return ApiError("unauthenticated", [Problem(what, fix=fix)], CHALLENGE)


def _address(request: HttpRequest) -> str:
    return f"address:{keyed_address(request)}"


def _count(key: str, moment: datetime) -> None:
    allowed = hit(f"api:{key}", LIMITS[key.partition(":")[0]], moment)
    if not allowed.ok:
        seconds = allowed.retry_after
        problem = Problem(
            _("请求太频繁。"), fix=worded("请在 %(seconds)s 秒后再来。", seconds=seconds)
        )
        raise ApiError("too_many_requests", [problem], {"Retry-After": str(seconds)})
