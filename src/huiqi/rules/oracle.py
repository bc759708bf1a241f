"""判定: the plain meaning of an expression, and the measure of every faster way to compute it.

A value is an interval [lo, hi] of exact numbers: what is surely reached and what is possible.
An unknown fact is its registered bounds; a truth value is an interval of {0, 1}. So strong
Kleene logic, «min over indicators» and ranges of amounts are one and the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import lists
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import scale
from huiqi.rules.kept import kept
from huiqi.rules.vocabulary import within

Interval = tuple[Fraction, Fraction]
Rails = tuple[bool, bool]
Numbers = Callable[[x.Num], Interval]  # who tells the ends of a number

ZERO: Final = Fraction(0)
SURE: Final[Rails] = (True, True)
NEVER: Final[Rails] = (False, False)
UNKNOWN: Final[Rails] = (False, True)
# A number that the sources leave open (待核) may be anything a yuan amount can be.
OPEN: Final[Interval] = (ZERO, Fraction(10**12))

SCALES: Final = {key: scale(fact) for key, fact in FACTS.items()}


class Oracle:
    """判定者: evaluates expressions on the facts of one subject; each node once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.known: Mapping[str, object] = facts.known
        self._numbers: dict[int, tuple[x.Num, Interval]] = {}
        self._truths: dict[int, tuple[x.Truth, Rails]] = {}
        self._each: tuple[Oracle, ...] | None = None
        self._beyond: Oracle | None = None

    def number(self, num: x.Num) -> Interval:
        """数值: the exact interval of a number; lo equals hi when it is known."""
        found = self._numbers.get(id(num))
        if found is None:
            # The node is kept beside its value so that its id is not given to another one.
            found = self._numbers[id(num)] = (num, self._number(num))
        return found[1]

    def truth(self, truth: x.Truth) -> Rails:
        """真假: (surely true, possibly true)."""
        found = self._truths.get(id(truth))
        if found is None:
            found = self._truths[id(truth)] = (truth, self._truth(truth))
        return found[1]

    def settled(self, expr: x.Expr) -> bool:
        """是否已定: whether the facts at hand decide the expression."""
        low, high = self.number(expr) if x.is_number(expr) else self.truth(expr)  # type: ignore[arg-type]
        return low == high

    def varying(self, key: str, expr: x.Expr) -> Callable[[int | None], Oracle]:
        """变动: oracles of ``expr`` only, for other inner values of a known fact (None: unknown).

        What does not read the fact keeps its value, so that many values cost little.
        """
        self.settled(expr)
        reads = readers(expr, key)
        numbers = {i: found for i, found in self._numbers.items() if not reads.get(i, True)}
        truths = {i: found for i, found in self._truths.items() if not reads.get(i, True)}

        def varied(value: int | None) -> Oracle:
            one = Oracle(self.facts.replace(**{key: value}))
            one._numbers, one._truths = numbers.copy(), truths.copy()
            return one

        return varied

    def of_each(self) -> tuple[Oracle, ...]:
        """逐笔: an oracle for every loan there surely is; this one where only it is told of."""
        if self._each is None:
            loans = self.facts.lists.get("loans")
            if loans is not None:
                self._each = tuple(self._on_loan(item) for item in loans)
            else:
                self._each = (self,) if lists.some_loan(self.facts)[0] else ()
        return self._each

    def beyond(self) -> Oracle | None:
        """其余贷款: an oracle for any loan that nobody told of; None where there is none.

        There may be some where the list is not complete, and where nothing is known of loans.
        """
        if self._beyond is None and lists.more_loans(self.facts) and not self._is_one_loan:
            self._beyond = self._on_loan({})
        return self._beyond

    def _on_loan(self, item: Mapping[str, object]) -> Oracle:
        one = Oracle(self.facts)
        shared = {key: value for key, value in self.known.items() if key not in lists.LOAN_KEYS}
        one.known = shared | dict(item)
        one._each = (one,)
        return one

    @property
    def _is_one_loan(self) -> bool:
        return self._each == (self,)

    # Numbers

    def _number(self, num: x.Num) -> Interval:
        match num:
            case x.Const(value, _, _, unknown):
                return OPEN if unknown else (value, value)
            case x.Field(key):
                return self._field(key)
            case x.Paid(programme, on):
                return lists.paid(self.facts, programme, on)
            case x.Count(title, on):
                return lists.count(self.facts, title, on)
            case x.Year(of):
                first, last = (date.fromordinal(int(end)).year for end in self.number(of))
                return Fraction(first), Fraction(last)
            case x.Sum(terms):
                lows, highs = zip(*(self.number(term) for term in terms), strict=True)
                return sum(lows, ZERO), sum(highs, ZERO)
            case x.Scale(factor, of):
                low, high = sorted(factor * end for end in self.number(of))
                return low, high
            case x.Product(left, right):
                corners = [a * b for a in self.number(left) for b in self.number(right)]
                return min(corners), max(corners)
            case x.Extreme(least, of):
                pick = min if least else max
                lows, highs = zip(*(self.number(part) for part in of), strict=True)
                return pick(lows), pick(highs)
            case x.Rounded(of, step, mode):
                low, high = self.number(of)
                return rounded(low, step, mode), rounded(high, step, mode)
            case x.If(test, then, other):
                return self.picked(self.truth(test), then, other)
            case x.Named(_, _, of):
                return self.number(of)
            case x.Over(_, of, where):
                return self._summed(of, where)
        raise AssertionError(num)

    def _field(self, key: str) -> Interval:
        value, per = self.known.get(key), SCALES[key]
        if value is None:
            fact = FACTS[key]
            return Fraction(fact.lo, per), Fraction(fact.hi, per)
        exact = Fraction(int(value), per)  # type: ignore[call-overload]
        return exact, exact

    def picked(self, test: Rails, then: x.Num, other: x.Num) -> Interval:
        """分档取值: the hull of the branches that are still possible."""
        if test == SURE:
            return self.number(then)
        if test == NEVER:
            return self.number(other)
        one, two = self.number(then), self.number(other)
        return min(one[0], two[0]), max(one[1], two[1])

    def _summed(self, of: x.Num, where: x.Truth) -> Interval:
        nothing = x.Const(ZERO)
        ends = [each.picked(each.truth(where), of, nothing) for each in self.of_each()]
        low, high = sum((end[0] for end in ends), ZERO), sum((end[1] for end in ends), ZERO)
        beyond = self.beyond()
        if beyond is None:
            return low, high
        # Of loans that nobody told of there may be none, and any number of them.
        least, most = beyond.picked(beyond.truth(where), of, nothing)
        return low + min(least, ZERO), high + (max(most, OPEN[1]) if most > 0 else ZERO)

    # Conditions

    def _truth(self, truth: x.Truth) -> Rails:
        match truth:
            case x.Known(settled):
                return settled, settled
            case x.Flag(key):
                value = self.known.get(key)
                return UNKNOWN if value is None else (bool(value), bool(value))
            case x.OneOf(key, codes) | x.Within(key, codes):
                value = self.known.get(key)
                return UNKNOWN if value is None else within(FACTS[key], str(value), codes)
            case x.Compare(op, left, right):
                return compared(op, self.number(left), self.number(right))
            case x.And(of):
                rails = [self.truth(part) for part in of]
                return all(sure for sure, _ in rails), all(possible for _, possible in rails)
            case x.Or(of):
                rails = [self.truth(part) for part in of]
                return any(sure for sure, _ in rails), any(possible for _, possible in rails)
            case x.Not(of):
                sure, possible = self.truth(of)
                return not possible, not sure
            case x.AnyOver(_, where):
                rails = [each.truth(where) for each in self.of_each()]
                beyond = self.beyond()
                maybe = beyond is not None and beyond.truth(where)[1]
                return any(rail[0] for rail in rails), maybe or any(rail[1] for rail in rails)
            case x.Held() | x.Granted() | x.Items():
                return lists.test(self.facts, truth)
        raise AssertionError(truth)


@kept
def readers(expr: x.Expr, key: str) -> Mapping[int, bool]:
    """谁读它: of every part of an expression, by identity, whether it reads a fact."""
    found: dict[int, bool] = {}
    _reads(expr, key, found)
    return found


def _reads(expr: x.Expr, key: str, found: dict[int, bool]) -> bool:
    """Whether an expression reads a fact; ``found`` says it of each of its parts by identity."""
    if id(expr) not in found:
        parts = [_reads(child, key, found) for child in x.children(expr)]
        found[id(expr)] = x.own_key(expr) == key or any(parts)
    return found[id(expr)]


def compared(op: x.Op, left: Interval, right: Interval) -> Rails:
    """比较: (surely, possibly) for two intervals that vary independently."""
    match op:
        case ">=":
            return left[0] >= right[1], left[1] >= right[0]
        case ">":
            return left[0] > right[1], left[1] > right[0]
        case "=":
            sure = left[0] == left[1] == right[0] == right[1]
            return sure, left[0] <= right[1] and right[0] <= left[1]
        case "<=" | "<":
            return compared(x.MIRRORED[op], right, left)
        case "<>":
            sure, possible = compared("=", left, right)
            return not possible, not sure


def rounded(value: Fraction, step: Fraction, mode: str) -> Fraction:
    """取整: to a multiple of ``step``; down is towards minus infinity, half_up to the nearest."""
    steps = value / step
    if mode == "up":
        return -((-steps) // 1) * step
    if mode == "half_up":
        steps += Fraction(1, 2)
    return (steps // 1) * step


def verdict_of(rails: Rails) -> str:
    """结论: yes, no or unknown."""
    return {SURE: "yes", NEVER: "no"}.get(rails, "unknown")
