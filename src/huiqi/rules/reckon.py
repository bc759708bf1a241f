"""算一算: an amount step by step, with every cap and the clause that sets it.

Conditions are taken as met: whoever reckons asks how much, not whether. A number that is not
known leaves a range; it is never taken as nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.answer import MEANINGLESS_ABOVE, clause_of
from huiqi.rules.book import Library
from huiqi.rules.compile import ZERO, Rules
from huiqi.rules.explain import missing
from huiqi.rules.figures import figures
from huiqi.rules.oracle import NEVER, SURE, Interval, Oracle
from huiqi.rules.policy import Cite, Policy
from huiqi.rules.reckon_form import Filled, blanks, read, substituted
from huiqi.rules.say_amount import computed

ROUNDING: Final = {"down": "向下", "up": "向上", "half_up": "四舍五入"}


@dataclass(frozen=True)
class Limit:
    """封顶: a cap with its clause; ``bites`` None where it is not known whether it does.

    ``value`` in yuan is None where it is not surely known.
    """

    text: str
    value: Fraction | None
    clause: str
    bites: bool | None

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {
            "text": self.text,
            "amount": None if self.value is None else say.plain(self.value),
            "clause": self.clause,
            "bites": self.bites,
        }


@dataclass(frozen=True)
class Line:
    """一步: a part, a cap, what is taken off, or the rounding: what is left after it, in yuan."""

    text: str
    working: str
    clause: str
    low: Fraction
    high: Fraction | None
    limits: tuple[Limit, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {
            "text": self.text,
            "working": self.working,
            "clause": self.clause or None,
            "amount_range": _range(self.low, self.high),
            "limits": [one.to_dict() for one in self.limits],
        }


@dataclass(frozen=True)
class Reckoning:
    """算得: the steps, and at most how much in yuan (``high`` None: without a limit).

    ``missing`` are the names of the blanks that would still change it. ``shared`` are ceilings
    for this and other programmes together; ``open_number`` says which number is 待核.
    """

    lines: tuple[Line, ...]
    low: Fraction
    high: Fraction | None
    missing: tuple[str, ...]
    shared: tuple[Limit, ...]
    open_number: str = ""

    @property
    def is_settled(self) -> bool:
        """是否已定: whether one amount is known."""
        return self.low == self.high

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {
            "lines": [one.to_dict() for one in self.lines],
            "amount_range": _range(self.low, self.high),
            "missing": list(self.missing),
            "shared_limits": [one.to_dict() for one in self.shared],
            "amount_unknown": self.open_number,
        }


def _range(low: Fraction, high: Fraction | None) -> list[object]:
    return [say.plain(low), None if high is None else say.plain(high)]


def rules_of(library: Library, policy: Policy, on: date) -> Rules | None:
    """可算的规则: of the edition in force on the day, where it pays and how is written."""
    edition = policy.edition_on(on)
    if edition is None or policy.amount is None or policy.amount.unknown:
        return None
    rules = library.compiled(policy, edition, on, on)
    return rules if rules.net is not None else None


def reckoned(rules: Rules, given: Mapping[str, str]) -> Reckoning:
    """算一算: on what somebody filled in; Refused with every problem at once."""
    return reckon(rules, read(rules, given, rules.on))


def reckon(rules: Rules, filled: Filled) -> Reckoning:
    """算出: step by step; the last line is what ``net`` of the programme says."""
    assert rules.net is not None
    oracle = Oracle(filled.facts)
    net = substituted(rules.net, filled)
    low, high = oracle.number(net)
    return Reckoning(
        tuple(_Steps(rules, filled, oracle).lines()),
        low,
        _finite(high),
        _missing(rules, net, filled, oracle),
        tuple(_shared(rules, filled, oracle)),
        rules.open_number,
    )


def _missing(rules: Rules, net: x.Num, filled: Filled, oracle: Oracle) -> tuple[str, ...]:
    keys = missing((net,), oracle)
    open_ones = []
    for blank in blanks(rules):
        key = {"title": "titles", "paid": "awards_paid"}.get(blank.kind, blank.name)
        if key in keys and blank.name not in (*filled.titles, *filled.paid):
            open_ones.append(blank.name)
    return tuple(open_ones)


def _finite(high: Fraction) -> Fraction | None:
    return None if high > MEANINGLESS_ABOVE else high


class _Steps:
    def __init__(self, rules: Rules, filled: Filled, oracle: Oracle) -> None:
        self.rules, self.filled, self.oracle = rules, filled, oracle
        self.policy = rules.policy

    def lines(self) -> Iterator[Line]:
        parts = [self.put(number) for _, number in self.rules.parts]
        for (part, _), number in zip(self.rules.parts, parts, strict=True):
            working = computed(number, self.oracle)
            limits = tuple(self.limits(number, part.cite))
            yield self.line(part.text or "金额", working, part.cite, number, limits)
        total: x.Num = x.Sum(tuple(parts)) if len(parts) > 1 else parts[0]
        if len(parts) > 1:
            yield self.line("各项相加", "", None, total)
        for cap, number in self.rules.caps:
            limit = self.put(number)
            within = x.Extreme(True, (total, x.Extreme(False, (limit, ZERO))))
            told = self.limit(cap.text or "上限", limit, total, self.clause(cap.cite))
            working = "" if isinstance(limit, x.Const) else computed(limit, self.oracle)
            yield self.line(cap.text or "上限", working, cap.cite, within, (told,))
            total = within
        for item, number in self.rules.minus:
            taken = self.put(number)
            total = x.Extreme(False, (x.Sum((total, x.Scale(Fraction(-1), taken))), ZERO))
            yield self.line(item.text, computed(taken, self.oracle), item.cite, total)
        yield self.rounding()

    def put(self, number: x.Num) -> x.Num:
        return substituted(number, self.filled)

    def rounding(self) -> Line:
        assert self.policy.amount is not None
        assert self.rules.net is not None
        how = self.policy.amount.rounding
        text = f"{ROUNDING[how.mode]}取整到 {say.shown(how.to, 'money')}"
        return self.line(text, "", None, self.put(self.rules.net))

    def line(
        self,
        text: str,
        working: str,
        cite: Cite | None,
        number: x.Num,
        limits: tuple[Limit, ...] = (),
    ) -> Line:
        low, high = self.oracle.number(number)
        clause = self.clause(cite) if cite else ""
        return Line(say.headline(text), working, clause, low, _finite(high), limits)

    def clause(self, cite: Cite) -> str:
        return clause_of(self.policy, cite)

    def limits(self, number: x.Num, cite: Cite) -> Iterator[Limit]:
        """Every cap within a formula that may apply, with the clause of its own number."""
        if isinstance(number, x.Extreme) and number.least:
            for one in number.of:
                if isinstance(one, x.Const):
                    rest = [other for other in number.of if other is not one]
                    of = x.Extreme(True, tuple(rest)) if len(rest) > 1 else rest[0]
                    name = say.short(one.text) or "上限"
                    yield self.limit(name, one, of, self.clause_of_number(one, cite))
        for part in self.read(number):
            yield from self.limits(part, cite)

    def read(self, number: x.Num) -> Iterator[x.Num]:
        """The parts that may apply; of tiers only those."""
        if isinstance(number, x.If):
            rails = self.oracle.truth(number.test)
            if rails != NEVER:
                yield number.then
            if rails != SURE:
                yield number.other
            return
        yield from (part for part in x.children(number) if x.is_number(part))  # type: ignore[misc]

    def clause_of_number(self, number: x.Const, cite: Cite) -> str:
        used = figures(self.rules, number, self.oracle)
        return clause_of(self.policy, used[0].dated.cite if used else cite)

    def limit(self, text: str, cap: x.Num, of: x.Num, clause: str) -> Limit:
        low, high = self.oracle.number(cap)
        known = low == high and not (isinstance(cap, x.Const) and cap.unknown)
        value = low if known else None
        return Limit(text, value, clause, _bites(self.oracle.number(of), (low, high)))


def _bites(amount: Interval, cap: Interval) -> bool | None:
    if amount[0] > cap[1]:
        return True
    return False if amount[1] <= cap[0] else None


def _shared(rules: Rules, filled: Filled, oracle: Oracle) -> Iterator[Limit]:
    """Ceilings for several programmes together: whether they bite, the others decide."""
    policy = rules.policy
    if rules.expense is not None and policy.stacking.expense:
        share = say.shown(policy.stacking.expense.share_at_most, "ratio")
        low, high = oracle.number(substituted(rules.expense, filled))
        text = f"同一笔费用，各项扶持合计不超过它的 {share}"
        yield Limit(text, low if low == high else None, "", None)
    for cap in policy.stacking.shared_caps:
        value = policy.parameters[cap.at_most].yuan_on(rules.valued_on)
        text = f"{cap.text or '这些项目'}，合计"
        yield Limit(text, value, clause_of(policy, cap.cite), None)
