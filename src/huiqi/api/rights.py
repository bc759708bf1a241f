"""数据权利的接口: who looked at one's firm, and what was asked of one's own data."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, text_of, unknown_names
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import DATE, REPEAT, Json, Operation, Parameter
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL, moment_text
from huiqi.kernel.access import Actor, require
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.models import Subject
from huiqi.rights.access import stands_for_firm
from huiqi.rights.actions import ask_for_data, withdraw_request
from huiqi.rights.models import DataRequest
from huiqi.rights.queries.looks import Look, looks_at
from huiqi.rights.queries.looks import told as told_looks
from huiqi.rights.queries.requests import requests_of
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["数据权利"])

PERSON, FIRM = "person", "firm"
ASKED: Final = ("kind", "whose", "reason")

LOOK_LIST: Final = Operation(
    summary="谁查看了本企业的数据",
    about="部门、岗位、目的、看了什么，新的在前；同网页「谁查看了我的数据」，不含姓名。",
    answers="looks_page",
    parameters=(
        Parameter("since", "从哪一天起（含）", DATE),
        Parameter("until", "到哪一天止（含）", DATE),
        *PAGING,
    ),
    wanted=Scope.FIRM,
)
REQUEST_LIST: Final = Operation(
    summary="自己和本企业的数据请求",
    about="本人的；企业负责人另有企业的。新的在前。",
    answers="data_requests_page",
    parameters=PAGING,
    wanted=Scope.RIGHTS,
)
REQUEST: Final = Operation(
    summary="一件数据请求的进展和答复", answers="data_request", wanted=Scope.RIGHTS
)
ASKING: Final = Operation(
    summary="请求副本或删除",
    about=f"本人的，或由负责人为企业请求；删除要写明删除什么、为什么。{REPEAT}",
    answers="data_request",
    takes="data_request_asked",
    wanted=Scope.RIGHTS,
    writes=True,
)
WITHDRAWAL: Final = Operation(
    summary="撤回自己的一件数据请求",
    about=REPEAT,
    answers="data_request",
    wanted=Scope.RIGHTS,
    writes=True,
)


@LOOK_LIST.at(router, "GET", "/looks")
def looks(request: HttpRequest) -> Json:
    """谁查看了: page by page, of a period."""
    actor = actor_of(request)
    written, given = LOOK_LIST.given(request)
    require(stands_for_firm, actor)
    page = Page.read(written, given)
    since, until = _period(written, given)
    given.refuse()
    found = looks_at(actor, since, until)
    answer = page.of(found, lambda entry: cast("AuditEntry", entry))
    entries = cast("list[AuditEntry]", answer["items"])
    return answer | {"items": [_told_look(one) for one in told_looks(entries)]}


@REQUEST_LIST.at(router, "GET", "/data-requests")
def data_requests(request: HttpRequest) -> Json:
    """数据请求: page by page."""
    written, given = REQUEST_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(requests_of(actor_of(request)).select_related("subject"), told)


@REQUEST.at(router, "GET", "/data-requests/{number}")
def data_request(request: HttpRequest, number: str) -> Json:
    """一件数据请求: one's own or the firm's; any other is not found."""
    _written, given = REQUEST.given(request)
    given.refuse()
    return told(_found(actor_of(request), number))


@ASKING.at(router, "POST", "/data-requests")
def ask(request: HttpRequest) -> HttpResponse:
    """提出请求: by the same action as the page."""
    caller = caller_of(request)
    _written, given = ASKING.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, ASKED, _("字段"))
    kind = _choice(given, body.get("kind"), "kind", list(DataRequest.Kind.values))
    whose = _choice(given, body.get("whose", PERSON), "whose", [PERSON, FIRM])
    reason = text_of(given, body, "reason")
    given.refuse()

    def act() -> Json:
        subject = _firm(caller.actor) if whose == FIRM else None
        asked = ask_for_data(
            kind=kind, subject=subject, reason=reason, actor=caller.actor, now=now()
        )
        return told(asked)

    return done_once(request, caller, body, act)


@WITHDRAWAL.at(router, "POST", "/data-requests/{number}/withdrawal")
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """撤回: before it is decided, by who asked."""
    caller = caller_of(request)
    _written, given = WITHDRAWAL.given(request)
    given.refuse()
    found = _found(caller.actor, number)

    def act() -> Json:
        return told(withdraw_request(request=found, actor=caller.actor, now=now()))

    return done_once(request, caller, number, act)


def told(one: DataRequest) -> Json:
    """请求描述: what was asked, by when it is answered, and what came of it."""
    return {
        "number": one.number,
        "kind": one.kind,
        "whose": FIRM if one.subject_id is not None else PERSON,
        "status": one.status,
        "reason": one.reason,
        "asked_at": moment_text(one.asked_at),
        "due_on": one.due_on.isoformat(),
        "due_is_provisional": one.due_is_provisional,
        "decided_at": moment_text(one.decided_at),
        "answer": one.answer,
        "expires_at": moment_text(one.expires_at),
    }


def _told_look(one: Look) -> Json:
    return {
        "at": moment_text(one.entry.at),
        "department": str(one.department),
        "post": one.post,
        "purpose": one.entry.purpose,
        "what": one.what,
        "question": one.question.text if one.question else None,
        "answer": one.question.answer if one.question else None,
    }


def _found(actor: Actor, number: str) -> DataRequest:
    found = requests_of(actor).filter(number=number).first() if "\x00" not in number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def _firm(actor: Actor) -> Subject:
    if actor.subject_id is None:
        raise Refused([_("你现在没有代表任何单位，只能请求自己的数据")])
    return Subject.objects.get(pk=actor.subject_id)


def _period(written: dict[str, str], given: Given) -> tuple[date | None, date | None]:
    since, until = (
        given.day(written[name], name) if name in written else None for name in ("since", "until")
    )
    if since and until and since > until:
        given.problems.append(Problem(_("起日晚于止日。"), fix=_("请对调。"), key="since"))
    return since, until


def _choice(given: Given, value: object, key: str, known: list[str]) -> str:
    if isinstance(value, str) and value in known:
        return value
    listed = "、".join(known)
    what = (
        worded("缺少「%(key)s」。", key=key)
        if value is None
        else worded("「%(key)s」没有这一项。", key=key)
    )
    given.problems.append(Problem(what, fix=worded("可写：%(listed)s。", listed=listed), key=key))
    return ""


_TEXT: Final = {"type": "string"}
_TEXT_OR_NULL: Final = {"type": ["string", "null"]}
LOOK_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "at": MOMENT,
        "department": _TEXT,
        "post": _TEXT,
        "purpose": _TEXT,
        "what": _TEXT,
        "question": _TEXT_OR_NULL | {"description": "本企业对这次查看的询问"},
        "answer": _TEXT_OR_NULL,
    },
    "required": ["at", "department", "post", "purpose", "what", "question", "answer"],
    "additionalProperties": False,
}
DATA_REQUEST_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "number": _TEXT,
        "kind": {"enum": list(DataRequest.Kind.values)},
        "whose": {"enum": [PERSON, FIRM]},
        "status": {"enum": list(DataRequest.Status.values)},
        "reason": _TEXT,
        "asked_at": MOMENT,
        "due_on": {"type": "string", "format": "date"},
        "due_is_provisional": {"type": "boolean", "description": "日历未公布，期限暂定"},
        "decided_at": MOMENT_OR_NULL,
        "answer": _TEXT,
        "expires_at": MOMENT_OR_NULL | {"description": "副本取走期限（不含）"},
    },
    "required": [
        *("number", "kind", "whose", "status", "reason", "asked_at"),
        *("due_on", "due_is_provisional", "decided_at", "answer", "expires_at"),
    ],
    "additionalProperties": False,
}
DATA_REQUEST_ASKED: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "kind": {"enum": list(DataRequest.Kind.values)},
        "whose": {"enum": [PERSON, FIRM], "description": "不写为本人的"},
        "reason": _TEXT | {"description": "删除时必写：删除什么、为什么"},
    },
    "required": ["kind"],
    "additionalProperties": False,
}
