"""办理公示的接口: drawn up, published by another, extended, withdrawn.

By the same actions as the pages, with the same refusals; nothing of another department.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from huiqi.api.body import read_object, unknown_names
from huiqi.api.door import caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, Json, Operation
from huiqi.api.notices import is_whole, row_of, tell, text, yuan
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.kernel.access import Actor, require
from huiqi.kernel.now import now, today
from huiqi.kernel.words import worded
from huiqi.publicity import actions
from huiqi.publicity.access import is_department
from huiqi.publicity.looking import looked
from huiqi.publicity.models import NoticeDraft, Publicity
from huiqi.publicity.queries import (
    Proposable,
    drafts_in_sight,
    lines_of_draft,
    notices_of_department,
    proposables,
)
from huiqi.publicity.views.drafting import ACTS
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["公示办理"])

ASKED: Final = ("programme", "call", "title", "basis", "begins_on", "last_day", "awards")

PROPOSABLE: Final = Operation(
    summary="可公示的款项",
    about="本部门的专项资金里核定了、还没有付清，也没有公示期满的；running 是正在公示的编号。",
    answers="proposables_page",
    parameters=PAGING,
    wanted=Scope.NOTICES,
)
DRAFT_LIST: Final = Operation(
    summary="本部门的公示草稿",
    answers="notice_drafts_page",
    parameters=PAGING,
    wanted=Scope.NOTICES,
)
DRAFT: Final = Operation(
    summary="一份公示草稿和它的名单", answers="notice_draft", wanted=Scope.NOTICES
)
DRAW_UP: Final = Operation(
    summary="起草公示",
    about=f"金额来自账上的核定，不用写；不写 last_day 为通常的公示期。{REPEAT}",
    answers="notice_draft",
    takes="notice_draft_asked",
    wanted=Scope.NOTICES,
    writes=True,
)
MOVE: Final = Operation(
    summary="提交、收回、退回、发布或作废一份公示草稿",
    about=f"发布和退回须由本部门另一个人；退回要写 reason。{REPEAT}",
    answers="notice_draft",
    takes="notice_move_asked",
    wanted=Scope.NOTICES,
    writes=True,
)
EXTEND: Final = Operation(
    summary="延长一份公示",
    about=f"没有期满以前；last_day 含当天。{REPEAT}",
    answers="notices_page",
    takes="notice_extension_asked",
    wanted=Scope.NOTICES,
    writes=True,
)
WITHDRAW: Final = Operation(
    summary="撤回一份公示，或撤下名单里的一家",
    about=f"不写 row 为整份；理由会公开。{REPEAT}",
    answers="notices_page",
    takes="notice_withdrawal_asked",
    wanted=Scope.NOTICES,
    writes=True,
)


@PROPOSABLE.at(router, "GET", "/proposable-awards")
def proposable_awards(request: HttpRequest) -> Json:
    """可公示的款项: page by page; on record for each firm."""
    actor = officer_of(request)
    written, given = PROPOSABLE.given(request)
    page = Page.read(written, given)
    given.refuse()
    found = proposables(actor.organization_id or 0, today())
    looked(actor, "挑选可公示的款项", {one.firm.subject_id for one in found})
    return page.of(found, _proposable)


@DRAFT_LIST.at(router, "GET", "/notice-drafts")
def notice_drafts(request: HttpRequest) -> Json:
    """草稿: page by page."""
    actor = officer_of(request)
    written, given = DRAFT_LIST.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(drafts_in_sight(actor), _brief)


@DRAFT.at(router, "GET", "/notice-drafts/{draft}")
def notice_draft(request: HttpRequest, draft: str) -> Json:
    """一份草稿: with its list; on record for each firm."""
    actor = officer_of(request)
    _written, given = DRAFT.given(request)
    one = _draft(actor, draft)
    given.refuse()
    return _whole(actor, one)


@DRAW_UP.at(router, "POST", "/notice-drafts")
def draw_up_notice(request: HttpRequest) -> HttpResponse:
    """起草: by the same action as the page."""
    caller, actor = caller_of(request), officer_of(request)
    _written, given = DRAW_UP.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, ASKED, _("字段"))
    asked = _asked(given, body)
    given.refuse()

    def act() -> Json:
        return _whole(actor, actions.draw_up(asked=asked, actor=actor, now=now()))

    return done_once(request, caller, body, act)


@MOVE.at(router, "POST", "/notice-drafts/{draft}/moves")
def move_notice_draft(request: HttpRequest, draft: str) -> HttpResponse:
    """办理草稿: one move, by the same actions as the page."""
    caller, actor = caller_of(request), officer_of(request)
    _written, given = MOVE.given(request)
    one = _draft(actor, draft)
    body = read_object(request)
    given.problems += unknown_names(body, ("move", "reason"), _("字段"))
    move, reason = text(given, body, "move"), text(given, body, "reason", needed=False)
    if move and move not in ACTS:
        what = worded("没有「%(move)s」这个动作。", move=move[:40])
        fix = worded("可用的有：%(listed)s。", listed="、".join(ACTS))
        given.problems.append(Problem(what, fix=fix, key="move"))
    given.refuse()

    def act() -> Json:
        ACTS[move](one, actor, reason, now())
        return _whole(actor, drafts_in_sight(actor).get(pk=one.pk))

    return done_once(request, caller, body, act)


@EXTEND.at(router, "POST", "/notices/{number}/extensions")
def extend_notice(request: HttpRequest, number: str) -> HttpResponse:
    """延长: to a later last day."""
    caller, actor = caller_of(request), officer_of(request)
    _written, given = EXTEND.given(request)
    one = _notice(actor, number)
    body = read_object(request)
    given.problems += unknown_names(body, ("last_day", "reason"), _("字段"))
    last, reason = _day(given, body, "last_day"), text(given, body, "reason")
    given.refuse()

    def act() -> Json:
        until = last + timedelta(days=1) if last else None
        actions.extend_notice(notice=one, until=until, reason=reason, actor=actor, now=now())
        return _as_page(actor, one)

    return done_once(request, caller, body, act)


@WITHDRAW.at(router, "POST", "/notices/{number}/withdrawals")
def withdraw_notice(request: HttpRequest, number: str) -> HttpResponse:
    """撤回: all of it, or one row."""
    caller, actor = caller_of(request), officer_of(request)
    _written, given = WITHDRAW.given(request)
    one = _notice(actor, number)
    body = read_object(request)
    given.problems += unknown_names(body, ("row", "reason"), _("字段"))
    reason, award = text(given, body, "reason"), row_of(given, body, one)
    given.refuse()

    def act() -> Json:
        if award is None:
            actions.withdraw_notice(notice=one, reason=reason, actor=actor, now=now())
        else:
            actions.withdraw_award(award=award, reason=reason, actor=actor, now=now())
        return _as_page(actor, one)

    return done_once(request, caller, body, act)


def officer_of(request: HttpRequest) -> Actor:
    """部门的办理人: of the token; refused for whoever is no officer of a department."""
    actor = caller_of(request).actor
    require(is_department, actor)
    return actor


def _draft(actor: Actor, written: str) -> NoticeDraft:
    is_number = written.isascii() and written.isdigit() and len(written) < 18
    found = drafts_in_sight(actor).filter(pk=int(written)).first() if is_number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def _notice(actor: Actor, number: str) -> Publicity:
    mine = notices_of_department(actor)
    found = mine.filter(number=number).first() if "\x00" not in number else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def _as_page(actor: Actor, one: Publicity) -> Json:
    found = notices_of_department(actor).filter(pk=one.pk)
    return dict(Page(1, 0).together(found, tell))


def _asked(given: Given, body: Mapping[str, object]) -> actions.Asked:
    programme, call, title, basis = (text(given, body, name) for name in ASKED[:4])
    begins_on = _day(given, body, "begins_on")
    last = _day(given, body, "last_day") if body.get("last_day") is not None else None
    return actions.Asked(
        *(programme, call, title, basis),
        begins_on=begins_on,
        until=last + timedelta(days=1) if last else None,
        picked=_picked(given, body.get("awards")),
    )


def _picked(given: Given, value: object) -> dict[int, str]:
    """By subject, why not to name it: each {"subject": 12, "withheld": "trade_secret"}."""
    rows = value if isinstance(value, list) else None
    picked: dict[int, str] = {}
    for one in rows or ():
        subject = one.get("subject") if isinstance(one, dict) else None
        withheld = one.get("withheld") if isinstance(one, dict) else None
        if not is_whole(subject) or not isinstance(withheld, str | None):
            rows = None
            break
        picked[int(str(subject))] = withheld or ""
    if rows is None:
        what = _('「awards」应是 [{"subject": 12, "withheld": null}] 这样的一列。')
        given.problems.append(
            Problem(what, fix=_("subject 见 /api/v1/proposable-awards。"), key="awards")
        )
    return picked


def _day(given: Given, body: Mapping[str, object], key: str) -> date | None:
    value = body.get(key)
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.year >= date.max.year:
        what = worded("「%(key)s」应是 2021-10-20 这样的日期。", key=key)
        given.problems.append(Problem(what, fix=_("请改写后再试。"), key=key))
        return None
    return day


def _proposable(one: Proposable) -> Json:
    return {
        "programme": one.programme,
        "call": one.call,
        "subject": one.firm.subject_id,
        "name": one.firm.name,
        "amount": yuan(one.amount_fen),
        "waiting": yuan(one.waiting_fen),
        "running": one.running or None,
    }


def _brief(one: NoticeDraft) -> Json:
    return {
        "draft": one.pk,
        "state": one.state,
        "programme": one.programme,
        "call": one.call,
        "title": one.title,
        "basis": one.basis,
        "begins_on": one.begins_on.isoformat(),
        "last_day": (one.until - timedelta(days=1)).isoformat() if one.until else None,
        "remark": one.remark,
        "drafted_by": one.drafted_by.name,
        "notice": one.publicity.number if one.publicity else None,
    }


def _whole(actor: Actor, one: NoticeDraft) -> Json:
    lines = lines_of_draft(one)
    looked(actor, f"查阅公示草稿 {one.pk}", {line.award.subject_id for line in lines}, one)
    return _brief(one) | {
        "awards": [
            {
                "row": line.award.place,
                "subject": line.award.subject_id,
                "name": line.firm.name if line.firm else None,
                "amount": yuan(line.award.amount_fen),
                "withheld": line.award.withheld or None,
            }
            for line in lines
        ]
    }
