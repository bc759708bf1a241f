"""预算单的办理: drawn up by one person; signed by another, and then booked; or sent back.

The database holds to it as well: a decision is of another person than the paper, there is one
for each, and money passes between budgets only as somebody signed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.money import exact
from huiqi.kernel.now import CITY, now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.ledger.access import is_another, is_finance
from huiqi.ledger.actions import waiting
from huiqi.ledger.actions.budgets import set_up_as_planned
from huiqi.ledger.actions.posting import book
from huiqi.ledger.actions.waiting import Paper
from huiqi.ledger.enums import Stage, Verdict
from huiqi.ledger.models import (
    Balance,
    Budget,
    Decision,
    Entry,
    Fund,
    NewBudget,
    Transfer,
    YearEnd,
)
from huiqi.ledger.queries.years import last_closed_year
from huiqi.ledger.saying import broken_rule, sentence
from huiqi.ledger.slips import Line, Origin, Slip
from huiqi.parties.access import person_of

# Stands for a row that is saved only when nothing is wrong with the whole paper.
UNSAVED: Final = 0
DECIDED_TWICE = ("ledger_decision_transfer_id_key", "ledger_decision_year_end_id_key")


@transaction.atomic
def propose_transfer(  # noqa: PLR0913 -- all that stands on the paper
    *,
    giver: Budget | None,
    taker: Budget | None,
    amount_fen: int,
    reason: str,
    actor: Actor,
    now: datetime,
    document: str = "",
    opens: NewBudget | None = None,
) -> Transfer:
    """提出预算单: the first signature; nothing moves yet, and nothing is set up.

    Without ``giver`` the treasury gives, without ``taker`` it takes back; either by a document.
    ``opens``, not saved yet, is what the treasury gives to where there is no budget yet.
    Refused with every rule it breaks, also when the giver has less than that free today.
    """
    require(is_finance, actor)
    made = Transfer(
        giver=giver,
        taker=taker,
        opens_id=UNSAVED if opens else None,
        amount_fen=amount_fen,
        reason=reason.strip(),
        document=document.strip(),
        made_by_id=person_of(actor),
        made_at=now,
    )
    problems = list(rows.problems_of(made))
    if giver and (free := _free(giver)) < amount_fen:
        told = {"free": exact(free), "asked": exact(amount_fen)}
        problems.append(_("调出的预算可用指标只有 %(free)s，要 %(asked)s") % told)
    problems += _closed(giver, taker, opens)
    if opens:
        problems += [*rows.problems_of(opens), *_there_already(opens, now)]
    if problems:
        raise Refused(list(dict.fromkeys(problems)))
    if opens:
        made.opens = rows.save(opens)
    transfer = rows.save(made)
    record_write(actor, "ledger.propose_transfer", transfer)
    waiting.ask_second(transfer, actor, now)
    return transfer


@transaction.atomic
def confirm_transfer(*, transfer: Transfer, on: date, actor: Actor) -> Entry:
    """复核签字: the second signature, of another person; now the money moves, once.

    Signed already, it is the entry of that time. Refused when it was sent back, or when what
    is free does not suffice any more: then it stays as it is.
    """
    require(is_finance & is_another, actor, transfer)
    key = f"transfer:{transfer.pk}"
    if _signed_before(transfer):
        return Entry.objects.get(key=key)
    decide(transfer, Verdict.SIGNED, actor)
    origin = Origin(Transfer._meta.label, transfer.pk)
    taker_id = transfer.taker_id
    if transfer.opens is not None:
        taker_id = set_up_as_planned(planned=transfer.opens, actor=actor).pk
    lines = _lines(transfer.giver_id, taker_id, transfer.amount_fen)
    slip = Slip(transfer.deed, key, on, transfer.reason, lines, origin)
    entry = book(slip, Actor(transfer.made_by_id), actor)
    record_write(actor, "ledger.confirm_transfer", transfer)
    return entry


@transaction.atomic
def send_back(*, paper: Paper, reason: str, actor: Actor) -> Decision:
    """退回单据: by another person, who says why; nothing moves, and nothing ever will by it."""
    require(is_finance & is_another, actor, paper)
    found = decide(paper, Verdict.REFUSED, actor, reason.strip())
    record_write(actor, "ledger.send_back", paper)
    return found


def decide(paper: Paper, verdict: Verdict, actor: Actor, reason: str = "") -> Decision:
    """复核: the decision on a paper; Refused when there is one, or with what it lacks."""
    made = Decision(
        transfer=paper if isinstance(paper, Transfer) else None,
        year_end=paper if isinstance(paper, YearEnd) else None,
        verdict=verdict,
        reason=reason,
        decided_by_id=person_of(actor),
        decided_at=now(),
    )
    if problems := list(rows.problems_of(made)):
        raise Refused(problems)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        is_second = broken_rule(error) in DECIDED_TWICE
        raise Refused(
            [_("这张单据已经复核过，请刷新看结果") if is_second else sentence(error)]
        ) from error
    waiting.decided(paper, verdict, made.decided_at)
    return made


def decision_on(paper: Paper) -> Decision | None:
    """复核结论: None while it waits for the second signature."""
    name = "transfer" if isinstance(paper, Transfer) else "year_end"
    return Decision.objects.filter(**{name: paper.pk}).first()


def _signed_before(paper: Paper) -> bool:
    found = decision_on(paper)
    if found and found.verdict == Verdict.REFUSED:
        raise Refused([_("这张单据已经退回：%(reason)s") % {"reason": found.reason}])
    return found is not None


def _free(budget: Budget) -> int:
    held = Balance.objects.filter(account__budget=budget, account__stage=Stage.AVAILABLE)
    return held.values_list("amount_fen", flat=True).first() or 0


def _lines(out: int | None, into: int | None, fen: int) -> tuple[Line, ...]:
    """Of each budget by itself: one gives to the treasury what the other gets from it."""
    given = (Line(out, Stage.AVAILABLE, -fen), Line(out, Stage.SOURCE, fen)) if out else ()
    taken = (Line(into, Stage.SOURCE, -fen), Line(into, Stage.AVAILABLE, fen)) if into else ()
    return (*given, *taken)


def _closed(*budgets: Budget | NewBudget | None) -> list[str]:
    """A year that was carried over bears no more of this."""
    closed = last_closed_year()
    years = sorted({one.year for one in budgets if one and closed and one.year <= closed})
    return [worded("%(year)s 年已经结转，不能再下达、收回或调剂", year=year) for year in years]


def _there_already(opens: NewBudget, now: datetime) -> Iterator[str]:
    """What is set up, or waits to be: nothing is set up twice."""
    latest = now.astimezone(CITY).year + 1
    if opens.year > latest:
        yield worded("只能设立 %(year)s 年及以前的预算，更晚的到时再设立", year=latest)
    if opens.fund is None and Fund.objects.filter(code=opens.code).exists():
        yield worded("代码「%(code)s」已经是另一项专项资金的", code=opens.code)
    same = {"fund": opens.fund, "programme": opens.programme, "year": opens.year}
    if opens.fund and Budget.objects.filter(**same).exists():
        yield _("这项资金对这个扶持计划在这一年已有预算")
    asked = {"code": opens.code} if opens.fund is None else same
    before = Transfer.objects.filter(
        decision__isnull=True, **{f"opens__{name}": value for name, value in asked.items()}
    ).first()
    if before:
        yield worded(
            "预算单 %(number)s 正等待签字，设立的是同一笔，请先签字或退回", number=before.number
        )
