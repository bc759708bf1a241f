"""办理账本的接口: audit samples, and budget papers under two signatures, as on the pages.

By the same actions, with the same limits and refusals. A token acts for its person, so that
nobody signs what they drew up themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiqi.api.body import kept_text, read_object, unknown_names
from huiqi.api.books import looked, router, told_sample_whole, yuan
from huiqi.api.books_shapes import PROGRAMME, YEAR
from huiqi.api.door import actor_of, caller_of
from huiqi.api.enums import Scope
from huiqi.api.frame import REPEAT, Json, Operation, Parameter
from huiqi.api.once import done_once
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import moment_text
from huiqi.kernel import refusals
from huiqi.kernel.access import require
from huiqi.kernel.now import now, today
from huiqi.kernel.words import worded
from huiqi.ledger.access import is_auditor, is_finance, may_read_books
from huiqi.ledger.actions import confirm_transfer, draw_sample, propose_transfer, send_back
from huiqi.ledger.asking import KINDS, OF_PAPER, OF_SAMPLE, paper_asked, sample_asked
from huiqi.ledger.forms import Written
from huiqi.ledger.models import Budget, Decision, NewBudget, Transfer
from huiqi.ledger.queries.papers import STATES, papers, state_of
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

__all__ = ["router"]
WHOLE, NUMBER = "whole", "number"
# Fields that are not text; a fraction with more digits than this is no amount.
OF_KIND: Final[Mapping[str, str]] = {
    **dict.fromkeys(("size", "year", "giver", "taker"), WHOLE),
    "amount": NUMBER,
}
LONGEST: Final = 30
NUMBERED: Final = re.compile(r"YS-([0-9]{6,15})")
T = TypeVar("T")

DRAWING: Final = Operation(
    summary="抽一次样",
    about=f"供审计人员；不写种子则随机生成并留存。{REPEAT}",
    answers="ledger_sample",
    takes="ledger_sample_asked",
    wanted=Scope.BOOKS,
    writes=True,
)
PAPER_LIST: Final = Operation(
    summary="预算单",
    about="下达、收回、调剂和设立；新的在前。供资金、主管和审计人员。",
    answers="ledger_papers_page",
    parameters=(
        Parameter("state", "只要这种进度的", {"enum": list(STATES)}),
        YEAR,
        PROGRAMME,
        *PAGING,
    ),
    wanted=Scope.BOOKS,
)
PAPER: Final = Operation(summary="一张预算单", answers="ledger_paper", wanted=Scope.BOOKS)
DRAWING_UP: Final = Operation(
    summary="提出一张预算单",
    about=(
        "供资金经办；第一个签字，钱不动，也不设立什么。set-up 设立专项资金和它的第一笔预算；"
        f"appropriate 的预算还没有时，签字时一并设立。{REPEAT}"
    ),
    answers="ledger_paper",
    takes="ledger_paper_asked",
    wanted=Scope.BOOKS,
    writes=True,
)
SIGNING: Final = Operation(
    summary="给预算单签字",
    about=f"须是制单人以外的资金经办；签了才设立、才记账。再签一次不算错。{REPEAT}",
    answers="ledger_paper",
    wanted=Scope.BOOKS,
    writes=True,
)
SENDING_BACK: Final = Operation(
    summary="退回预算单",
    about=f"须是制单人以外的资金经办；要写明理由。{REPEAT}",
    answers="ledger_paper",
    takes="ledger_paper_refused",
    wanted=Scope.BOOKS,
    writes=True,
)


@DRAWING.at(router, "POST", "/ledger/samples")
def draw_ledger_sample(request: HttpRequest) -> HttpResponse:
    """抽样: answered with what was chosen; each firm sees that it was looked at."""
    caller = caller_of(request)
    require(is_auditor, caller.actor)
    body, given = body_of(request, DRAWING, OF_SAMPLE)
    written = written_in(given, body, OF_SAMPLE)
    whole = read(lambda: sample_asked(written))
    refuse(given, written)
    assert whole is not None  # or it would have been refused
    asked, words = whole

    def act() -> Json:
        sample = draw_sample(asked=asked, actor=caller.actor, **words)
        return told_sample_whole(caller.actor, sample)

    return done_once(request, caller, body, act)


@PAPER_LIST.at(router, "GET", "/ledger/papers")
def ledger_papers(request: HttpRequest) -> Json:
    """预算单: page by page."""
    actor = actor_of(request)
    require(may_read_books, actor)
    told, given = PAPER_LIST.given(request)
    page, written = Page.read(told, given), Written(told)
    state = written.one_of("state", _("进度"), STATES)
    year = written.year(0) or None
    refuse(given, written)
    looked(actor, "查阅预算单")
    found = papers(year=year, programme=told.get("programme", ""), state=state)
    return page.of(found, told_paper)


@PAPER.at(router, "GET", "/ledger/papers/{number}")
def ledger_paper(request: HttpRequest, number: str) -> Json:
    """一张预算单: who signed it or sent it back, and why."""
    actor = actor_of(request)
    require(may_read_books, actor)
    _written, given = PAPER.given(request)
    given.refuse()
    found = paper_numbered(number)
    looked(actor, f"查阅预算单 {found.number}", found)
    return told_paper(found)


@DRAWING_UP.at(router, "POST", "/ledger/papers")
def draw_up_ledger_paper(request: HttpRequest) -> HttpResponse:
    """提出预算单: the first signature."""
    caller = caller_of(request)
    require(is_finance, caller.actor)
    body, given = body_of(request, DRAWING_UP, ("kind", *OF_PAPER))
    written = written_in(given, body, ("kind", *OF_PAPER))
    kind = written.one_of("kind", _("单据种类"), KINDS)
    written.need(kind, worded("请写单据种类：%(known)s", known="、".join(KINDS)), "kind")
    asked = read(lambda: paper_asked(kind, written)) if kind else None
    refuse(given, written)
    assert asked is not None  # or it would have been refused

    def act() -> Json:
        made = propose_transfer(**vars(asked), actor=caller.actor, now=now())
        return told_paper(paper_numbered(made.number))

    return done_once(request, caller, body, act)


@SIGNING.at(router, "POST", "/ledger/papers/{number}/signature")
def sign_ledger_paper(request: HttpRequest, number: str) -> HttpResponse:
    """签字: the second signature; now the money moves, once."""
    caller = caller_of(request)
    _written, given = SIGNING.given(request)
    require(is_finance, caller.actor)
    given.refuse()
    found = paper_numbered(number)

    def act() -> Json:
        confirm_transfer(transfer=found, on=today(), actor=caller.actor)
        return told_paper(paper_numbered(number))

    return done_once(request, caller, number, act)


@SENDING_BACK.at(router, "POST", "/ledger/papers/{number}/refusal")
def send_back_ledger_paper(request: HttpRequest, number: str) -> HttpResponse:
    """退回: with the reason."""
    caller = caller_of(request)
    require(is_finance, caller.actor)
    body, given = body_of(request, SENDING_BACK, ("reason",))
    written = written_in(given, body, ("reason",))
    reason = written.text("reason")
    written.need(reason, _("退回要写明理由"), "reason")
    refuse(given, written)
    found = paper_numbered(number)

    def act() -> Json:
        send_back(paper=found, reason=reason, actor=caller.actor)
        return told_paper(paper_numbered(number))

    return done_once(request, caller, body, act)


def told_paper(one: Transfer) -> Json:
    """预算单的描述: as the command line tells it, too; amounts in yuan."""
    decision: Decision | None = getattr(one, "decision", None)
    return {
        "number": one.number,
        "deed": one.deed.value,
        "state": state_of(one),
        "giver": _side(one.giver),
        "taker": _side(one.taker or getattr(one.opens, "budget", None)),
        "opens": _opened(one.opens),
        "amount": yuan(one.amount_fen),
        "document": one.document,
        "reason": one.reason,
        "made_by": one.made_by.name,
        "made_at": moment_text(one.made_at),
        "decided_by": decision.decided_by.name if decision else None,
        "decided_at": moment_text(decision.decided_at) if decision else None,
        "why_refused": (decision.reason or None) if decision else None,
    }


def _side(budget: Budget | None) -> Json | None:
    if budget is None:
        return None
    return {
        "budget": budget.pk,
        "fund": budget.fund.title,
        "programme": budget.programme,
        "year": budget.year,
    }


def _opened(one: NewBudget | None) -> Json | None:
    if one is None:
        return None
    department = one.fund.department if one.fund else one.department
    return {
        "new_fund": one.code or None,
        "fund": one.fund_title,
        "department": department.name if department else "",
        "basis": one.fund.basis if one.fund else one.basis,
        "programme": one.programme,
        "year": one.year,
    }


def paper_numbered(number: str) -> Transfer:
    """一张预算单: ApiError when there is none of that number."""
    said = NUMBERED.fullmatch(number)
    found = papers().filter(pk=int(said[1])).first() if said else None
    if found is None:
        raise ApiError("not_found", [not_found()])
    return found


def read(asked: Callable[[], T]) -> T | None:
    """试读: None where something does not read; what that is has been kept."""
    try:
        return asked()
    except refusals.Refused:
        return None


def body_of(
    request: HttpRequest, operation: Operation, known: Collection[str]
) -> tuple[dict[str, object], Given]:
    """请求内容: with what is wrong with its names and with the address."""
    _written, given = operation.given(request)
    body = read_object(request)
    given.problems += unknown_names(body, known, _("字段"))
    return body, given


def written_in(given: Given, body: Mapping[str, object], known: Collection[str]) -> Written:
    """所填: fields of a body as a form would have them; what is of another kind is told."""
    there = {name: body[name] for name in known if body.get(name) is not None}
    return Written({name: _text(given, name, value) for name, value in there.items()})


def refuse(given: Given, written: Written) -> None:
    """拒绝: with what is wrong with the kind of each value, else with what it says."""
    astray = {one.key for one in given.problems}
    for sentence in dict.fromkeys(written.problems):
        name = written.fields.get(sentence, "")
        if not name or name not in astray:
            given.problems.append(Problem(sentence, key=name))
            astray.add(name)
    if given.problems:
        raise ApiError("invalid", given.problems)


def _text(given: Given, name: str, value: object) -> str:
    kind = OF_KIND.get(name)
    if kind is None and isinstance(value, str):
        return kept_text(given, value, name)
    if kind and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if kind == NUMBER and isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) < LONGEST else str(value)
    what, fix = {
        None: (_("「%(key)s」应是一段文字。"), _("请改写。")),
        WHOLE: (_("「%(key)s」应是整数。"), _("请写成 25 的形式。")),
        NUMBER: (_("「%(key)s」应是数字。"), _("请写元数，如 500000 或 500000.5。")),
    }[kind]
    given.problems.append(Problem(what % {"key": name}, fix=fix, key=name))
    return ""
