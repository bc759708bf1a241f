"""年终结转的办理: drawn up -> signed by another, and then everything moves and the year is locked.

What is promised is carried into the next year, at the stage, for the call and the firm it was
promised to. What is free is carried on or returned, budget by budget, as the paper says. What
came back from firms is returned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import on_record, worded
from huiqi.ledger.access import is_another, is_finance
from huiqi.ledger.actions.budgets import budget_for
from huiqi.ledger.actions.papers import decide, decision_on
from huiqi.ledger.actions.posting import book_all
from huiqi.ledger.actions.waiting import ask_second
from huiqi.ledger.enums import Deed, Stage, Verdict
from huiqi.ledger.models import Balance, Budget, Entry, PeriodClose, YearEnd, YearEndLine
from huiqi.ledger.queries.years import (
    entries_of_year_end,
    hindrances_of,
    left_of_year,
    year_end_in_hand,
)
from huiqi.ledger.slips import Line, Origin, Slip
from huiqi.parties.access import person_of

MOST_ACCOUNTS: Final = 400  # of one entry: each has up to two lines, and so has the treasury
CARRIED: Final = (Stage.COMMITTED, Stage.APPROVED)


@transaction.atomic
def draw_up_year_end(
    *, year: int, carried: Collection[int], actor: Actor, now: datetime
) -> YearEnd:
    """编制结转单: the first signature; nothing moves yet.

    ``carried`` are the budgets whose free money goes on into the next year; that of the others
    is returned. Refused with everything that stands in the way, or while another is in hand.
    """
    require(is_finance, actor)
    left = left_of_year(year)
    problems = hindrances_of(year, now.date())
    if waiting := year_end_in_hand(year):
        problems.append(_("已有等待复核的结转单 %(number)s") % {"number": waiting.number})
    if set(carried) - {one.budget.pk for one in left}:
        problems.append(_("所选的预算没有结余，或不是这一年的"))
    if problems:
        raise Refused(problems)
    made = rows.save(YearEnd(year=year, made_by_id=person_of(actor), made_at=now))
    for one in left:
        line = YearEndLine(year_end=made, budget=one.budget, is_carried=one.budget.pk in carried)
        line.free_fen, line.bound_fen, line.back_fen = one.free_fen, one.bound_fen, one.back_fen
        rows.save(line)
    record_write(actor, "ledger.draw_up_year_end", made)
    ask_second(made, actor, now)
    return made


@transaction.atomic
def sign_year_end(*, year_end: YearEnd, actor: Actor, on: date) -> list[Entry]:
    """结转签字: the second signature; everything moves in one transaction, the year is locked.

    Signed already, it is the entries of that time. Refused when it was sent back, or when what
    is left is not what the paper says any more: then nothing has happened, and it is sent back
    and drawn up anew.
    """
    require(is_finance & is_another, actor, year_end)
    before = decision_on(year_end)
    if before and before.verdict == Verdict.SIGNED:
        return entries_of_year_end(year_end)
    if before:
        raise Refused([_("这张单据已经退回：%(reason)s") % {"reason": before.reason}])
    problems = hindrances_of(year_end.year, on)
    decide(year_end, Verdict.SIGNED, actor)  # from here on nobody else books
    if problems := [*problems, *_changed(year_end)]:
        raise Refused(problems)
    slips = [slip for line in _lines_of(year_end) for slip in _slips(line, on, actor)]
    if slips:
        book_all(slips, Actor(year_end.made_by_id), actor)
    record_write(actor, "ledger.sign_year_end", year_end, detail={"entries": len(slips)})
    return entries_of_year_end(year_end)


def _lines_of(year_end: YearEnd) -> list[YearEndLine]:
    found = YearEndLine.objects.filter(year_end=year_end)
    return list(found.select_related("year_end", "budget", "budget__fund").order_by("id"))


def _changed(year_end: YearEnd) -> Iterator[str]:
    """A sentence when what is left now is not what the paper says."""
    now = {
        one.budget.pk: (one.free_fen, one.bound_fen, one.back_fen, one.ordered_fen)
        for one in left_of_year(year_end.year)
    }
    then = {
        one.budget_id: (one.free_fen, one.bound_fen, one.back_fen, 0) for one in _lines_of(year_end)
    }
    if now != then:
        yield worded(
            "编制以后余额变了，%(number)s 不能签字；请退回，重新编制", number=year_end.number
        )


def _slips(line: YearEndLine, on: date, actor: Actor) -> Iterator[Slip]:
    """The entries of one budget: one, or several where it has very many accounts."""
    budget, year = line.budget, line.year_end.year
    following = budget_for(fund=budget.fund, programme=budget.programme, year=year + 1, actor=actor)
    held = Balance.objects.filter(account__budget=budget, amount_fen__gt=0)
    held = held.exclude(account__stage=Stage.PAID).select_related("account")
    accounts = list(held.order_by("account_id"))
    for start in range(0, len(accounts), MOST_ACCOUNTS):
        lines = _lines(accounts[start : start + MOST_ACCOUNTS], following, line.is_carried)
        yield Slip(
            deed=Deed.CARRY,
            key=f"year-end:{year}:{budget.pk}:{start // MOST_ACCOUNTS + 1}",
            booked_on=_day(year, on),
            memo=on_record(worded("%(year)s 年终结转", year=year)),
            lines=lines,
            origin=Origin(YearEnd._meta.label, line.year_end_id),
        )


def _lines(held: list[Balance], following: Budget, is_carried: bool) -> tuple[Line, ...]:
    out = [_line(one, one.account.budget_id, -one.amount_fen) for one in held]
    into = [
        _line(one, following.pk, one.amount_fen)
        for one in held
        if one.account.stage in CARRIED or (is_carried and one.account.stage == Stage.AVAILABLE)
    ]
    back = (Line(held[0].account.budget_id, Stage.SOURCE, sum(one.amount_fen for one in held)),)
    if not into:
        return (*out, *back)
    fen = sum(line.amount_fen for line in into)
    return (*out, *back, Line(following.pk, Stage.SOURCE, -fen), *into)


def _line(held: Balance, budget_id: int, amount_fen: int) -> Line:
    account = held.account
    return Line(
        budget_id,
        Stage(account.stage),
        amount_fen,
        account.call,
        account.subject_id,
        account.instalment,
    )


def _day(year: int, on: date) -> date:
    """The last day of the year, or today where its last month is closed already."""
    december = date(year, 12, 1)
    return on if PeriodClose.objects.filter(month__gte=december).exists() else date(year, 12, 31)
