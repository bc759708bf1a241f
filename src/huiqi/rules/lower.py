"""整数化: typed trees become exact integer nodes, shared by all programmes.

The meaning is the oracle's: the two sides of every comparison and all terms vary
independently, so terms are never merged and nothing of opposite sign is cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import gcd, lcm
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import ir, lists, oracle
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import MOST_ENTRIES
from huiqi.rules.fold import Folding
from huiqi.rules.lists import MOST_PAID, MOST_TITLES
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.vocabulary import NESTED

PAID_PER: Final = 100  # payments are kept in 分
NOTHING: Final = x.Const(Fraction(0))
OPEN: Final = x.Const(NOTHING.value, unknown="其余贷款")
LOANS: Final = "loans"

# The registry's dates lie in 1900-2199. Century years without a leap day: fourteen before 1900
# since the year 1, and two within, where it is missing before the first of March.
LEFT_OUT_BEFORE: Final = 14
NO_LEAP_DAY: Final = (date(1900, 3, 1).toordinal(), date(2100, 3, 1).toordinal())
FOUR_YEARS: Final = 4 * 365 + 1


@dataclass(frozen=True)
class Programme:
    """项目: what the machines compute of one programme; truth values are node ids."""

    id: str
    verdict: int
    net: ir.Number | None = None
    gross: ir.Number | None = None
    outputs: tuple[ir.Number, ...] = ()

    @property
    def numbers(self) -> tuple[ir.Number, ...]:
        """全部数值: net and gross where it pays, then every output, in this order."""
        return (*(one for one in (self.net, self.gross) if one), *self.outputs)


@dataclass(frozen=True)
class Lowered:
    """整数化结果: all programmes over one graph, and the numbers that int64 may not hold."""

    graph: ir.Graph
    programmes: tuple[Programme, ...]
    problems: tuple[Problem, ...] = ()

    def checked(self) -> Lowered:
        """校验: itself; Refused with every number that may overflow outside an exact value."""
        if self.problems:
            raise Refused(self.problems)
        return self

    @property
    def atoms(self) -> tuple[int, ...]:
        """原子条件: ids of the distinct atoms that decide the verdicts, in order."""
        verdicts = tuple(programme.verdict for programme in self.programmes)
        graph = self.graph
        return tuple(i for i in graph.needed(verdicts) if isinstance(graph.nodes[i], ir.ATOMS))


def lower(rules: Iterable[Rules], *, by_tiers: bool = True) -> Lowered:
    """整数化规则: verdict, amounts and outputs of every programme; problems are collected.

    ``by_tiers`` is that of ``Folding``.
    """
    lowering = Lowering(by_tiers=by_tiers)
    found = []
    for one in rules:
        exact = {value.name for value, _ in one.values if value.exact}
        # A used value is checked with the policy that defines it.
        lowering.begin(one.policy.title, one.policy.file, exact | set(one.policy.uses))
        net = lowering.number(one.net) if one.net else None
        gross = lowering.number(one.gross) if one.gross else None
        outputs = tuple(lowering.number(number) for _, number in one.outputs)
        verdict = lowering.truth(one.verdict)
        found.append(Programme(one.policy.id, verdict, net, gross, outputs))
    return Lowered(lowering.graph, tuple(found), tuple(lowering.problems))


class Lowering(Folding):
    """整数化器: turns trees into nodes of ``graph``; each tree object once."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._loan = False
        self.begin("", "", set())

    def begin(self, title: str, file: str, exact: set[str]) -> None:
        """下一项目: whose numbers follow; ``exact`` names the values that may leave int64."""
        self._title, self._file, self._names = title, file, exact
        self._exact = False
        # Per programme and context: the same tree is judged anew where the rules differ.
        self._numbers: dict[tuple[int, bool, bool], tuple[x.Num, ir.Number]] = {}
        self._truths: dict[tuple[int, bool, bool], tuple[x.Truth, int]] = {}

    # Numbers

    def number(self, num: x.Num) -> ir.Number:
        """数值: the integer node of a number and its denominator."""
        key = (id(num), self._loan, self._exact)
        found = self._numbers.get(key)
        if found is None:
            # The tree is kept beside its node so that its id is not given to another one.
            found = self._numbers[key] = (num, self._number(num))
        return found[1]

    def _number(self, num: x.Num) -> ir.Number:
        match num:
            case x.Const(value, _, _, unknown):
                return self._const(*(oracle.OPEN if unknown else (value, value)))
            case x.Field(key):
                fact = FACTS[key]
                slot = self._slot("number", key, (fact.lo, fact.hi))
                return ir.Number(self._add(ir.Read(slot), num), oracle.SCALES[key])
            case x.Paid():
                most = int(MOST_PAID * PAID_PER)
                slot = self.graph.slot(ir.Slot("range", "awards_paid", leaf=num), (0, most))
                return ir.Number(self._add(ir.Read(slot), num), PAID_PER)
            case x.Count():
                slot = self.graph.slot(ir.Slot("range", "titles", leaf=num), (0, int(MOST_TITLES)))
                return ir.Number(self._add(ir.Read(slot), num), 1)
            case x.Year(of):
                return ir.Number(self._year(self.number(of).node, num), 1)
            case x.Scale(factor, of):
                return self._scaled(factor, self.number(of), num)
            case x.Rounded(of, step, mode):
                return self._rounded(self.number(of), step, mode, num)
            case x.Named(name, _, of):
                with self._marked_exact(self._exact or name in self._names):
                    return self.number(of)
            case x.Over():
                return self._over(num)
            case _:
                return self._joined(num)

    def _joined(self, num: x.Num) -> ir.Number:
        """Numbers made of several numbers, which are brought to one denominator."""
        match num:
            case x.Sum(of):
                nodes, per = self._common(of, num)
                return ir.Number(self._sum(nodes, num), per)
            case x.Extreme(least, of):
                nodes, per = self._common(of, num)
                return ir.Number(self._extreme(least, nodes, num), per)
            case x.Product(left, right):
                one, two = self.number(left), self.number(right)
                return ir.Number(self._product(one.node, two.node, num), one.per * two.per)
            case x.If(test, then, other):
                decided = self.truth(test)
                nodes, per = self._common((then, other), num)
                return ir.Number(self._choice(decided, nodes[0], nodes[1], num), per)
        raise AssertionError(num)

    def _const(self, low: Fraction, high: Fraction) -> ir.Number:
        per = lcm(low.denominator, high.denominator)
        node = ir.Range(int(low * per), int(high * per))
        return ir.Number(self._add(node, x.Const(low)), per)

    def _common(self, of: Iterable[x.Num], num: x.Num) -> tuple[list[int], int]:
        numbers = [self.number(part) for part in of]
        per = lcm(*(number.per for number in numbers))
        # What meets a number that may leave int64 may leave it too, as their sum may.
        wide = not all(self.graph.fits(number.node) for number in numbers)
        with self._marked_exact(self._exact or wide):
            return [self._times(per // one.per, one.node, num) for one in numbers], per

    def _scaled(self, factor: Fraction, of: ir.Number, num: x.Num) -> ir.Number:
        per = of.per * factor.denominator
        shared = gcd(factor.numerator, per)
        return ir.Number(self._times(factor.numerator // shared, of.node, num), per // shared)

    def _rounded(self, of: ir.Number, step: Fraction, mode: str, num: x.Num) -> ir.Number:
        """In steps of s/t the number n/d is n*t / (d*s) steps; then whole steps times s/t."""
        by = of.per * step.numerator
        shared = gcd(step.denominator, by)
        times, by = step.denominator // shared, by // shared
        if mode == "up":
            turned = self._floor(self._times(-times, of.node, num), by, num)
            steps = self._times(-1, turned, num)
        elif mode == "half_up":
            doubled = self._times(2 * times, of.node, num)
            whole = self._sum([doubled, self._add(ir.Range(by, by), num)], num)
            steps = self._floor(whole, 2 * by, num)
        else:
            steps = self._floor(self._times(times, of.node, num), by, num)
        return ir.Number(self._times(step.numerator, steps, num), step.denominator)

    def _year(self, day: int, num: x.Num) -> int:
        """The calendar year of a day number, from terms that all grow with the day.

        So the ends of an unknown day become the ends of its year. With the leap days that
        the Gregorian calendar has left out counted again, every fourth year is a leap year.
        """
        passed = [self._from(first, day, num) for first in NO_LEAP_DAY]
        julian = self._sum([day, *passed, self._whole(LEFT_OUT_BEFORE - 1, num)], num)
        quarters = self._sum([self._times(4, julian, num), self._whole(3, num)], num)
        elapsed = self._floor(quarters, FOUR_YEARS, num)
        return self._sum([elapsed, self._whole(1, num)], num)

    def _from(self, first: int, day: int, num: x.Num) -> int:
        """One from the day ``first`` on, zero before it."""
        late = self._sum([day, self._whole(1 - first, num)], num)
        begun = self._extreme(False, [late, self._whole(0, num)], num)
        return self._extreme(True, [begun, self._whole(1, num)], num)

    def _whole(self, value: int, num: x.Num) -> int:
        return self._add(ir.Range(value, value), num)

    # Conditions

    def truth(self, truth: x.Truth) -> int:
        """真假: the node id of a condition."""
        key = (id(truth), self._loan, self._exact)
        found = self._truths.get(key)
        if found is None:
            found = self._truths[key] = (truth, self._truth(truth))
        node = found[1]
        if isinstance(self.graph.nodes[node], ir.ATOMS):
            self.graph.origin.setdefault(node, truth)
        return node

    def _truth(self, truth: x.Truth) -> int:
        add = self.graph.add
        match truth:
            case x.Known(value):
                return add(ir.Always(value))
            case x.Flag(key):
                return add(ir.Flagged(self._slot("flag", key)))
            case x.OneOf(key, codes) | x.Within(key, codes):
                kind = ir.Inside if FACTS[key].kind in NESTED else ir.Among
                return add(kind(self._slot("code", key), tuple(sorted(set(codes)))))
            case x.Compare(op, left, right):
                return self._compared(op, left, right)
            case x.And(of):
                return self._all([self.truth(part) for part in of])
            case x.Or(of):
                return self._some([self.truth(part) for part in of])
            case x.Not(of):
                return self._opposite(self.truth(of))
            case x.AnyOver():
                return self._any_over(truth)
            case x.Held() | x.Granted() | x.Items():
                key = x.own_key(truth)
                return self._prepared(ir.Slot("rails", key, leaf=truth), truth)
        raise AssertionError(truth)

    def _prepared(self, slot: ir.Slot, truth: x.Truth) -> int:
        node = self.graph.add(ir.Prepared(self.graph.slot(slot)))
        self.graph.origin.setdefault(node, truth)
        return node

    def _compared(self, op: x.Op, left: x.Num, right: x.Num) -> int:
        (one, two), _ = self._common((left, right), left)
        match op:
            case ">=":
                return self._not_less(one, two, 0)
            case ">":
                return self._not_less(one, two, 1)
            case "<=":
                return self._not_less(two, one, 0)
            case "<":
                return self._not_less(two, one, 1)
            case "=":
                return self._all([self._not_less(one, two, 0), self._not_less(two, one, 0)])
            case "<>":
                return self._opposite(self._compared("=", left, right))

    # Loans: a row for each, and one that nobody told of (``_told`` is then open)

    def _any_over(self, truth: x.AnyOver) -> int:
        if self._loan:
            return self.truth(truth.where)
        with self._one_loan():
            each = self._all([self.truth(truth.where), self._told()])
        return self._prepared(ir.Slot("rails", LOANS, each=each), truth)

    def _over(self, num: x.Over) -> ir.Number:
        """The sum of the amounts of loans; of those that nobody told of there may be any number.

        A sum that leaves int64 is not its author's fault: it is computed in exact integers.
        """
        amount = x.If(num.where, num.of, NOTHING)
        if self._loan:
            return self.number(amount)
        with self._one_loan():
            self.number(amount)  # not yet exact: what is its author's fault is told
            with self._marked_exact(True):
                beyond = x.If(x.Compare(">", amount, NOTHING), OPEN, NOTHING)
                (told, any_number), per = self._common((amount, beyond), amount)
                each = self._choice(self._told(), told, any_number, amount)
        with self._marked_exact(True):
            return ir.Number(self._add(self._total(each), num), per)

    def _total(self, each: int) -> ir.Read:
        assert self.graph.loans is not None
        low, high = self.graph.loans.bounds[each]
        # One more than a list may hold: the one that nobody told of.
        bounds = ((MOST_ENTRIES + 1) * min(low, 0), (MOST_ENTRIES + 1) * max(high, 0))
        return ir.Read(self.graph.slot(ir.Slot("range", LOANS, each=each), bounds))

    def _told(self) -> int:
        return self.graph.add(ir.Prepared(self.graph.slot(ir.TOLD)))

    # Context

    def _slot(self, kind: ir.SlotKind, key: str, bounds: tuple[int, int] = (0, 1)) -> int:
        return self.graph.slot(ir.Slot(kind, key, self._loan and key in lists.LOAN_KEYS), bounds)

    @contextmanager
    def _one_loan(self) -> Iterator[None]:
        """In the graph of loans, which stays the same inside it."""
        subject, before = self.graph, self._loan
        if not self._loan:
            self.graph.loans = self.graph.loans or ir.Graph()
            self.graph, self._loan = self.graph.loans, True
        try:
            yield
        finally:
            self.graph, self._loan = subject, before

    @contextmanager
    def _marked_exact(self, exact: bool) -> Iterator[None]:
        before, self._exact = self._exact, exact
        try:
            yield
        finally:
            self._exact = before
