"""记账: one thing that happened to money, once for ever, in one call to the database.

What can be seen from the slip alone is told before; what only the database knows (a balance, a
closed month, another business under the same key) it refuses, and then everything that stands
in the way is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db import Error, IntegrityError, ProgrammingError, transaction
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.money import exact
from huiqi.kernel.refusals import Refused
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance, Budget, Entry, PeriodClose
from huiqi.ledger.models.journal import Account
from huiqi.ledger.saying import broken_rule, sentence
from huiqi.ledger.slips import Line, Slip
from huiqi.parties.models import Subject

CALL: Final = "SELECT * FROM ledger_post(%s::jsonb, %s, %s)"
OTHER_WORDS: Final = "entry_is_booked_in_the_same_words"
REVERSED: Final = "entry_is_reversed_once"
FUTURE: Final = "entry_is_not_of_the_future"


class OtherContent(Refused):
    """内容不同: the business is booked already, and not as it is asked for now."""


def book(slip: Slip, maker: Actor, checker: Actor | None = None) -> Entry:
    """记账: the entry, the same one whenever the same slip comes again.

    The permission is the caller's business. OtherContent when the key has been used for
    something else; Refused with everything else that stands in the way.
    """
    if problems := list(slip.problems()):
        raise Refused(problems)
    signed = [maker.person_id, checker.person_id if checker else None]
    try:
        with transaction.atomic():
            return Entry.objects.raw(CALL, [slip.written(), *signed])[0]
    except (IntegrityError, ProgrammingError) as error:
        raise _refusal(slip, error) from error


def _refusal(slip: Slip, error: Error) -> Refused:
    if broken_rule(error) == OTHER_WORDS:
        before = Entry.objects.get(key=slip.key)
        told = _("原凭证 %(number)s：%(memo)s") % {"number": before.number, "memo": before.memo}
        return OtherContent([f"{sentence(error)}（{told}）"])
    if broken_rule(error) == REVERSED:
        return Refused([sentence(error)])
    found = list(_obstacles(slip))
    if not found or broken_rule(error) == FUTURE:
        found.insert(0, sentence(error))
    return Refused(found)


def _obstacles(slip: Slip) -> Iterator[str]:
    """Everything in the database that stands in the way, not only what it met first."""
    last = PeriodClose.objects.order_by("-month").first()
    if last and slip.booked_on < (last.month + timedelta(days=31)).replace(day=1):
        yield _("%(month)s 已经结账，请记在以后的月份") % {"month": f"{last.month:%Y-%m}"}
    yield from _unknown(slip.lines)
    for line in slip.lines:
        if line.amount_fen < 0 and (short := _short(line)):
            yield short


def _unknown(lines: tuple[Line, ...]) -> Iterator[str]:
    budgets = {line.budget_id for line in lines}
    if Budget.objects.filter(pk__in=budgets).count() < len(budgets):
        yield _("没有这笔预算")
    subjects = {line.subject_id for line in lines if line.subject_id is not None}
    if Subject.objects.filter(pk__in=subjects).count() < len(subjects):
        yield _("没有这家企业")


def _short(line: Line) -> str:
    if line.stage is Stage.SOURCE:
        return ""
    held = Balance.objects.filter(
        account__budget_id=line.budget_id,
        account__stage=line.stage,
        account__call=line.call,
        account__subject=line.subject_id,
        account__instalment=line.instalment,
    ).first()
    there = held.amount_fen if held else 0
    if there + line.amount_fen >= 0:
        return ""
    place = Account(stage=line.stage, call=line.call)
    return _("余额不足：%(place)s只有 %(there)s，需要 %(needed)s") % {
        "place": place,
        "there": exact(there),
        "needed": exact(-line.amount_fen),
    }
