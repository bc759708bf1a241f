"""公示的接口: notices and their lists for everybody, and an objection without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import kept_text, read_object, unknown_names
from huiqi.api.frame import Json, Operation, Parameter
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import MEDIA_TYPE, ApiError, encoded, not_found
from huiqi.kernel.limits import comes_too_often
from huiqi.kernel.now import CITY, now, today
from huiqi.kernel.sight import everything
from huiqi.kernel.words import worded
from huiqi.publicity.actions import Said, file_objection
from huiqi.publicity.models import PublicAward, Publicity
from huiqi.publicity.queries import Heard, awards_of, chosen, heard_of, notices
from huiqi.publicity.queries.notices import sums_of
from huiqi.publicity.saying import Told, line_of, workdays_of
from huiqi.publicity.saying import told as told_notices
from huiqi.publicity.views.objecting import SENDING, too_often
from huiqi.publicity.views.public import PHASES, read_asked
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["公示"])

SAID: Final = ("text", "row", "raised_by", "contact", "anonymous")
NOTICE_LIST: Final = Operation(
    summary="公示",
    about="已经开始的，新的在前；撤回的也在，写明哪天、为什么。",
    answers="notices_page",
    parameters=(
        Parameter("q", "标题、编号、单位名称或信用代码里有", {"type": "string"}),
        Parameter("phase", "进展", {"enum": [one.value for one in PHASES]}),
        Parameter("programme", "扶持计划的编号", {"type": "string"}),
        Parameter("year", "首日在哪一年", {"type": "integer"}),
        *PAGING,
    ),
)
NOTICE: Final = Operation(summary="一份公示", answers="notice")
AWARDS: Final = Operation(
    summary="一份公示的拟资助名单",
    about="依法不公开名称的 name 为 null，withheld 写明原因；整份撤回的没有名单。",
    answers="notice_awards_page",
    parameters=PAGING,
)
OBJECT: Final = Operation(
    summary="对一份公示提异议",
    about=(
        "任何人都可以，不要令牌。实名的写 raised_by 和 contact，只有公示单位看得到；anonymous 为 "
        "true 是匿名线索，同样核查，但无法答复。code 只答复这一次，凭它和 number 查办理结果。"
    ),
    answers="objection_receipt",
    takes="objection_given",
    writes=True,
)


@NOTICE_LIST.at(router, "GET", "/notices")
def list_notices(request: HttpRequest) -> Json:
    """公示: page by page."""
    written, given = NOTICE_LIST.given(request)
    page = Page.read(written, given)
    asked, problems = read_asked(written)
    given.problems += [Problem(sentence) for sentence in problems]
    given.refuse()
    return page.together(chosen(asked, today()), tell)


@NOTICE.at(router, "GET", "/notices/{number}")
def show_notice(request: HttpRequest, number: str) -> Json:
    """一份公示: with what was heard against it."""
    _written, given = NOTICE.given(request)
    one = _found(number)
    given.refuse()
    (found,) = tell([one])
    return found | {
        "basis": one.basis,
        "working_days": workdays_of(one),
        "extensions": [
            {"last_day": _day_before(each.until), "reason": each.reason}
            for each in one.extensions.order_by("id")
        ],
    }


@AWARDS.at(router, "GET", "/notices/{number}/awards")
def notice_awards(request: HttpRequest, number: str) -> Json:
    """名单: page by page, as everybody may read it."""
    written, given = AWARDS.given(request)
    page = Page.read(written, given)
    one = _found(number)
    given.refuse()
    with everything():  # the lines say themselves whom they name
        found = awards_of(one).none() if hasattr(one, "withdrawal") else awards_of(one)
        return page.of(found, partial(_line, today()))


@OBJECT.at(router, "POST", "/notices/{number}/objections")
def object_to_notice(request: HttpRequest, number: str) -> HttpResponse:
    """提异议: by the same action as the page; the code is kept nowhere, so not to be repeated."""
    _written, given = OBJECT.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, SAID, _("字段"))
    one = _found(number)
    clue = flag(given, body, "anonymous")
    said = Said(
        text(given, body, "text"),
        text(given, body, "raised_by", needed=not clue),
        text(given, body, "contact", needed=not clue),
        is_named=not clue,
    )
    award = row_of(given, body, one)
    given.refuse()
    if wait := comes_too_often(request, "object", SENDING):
        headers = {"Retry-After": str(wait)}
        raise ApiError("too_many_requests", [Problem(too_often(wait))], headers)
    receipt = file_objection(notice=one, award=award, said=said, now=now())
    told = {"number": receipt.number, "code": receipt.code}
    return HttpResponse(encoded(told), content_type=MEDIA_TYPE)


def tell(found: list[Publicity]) -> list[Json]:
    """公示描述: of each, with its sum and what was heard, in a few queries for all."""
    return [_brief(one) for one in told_notices(found, today(), sums_of(found), heard_of(found))]


def _brief(one: Told) -> Json:
    notice = one.notice
    gone = getattr(notice, "withdrawal", None)
    return {
        "number": notice.number,
        "title": notice.title,
        "department": notice.department.name,
        "programme": notice.programme,
        "programme_title": one.programme,
        "call": notice.call,
        "phase": one.phase.value,
        "begins_on": notice.begins_on.isoformat(),
        "last_day": notice.last_day.isoformat(),
        "awards": one.count,
        "total": yuan(one.total_fen),
        "objections": _heard(one.heard),
        "withdrawn_on": day_of(gone.withdrawn_at) if gone else None,
        "withdrawn_for": gone.reason if gone else None,
    }


def _heard(heard: Heard) -> Json:
    return {
        "named": heard.named,
        "anonymous": heard.clues,
        "answered": heard.answered,
        "upheld": heard.upheld,
    }


def _line(day: date, award: PublicAward) -> Json:
    line = line_of(award, day)
    return {
        "row": line.place,
        "name": line.name or None,
        "credit_code": line.credit_code or None,
        "district": line.district or None,
        "kind": line.kind or None,
        "withheld": line.withheld or None,
        "amount": yuan(line.amount_fen),
        "standing": line.standing.value,
        "gone_on": line.gone_on.isoformat() if line.gone_on else None,
        "gone_for": line.why_gone or None,
    }


def _found(number: str) -> Publicity:
    known = notices().filter(begins_on__lte=today())
    found = known.filter(number=number).first() if "\x00" not in number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def text(given: Given, body: Mapping[str, object], key: str, *, needed: bool = True) -> str:
    """一段文字: of a body; what is missing or no text is a problem."""
    value = body.get(key)
    if value is None and not needed:
        return ""
    if isinstance(value, str):
        return kept_text(given, value, key)
    problem = Problem(worded("「%(key)s」应是一段文字。", key=key), fix=_("请补上。"), key=key)
    given.problems.append(problem)
    return ""


def flag(given: Given, body: Mapping[str, object], key: str) -> bool:
    """是否: false where it is not written."""
    value = body.get(key, False)
    if not isinstance(value, bool):
        what = worded("「%(key)s」应是 true 或 false。", key=key)
        given.problems.append(Problem(what, fix=_("请改写后再试。"), key=key))
    return value is True


def row_of(given: Given, body: Mapping[str, object], one: Publicity) -> PublicAward | None:
    """名单的一行: None for the notice as a whole; a row that it has not is a problem."""
    value = body.get("row")
    if value is None:
        return None
    with everything():
        place = int(str(value)) if is_whole(value) else 0
        found = PublicAward.objects.filter(publicity=one, place=place).first()
    if found is None:
        what = _("名单里没有这个序号；针对整份公示的不写序号")
        given.problems.append(Problem(what, key="row"))
    return found


def is_whole(value: object) -> bool:
    """是否序号: a whole number that a list may have."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return 0 < value < 10**6 and value == int(value)


def yuan(fen: int) -> Decimal:
    """元: of an amount in 分, exactly."""
    return Decimal(fen) / 100


def day_of(moment: datetime) -> str:
    """日期: of a moment, in the city."""
    return moment.astimezone(CITY).date().isoformat()


def _day_before(day: date) -> str:
    return (day - timedelta(days=1)).isoformat()
