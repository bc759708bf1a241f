"""追回: proposed by one, decided by the chief, told to the firm on paper, booked by finance.

The machine proposes nothing: a person says how much, on what clause and why. What comes back is
a return entry of the ledger, so that every page shows it at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.clock import Deadline
from huiqi.kernel.money import exact
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import amount_kept, saying
from huiqi.kernel.words import legible, worded
from huiqi.ledger import actions as books
from huiqi.ledger.access import is_finance
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Leg
from huiqi.ledger.slips import Origin
from huiqi.parties.access import person_of
from huiqi.programmes import telling
from huiqi.programmes.access import is_handler
from huiqi.programmes.actions.deciding import issue_document
from huiqi.programmes.enums import UNDER_WAY, DocumentKind, RecoveryState
from huiqi.programmes.models import Application, Recovery
from huiqi.programmes.paper_contents import recovery_content
from huiqi.programmes.queries.money import paid_parts_of, repaid_of, standing_of_application
from huiqi.programmes.recovery_states import RECOVERY
from huiqi.programmes.stages.running import day_of

# Working days to pay it back; the decision may rest on a rule that sets others: 待核.
PAY_BACK_DAYS: Final = 15
LONGEST: Final = 2_000
LONGEST_CLAUSE: Final = 300
TASK: Final = "recovery"


@transaction.atomic
def propose_recovery(
    *,
    application: Application,
    amount_fen: int | None,
    clause: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Recovery:
    """提出追回: of a part or all of what was paid; the chief is asked to decide.

    Refused with everything: no amount, more than was paid, no clause, no reason, another one
    under way.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    require(is_handler, actor, locked)
    told = legible(clause), legible(reason)
    problems = list(_problems(locked, amount_fen, *told))
    if problems or amount_fen is None:
        raise Refused(problems)
    made = rows.save(
        Recovery(
            application=locked,
            amount_fen=amount_fen,
            clause=told[0],
            reason=told[1],
            drafted_by_id=person_of(actor),
            drafted_at=now,
        )
    )
    telling.ask_department(
        locked,
        _task_of(made),
        saying("决定是否追回：%(number)s", number=locked.number),
        now,
        url=reverse("programme_desk:recovery", args=[made.pk]),
    )
    record_write(actor, "提出追回", made, subject_id=locked.subject_id)
    return made


def _problems(
    application: Application, amount_fen: int | None, clause: str, reason: str
) -> Iterator[str]:
    paid = standing_of_application(application).paid
    if paid <= 0:
        yield _("这份申报没有已拨付的资金，不用追回")
    elif amount_fen is None or amount_fen <= 0:
        yield _("追回金额写成大于零、以元计的数字，例如 149800.00")
    elif amount_fen > paid:
        yield worded(
            "最多追回已拨付的 %(paid)s，写了 %(asked)s", paid=exact(paid), asked=exact(amount_fen)
        )
    if not clause:
        yield _("请写明依据的条款")
    if not reason:
        yield _("请写明为什么追回，企业会看到")
    for text, most, name in (
        (clause, LONGEST_CLAUSE, _("依据的条款")),
        (reason, LONGEST, _("理由")),
    ):
        if len(text) > most:
            over = len(text) - most
            yield worded(
                "%(name)s最多 %(most)s 个字，现在多 %(over)s 个", name=name, most=most, over=over
            )
    if application.recoveries.filter(state__in=UNDER_WAY).exists():
        yield _("这份申报已经有一次追回在办")


@transaction.atomic
def decide_recovery(*, recovery: Recovery, actor: Actor, now: datetime) -> Recovery:
    """决定追回: by the chief, who did not propose it; the firm gets the decision on paper.

    It says amount, clause, reason, the last day to pay back and every remedy of the law.
    """
    due = Deadline(day_of(now), PAY_BACK_DAYS, "next_day").due_on(provisional=True)
    decided: Recovery = RECOVERY.fire(
        recovery,
        "decide",
        actor=actor,
        now=now,
        due_on=due.day,
        is_provisional=due.provisional,
    )
    application = decided.application
    issue_document(
        application=application,
        kind=DocumentKind.RECOVERY,
        content=recovery_content(decided, day_of(now)),
        actor=actor,
        now=now,
    )
    telling.done_by_department(application, _task_of(decided), now)
    telling.ask_firm(
        application,
        _task_of(decided),
        saying(
            "退回 %(money)s：申报 %(number)s",
            money=amount_kept(decided.amount_fen),
            number=application.number,
        ),
        now,
        due=telling.moment_of(due.day, is_provisional=due.provisional),
        note=saying("追回决定书写明了依据、理由和怎样申请行政复议、提起诉讼。"),
    )
    record_write(actor, "决定追回", decided, subject_id=application.subject_id)
    return decided


@transaction.atomic
def drop_recovery(*, recovery: Recovery, because: str, actor: Actor, now: datetime) -> Recovery:
    """不追回: what was proposed, with the reason, before anybody decided it."""
    told = legible(because)[:300]
    if not told:
        raise Refused([_("不追回要写明理由")])
    dropped: Recovery = RECOVERY.fire(recovery, "drop", actor=actor, because=told, note=told[:200])
    telling.done_by_department(dropped.application, _task_of(dropped), now)
    record_write(actor, "不追回", dropped, subject_id=dropped.application.subject_id)
    return dropped


@dataclass(frozen=True)
class Repayment:
    """退回的一笔: in 分, on which day, under which number the bank knows it."""

    amount_fen: int | None
    on: date | None
    voucher: str


@transaction.atomic
def book_repayment(
    *, recovery: Recovery, repayment: Repayment, actor: Actor, now: datetime
) -> Recovery:
    """登记退回: money of a firm that came back, booked against the parts it was paid in.

    By finance; the latest part first. The same bank number again books nothing twice. Refused
    with everything that does not read, for more than is still to come, and for a bank number
    that stands with another amount.
    """
    locked = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    require(is_finance, actor)
    before = _booked_before(locked, repayment)
    if before is not None and before == repayment.amount_fen:
        return locked
    if before is not None:
        told = {"voucher": _voucher(repayment), "before": exact(before)}
        raise Refused(
            [worded("回单 %(voucher)s 已经登记过 %(before)s，不能再登记别的金额", **told)]
        )
    if locked.state != RecoveryState.DECIDED:
        state = locked.get_state_display()
        raise WrongState([worded("追回的进展是「%(state)s」，不能登记退回", state=state)])
    if problems := list(_problems_of_repayment(locked, repayment, now)):
        raise Refused(problems)
    _booked(locked, repayment, actor)
    record_write(actor, "登记退回", locked, subject_id=locked.application.subject_id)
    return _over_if_all_came(locked, now)


def _problems_of_repayment(
    recovery: Recovery, repayment: Repayment, now: datetime
) -> Iterator[str]:
    left = recovery.amount_fen - repaid_of(recovery)
    if repayment.amount_fen is None or repayment.amount_fen <= 0:
        yield _("退回金额写成大于零、以元计的数字，例如 149800.00")
    elif repayment.amount_fen > left:
        yield worded(
            "还应退回 %(left)s，写了 %(asked)s；多退的请退还企业",
            left=exact(left),
            asked=exact(repayment.amount_fen),
        )
    if repayment.on is None:
        yield _("到账日写成 2021-10-20 这样的日期")
    elif repayment.on > day_of(now):
        yield _("到账日不能在今天以后")
    if not _voucher(repayment):
        yield _("请写银行的回单号")
    elif len(_voucher(repayment)) > 40:
        yield worded("银行的回单号最多 %(most)s 个字", most=40)


def _voucher(repayment: Repayment) -> str:
    return "".join(legible(repayment.voucher).split())


def _key(recovery: Recovery, repayment: Repayment) -> str:
    return f"recovery:{recovery.pk}:{_voucher(repayment)}"


def _booked_before(recovery: Recovery, repayment: Repayment) -> int | None:
    """In 分, under the same bank number; None where it is new."""
    legs = Leg.objects.filter(
        entry__key__startswith=f"{_key(recovery, repayment)}:", account__stage=Stage.RETURNED
    )
    whole = legs.aggregate(whole=Sum("amount_fen"))["whole"]
    return None if whole is None else int(whole)


def _booked(recovery: Recovery, repayment: Repayment, actor: Actor) -> None:
    application, left = recovery.application, repayment.amount_fen or 0
    assert repayment.on is not None  # told as a problem before
    for part in paid_parts_of(application):
        fen = min(part.paid_fen, left)
        if fen > 0:
            books.give_back(
                budget=part.budget,
                award=books.Award(application.call.number, application.subject_id, part.instalment),
                amount_fen=fen,
                business=books.Business(
                    key=f"{_key(recovery, repayment)}:{part.budget.pk}:{part.instalment}",
                    on=repayment.on,
                    memo=f"追回 {application.number}，回单 {_voucher(repayment)}",
                    origin=Origin(Recovery._meta.label, recovery.pk),
                ),
                actor=actor,
            )
            left -= fen


def _over_if_all_came(recovery: Recovery, now: datetime) -> Recovery:
    if repaid_of(recovery) < recovery.amount_fen:
        return recovery
    over: Recovery = RECOVERY.fire(recovery, "repay", actor=SYSTEM)
    application = over.application
    telling.done_by_firm(application, _task_of(over), now)
    telling.tell_firm(
        application,
        f"repaid:{over.pk}",
        saying("申报 %(number)s 应退回的资金已全部收到", number=application.number),
        now,
    )
    return over


def _task_of(recovery: Recovery) -> str:
    return f"{TASK}:{recovery.pk}"
