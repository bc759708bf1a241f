"""更正的接口: a firm's facts with who says so, and what it says is wrong with them."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, text_of, unknown_names
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import DATE, REPEAT, Json, Operation, Parameter
from huiqi.api.once import done_once
from huiqi.api.organizations import in_sight
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import MOMENT, MOMENT_OR_NULL, moment_text
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import now, today
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact, FactCorrection, Subject
from huiqi.parties.queries import KnownFacts, facts_of
from huiqi.rights.access import stands_for_firm
from huiqi.rights.actions import request_correction, withdraw_correction
from huiqi.rights.actions.corrections import MOST_FILES, Upload
from huiqi.rights.queries.facts import corrections_of, story_of
from huiqi.rules.dictionary import FACTS
from huiqi.rules.given import Given
from huiqi.rules.names import nearest
from huiqi.rules.problems import Problem, shown

router = Router(tags=["更正"])

# Bytes of a body with evidence; what is larger is attached on the page.
LARGEST: Final = 2_500_000
ASKED: Final = ("proposed", "reason", "evidence")
ATTACHED: Final = ("name", "content")
PATH: Final = "/organizations/{credit_code}"

ON_FILE: Final = Operation(
    summary="本企业的事实和出处",
    about="同网页「我的事实」：值、谁说的、截至哪天；只限本企业人员，不含代办人。",
    answers="facts_on_file_page",
    parameters=(Parameter("on", "截至哪一天，不能晚于今天；不写为今天", DATE), *PAGING),
    wanted=Scope.FIRM,
)
CORRECTION_LIST: Final = Operation(
    summary="本企业的更正申请",
    about="状态、应答复日期和答复，新的在前。",
    answers="corrections_page",
    parameters=PAGING,
    wanted=Scope.RIGHTS,
)
CORRECTION: Final = Operation(
    summary="一件更正申请的进展和答复", answers="correction", wanted=Scope.RIGHTS
)
ASKING: Final = Operation(
    summary="申请更正一项事实",
    about=(
        "对现用的记录；proposed 写应为的值，null 表示不该有值。"
        f"要有理由和至少一个证明文件（base64）；请求最多 {LARGEST:,} 字节，"
        f"更大的请在网页上附。{REPEAT}"
    ),
    answers="correction",
    takes="correction_asked",
    wanted=Scope.RIGHTS,
    writes=True,
)
WITHDRAWAL: Final = Operation(
    summary="撤回一件更正申请",
    about=REPEAT,
    answers="correction",
    wanted=Scope.RIGHTS,
    writes=True,
)


@ON_FILE.at(router, "GET", PATH + "/facts")
def organization_facts(request: HttpRequest, credit_code: str) -> Json:
    """在册的事实: of a day that has come, in the order of the dictionary."""
    written, given = ON_FILE.given(request)
    page = Page.read(written, given)
    day = given.day(written.get("on"), "on")
    if day > today():
        what = worded("截至日期 %(as_of)s 不能晚于今天", as_of=day.isoformat())
        given.problems.append(Problem(f"{what}。", fix=_("请改写后再试。"), key="on"))
    subject = _own(request, credit_code)
    given.refuse()
    known = facts_of(subject, day)
    keys = [key for key in FACTS if key in known.provenance]
    answer = page.of(keys, str)
    return answer | {"items": list(_told_facts(cast("list[str]", answer["items"]), known))}


@CORRECTION_LIST.at(router, "GET", PATH + "/corrections")
def corrections(request: HttpRequest, credit_code: str) -> Json:
    """更正申请: page by page."""
    written, given = CORRECTION_LIST.given(request)
    page = Page.read(written, given)
    subject = _own(request, credit_code)
    given.refuse()
    return page.of(corrections_of(subject), told)


@CORRECTION.at(router, "GET", PATH + "/corrections/{number}")
def correction(request: HttpRequest, credit_code: str, number: str) -> Json:
    """一件更正申请: of the firm; another's is not found."""
    _written, given = CORRECTION.given(request)
    found = _found(_own(request, credit_code), number)
    given.refuse()
    return told(found)


@ASKING.at(router, "POST", PATH + "/facts/{key}/corrections")
def ask_correction(request: HttpRequest, credit_code: str, key: str) -> HttpResponse:
    """申请更正: by the same action as the page."""
    caller = caller_of(request)
    _written, given = ASKING.given(request)
    subject = _own(request, credit_code)
    _require_known(key)
    body = read_object(request, most=LARGEST)
    given.problems += unknown_names(body, ASKED, _("字段"))
    if "proposed" not in body:
        fix = _("写应为的值；不该有值的写 null。")
        what = worded("缺少「%(key)s」。", key="proposed")
        given.problems.append(Problem(what, fix=fix, key="proposed"))
    reason = text_of(given, body, "reason")
    files = _files(given, body.get("evidence", []))
    given.refuse()

    def act() -> Json:
        story = story_of(subject, key, today())
        if story.current is None:
            raise Refused([_("这一项没有记录，请直接填写")])
        asked = request_correction(
            fact=story.current,
            proposed=body["proposed"],
            reason=reason,
            files=files,
            actor=caller.actor,
            now=now(),
        )
        return told(asked)

    return done_once(request, caller, body, act)


@WITHDRAWAL.at(router, "POST", PATH + "/corrections/{number}/withdrawal")
def correction_withdrawal(request: HttpRequest, credit_code: str, number: str) -> HttpResponse:
    """撤回: before it is decided."""
    caller = caller_of(request)
    _written, given = WITHDRAWAL.given(request)
    found = _found(_own(request, credit_code), number)
    given.refuse()

    def act() -> Json:
        return told(withdraw_correction(correction=found, actor=caller.actor, now=now()))

    return done_once(request, caller, number, act)


def told(one: FactCorrection) -> Json:
    """更正描述: what is said to be wrong, by when it is answered, and what came of it."""
    return {
        "number": one.pk,
        "fact": one.fact.key,
        "label": _label(one.fact.key),
        "period": one.fact.period,
        "source": one.fact.source,
        "value": one.fact.value,
        "proposed": one.proposed,
        "reason": one.reason,
        "evidence": [each.file.name for each in one.evidence.all()],
        "status": one.status,
        "asked_at": moment_text(one.asked_at),
        "due_on": one.due_on.isoformat(),
        "due_is_provisional": one.due_is_provisional,
        "decided_at": moment_text(one.decided_at),
        "answer": one.answer,
    }


def _told_facts(keys: list[str], known: KnownFacts) -> Iterator[Json]:
    rows = Fact.objects.in_bulk([known.provenance[key].fact_id for key in keys])
    for key in keys:
        row = rows[known.provenance[key].fact_id]
        yield {
            "fact": key,
            "label": _label(key),
            "value": row.value,
            "unit": FACTS[key].unit,
            "source": row.source,
            "as_of": row.as_of.isoformat(),
            "period": row.period,
            "recorded_at": moment_text(row.recorded_at),
        }


def _label(key: str) -> str:
    return FACTS[key].label if key in FACTS else key


def _own(request: HttpRequest, credit_code: str) -> Subject:
    """Of the firm whose people the caller is one of; another firm is not found."""
    actor: Actor = actor_of(request)
    organization = in_sight(actor, credit_code)
    require(stands_for_firm, actor)
    if organization.subject_id != actor.subject_id:
        raise ApiError("not_found", [not_found()])
    return organization.subject


def _found(subject: Subject, number: str) -> FactCorrection:
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    found = corrections_of(subject).filter(pk=int(number)).first() if is_number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def _require_known(key: str) -> None:
    if key in FACTS:
        return
    near = nearest(key, list(FACTS))
    fix = worded("是否为「%(near)s」？", near=near) if near else _("可写的事实见 /api/v1/facts。")
    what = worded("没有名为「%(key)s」的事实", key=shown(key))
    raise ApiError("not_found", [Problem(f"{what}。", fix=fix, key="key")])


def _files(given: Given, value: object) -> list[Upload]:
    if not isinstance(value, list):
        what = _("「evidence」应是文件的列表。")
        given.problems.append(Problem(what, fix=_FORM, key="evidence"))
        return []
    # One more than may be attached, so that the action can say that there are too many.
    read = [_file(given, one, f"evidence[{place}]") for place, one in enumerate(value)]
    return [one for one in read if one is not None][: MOST_FILES + 1]


_FORM: Final = '{"name": "社保清单.pdf", "content": "JVBERi0x…"}'


def _file(given: Given, value: object, key: str) -> Upload | None:
    is_file = isinstance(value, dict) and set(value) == set(ATTACHED)
    name, content = (value["name"], value["content"]) if is_file else (None, None)  # type: ignore[index]
    if not isinstance(name, str) or not isinstance(content, str):
        what = worded("「%(key)s」应写文件名和内容。", key=key)
        fix = worded("例如 %(example)s。", example=_FORM)
        given.problems.append(Problem(what, fix=fix, key=key))
        return None
    try:
        return Upload(BytesIO(b64decode(content, validate=True)), name)
    except (binascii.Error, ValueError):
        what = worded("「%(key)s」的内容不是 base64。", key=key)
        given.problems.append(Problem(what, fix=_("请把文件编码为 base64 再发送。"), key=key))
        return None


_TEXT: Final = {"type": "string"}
_DAY: Final = {"type": "string", "format": "date"}
_YEAR: Final = {"type": ["integer", "null"], "description": "会计年度；只有年度数据才有"}
_ANY: Final[Json] = {"description": "形式见 /api/v1/facts"}
_SOURCE: Final[Json] = {"enum": list(Source.values), "description": "谁说的"}


def _object(properties: dict[str, Any], **more: Any) -> Json:
    found = {"type": "object", "properties": properties, "required": list(properties)}
    return found | {"additionalProperties": False} | more


FACT_ON_FILE: Final[Json] = _object(
    {
        "fact": _TEXT,
        "label": _TEXT,
        "value": _ANY,
        "unit": _TEXT,
        "source": _SOURCE,
        "as_of": _DAY,
        "period": _YEAR,
        "recorded_at": MOMENT,
    }
)
CORRECTION_SCHEMA: Final[Json] = _object(
    {
        "number": {"type": "integer"},
        "fact": _TEXT,
        "label": _TEXT,
        "period": _YEAR,
        "source": _SOURCE,
        "value": _ANY,
        "proposed": _ANY | {"description": "应为；null 为不该有值"},
        "reason": _TEXT,
        "evidence": {"type": "array", "items": _TEXT, "description": "证明文件的名称"},
        "status": {"enum": list(FactCorrection.Status.values)},
        "asked_at": MOMENT,
        "due_on": _DAY | {"description": "应答复日期（含）"},
        "due_is_provisional": {"type": "boolean", "description": "日历未公布，期限暂定"},
        "decided_at": MOMENT_OR_NULL,
        "answer": _TEXT,
    }
)
_ATTACHED: Final[Json] = _object({"name": _TEXT, "content": _TEXT | {"contentEncoding": "base64"}})
CORRECTION_ASKED: Final[Json] = _object(
    {
        "proposed": _ANY | {"description": "应为的值，形式见 /api/v1/facts；null 为不该有值"},
        "reason": _TEXT,
        "evidence": {"type": "array", "items": _ATTACHED, "minItems": 1, "maxItems": MOST_FILES},
    }
)
