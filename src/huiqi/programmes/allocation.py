"""分配算法（足额或折算）: how a sum that does not suffice is shared out; pure, and published.

In whole 元 throughout. When everything fits, everybody gets what was computed. Else each gets
the same part of it, rounded down to 元; what is left goes, one 元 at a time, to the largest
remainders, ties to whoever arrived first. Nobody gets more than was computed or than their cap;
nobody whose floor can be met gets less than that; together it is never more than there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

YUAN = 100  # 分


class Bounds(Protocol):
    """上下限: as a programme's funding plan declares them, in 元; None: no bound."""

    @property
    def floor(self) -> int | None:
        """下限: when all are reduced."""

    @property
    def cap(self) -> int | None:
        """上限: of each."""


def bounds_of(plan: Bounds) -> tuple[int, int | None]:
    """上下限: floor and cap of every claim under a plan, in 分."""
    return (plan.floor or 0) * YUAN, None if plan.cap is None else plan.cap * YUAN


@dataclass(frozen=True)
class Claim:
    """应得: of one application: ``computed_fen`` as computed, in order of ``arrival``.

    ``floor_fen`` and ``cap_fen`` are bounds of what is allotted, where the programme has any.
    """

    key: int
    computed_fen: int
    arrival: int
    floor_fen: int = 0
    cap_fen: int | None = None

    @property
    def most(self) -> int:
        """至多: in whole 元."""
        bound = self.computed_fen if self.cap_fen is None else min(self.computed_fen, self.cap_fen)
        return max(0, bound) // YUAN

    @property
    def least(self) -> int:
        """至少: in whole 元, rounded up, and never above ``most``."""
        return min(self.most, -(-max(0, self.floor_fen) // YUAN))


@dataclass(frozen=True)
class Allotment:
    """分配结果: by key, in 分; ``rate`` is the part that those between their bounds get."""

    amounts: dict[int, int]
    rate: Fraction
    steps: tuple[str, ...]

    @property
    def total_fen(self) -> int:
        """合计: in 分."""
        return sum(self.amounts.values())


def allot(
    budget_fen: int, claims: Iterable[Claim], how: Literal["full", "pro_rata"] = "pro_rata"
) -> Allotment:
    """分配: ``full`` in order of arrival as long as the whole of a claim fits; ``pro_rata`` all
    alike. ValueError for a negative budget, or a key that comes twice.
    """
    found = sorted(claims, key=lambda one: (one.arrival, one.key))
    if budget_fen < 0:
        raise ValueError("可用金额不能为负")
    if len({one.key for one in found}) < len(found):
        raise ValueError("同一份申报只能列一次")
    budget = budget_fen // YUAN
    wanted = sum(one.most for one in found)
    told = f"可用 {budget:,} 元，应得合计 {wanted:,} 元，{len(found)} 家"
    if wanted <= budget:
        amounts = {one.key: one.most * YUAN for one in found}
        return Allotment(amounts, Fraction(1), (told, "足额"))
    if how == "full":
        return _in_turn(budget, found, told)
    return _alike(budget, found, told)


def _in_turn(budget: int, claims: Sequence[Claim], told: str) -> Allotment:
    amounts, left, is_over = {}, budget, False
    for one in claims:
        # Whoever comes later does not pass by the one for whom it did not suffice.
        is_over = is_over or one.most > left
        given = 0 if is_over else one.most
        amounts[one.key] = given * YUAN
        left -= given
    return Allotment(amounts, Fraction(1), (told, "按到达次序足额，到余额不够一家全额为止"))


def _alike(budget: int, claims: Sequence[Claim], told: str) -> Allotment:
    floors = sum(one.least for one in claims)
    if floors > budget:
        # Not even the floors can be met: they are what everybody gets the same part of.
        claims = [Claim(one.key, one.least * YUAN, one.arrival) for one in claims]
    rate = _rate(budget, claims)
    exact = {one.key: _bounded(one, rate) for one in claims}
    whole = {key: int(share) for key, share in exact.items()}
    left = budget - sum(whole.values())
    by_remainder = sorted(
        claims, key=lambda one: (whole[one.key] - exact[one.key], one.arrival, one.key)
    )
    for one in by_remainder[:left]:
        if whole[one.key] < one.most:
            whole[one.key] += 1
    steps = (
        told,
        f"折算比例 {rate.numerator}/{rate.denominator}（约 {float(rate):.6f}）",
        "每家舍到元，余下的按小数从大到小每家加 1 元，相同的先到先得",
    )
    return Allotment({key: yuan * YUAN for key, yuan in whole.items()}, rate, steps)


def _bounded(one: Claim, rate: Fraction) -> Fraction:
    return min(Fraction(one.most), max(Fraction(one.least), rate * one.most))


def _rate(budget: int, claims: Sequence[Claim]) -> Fraction:
    """The part of each claim that, with its floor, uses up the budget exactly.

    Floors are met from below: whoever's part lies under its floor gets that, and the others
    share the rest, until nobody lies under it any more.
    """
    at_floor: set[int] = set()
    while True:
        others = [one for one in claims if one.key not in at_floor]
        left = budget - sum(one.least for one in claims if one.key in at_floor)
        wanted = sum(one.most for one in others)
        rate = Fraction(left, wanted) if wanted else Fraction(0)
        below = {one.key for one in others if rate * one.most < one.least}
        if not below:
            return max(Fraction(0), min(Fraction(1), rate))
        at_floor |= below
