"""编制: a policy as written becomes typed trees on one day, with its parameters folded in."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS
from huiqi.rules.dims import clash, scaled
from huiqi.rules.parse import BadRule, Scope, parse_number, parse_truth
from huiqi.rules.policy import (
    Amount,
    Bands,
    Cap,
    Condition,
    Edition,
    Formula,
    Minus,
    Output,
    Parameter,
    Part,
    Policy,
    Value,
)
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.vocabulary import code_of

UNITS: Final[dict[str, tuple[x.Dim, int]]] = {
    "元": ("money", 1),
    "万元": ("money", 10_000),
    "元/平方米": ("money", 1),
    "元/平方米·月": ("money", 1),
    "比例": ("ratio", 1),
}
ZERO: Final = x.Const(Fraction(0))
TRUE: Final = x.Known(True)

Find = Callable[[str], Policy]


@dataclass(frozen=True)
class Rules:
    """规则: one edition of a policy, ready to be evaluated for one day.

    ``on`` is the day of evaluation; ``valued_on`` the day that selects edition and parameters.
    ``gross`` is the sum of the parts within every cap, ``net`` what is left after what was
    paid; both in yuan and rounded by the policy's own rule; None for a policy without money.
    """

    policy: Policy
    edition: Edition
    on: date
    valued_on: date
    conditions: tuple[tuple[Condition, x.Truth], ...]
    verdict: x.Truth
    parts: tuple[tuple[Part, x.Num], ...] = ()
    caps: tuple[tuple[Cap, x.Num], ...] = ()
    minus: tuple[tuple[Minus, x.Num], ...] = ()
    gross: x.Num | None = None
    net: x.Num | None = None
    outputs: tuple[tuple[Output, x.Num], ...] = ()
    values: tuple[tuple[Value, x.Num], ...] = ()
    expense: x.Num | None = None

    @cached_property
    def open_number(self) -> str:
        """待核数值: why the first number of the amount is open in the sources, or nothing."""
        todo: list[x.Expr] = [self.net] if self.net else []
        while todo:
            one = todo.pop()
            if isinstance(one, x.Const) and one.unknown:
                return one.unknown
            todo += x.children(one)
        return ""

    @property
    def version(self) -> str:
        """版本: the first day of the edition, as its name."""
        return self.edition.from_.isoformat()


def compile_policy(
    policy: Policy, edition: Edition, on: date, find: Find, valued_on: date | None = None
) -> Rules:
    """编制规则: the trees of one edition on the day ``on``; Refused with every bad rule.

    Parameters are those of ``valued_on`` (default: ``on``), the day that selects the edition.
    """
    return _Compiler(policy, edition, on, find, valued_on or on).rules()


class _Compiler:
    def __init__(
        self, policy: Policy, edition: Edition, on: date, find: Find, valued_on: date
    ) -> None:
        # An edition may be written in another text than the one that lists it.
        self.whole, self.edition, self.on, self.find = policy.text_of(edition), edition, on, find
        self.valued_on = valued_on
        self.policy = policy.only(edition)
        self.problems: list[Problem] = []
        self.names: dict[str, x.Num] = {}
        self.truths: dict[int, x.Truth] = {}  # by the identity of the rule as it is written
        self.scope = Scope(FACTS, code_of, on, self.names)

    def rules(self) -> Rules:
        self.name_everything()
        conditions = tuple(
            (item, self.over(item.per, tree))
            for item in self.policy.when
            for tree in [self.truth(item.rule)]
        )
        amount = self.policy.amount
        rules = Rules(
            policy=self.whole,
            edition=self.edition,
            on=self.on,
            valued_on=self.valued_on,
            expense=self.expense(),
            conditions=conditions,
            verdict=self.verdict(),
            outputs=tuple((item, self.number(item.formula)) for item in self.policy.outputs),
            values=tuple((v, self.names[v.name]) for v in self.policy.values.values()),
            **(self.money(amount) if amount else {}),  # type: ignore[arg-type]
        )
        if self.problems:
            raise Refused(self.problems)
        return rules

    # Names

    def name_everything(self) -> None:
        for parameter in self.policy.parameters.values():
            self.names[parameter.name] = constant(parameter, self.valued_on)
        for name, programme in self.policy.uses.items():
            self.names[name] = self.used(name, programme)
        for value in self.policy.values.values():
            self.names[value.name] = ZERO
            with self.at(value.line):
                number = self.value(value, self.within(value))
                self.names[value.name] = x.Named(
                    value.name, value.text, number, value.levels, value.unit
                )

    def used(self, name: str, programme: str) -> x.Num:
        """A named value of another policy, in its own edition of the same day."""
        other = self.find(programme)
        edition = other.edition_on(self.valued_on) or other.editions[-1]
        compiler = _Compiler(other, edition, self.on, self.find, self.valued_on)
        compiler.name_everything()
        self.problems += compiler.problems
        return compiler.names.get(name, ZERO)

    def within(self, value: Value) -> Scope:
        """Inside a classification its levels are names as well, each for its place from 1."""
        levels: dict[str, x.Num] = {
            name: x.Const(Fraction(place)) for place, name in enumerate(value.levels, 1)
        }
        return replace(self.scope, names=ChainMap(levels, self.names)) if levels else self.scope

    def value(self, value: Value, scope: Scope) -> x.Num:
        if value.bands:
            return self.bands(value.bands, scope)
        if value.formula is not None:
            return parse_number(value.formula, scope)
        of = value.best_of or value.least_of or value.sum
        parts = tuple(parse_number(part, scope) for part in of)
        return x.Sum(parts) if value.sum else x.Extreme(bool(value.least_of), parts)

    def bands(self, bands: Bands, scope: Scope) -> x.Num:
        of = parse_number(bands.of, scope)
        to = parse_number(bands.to, scope) if bands.to is not None else None
        result = parse_number(bands.otherwise, scope)
        for step in reversed(bands.steps):
            limit = parse_number(step.limit, scope)
            if to is None and (why := clash(of, limit)):
                raise BadRule(f"分档的界限「{step.limit}」不能使用：{why}")
            if to is not None:
                if not isinstance(limit, x.Const):
                    raise BadRule(f"分档的界限「{step.limit}」必须是常数或参数。")
                limit = scaled(limit.value, to, limit)
            test = x.Compare(">" if step.strict else ">=", of, limit)
            result = x.If(test, parse_number(step.gives, scope), result)
        if to is None:
            return result
        no_ratio = parse_number(bands.no_ratio, scope)
        return x.If(x.Compare(">", to, ZERO), result, no_ratio)

    # Conditions and amounts

    def verdict(self) -> x.Truth:
        """All conditions; those of each loan must be met by one and the same loan."""
        shared = [self.truth(item.rule) for item in self.policy.when if not item.per]
        return x.And((*shared, *self.same_loan()))

    def same_loan(self) -> list[x.Truth]:
        per_loan = self.per_loan()
        return [x.AnyOver("loans", per_loan)] if per_loan is not TRUE else []

    def per_loan(self) -> x.Truth:
        of = tuple(self.truth(item.rule) for item in self.policy.when if item.per)
        return x.And(of) if of else TRUE

    def over(self, per: str, tree: x.Truth) -> x.Truth:
        return x.AnyOver(per, tree) if per else tree

    def money(self, amount: Amount) -> dict[str, object]:
        per_loan = self.per_loan()
        parts = tuple((part, self.part(part, per_loan)) for part in amount.parts)
        caps = tuple((cap, self.number(cap.formula)) for cap in amount.caps)
        minus = tuple((item, self.number(item.formula)) for item in amount.minus)
        total: x.Num = x.Sum(tuple(number for _, number in parts))
        for _, cap in caps:
            total = x.Extreme(True, (total, x.Extreme(False, (cap, ZERO))))
        rest: x.Num = total
        for _, taken in minus:
            rest = x.Extreme(False, (x.Sum((rest, scaled(Fraction(-1), taken))), ZERO))
        rounding = amount.rounding
        return {
            "parts": parts,
            "caps": caps,
            "minus": minus,
            "gross": x.Rounded(total, rounding.to, rounding.mode),
            "net": x.Rounded(rest, rounding.to, rounding.mode),
        }

    def expense(self) -> x.Num | None:
        """The most that all programmes paying the same expense may pay together, in yuan."""
        expense = self.policy.stacking.expense
        if expense is None:
            return None
        return scaled(expense.share_at_most, self.number(expense.of))

    def part(self, part: Part, per_loan: x.Truth) -> x.Num:
        number = self.number(part.formula)
        if part.per:
            number = x.Over(part.per, number, per_loan)
        if part.at_most is not None:
            number = x.Extreme(True, (number, self.number(part.at_most)))
        return number

    def truth(self, rule: Formula) -> x.Truth:
        """One tree for a rule wherever it stands, so that it is evaluated once."""
        found = self.truths.get(id(rule))
        if found is None:
            found = TRUE
            with self.at(rule.line):
                found = parse_truth(rule, self.scope)
            self.truths[id(rule)] = found
        return found

    def number(self, formula: Formula) -> x.Num:
        with self.at(formula.line):
            return parse_number(formula, self.scope)
        return ZERO

    @contextmanager
    def at(self, line: int) -> Iterator[None]:
        """Collect a bad rule with its place instead of stopping at the first."""
        try:
            yield
        except BadRule as bad:
            problem = Problem(str(bad), file=self.policy.file, line=line)
            if problem not in self.problems:
                self.problems.append(problem)


def constant(parameter: Parameter, on: date) -> x.Const:
    """参数取值: the parameter on a day as an exact constant; open where it is 待核."""
    dim, per = UNITS.get(parameter.unit, ("number", 1))
    value = parameter.value_on(on)
    if value is None:
        reason = f"待核：{parameter.text or parameter.name}"
        return x.Const(Fraction(0), dim, parameter.name, reason)
    return x.Const(value * per, dim, parameter.name, text=parameter.text)
