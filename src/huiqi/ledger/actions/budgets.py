"""预算的办理: funds and budgets are set up, and firms wait in line for their money."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.ledger.access import may_book, may_promise
from huiqi.ledger.models import Budget, Fund, NewBudget, Place
from huiqi.parties.models import Organization, Subject


@transaction.atomic
def set_up_fund(
    *, code: str, title: str, department: Organization, basis: str, actor: Actor
) -> Fund:
    """设立专项资金: Refused with every rule it breaks."""
    require(may_book, actor)
    fund = rows.save(Fund(code=code, title=title, department=department, basis=basis))
    record_write(actor, "ledger.set_up_fund", fund)
    return fund


@transaction.atomic
def set_up_budget(
    *,
    fund: Fund,
    year: int,
    actor: Actor,
    programme: str = "",
    planned: NewBudget | None = None,
) -> Budget:
    """设立年度预算: without money yet. Refused with every rule it breaks."""
    require(may_book, actor)
    budget = rows.save(Budget(fund=fund, programme=programme, year=year, planned=planned))
    record_write(actor, "ledger.set_up_budget", budget)
    return budget


@transaction.atomic
def budget_for(*, fund: Fund, programme: str, year: int, actor: Actor) -> Budget:
    """年度预算: that of a fund for a programme in a year, set up when there is none yet."""
    found = Budget.objects.filter(fund=fund, programme=programme, year=year).first()
    return found or set_up_budget(fund=fund, programme=programme, year=year, actor=actor)


@transaction.atomic
def set_up_as_planned(*, planned: NewBudget, actor: Actor) -> Budget:
    """按单设立: the fund too where it is new. Refused when somebody set either up meanwhile."""
    fund = planned.fund
    if fund is None:
        assert planned.department is not None  # by a rule of the database
        fund = set_up_fund(
            code=planned.code,
            title=planned.title,
            department=planned.department,
            basis=planned.basis,
            actor=actor,
        )
    return set_up_budget(
        fund=fund, year=planned.year, programme=planned.programme, planned=planned, actor=actor
    )


@transaction.atomic
def join_queue(
    *, budget: Budget, call: str, subject: Subject, asked_fen: int, actor: Actor, now: datetime
) -> Place:
    """排队: a firm waits for money of the budget. Refused when it stands there already."""
    require(may_promise, actor)
    place = Place(budget=budget, call=call, subject=subject, asked_fen=asked_fen, joined_at=now)
    rows.save(place)
    record_write(actor, "ledger.join_queue", place, subject_id=subject.pk)
    return place


@transaction.atomic
def leave_queue(*, place: Place, actor: Actor, now: datetime) -> Place:
    """离队: it was served, or gave up; who left stays away. Leaving again changes nothing."""
    require(may_promise, actor)
    locked = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if locked.left_at is None:
        locked.left_at = now
        rows.save(locked, only=("left_at",))
        record_write(actor, "ledger.leave_queue", locked, subject_id=locked.subject_id)
    return locked
