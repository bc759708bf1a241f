"""预算单的办理: drawn up by one person; signed by another, and then booked; or sent back.

The database holds to it as well: a decision is of another person than the paper, there is one
for each, and money passes between budgets only as somebody signed it.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.money import exact
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.ledger.access import is_another, is_finance
from huiqi.ledger.actions.posting import book
from huiqi.ledger.enums import Stage, Verdict
from huiqi.ledger.models import Balance, Budget, Decision, Entry, Transfer, YearEnd
from huiqi.ledger.saying import broken_rule, sentence
from huiqi.ledger.slips import Line, Origin, Slip
from huiqi.parties.access import person_of

Paper = Transfer | YearEnd
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
) -> Transfer:
    """提出预算单: the first signature; nothing moves yet.

    Without ``giver`` the treasury gives, without ``taker`` it takes back; either by a document.
    Refused with every rule it breaks, also when the giver has less than that free today.
    """
    require(is_finance, actor)
    made = Transfer(
        giver=giver,
        taker=taker,
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
    if problems:
        raise Refused(problems)
    transfer = rows.save(made)
    record_write(actor, "ledger.propose_transfer", transfer)
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
    slip = Slip(transfer.deed, key, on, transfer.reason, _lines(transfer), origin)
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


def _lines(transfer: Transfer) -> tuple[Line, ...]:
    """Of each budget by itself: one gives to the treasury what the other gets from it."""
    fen = transfer.amount_fen
    out, into = transfer.giver_id, transfer.taker_id
    given = (Line(out, Stage.AVAILABLE, -fen), Line(out, Stage.SOURCE, fen)) if out else ()
    taken = (Line(into, Stage.SOURCE, -fen), Line(into, Stage.AVAILABLE, fen)) if into else ()
    return (*given, *taken)
