"""接口框架: how an operation is declared, so that it is guarded and described in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.renderers import BaseRenderer

from huiqi.api.body import BYTES, kept_text, unknown_names
from huiqi.api.door import Door
from huiqi.api.enums import Scope
from huiqi.api.problems import CODES, MEDIA_TYPE, encoded
from huiqi.kernel.now import today
from huiqi.kernel.words import worded
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

Json = dict[str, Any]
View = TypeVar("View", bound=Callable[..., Any])

TEXT: Final[Json] = {"type": "string"}
DATE: Final[Json] = {
    "type": "string",
    "description": "日期，如 2021-10-20；也认 2021年10月20日",
    "examples": ["2021-10-20"],
}
TOKEN: Final = "token"
SECURITY: Final[Json] = {
    TOKEN: {"type": "http", "scheme": "bearer", "description": "接口令牌"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "网页登录，只用于 GET",
    },
}


@dataclass(frozen=True)
class Parameter:
    """查询参数: one of those behind the question mark of an address."""

    name: str
    about: str
    schema: Mapping[str, Any]
    required: bool = False

    def document(self) -> Json:
        """文档: for OpenAPI."""
        return {
            "in": "query",
            "name": self.name,
            "description": self.about,
            "required": self.required,
            "schema": dict(self.schema),
        }


# Of every operation that writes.
REPEAT: Final = "可带 Idempotency-Key 头：同一凭据重发得到同一答复。"


@dataclass(frozen=True)
class Operation:
    """操作: one method of one address, all of which is told but its view.

    ``answers`` and ``takes`` name components of the document, ``wanted`` is the scope that it
    needs (None: open to everybody). One that ``writes`` may be refused, and so may a file:
    without ``answers`` it gives the bytes of one. One that ``takes_a_file`` has its bytes, and
    nothing else, for a body.
    """

    summary: str
    answers: str = ""
    parameters: Sequence[Parameter] = ()
    takes: str = ""
    wanted: Scope | None = None
    writes: bool = False
    about: str = ""
    takes_a_file: bool = False

    def at(self, router: Router, method: str, path: str) -> Callable[[View], View]:
        """挂接: under a path of a router."""

        def add(view: View) -> View:
            router.add_api_operation(
                path,
                [method],
                view,
                auth=Door(self.wanted),
                operation_id=view.__name__,
                summary=self.summary,
                description=self.about or None,
                openapi_extra=self._document("{" in path),
            )
            return view

        return add

    def given(
        self, request: HttpRequest, besides: Sequence[str] = ()
    ) -> tuple[dict[str, str], Given]:
        """查询参数值: by name, and what is wrong with those that were written.

        Names ``besides`` the operation's own are for whoever asks to read.
        """
        known = [one.name for one in self.parameters]
        given = Given(today())
        given.problems += unknown_names(request.GET, [*known, *besides], _("查询参数"))
        for name, values in request.GET.lists():
            if name in known and len(values) > 1:
                given.problems.append(
                    Problem(
                        worded("「%(name)s」写了多次。", name=name), fix=_("请只留一个。"), key=name
                    )
                )
        for one in self.parameters:
            if one.required and one.name not in request.GET:
                what = worded("缺少「%(name)s」（%(about)s）。", name=one.name, about=one.about)
                given.problems.append(Problem(what, fix=_("请补上。"), key=one.name))
        there = [name for name in known if name in request.GET]
        read = {name: kept_text(given, str(request.GET[name]), name) for name in there}
        # What was not kept is told already, so it is read as if it were not there.
        return {name: text for name, text in read.items() if text or not request.GET[name]}, given

    def _document(self, is_of_one: bool) -> Json:
        answers: dict[int, Json] = {200: _content("好", self.answers) if self.answers else A_FILE}
        told: Json = {
            "responses": answers | self._errors(is_of_one),
            "security": [{TOKEN: []}] if self.wanted else [{}, {TOKEN: []}],
        }
        if self.wanted:
            told["x-scope"] = self.wanted.value
            if not self._body and not self.writes:
                told["security"].append({"session": []})
        if self.parameters:
            told["parameters"] = [one.document() for one in self.parameters]
        if body := self._body:
            told["requestBody"] = {"content": body, "required": True}
        return told

    @property
    def _body(self) -> Json:
        if self.takes_a_file:
            return dict(BINARY)
        return {MEDIA_TYPE: {"schema": component(self.takes)}} if self.takes else {}

    def _errors(self, is_of_one: bool) -> dict[int, Json]:
        statuses = {400, 401, 422, 429, 500, 503}
        if self._body:
            statuses |= {413, 415}
        if self.wanted:
            statuses |= {403}
        if is_of_one:
            statuses |= {404}
        if self.writes or not self.answers:
            statuses |= {409}
        return {one: {"$ref": f"#/components/responses/{one}"} for one in sorted(statuses)}


class ExactRenderer(BaseRenderer):
    """精确输出: every number digit by digit, as the command line writes it."""

    media_type = MEDIA_TYPE

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002 -- ninja's signature
        """输出: JSON as bytes."""
        return encoded(data)


def component(name: str) -> Json:
    """组件引用: a schema of the document by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def error_responses() -> Json:
    """错误答复的文档: one for each status, with the codes that it may carry."""
    found: dict[int, list[str]] = {}
    for code, status in CODES.items():
        found.setdefault(status.value, []).append(code)
    return {
        str(status): _content(f"code 为 {' 或 '.join(codes)}", "problems")
        | ({"headers": RETRY_AFTER} if status == TOO_OFTEN else {})
        for status, codes in found.items()
    }


TOO_OFTEN: Final = 429
RETRY_AFTER: Final[Json] = {
    "Retry-After": {"description": "多少秒后再来", "schema": {"type": "integer", "minimum": 1}}
}


BINARY: Final[Json] = {BYTES: {"schema": {"type": "string", "format": "binary"}}}
A_FILE: Final[Json] = {
    "description": "文件的字节，名称见 Content-Disposition",
    "content": BINARY,
}


def _content(description: str, name: str) -> Json:
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": component(name)}},
    }
