"""体检: rules that cannot mean what they say: never true, always true, a tier never reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say, say_test
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.dims import dim_of
from huiqi.rules.facts import Facts
from huiqi.rules.fields import scale as scale_of
from huiqi.rules.oracle import Oracle
from huiqi.rules.policy import Cap, Policy
from huiqi.rules.problems import Problem


@dataclass(frozen=True)
class Range:
    """取值范围: of one fact, in the unit people write; ends count unless ``open``."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        """是否为空: whether no value lies in the range."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def meet(self, other: Range) -> Range:
        """交集: what lies in both."""
        low = max((self.low, self.low_open), (other.low, other.low_open))
        high = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Range(low[0], high[0], low[1], not high[1])

    def within(self, other: Range) -> bool:
        """包含于: whether every value of this range lies in the other too."""
        return self.empty or self.meet(other) == self


def lint(rules: Rules) -> list[Problem]:
    """体检规则: what is suspicious in one edition, each with file and line."""
    problems: list[Problem] = []
    facts = Facts.read({}, rules.on)
    for condition, truth in rules.conditions:
        problems += [
            Problem(
                f"条款「{condition.id}」{told}",
                fix="请对照原文检查界限和比较方向。",
                file=rules.policy.file,
                line=condition.rule.line or condition.line,
            )
            for told in _truth(truth, facts)
        ]
    problems += _too_early(rules)
    for head, line, number in _numbers(rules):
        problems += [
            Problem(f"{head}{told}", file=rules.policy.file, line=line)
            for told in (*_tiers(number, facts), *_odd(number, facts), *_limits(number, facts))
        ]
    problems += [
        Problem(f"金额合计「{cap.id}」{told}", file=rules.policy.file, line=cap.line)
        for cap, total in _capped(rules)
        for told in _crossed(total, facts)
    ]
    return problems


def _numbers(rules: Rules) -> Iterator[tuple[str, int, x.Num]]:
    for value, number in rules.values:
        yield f"命名值「{value.name}」", value.line, number
    for kind, items in (("金额", rules.parts), ("上限", rules.caps), ("扣减", rules.minus)):
        yield from ((f"{kind}「{item.id}」", item.line, number) for item, number in items)
    yield from ((f"结果「{item.id}」", item.line, number) for item, number in rules.outputs)


def _too_early(rules: Rules) -> Iterator[Problem]:
    """Items that use a parameter before the first day from which it has a value."""
    money = (*rules.parts, *rules.caps, *rules.minus)
    for item, expr in (*rules.conditions, *money, *rules.outputs):
        for name in sorted(_parameters(expr, rules.policy)):
            parameter = rules.policy.parameters[name]
            if parameter.dated_on(rules.valued_on) is None:
                first = parameter.values[0].from_
                yield Problem(
                    f"「{item.id}」在 {rules.valued_on} 用到参数 {name}，",
                    f"它从 {first} 起才有数值。",
                    "请补写更早的数值（不知道的写 null），或给条目写 from。",
                    file=rules.policy.file,
                    line=item.line,
                    key=name,
                )


def _parameters(expr: x.Expr, policy: Policy) -> set[str]:
    """Names of the policy's own parameters that stand in an expression for an open number."""
    if isinstance(expr, x.Named) and expr.name in policy.uses:
        return set()
    found: set[str] = set()
    if isinstance(expr, x.Const) and expr.unknown and expr.name in policy.parameters:
        found.add(expr.name)
    return found.union(*(_parameters(child, policy) for child in x.children(expr)))


def _capped(rules: Rules) -> Iterator[tuple[Cap, x.Extreme]]:
    """Every cap with the sum of the parts as it and those before it cut it."""
    total: x.Num = x.Sum(tuple(number for _, number in rules.parts))
    for cap, number in rules.caps:
        total = x.Extreme(True, (total, number))
        yield cap, total


def _truth(truth: x.Truth, facts: Facts) -> Iterator[str]:
    if isinstance(truth, x.AnyOver):
        # Whether there is a loan at all says nothing about what is asked of one.
        truth = truth.where
    rails = Oracle(facts).truth(truth)
    if not isinstance(truth, x.Known) and rails[0]:
        yield "恒为真：不论什么事实都满足，不起作用。"
    elif not rails[1]:
        yield "恒为假：没有任何企业能满足。"
    else:
        yield from _joint(truth)
    yield from _odd(truth, facts)
    for child in x.children(truth):
        if x.is_number(child):
            yield from _tiers(child, facts)  # type: ignore[arg-type]


def _odd(expr: x.Expr, facts: Facts) -> Iterator[str]:
    """Comparisons that cannot be meant, wherever they stand; named values tell of their own."""
    if isinstance(expr, x.Compare):
        yield from _below_one_yuan(expr)
    if isinstance(expr, x.And | x.Or | x.Not) and not Oracle(facts).settled(expr):
        for part in x.children(expr):
            if isinstance(part, x.Compare) and x.fact_keys(part) and Oracle(facts).settled(part):
                always = Oracle(facts).truth(part)[0]
                asked = f"{say.named(part.left)}{say_test.needed(part)}"
                told = f"「{asked}」恒为{'真' if always else '假'}"
                yield f"里{told}：超出了事实的登记范围。"
    for child in x.children(expr):
        if not isinstance(child, x.Named):
            yield from _odd(child, facts)


def _below_one_yuan(compare: x.Compare) -> Iterator[str]:
    """A bare literal of less than one yuan is a share that lacks what it is a share of."""
    for one, other in ((compare.left, compare.right), (compare.right, compare.left)):
        if not (isinstance(other, x.Const) and other.dim == "any"):
            continue
        if dim_of(one) == "money" and 0 < abs(other.value) < 1:
            told = f"把「{say.named(one)}」与 {say.shown(other.value, 'money')}比较"
            yield f"{told}：是不是漏写了比例，例如 0.05 * revenue？"


def _limits(number: x.Num, facts: Facts) -> Iterator[str]:
    """Caps and floors that cross, wherever they stand; named values tell of their own."""
    if isinstance(number, x.Extreme):
        yield from _crossed(number, facts)
    for child in x.children(number):
        if x.is_number(child) and not isinstance(child, x.Named):
            yield from _limits(child, facts)  # type: ignore[arg-type]


def _crossed(number: x.Extreme, facts: Facts) -> Iterator[str]:
    """A cap below a floor, or a floor above a cap: nothing else ever comes out."""
    limits = [part for part in number.of if isinstance(part, x.Const) and not part.unknown]
    others = [part for part in number.of if not isinstance(part, x.Const)]
    for limit, other in product(limits, others):
        low, high = Oracle(facts).number(other)
        told = say.shown(limit.value, "money")
        if number.least and limit.value < low:
            yield f"的上限（{told}）低于下限（{say.shown(low, 'money')}）。"
        if not number.least and limit.value > high:
            yield f"的下限（{told}）高于上限（{say.shown(high, 'money')}）。"


def _joint(truth: x.Truth) -> Iterator[str]:
    """Ranges of one fact that exclude each other (AND) or leave nothing out (OR)."""
    if isinstance(truth, x.And | x.Or):
        ranges: dict[str, list[Range]] = {}
        for part in truth.of:
            if found := range_of(part):
                ranges.setdefault(found[0], []).append(found[1])
            else:
                yield from _joint(part)
        for key, of in ranges.items():
            if isinstance(truth, x.And) and _meet(of).empty:
                yield f"恒为假：对「{say.label(key)}」的要求互相矛盾（例如 BETWEEN 上下限写反）。"
            if isinstance(truth, x.Or) and _cover(of, full_range(key)):
                yield f"恒为真：对「{say.label(key)}」的各种情形加起来是全部。"
    elif isinstance(truth, x.Not):
        yield from _joint(truth.of)


def _meet(ranges: list[Range]) -> Range:
    result = ranges[0]
    for one in ranges[1:]:
        result = result.meet(one)
    return result


def _cover(ranges: list[Range], full: Range) -> bool:
    reached, closed = full.low, False
    for one in sorted(ranges, key=lambda one: (one.low, one.low_open)):
        if one.low > reached or (one.low == reached and one.low_open and not closed):
            return False
        reached, closed = max((reached, closed), (one.high, not one.high_open))
    return reached >= full.high


def full_range(key: str) -> Range:
    """登记范围: the registered bounds of a fact."""
    fact = FACTS[key]
    per = scale_of(fact)
    return Range(Fraction(fact.lo, per), Fraction(fact.hi, per))


ENDS: Final = {">=": (True, False), ">": (True, True), "<=": (False, False), "<": (False, True)}


def range_of(truth: x.Truth) -> tuple[str, Range] | None:
    """单一事实的范围: of a comparison of one fact with a constant, else None."""
    if not isinstance(truth, x.Compare):
        return None
    op, left, right = truth.op, truth.left, truth.right
    if isinstance(left, x.Const) and isinstance(right, x.Field):
        op, left, right = x.MIRRORED[op], right, left
    if not isinstance(left, x.Field) or not isinstance(right, x.Const) or right.unknown:
        return None
    full, value = full_range(left.key), right.value
    if op == "=":
        return left.key, Range(value, value)
    if op not in ENDS:
        return None
    from_below, is_open = ENDS[op]
    if from_below:
        return left.key, Range(value, full.high, low_open=is_open)
    return left.key, Range(full.low, value, high_open=is_open)


def _tiers(number: x.Num, facts: Facts) -> Iterator[str]:
    """Tiers whose condition is settled by an earlier one or by nothing at all."""
    earlier: list[tuple[str, Range]] = []
    while isinstance(number, x.Named | x.If):
        if isinstance(number, x.Named):
            number = number.of
            continue
        rails = Oracle(facts).truth(number.test)
        found = range_of(number.test)
        reached = rails[1] and not (found and _shadowed(found, earlier))
        if not reached:
            yield f"有一档永远轮不到（{say_test.needed(number.test)}）。"
        elif rails[0]:
            yield f"有一档恒成立（{say_test.needed(number.test)}），其后各档轮不到。"
        if found:
            earlier.append(found)
        yield from _tiers(number.then, facts)
        number = number.other
    for child in x.children(number):
        if x.is_number(child):
            yield from _tiers(child, facts)  # type: ignore[arg-type]


def _shadowed(found: tuple[str, Range], earlier: list[tuple[str, Range]]) -> bool:
    return any(key == found[0] and found[1].within(one) for key, one in earlier)
