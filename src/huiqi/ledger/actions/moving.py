"""资金的办理: appropriate -> commit -> approve -> order -> pay, and every way back.

Each takes what it needs to know by name, books one entry under the key of its business, and
tells the entry of the first time when it is asked again. Amounts are positive and in 分.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor, require
from huiqi.kernel.refusals import Refused
from huiqi.ledger.access import may_book, may_promise
from huiqi.ledger.actions.posting import book
from huiqi.ledger.enums import FLOWS, Deed, Stage
from huiqi.ledger.models import Budget, Entry
from huiqi.ledger.models.journal import NO_CALL, NO_FIRM
from huiqi.ledger.slips import Line, Origin, Slip

NOWHERE: Final = Origin()
PROMISES: Final = (Deed.COMMIT, Deed.RELEASE, Deed.APPROVE, Deed.REVOKE)


@dataclass(frozen=True)
class Business:
    """业务: under which ``key`` it is known for ever, the day it is booked on, and what it is.

    ``memo`` names no firm. ``origin`` is the case it belongs to.
    """

    key: str
    on: date
    memo: str
    origin: Origin = NOWHERE


@dataclass(frozen=True)
class Award:
    """资助: what one firm is to get from a call, in which part (1 for the first or only one)."""

    call: str
    subject_id: int
    instalment: int = 1


def appropriate(*, budget: Budget, amount_fen: int, business: Business, actor: Actor) -> Entry:
    """下达预算: the treasury gives a budget money for the year."""
    return _move(Deed.APPROPRIATE, budget, amount_fen, business, actor)


def withdraw(*, budget: Budget, amount_fen: int, business: Business, actor: Actor) -> Entry:
    """收回预算: the treasury takes back what is not promised yet."""
    return _move(Deed.WITHDRAW, budget, amount_fen, business, actor)


def commit(
    *, budget: Budget, call: str, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """承诺: money is set aside for a call, before it is announced."""
    return _move(Deed.COMMIT, budget, amount_fen, business, actor, call)


def release(
    *, budget: Budget, call: str, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """释放承诺: what a call does not need any more is free again."""
    return _move(Deed.RELEASE, budget, amount_fen, business, actor, call)


def approve(
    *, budget: Budget, award: Award, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """核定: a firm is to get so much of what was set aside for its call."""
    return _move(Deed.APPROVE, budget, amount_fen, business, actor, award)


def revoke(
    *, budget: Budget, award: Award, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """撤销核定: so much is not for this firm any more, and stays with the call."""
    return _move(Deed.REVOKE, budget, amount_fen, business, actor, award)


def order(
    *, budget: Budget, award: Award, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """送付: the bank is told to pay what was approved."""
    return _move(Deed.ORDER, budget, amount_fen, business, actor, award)


def fail(
    *, budget: Budget, award: Award, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """付款未成: the bank did not pay; it may be ordered again."""
    return _move(Deed.FAIL, budget, amount_fen, business, actor, award)


def pay(
    *, budget: Budget, award: Award, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """支付: the bank says that the firm has it."""
    return _move(Deed.PAY, budget, amount_fen, business, actor, award)


def give_back(
    *, budget: Budget, award: Award, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """退回: the firm, or its bank, sent it back."""
    return _move(Deed.RETURN, budget, amount_fen, business, actor, award)


def restore(
    *, budget: Budget, award: Award, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """退回款恢复指标: what came back can be promised to others."""
    return _move(Deed.RESTORE, budget, amount_fen, business, actor, award)


def surrender(
    *, budget: Budget, award: Award, amount_fen: int, business: Business, actor: Actor
) -> Entry:
    """退回款上缴: what came back goes to the treasury."""
    return _move(Deed.SURRENDER, budget, amount_fen, business, actor, award)


@dataclass(frozen=True)
class Told:
    """期初数: what a source says was paid, in how many 家次; ``is_rounded`` as it rounds."""

    amount_fen: int
    grants: int
    source: str
    is_rounded: bool = False


def open_paid(*, budget: Budget, told: Told, business: Business, actor: Actor) -> Entry:
    """期初: what was paid before there were these books, of no firm in particular."""
    require(may_book, actor)
    lines = (
        Line(budget.pk, Stage.SOURCE, -told.amount_fen),
        Line(budget.pk, Stage.PAID, told.amount_fen),
    )
    slip = replace(
        _slip(Deed.OPENING, business, lines),
        source=told.source,
        grants=told.grants,
        is_rounded=told.is_rounded,
    )
    return _book(slip, told.amount_fen, actor)


def reverse(*, entry: Entry, business: Business, actor: Actor) -> Entry:
    """冲正: the exact opposite of an entry, once; the entry itself stays as it is."""
    require(may_book, actor)
    if entry.deed == Deed.REVERSE:
        raise Refused([_("冲正凭证本身不能再冲；请重新记一张")])
    lines = tuple(
        Line(
            leg.account.budget_id,
            Stage(leg.account.stage),
            -leg.amount_fen,
            leg.account.call,
            leg.account.subject_id,
            leg.account.instalment,
        )
        for leg in entry.legs.select_related("account").order_by("line")
    )
    return book(replace(_slip(Deed.REVERSE, business, lines), reverses_id=entry.pk), actor)


def _move(
    deed: Deed,
    budget: Budget,
    amount_fen: int,
    business: Business,
    actor: Actor,
    whose: Award | str = "",
) -> Entry:
    """From where the deed takes money to where it brings it."""
    require(may_promise if deed in PROMISES else may_book, actor)
    flow = FLOWS[deed]
    lines = (
        _line(budget.pk, flow.out_of[0], -amount_fen, whose),
        _line(budget.pk, flow.into[0], amount_fen, whose),
    )
    return _book(_slip(deed, business, lines), amount_fen, actor)


def _line(budget_id: int, stage: Stage, amount_fen: int, whose: Award | str) -> Line:
    """With as much of the award, or the call alone, as an account of this stage tells."""
    if stage in NO_CALL:
        return Line(budget_id, stage, amount_fen)
    if isinstance(whose, str):
        return Line(budget_id, stage, amount_fen, whose)
    if stage in NO_FIRM:
        return Line(budget_id, stage, amount_fen, whose.call)
    return Line(budget_id, stage, amount_fen, whose.call, whose.subject_id, whose.instalment)


def _slip(deed: Deed, business: Business, lines: tuple[Line, ...]) -> Slip:
    return Slip(deed, business.key, business.on, business.memo, lines, business.origin)


def _book(slip: Slip, amount_fen: int, actor: Actor) -> Entry:
    if amount_fen <= 0:
        wrong = _("金额必须大于零；要退回或冲减，请用相反的业务")
        raise Refused([*slip.problems_of_words(), wrong])
    return book(slip, actor)
