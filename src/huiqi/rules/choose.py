"""最优组合: which of the programmes a firm may have are, taken together, worth the most.

Exclusions (互斥), groups of which one may be had, ceilings on one expense, ceilings on a year
and upgrades that pay only the difference (补齐差额) are kept exactly. Amounts are integers in
分; what a ceiling governs is counted in whole 元. The answer depends on what is offered, never
on the order, and says of every programme left out which rule bit and what the choice is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final, Protocol

from huiqi.rules import choose_search
from huiqi.rules.choose_case import YUAN, Case, Limit, bits
from huiqi.rules.choose_pay import Payments, pay, room_left
from huiqi.rules.problems import Problem, Refused

# A part that takes our own search more nodes than this for one answer goes to CP-SAT.
OWN_STEPS: Final = 1500

NOTHING_TO_PAY: Final = "已领足或金额为零"
UNDER_A_YUAN: Final = "受上限约束的项目按整元付，本项不足 1 元"


class Solver(Protocol):
    """求解器: answers about one connected part."""

    def best(self) -> int:
        """最优集合: the highest total, then the fewest items, then the largest mask."""

    def total_with(self, item: int, best: int) -> int:
        """改选合计: the highest total (分) of the sets that pay ``item`` 1 元 or more, or -1;
        ``best`` is the best set."""


@dataclass(frozen=True)
class Offer:
    """可享项目: one programme a firm may have, with the net 分 it would still be paid.

    ``group``: at most one offer of a non-empty group. ``expense``: the expense pool it pays
    for, or ''. ``claimed_of_expense``: the 分 it takes from that pool when paid in full; each
    分 paid less is one 分 taken less, down to nothing.
    """

    programme: str
    title: str
    amount: int
    not_with: frozenset[str] = frozenset()
    group: str = ""
    expense: str = ""
    claimed_of_expense: int = 0


@dataclass(frozen=True)
class Ceiling:
    """费用上限: all offers on one expense pool take at most ``limit`` 分 together, inclusive."""

    pool: str
    limit: int
    text: str


@dataclass(frozen=True)
class YearlyCeiling:
    """年度上限: these programmes pay at most ``limit`` 分 together, inclusive."""

    programmes: frozenset[str]
    limit: int
    text: str


@dataclass(frozen=True)
class Upgrade:
    """补齐差额: both programmes together pay only the amount of ``higher``."""

    lower: str
    higher: str


@dataclass(frozen=True)
class Taken:
    """选入项目: what it is paid (分), and the texts of the ceilings that cut it, or ''."""

    programme: str
    amount: int
    cut_by: str = ""


@dataclass(frozen=True)
class LeftOut:
    """未选项目: a Chinese sentence says what kept it out and what the choice is worth."""

    programme: str
    why: str


@dataclass(frozen=True)
class Combination:
    """最优组合: the programmes taken and left out, each sorted by id; ``total`` in 分."""

    programmes: tuple[Taken, ...]
    total: int
    left_out: tuple[LeftOut, ...]


def choose(
    offers: Iterable[Offer],
    *,
    ceilings: Iterable[Ceiling] = (),
    yearly: Iterable[YearlyCeiling] = (),
    upgrades: Iterable[Upgrade] = (),
) -> Combination:
    """最优组合: the highest total; then the fewest programmes, then the first ids.

    An offer may be paid in part when a ceiling requires it. Under a ceiling whole 元 are paid:
    its limit and the offers it governs are rounded down to 元, what they claim is rounded up.
    Programmes that are named but not offered are ignored. Raises Refused with all problems of
    the input.
    """
    return choose_with(_Solver, tuple(offers), tuple(ceilings), tuple(yearly), tuple(upgrades))


def choose_with(
    solver_for: Callable[[Case], Solver],
    offers: tuple[Offer, ...],
    ceilings: tuple[Ceiling, ...] = (),
    yearly: tuple[YearlyCeiling, ...] = (),
    upgrades: tuple[Upgrade, ...] = (),
) -> Combination:
    """指定求解器: as ``choose``, with a say in what solves a connected part."""
    if problems := [*_offer_problems(offers), *_rule_problems(ceilings, yearly, upgrades)]:
        raise Refused(problems)
    return _Choice(solver_for, offers, ceilings, yearly, upgrades).combination()


class _Solver:
    """Our own search for so many steps, then CP-SAT; without ortools our own to the end."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._own = choose_search.Search(case, OWN_STEPS)

    def best(self) -> int:
        return self._ask(lambda solver: solver.best())

    def total_with(self, item: int, best: int) -> int:
        return self._ask(lambda solver: solver.total_with(item, best))

    def _ask(self, question: Callable[[Solver], int]) -> int:
        try:
            return question(self._own)
        except choose_search.Exhausted:
            return question(_large_solver()(self._case))


@cache
def _large_solver() -> Callable[[Case], Solver]:
    try:
        from huiqi.rules import choose_cpsat
    except ImportError:  # ortools is optional: slower without it, and just as exact
        return choose_search.Search
    return lambda case: (choose_cpsat if choose_cpsat.suits(case) else choose_search).Search(case)


@dataclass(frozen=True)
class _Part:
    """A connected part: the case, what answers about it, its best set and the total (分)."""

    case: Case
    solver: Solver
    best: int
    total: int


class _Choice:
    """One question, with the offers numbered from the last id to the first."""

    def __init__(
        self,
        solver_for: Callable[[Case], Solver],
        offers: tuple[Offer, ...],
        ceilings: tuple[Ceiling, ...],
        yearly: tuple[YearlyCeiling, ...],
        upgrades: tuple[Upgrade, ...],
    ) -> None:
        self._offers = sorted(offers, key=lambda offer: offer.programme, reverse=True)
        self._upgrades = _closure(upgrades)
        limits = _limits(self._offers, ceilings, yearly)
        limited = {item for limit in limits for item in limit.free}
        amounts = tuple(
            _whole(offer.amount) if item in limited else offer.amount
            for item, offer in enumerate(self._offers)
        )
        payable = sum(1 << item for item, amount in enumerate(amounts) if amount)
        self._case = Case(payable, amounts, self._foes(), limits)
        self._paid: Payments = {}
        self._parts: list[_Part] = []
        for items in self._case.part(payable).components():
            self._settle(self._case.part(items), solver_for)

    def _settle(self, case: Case, solver_for: Callable[[Case], Solver]) -> None:
        solver = solver_for(case)
        best = solver.best()
        paid = pay(case, best) or {}
        self._paid |= paid
        self._parts.append(_Part(case, solver, best, sum(paid.values())))

    def combination(self) -> Combination:
        taken, left_out = [], []
        for item in reversed(range(len(self._offers))):
            if item in self._paid:
                taken.append(Taken(self._id(item), self._paid[item], self._cut_by(item)))
            else:
                left_out.append(LeftOut(self._id(item), self._why(item)))
        return Combination(tuple(taken), sum(self._paid.values()), tuple(left_out))

    def _id(self, item: int) -> str:
        return self._offers[item].programme

    def _title(self, item: int) -> str:
        return f"「{self._offers[item].title or self._id(item)}」"

    def _foes(self) -> tuple[int, ...]:
        foes = [0] * len(self._offers)
        for one, other in combinations(range(len(foes)), 2):
            if self._bond(one, other):
                foes[one] |= 1 << other
                foes[other] |= 1 << one
        return tuple(foes)

    def _bond(self, mine: int, other: int) -> str:
        """Why two offers cannot both be paid, told from the side of ``mine``, or ''."""
        a, b, told = self._offers[mine], self._offers[other], self._title(other)
        # An upgrade pays for both what the higher one pays alone: taking the lower one as well
        # adds nothing, so that the two exclude each other in the sum.
        if (a.programme, b.programme) in self._upgrades:
            return f"与已选的{told}补齐差额，两项合计只付{told}的金额"
        if (b.programme, a.programme) in self._upgrades:
            return f"与已选的{told}补齐差额，两项合计只付本项的金额"
        if b.programme in a.not_with or a.programme in b.not_with:
            return f"与已选的{told}不得同时享受"
        if a.group and a.group == b.group:
            return f"与已选的{told}同属「{a.group}」，只能享受一项"
        return ""

    def _cut_by(self, item: int) -> str:
        amount = self._case.amounts[item]
        if self._paid[item] == amount:
            return ""
        return "；".join(limit.text for limit, _ in self._biting(item, amount))

    def _biting(self, item: int, wanted: int) -> Iterator[tuple[Limit, int]]:
        """The limits that do not let ``item`` have ``wanted`` 分 beside the others, with what
        they leave it (分)."""
        others = {other: amount for other, amount in self._paid.items() if other != item}
        for limit, left in zip(self._case.limits, room_left(self._case, others), strict=True):
            if limit.take(item, wanted) > left:
                yield limit, left

    def _why(self, item: int) -> str:
        if not self._case.amounts[item]:
            return UNDER_A_YUAN if self._offers[item].amount else NOTHING_TO_PAY
        part = next(part for part in self._parts if part.case.items >> item & 1)
        instead = part.solver.total_with(item, part.best)
        reasons = [
            self._bond(item, foe) for foe in bits(self._case.foes[item]) if foe in self._paid
        ]
        # An offer that excludes no chosen one is left out because too little is left to pay it.
        if not reasons or instead < 0:
            reasons += [
                f"受「{limit.text}」所限，余额 {_yuan(left)}，不够再付本项"
                for limit, left in self._biting(item, YUAN)
            ]
        return "；".join([*reasons, _worth(part.total, instead)])


def _worth(total: int, instead: int) -> str:
    if instead < 0:
        return "上限之内本项无可付金额"
    if more := total - instead:
        return f"所选组合比改选本项多 {_yuan(more)}"
    return "改选本项合计金额相同，按项目较少、编号在前者优先"


def _limits(
    offers: Sequence[Offer], ceilings: Iterable[Ceiling], yearly: Iterable[YearlyCeiling]
) -> tuple[Limit, ...]:
    pools = [
        Limit(
            _whole(one.limit),
            {
                item: _whole(offer.amount - offer.claimed_of_expense)
                for item, offer in enumerate(offers)
                if offer.expense == one.pool and offer.claimed_of_expense
            },
            one.text or f"费用「{one.pool}」合计不超过 {_yuan(one.limit)}",
        )
        for one in ceilings
    ]
    years = [
        Limit(
            _whole(one.limit),
            {item: 0 for item, offer in enumerate(offers) if offer.programme in one.programmes},
            one.text or f"年度合计不超过 {_yuan(one.limit)}",
        )
        for one in yearly
    ]
    # Sorted, so that the order in which the ceilings are told changes nothing either.
    return tuple(
        sorted(
            (limit for limit in [*pools, *years] if limit.free),
            key=lambda limit: (limit.room, limit.text, sorted(limit.free.items())),
        )
    )


def _closure(upgrades: Iterable[Upgrade]) -> frozenset[tuple[str, str]]:
    # From county to province and from province to the state is also from county to the state.
    above: dict[str, set[str]] = {}
    for one in upgrades:
        above.setdefault(one.lower, set()).add(one.higher)
    return frozenset((lower, higher) for lower in above for higher in _reached(lower, above))


def _reached(start: str, above: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    fresh = {start}
    while fresh:
        fresh = {higher for one in fresh for higher in above.get(one, ())} - reached
        reached |= fresh
    return reached


def _whole(fen: int) -> int:
    return fen - fen % YUAN


def _yuan(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d} 元" if rest else f"{yuan} 元"


def _offer_problems(offers: Sequence[Offer]) -> Iterator[Problem]:
    seen: set[str] = set()
    for offer in offers:
        name = offer.programme
        if name in seen:
            yield Problem(f"项目「{name}」重复列出。", fix="每个项目只列一次。", key=name)
        seen.add(name)
        yield from _amount_problems(f"项目「{name}」的金额", offer.amount, name)
        yield from _amount_problems(f"项目「{name}」占用的费用", offer.claimed_of_expense, name)
        if 0 <= offer.amount < offer.claimed_of_expense:
            yield Problem(
                f"项目「{name}」占用的费用超过它的金额。", fix="最多等于项目金额。", key=name
            )
        if name in offer.not_with:
            yield Problem(f"项目「{name}」与自身互斥。", fix="从 not_with 中删去它自己。", key=name)


def _rule_problems(
    ceilings: Iterable[Ceiling], yearly: Iterable[YearlyCeiling], upgrades: Iterable[Upgrade]
) -> Iterator[Problem]:
    for ceiling in ceilings:
        yield from _amount_problems(f"费用「{ceiling.pool}」的上限", ceiling.limit, ceiling.pool)
        if not ceiling.pool:
            yield Problem("费用上限没有写明费用。", fix="写出费用名称（pool）。")
    for year in yearly:
        yield from _amount_problems(f"年度上限「{year.text}」", year.limit, "")
    pairs = _closure(upgrades)
    for name in sorted(lower for lower, higher in pairs if lower == higher):
        yield Problem(
            f"项目「{name}」的补齐差额绕回自身。", fix="只从较低的项目指向较高的项目。", key=name
        )


def _amount_problems(label: str, amount: int, key: str) -> Iterator[Problem]:
    if type(amount) is not int:
        yield Problem(f"{label}不是整数：{amount!r}。", fix="以分为单位写整数。", key=key)
    elif amount < 0:
        yield Problem(f"{label}为负数：{amount}。", fix="已用完的额度写 0。", key=key)
