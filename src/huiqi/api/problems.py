"""接口的错误: every error is {"code", "problems"}, with all that is wrong at once, in Chinese."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from huiqi.kernel import refusals
from huiqi.kernel.idempotency import OtherRequest
from huiqi.kernel.unkept import is_unkept
from huiqi.kernel.words import worded
from huiqi.rules import problems
from huiqi.rules.exact_json import to_json
from huiqi.rules.problems import Problem

LOG: Final = logging.getLogger("huiqi.api")
LARGEST: Final = 1_000_000  # bytes of a body
MEDIA_TYPE: Final = "application/json"

# Every code with the status it comes with; the document of the interface lists them.
CODES: Final[Mapping[str, HTTPStatus]] = {
    "bad_request": HTTPStatus.BAD_REQUEST,
    "invalid_json": HTTPStatus.BAD_REQUEST,
    "unauthenticated": HTTPStatus.UNAUTHORIZED,
    "denied": HTTPStatus.FORBIDDEN,
    "not_found": HTTPStatus.NOT_FOUND,
    "method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "refused": HTTPStatus.CONFLICT,
    "wrong_state": HTTPStatus.CONFLICT,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported_media_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "key_reused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "too_many_requests": HTTPStatus.TOO_MANY_REQUESTS,
    "unexpected": HTTPStatus.INTERNAL_SERVER_ERROR,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}


def not_found() -> Problem:
    """没有找到: an address or a thing; whether it is somebody else's is not told."""
    return Problem(_("没有这个地址，或者没有您能看到的这项内容。"), fix=_("请核对地址和编号。"))


def not_allowed() -> Problem:
    """方法不对: the address is there."""
    return Problem(_("这个地址不支持这种请求方法。"), fix=_("可用的方法见 Allow 头。"))


def too_large(most: int = LARGEST, smaller: str = "") -> Problem:
    """内容过大: more than ``most`` bytes; ``smaller`` says what to do about it."""
    return Problem(
        _("请求的内容过大。"),
        worded("最多 %(most)s 字节。", most=f"{most:,}"),
        smaller or _("请只写需要的事实，一次一户。"),
    )


def broken() -> Problem:
    """没有送完: the rest never came."""
    return Problem(_("请求没有完整送达。"), fix=_("请重新发送。"))


def _unavailable() -> Problem:
    return Problem(_("服务暂时不可用。"), fix=_("请稍后重试；内容没有丢失，也没有重复办理。"))


class ApiError(Exception):
    """接口错误: one of ``CODES`` with its problems, and headers where it has any."""

    def __init__(
        self, code: str, problems: Iterable[Problem], headers: Mapping[str, str] | None = None
    ) -> None:
        self.code, self.problems = code, tuple(problems)
        self.headers = dict(headers or {})
        super().__init__(code)


def body_of(code: str, problems: Iterable[Problem]) -> bytes:
    """错误内容: as bytes of JSON."""
    return encoded({"code": code, "problems": [one.to_dict() for one in problems]})


def encoded(value: object) -> bytes:
    r"""编码: JSON as bytes; half a character, which is none, stays the \ud800 it came as."""
    return to_json(value).encode("utf-8", "backslashreplace") + b"\n"


def response_to(error: ApiError) -> HttpResponse:
    """错误答复: with its status and headers."""
    return HttpResponse(
        body_of(error.code, error.problems),
        status=CODES[error.code],
        content_type=MEDIA_TYPE,
        headers=error.headers,
    )


def of(exc: Exception) -> ApiError:
    """归类: the error that an exception means to the caller; anything unknown is our fault."""
    match exc:
        case ApiError():
            return exc
        case problems.Refused():
            return ApiError("invalid", exc.problems)
        case OtherRequest():
            return ApiError("key_reused", _sentences(exc))
        case refusals.Denied():
            return ApiError("denied", _sentences(exc))
        case refusals.WrongState():
            return ApiError("wrong_state", _sentences(exc))
        case refusals.Refused():
            return ApiError("refused", _sentences(exc))
        case Http404() | ObjectDoesNotExist():
            return ApiError("not_found", [not_found()])
        case ValidationError():
            return ApiError("invalid", map(_misfit, exc.errors))
        case RequestDataTooBig():
            return ApiError("too_large", [too_large()])
        case UnreadablePostError():
            return ApiError("bad_request", [broken()])
        case ValueError() | DataError() if is_unkept(exc):
            return ApiError("invalid", [_unkept()])
        case OperationalError() | InterfaceError():
            _log(exc, reference := secrets.token_hex(6))
            return ApiError("unavailable", [_numbered(_unavailable(), reference)])
    _log(exc, reference := secrets.token_hex(6))
    return unexpected(reference)


def _unkept() -> Problem:
    """Of a text that no reader of ours looked at, so that nobody knows which it was."""
    what = _("请求里有存不下的字符（NUL 或半个字符）。")
    return Problem(what, fix=_("请去掉看不见的字符。"))


def unexpected(reference: str) -> ApiError:
    """意外的错误: the caller is told a number, under which the log tells more."""
    problem = Problem(_("系统出了意外的错误。"), fix=_("请把编号告诉我们，并稍后重试。"))
    return ApiError("unexpected", [_numbered(problem, reference)])


def handle(api: NinjaAPI) -> None:
    """接管错误: of every operation of ``api``."""

    def handler(_request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
        return response_to(of(exc if isinstance(exc, Exception) else exc()))

    # The nearest class of an exception decides, and ninja has handlers of its own for these.
    for kind in (Exception, Http404, ValidationError):
        api.add_exception_handler(kind, handler)


def _sentences(exc: refusals.Refused) -> list[Problem]:
    return [Problem(sentence) for sentence in exc.problems]


def _misfit(error: Mapping[str, object]) -> Problem:
    where = error.get("loc")
    key = ".".join(str(part) for part in where[1:]) if isinstance(where, tuple) else ""
    if error.get("type") == "missing":
        return Problem(worded("缺少「%(key)s」。", key=key), fix=_("请补上。"), key=key)
    return Problem(
        worded("「%(key)s」的写法不合要求。", key=key),
        fix=_("可用的写法见 openapi.json。"),
        key=key,
    )


def _numbered(problem: Problem, reference: str) -> Problem:
    return Problem(problem.what, worded("编号 %(number)s。", number=reference), problem.fix)


def _log(exc: Exception, reference: str) -> None:
    # Where it happened and what kind it was; never its message or its values, which may be
    # somebody's data.
    frames = traceback.extract_tb(exc.__traceback__)
    steps = " < ".join(f"{one.filename}:{one.lineno} {one.name}" for one in reversed(frames))
    LOG.error("%s %s %s", reference, type(exc).__qualname__, steps)
