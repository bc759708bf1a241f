"""账本的接口: the budget board, samples, what a year has left, and what a firm got.

As the pages tell it, for whoever may read those pages; every look is put on record. What is
written to the books stands in ``books_writing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from django.db.models import Model
from django.http import HttpRequest
from ninja import Router

from huiqi.api.books_shapes import PROGRAMME, YEAR
from huiqi.api.door import actor_of
from huiqi.api.enums import Scope
from huiqi.api.frame import Json, Operation
from huiqi.api.organizations import in_sight
from huiqi.api.paging import PAGING, Page
from huiqi.api.problems import ApiError, not_found
from huiqi.api.tokens import moment_text
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_reads
from huiqi.kernel.now import today
from huiqi.kernel.words import on_record, worded
from huiqi.ledger.access import may_read_books, may_read_support
from huiqi.ledger.boards import Shown, board_of, name_of
from huiqi.ledger.forms import FIRST_YEAR, LAST_YEAR
from huiqi.ledger.models import Sample, SampleItem
from huiqi.ledger.queries.queue import Outlook
from huiqi.ledger.queries.samples import items_of, repeat, samples
from huiqi.ledger.queries.support import Received, received_by
from huiqi.ledger.queries.years import Left, hindrances_of, last_closed_year, left_of_year
from huiqi.parties.access import stands_for_firm
from huiqi.rules import say
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem

router = Router(tags=["账本"])

BOARD: Final = Operation(
    summary="一年的预算：走到哪一步、全年支付预计、排队",
    about="与预算看板相同；不能预测的 expected 为 null，why_not 写明原因。供资金、主管、审计人员。",
    answers="ledger_board_page",
    parameters=(YEAR, PROGRAMME, *PAGING),
    wanted=Scope.FIRM,
)
SAMPLES: Final = Operation(
    summary="审计抽样",
    about="新的在前。供资金和审计人员。",
    answers="ledger_samples_page",
    parameters=PAGING,
    wanted=Scope.FIRM,
)
SAMPLE: Final = Operation(
    summary="一次抽样的样本，和按种子重抽是否一致",
    answers="ledger_sample",
    wanted=Scope.FIRM,
)
YEAR_END: Final = Operation(
    summary="一年的结余，和现在为什么还不能结转",
    about="只是预览；结转要两个人在网页上签字。供资金、主管和审计人员。",
    answers="ledger_year_end",
    parameters=(YEAR,),
    wanted=Scope.FIRM,
)
SUPPORT: Final = Operation(
    summary="一户企业得到的全部公共扶持",
    about="供资金和审计人员，以及企业自己的人员。",
    answers="ledger_support_page",
    parameters=PAGING,
    wanted=Scope.FIRM,
)


@BOARD.at(router, "GET", "/ledger/board")
def ledger_board(request: HttpRequest) -> Json:
    """看板: the budgets of a year."""
    actor = _reader(request)
    require(may_read_books, actor)
    written, given = BOARD.given(request)
    page = Page.read(written, given)
    year = _year(written, given, today().year)
    given.refuse()
    board = board_of(year, today(), programme=written.get("programme", ""))
    looked(actor, f"查阅 {year} 年账本")
    return page.of(board.rows, told_budget)


@SAMPLES.at(router, "GET", "/ledger/samples")
def ledger_samples(request: HttpRequest) -> Json:
    """抽样: page by page."""
    actor = _reader(request)
    require(may_read_support, actor)
    written, given = SAMPLES.given(request)
    page = Page.read(written, given)
    given.refuse()
    return page.of(samples(), told_sample)


@SAMPLE.at(router, "GET", "/ledger/samples/{number}")
def ledger_sample(request: HttpRequest, number: str) -> Json:
    """一次抽样: with what was chosen; each firm sees that it was looked at."""
    actor = _reader(request)
    require(may_read_support, actor)
    _written, given = SAMPLE.given(request)
    found = samples().filter(number=number).first()
    if found is None:
        raise ApiError("not_found", [not_found()])
    given.refuse()
    return told_sample_whole(actor, found)


@YEAR_END.at(router, "GET", "/ledger/year-end")
def ledger_year_end(request: HttpRequest) -> Json:
    """年终结转: a preview."""
    actor = _reader(request)
    require(may_read_books, actor)
    written, given = YEAR_END.given(request)
    year = _year(written, given, today().year - 1)
    given.refuse()
    looked(actor, f"查阅 {year} 年年终结转")
    return {
        "year": year,
        "closed": (last_closed_year() or 0) >= year,
        "hindrances": hindrances_of(year, today()),
        "budgets": [told_left(one) for one in left_of_year(year)],
    }


@SUPPORT.at(router, "GET", "/organizations/{credit_code}/support")
def organization_support(request: HttpRequest, credit_code: str) -> Json:
    """公共扶持: of one firm; another's is not found."""
    actor = _reader(request)
    written, given = SUPPORT.given(request)
    page = Page.read(written, given)
    firm = in_sight(actor, credit_code)
    require(stands_for_firm | may_read_support, actor)
    given.refuse()
    if actor.subject_id != firm.subject_id:
        looked(actor, "查阅企业公共扶持", firm, firm.subject_id)
    return page.of(received_by(firm.subject), told_received)


def told_budget(one: Shown) -> Json:
    """一笔预算的描述: as the command line tells it, too."""
    held, told, last = one.position, one.forecast, one.queue.last
    return {
        "budget": one.budget.pk,
        "fund": one.budget.fund.title,
        "programme": one.budget.programme,
        "title": one.title,
        "department": one.budget.fund.department.name,
        "year": one.budget.year,
        "appropriated": yuan(held.appropriated),
        "available": yuan(held.available),
        "committed": yuan(held.promised),
        "approved": yuan(held.granted),
        "in_transit": yuan(held.ordered),
        "paid": yuan(held.paid),
        "returned": yuan(held.returned),
        "forecast": {
            "expected": None if told.expected_fen is None else yuan(told.expected_fen),
            "low": None if told.expected_fen is None else yuan(told.low_fen),
            "high": None if told.expected_fen is None else yuan(told.high_fen),
            "why_not": told.why_not or None,
        },
        "queue": _queue(one.queue.waiting, last),
    }


def _queue(waiting: int, last: Outlook | None) -> Json:
    return {
        "waiting": waiting,
        "asked": yuan(last.all_asked_fen) if last else 0,
        "last_gets_percent": last.in_turn_percent if last else None,
    }


def told_sample(one: Sample) -> Json:
    """抽样的描述: as the command line tells it, too."""
    threshold = one.threshold_fen
    return {
        "number": one.number,
        "method": one.method,
        "seed": one.seed,
        "size": one.size,
        "threshold": None if threshold is None else yuan(threshold),
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
        "programme": one.programme,
        "reason": one.reason,
        "population": one.population,
        "population_amount": yuan(one.population_fen),
        "digest": one.digest,
        "drawn_at": moment_text(one.drawn_at),
    }


def told_sample_whole(actor: Actor, found: Sample) -> Json:
    """抽样和样本的描述: each firm sees that it was looked at."""
    items = list(items_of(found))
    subjects = [one.leg.account.subject_id for one in items]
    looked(actor, f"查阅抽样 {found.number}（{found.reason}）", found, *subjects)
    told = {"same_again": repeat(found).is_same, "items": [_item(one) for one in items]}
    return told_sample(found) | told


def _item(one: SampleItem) -> Json:
    return {
        "position": one.position,
        "entry": one.leg.entry.number,
        "booked_on": one.leg.entry.booked_on.isoformat(),
        "programme": one.leg.account.budget.programme,
        "call": one.leg.account.call,
        "amount": yuan(one.leg.amount_fen),
        "hits": one.hits,
    }


def told_left(one: Left) -> Json:
    """一笔结余的描述: as the command line tells it, too."""
    return {
        "budget": one.budget.pk,
        "title": name_of(one.budget),
        "free": yuan(one.free_fen),
        "bound": yuan(one.bound_fen),
        "returned": yuan(one.back_fen),
        "in_transit": yuan(one.ordered_fen),
    }


def told_received(one: Received) -> Json:
    """一批所得的描述: as the command line tells it, too."""
    return {
        "fund": one.budget.fund.title,
        "programme": one.budget.programme,
        "title": name_of(one.budget),
        "year": one.budget.year,
        "call": one.call,
        "paid": yuan(one.paid_fen),
        "coming": yuan(one.coming_fen),
        "returned": yuan(one.returned_fen),
        "last_paid_on": one.last_paid_on.isoformat() if one.last_paid_on else None,
        "published_on": one.disclosed.on.isoformat() if one.disclosed else None,
    }


def yuan(fen: int) -> Any:
    """元: exact, of 分."""
    return say.plain(Fraction(fen, 100))


def _year(written: Mapping[str, str], given: Given, default: int) -> int:
    found = given.number(written.get("year"), "year")
    if found is None:
        return default
    if not FIRST_YEAR <= found <= LAST_YEAR:
        what = worded("年度应是 %(first)s 至 %(last)s 之间的数", first=FIRST_YEAR, last=LAST_YEAR)
        given.problems.append(Problem(what, key="year"))
        return default
    return found


def _reader(request: HttpRequest) -> Actor:
    return actor_of(request)


def looked(actor: Actor, purpose: str, found: Model | None = None, *subjects: int | None) -> None:
    """查看留痕: for each firm that is told of."""
    reader = replace(actor, purpose=on_record(purpose)[:200])
    told = list(dict.fromkeys(subjects)) or [None]
    record_reads(reader, "ledger.read", found, subject_ids=told)
