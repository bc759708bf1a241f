"""预算的办理: funds and budgets are set up, money passes between budgets under two signatures.

A transfer is proposed by one person and confirmed by another; only then is it booked.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.ledger.access import is_another, is_finance, may_book, may_promise
from huiqi.ledger.actions.posting import book
from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.models import Budget, Entry, Fund, Place, Transfer
from huiqi.ledger.slips import Line, Origin, Slip
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
def set_up_budget(*, fund: Fund, year: int, actor: Actor, programme: str = "") -> Budget:
    """设立年度预算: without money yet. Refused with every rule it breaks."""
    require(may_book, actor)
    budget = rows.save(Budget(fund=fund, programme=programme, year=year))
    record_write(actor, "ledger.set_up_budget", budget)
    return budget


@transaction.atomic
def propose_transfer(
    *, giver: Budget, taker: Budget, amount_fen: int, reason: str, actor: Actor, now: datetime
) -> Transfer:
    """提出调剂: the first signature; nothing moves yet."""
    require(is_finance, actor)
    assert actor.person_id is not None  # is_finance lets in people only
    made = Transfer(
        giver=giver,
        taker=taker,
        amount_fen=amount_fen,
        reason=reason.strip(),
        made_by_id=actor.person_id,
        made_at=now,
    )
    transfer = rows.save(made)
    record_write(actor, "ledger.propose_transfer", transfer)
    return transfer


def confirm_transfer(*, transfer: Transfer, on: date, actor: Actor) -> Entry:
    """复核调剂: the second signature, of another person; now the money moves, once."""
    require(is_finance & is_another, actor, transfer)
    amount, giver, taker = transfer.amount_fen, transfer.giver_id, transfer.taker_id
    lines = (
        Line(giver, Stage.AVAILABLE, -amount),
        Line(giver, Stage.SOURCE, amount),
        Line(taker, Stage.SOURCE, -amount),
        Line(taker, Stage.AVAILABLE, amount),
    )
    origin = Origin(Transfer._meta.label, transfer.pk)
    key = f"transfer:{transfer.pk}"
    slip = Slip(Deed.TRANSFER, key, on, transfer.reason, lines, origin)
    return book(slip, Actor(transfer.made_by_id), actor)


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
