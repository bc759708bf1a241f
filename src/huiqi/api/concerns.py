"""诉求的接口: other channels hand in, and whoever handed in reads how it stands.

By the same action as the page: the hotline and the mini-program write on behalf of somebody,
the program of a firm for the firm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, unknown_names
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, TEXT, Json, Operation
from huiqi.api.notice_shapes import shape
from huiqi.api.notices import flag, text
from huiqi.api.once import HEADER, done_once
from huiqi.api.paging import PAGING, Page, page_schema
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL, moment_text
from huiqi.concerns.access import is_filing_officer
from huiqi.concerns.actions.submitting import Contact, Filing, submit_concern
from huiqi.concerns.enums import Channel, Confidentiality, Kind, Resolution, State
from huiqi.concerns.models import Concern
from huiqi.concerns.queries import cases_of_asker
from huiqi.kernel.access import Actor
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.models import Organization
from huiqi.parties.queries.scoped import organization_by_code

router = Router(tags=["诉求"])

FIELDS: Final = ("text", "kind", "credit_code", "district", "close", "sure", "contact")
CONTACT: Final = ("name", "phone", "email")
NULLABLE: Final[Json] = {"type": ["string", "null"]}

CONCERN: Final = shape(
    {
        "number": TEXT,
        "channel": {"type": "string", "enum": Channel.values},
        "kind": {"type": "string", "enum": Kind.values},
        "title": TEXT,
        "text": TEXT,
        "item": NULLABLE,
        "state": {"type": "string", "enum": State.values},
        "unit": NULLABLE,
        "due_at": MOMENT_OR_NULL,
        "due_is_provisional": {"type": "boolean"},
        "submitted_at": MOMENT,
        "ended_at": MOMENT_OR_NULL,
        "resolution": {"type": ["string", "null"], "enum": [*Resolution.values, None]},
        "confirmed_by_firm": {"type": "boolean"},
    }
)
ASKED: Final = shape(
    {
        "text": TEXT,
        "kind": {"type": "string", "enum": Kind.values},
        "credit_code": TEXT,
        "district": TEXT,
        "close": {"type": "boolean"},
        "sure": {"type": "boolean"},
        "contact": shape(dict.fromkeys(CONTACT, TEXT), optional=CONTACT),
    },
    optional=FIELDS[2:],
)
CONCERN_SCHEMAS: Final = {
    "concern": CONCERN,
    "concerns_page": page_schema(CONCERN),
    "concern_asked": ASKED,
}

LIST: Final = Operation(
    summary="自己或所代表企业的诉求",
    about="新的在前；同网页「我的诉求」。",
    answers="concerns_page",
    parameters=PAGING,
    wanted=Scope.CONCERNS,
)
ONE: Final = Operation(
    summary="一件诉求：谁在办、期限、结果", answers="concern", wanted=Scope.CONCERNS
)
FILING: Final = Operation(
    summary="提诉求",
    about=(
        "企业的程序为本企业提；热线、小程序等渠道用办理人员的令牌代提，写 contact，"
        "企业的另写 credit_code。有提醒的先退回，看过以后带 sure 再提。"
        f"{REPEAT}"
    ),
    answers="concern",
    takes="concern_asked",
    wanted=Scope.CONCERNS,
    writes=True,
)


@LIST.at(router, "GET", "/concerns")
def concerns(request: HttpRequest) -> Json:
    """我的诉求: page by page."""
    written, given = LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(cases_of_asker(actor_of(request)), _told)


@ONE.at(router, "GET", "/concerns/{number}")
def concern(request: HttpRequest, number: str) -> Json:
    """一件诉求: one's own; any other is not found."""
    _written, given = ONE.given(request)
    given.refuse()
    mine = cases_of_asker(actor_of(request))
    found = mine.filter(number=number).first() if "\x00" not in number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return _told(found)


@FILING.at(router, "POST", "/concerns")
def file_concern(request: HttpRequest) -> HttpResponse:
    """提诉求: by the same action as the page, with the same refusals."""
    caller = caller_of(request)
    _written, given = FILING.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, FIELDS, _("字段"))
    words, kind = text(given, body, "text"), text(given, body, "kind")
    code = text(given, body, "credit_code", needed=False)
    district = text(given, body, "district", needed=False)
    is_close, is_sure = flag(given, body, "close"), flag(given, body, "sure")
    told = body.get("contact") or {}
    contact: Mapping[str, object] = told if isinstance(told, dict) else {"contact": told}
    given.problems += unknown_names(contact, CONTACT, _("字段"))
    reached = {one: text(given, contact, one, needed=False) for one in CONTACT}
    given.refuse()

    def act() -> Json:
        firm = _firm(caller.actor, code)
        is_behalf = not is_filing_officer.refusal(caller.actor, None)
        filing = Filing(
            text=words,
            kind=kind,
            organization=firm,
            channel=Channel.HOTLINE if is_behalf else Channel.API,
            district=district,
            confidentiality=Confidentiality.CLOSE if is_close else Confidentiality.ORDINARY,
            contact=Contact(reached["name"], reached["phone"], reached["email"]),
            key=_key(request, caller.key),
            is_sure=is_sure,
        )
        return _told(submit_concern(filing=filing, actor=caller.actor, now=now()))

    return done_once(request, caller, body, act)


def _key(request: HttpRequest, caller: str) -> str:
    """The key of the request, of this caller's; the action itself takes it once as well."""
    given = request.headers.get(HEADER, "")
    return f"{caller}:{given}" if given and len(given) + len(caller) < 80 else ""


def _firm(actor: Actor, code: str) -> Organization | None:
    if not is_filing_officer.refusal(actor, None):
        if not code:
            return None
        if found := organization_by_code(code):
            return found
        raise Refused(
            [worded("没有信用代码「%(told)s」的登记单位；不是企业的不写", told=code[:40])]
        )
    if actor.organization_id is None:
        return None
    return Organization.objects.select_related("subject").get(pk=actor.organization_id)


def _told(one: Concern) -> Json:
    return {
        "number": one.number,
        "channel": one.channel,
        "kind": one.kind,
        "title": one.title,
        "text": one.text,
        "item": one.item or None,
        "state": one.state,
        "unit": one.unit.name if one.unit else None,
        "due_at": moment_text(one.due_at) if one.due_at else None,
        "due_is_provisional": one.due_is_provisional,
        "submitted_at": moment_text(one.submitted_at),
        "ended_at": moment_text(one.ended_at) if one.ended_at else None,
        "resolution": one.resolution or None,
        "confirmed_by_firm": one.is_confirmed,
    }
