"""变异: every small change of a policy that its cases must notice.

Each number is moved by one unit both ways, each level to the one beside it, each comparison is
turned, each condition and each piece of the amount is left out. A change that no case notices is
a number nobody has checked.

Not tried is what cannot be noticed: a number below zero, where policies know none, and the turned
comparison with a number that is 待核, which is open either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

import sqlglot
from sqlglot.tokenizer_core import Token, TokenType

from huiqi.rules.policy import (
    Cap,
    Formula,
    Item,
    Minus,
    Parameter,
    Part,
    Policy,
    Rounding,
    Step,
    Value,
)
from huiqi.rules.say import digits
from huiqi.rules.stacking import Expense

Put = Callable[[Any], Any]

# What each comparison turns into: the same limit with the edge on the other side.
TURNED: Final[Mapping[TokenType, str]] = {
    TokenType.GTE: ">",
    TokenType.GT: ">=",
    TokenType.LTE: "<",
    TokenType.LT: "<=",
    TokenType.EQ: "<>",
    TokenType.NEQ: "=",
}
ONE: Final = Fraction(1)
PERCENT: Final = Fraction(1, 100)


@dataclass(frozen=True)
class Mutant:
    """变异体: a policy with one small change; ``what`` says which, ``line`` where it stood."""

    policy: Policy
    what: str
    line: int


def mutants(policy: Policy) -> Iterator[Mutant]:
    """全部变异体: of one policy, in the order of its text within each kind of change."""
    yield from _dropped(policy)
    for leaf, put, around in _leaves(policy, Around(policy)):
        for changed, what in _changes(leaf, around):
            yield Mutant(put(changed), what, leaf.line)


def _dropped(policy: Policy) -> Iterator[Mutant]:
    for condition in policy.when:
        others = tuple(one for one in policy.when if one is not condition)
        yield Mutant(replace(policy, when=others), f"删去条件 {condition.id}", condition.line)
    amount = policy.amount
    if amount is None:
        return
    lists = (("parts", "金额分项"), ("caps", "上限"), ("minus", "扣减"))
    for name, word in lists:
        items: tuple[Part | Cap | Minus, ...] = getattr(amount, name)
        for item in items:
            if isinstance(item, Part) and _alone(policy, item):
                continue  # an amount without any part is no policy
            rest: Any = tuple(one for one in items if one is not item)
            changed = replace(policy, amount=replace(amount, **{name: rest}))
            yield Mutant(changed, f"删去{word} {item.id}", item.line)


def _alone(policy: Policy, part: Part) -> bool:
    """Whether the part is all there is of the amount in one of the editions."""
    amounts = (policy.only(edition).amount for edition in policy.editions)
    return any(amount is not None and amount.parts == (part,) for amount in amounts)


# Walking a policy


@dataclass(frozen=True)
class Around:
    """所在之处: the policy of a text, the first day it holds and the levels it may name."""

    policy: Policy
    since: date = date.min
    levels: tuple[str, ...] = ()

    def of(self, value: Any) -> Around:
        """其中: what is around the parts of ``value``."""
        if isinstance(value, Value):
            return replace(self, levels=value.levels)
        if isinstance(value, Item) and value.from_:
            return replace(self, since=value.from_)
        return self

    def is_open(self, text: str) -> bool:
        """是否待核: whether it names a parameter that nobody knows from then on."""
        parameter = self.policy.parameters.get(text)
        if parameter is None:
            return False
        later = [dated.value for dated in parameter.values if dated.from_ > self.since]
        return all(value is None for value in (parameter.value_on(self.since), *later))


def _leaves(value: Any, around: Around) -> Iterator[tuple[Any, Put, Around]]:
    """Everything that can be changed in place, each with the way to put another one there."""
    if isinstance(value, Formula | Parameter | Rounding):
        yield value, lambda new: new, around
        return
    if isinstance(value, Step | Expense):
        yield value, lambda new: new, around
    around = around.of(value)
    seen: set[int] = set()
    for part, put in _parts(value):
        # A text that stands for two fields (``no_ratio`` left out) is changed once.
        if id(part) not in seen:
            seen.add(id(part))
            for leaf, inner, within in _leaves(part, around):
                yield leaf, _chain(put, inner), within


def _parts(value: Any) -> Iterator[tuple[Any, Put]]:
    if is_dataclass(value):
        for one in fields(value):
            yield getattr(value, one.name), _into_field(value, one.name)
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield part, _into_place(value, place)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield part, _into_key(value, key)


def _chain(outer: Put, inner: Put) -> Put:
    return lambda new: outer(inner(new))


def _into_field(value: Any, name: str) -> Put:
    return lambda new: replace(value, **{name: new})


def _into_place(value: tuple[Any, ...], place: int) -> Put:
    return lambda new: (*value[:place], new, *value[place + 1 :])


def _into_key(value: Mapping[Any, Any], key: Any) -> Put:
    return lambda new: {**value, key: new}


# Changes of one leaf


def _changes(leaf: Any, around: Around) -> Iterator[tuple[Any, str]]:
    match leaf:
        case Formula():
            yield from _formula_changes(leaf, around)
        case Parameter():
            yield from _parameter_changes(leaf)
        case Step(strict=strict) if not around.is_open(leaf.limit):
            turned = "改为达到即可" if strict else "改为须超过"
            yield replace(leaf, strict=not strict), f"分档界限 {leaf.limit} {turned}"
        case Expense(share_at_most=share):
            for moved in _moved(share, PERCENT):
                yield replace(leaf, share_at_most=moved), f"费用比例 {_told(share, moved)}"
        case Rounding(to=to, line=line) if line:  # the rounding that nobody wrote is not theirs
            yield replace(leaf, to=to + 1), f"取整单位 {_told(to, to + 1)}"


def _parameter_changes(parameter: Parameter) -> Iterator[tuple[Parameter, str]]:
    unit = PERCENT if parameter.unit == "比例" else ONE
    for place, dated in enumerate(parameter.values):
        if dated.value is None:
            continue  # 待核: there is no number to move
        for moved in _moved(dated.value, unit):
            values = _into_place(parameter.values, place)(replace(dated, value=moved))
            what = f"参数 {parameter.name} 自 {dated.from_} 起的 {_told(dated.value, moved)}"
            yield replace(parameter, values=values), what


def _moved(value: Fraction, unit: Fraction) -> Iterator[Fraction]:
    """One unit both ways; a number written finer than the unit moves by what it is written in."""
    if (value / unit).denominator > 1:
        unit = Fraction(1, value.denominator)
    yield value + unit
    if value >= unit:
        yield value - unit


def _told(before: Fraction, after: Fraction) -> str:
    return f"{digits(before)} 改为 {digits(after)}"


def _formula_changes(formula: Formula, around: Around) -> Iterator[tuple[Formula, str]]:
    tokens = sqlglot.tokenize(formula, dialect="duckdb")
    settled = _settled(tokens, around)
    before: Token | None = None
    for place, token in enumerate(tokens):
        for text in () if place in settled else _token_changes(token, before, around.levels):
            changed = f"{formula[: token.start]}{text}{formula[token.end + 1 :]}"
            yield Formula(changed, formula.line), f"「{formula}」改为「{changed}」"
        before = token


def _settled(tokens: Sequence[Token], around: Around) -> set[int]:
    """The places of comparisons with an open number, and of both their sides."""
    return {
        beside
        for place, token in enumerate(tokens)
        if token.token_type in TURNED
        and any(around.is_open(side.text) for side in tokens[place - 1 : place + 2])
        for beside in (place - 1, place, place + 1)
    }


def _token_changes(token: Token, before: Token | None, levels: Sequence[str] = ()) -> Iterator[str]:
    kind = token.token_type
    if token.text in levels and kind is not TokenType.STRING:
        place = levels.index(token.text)
        yield from levels[place + 1 : place + 2]
        yield from levels[max(place - 1, 0) : place]
    elif kind in TURNED:
        yield TURNED[kind]
    elif kind is TokenType.NUMBER:
        for moved in _moved(Fraction(token.text), ONE):
            yield digits(moved).replace(",", "")
    elif kind is TokenType.STRING and before and before.token_type is TokenType.INTERVAL:
        yield f"'{int(token.text) + 1}'"
        yield f"'{int(token.text) - 1}'"
    elif kind is TokenType.STRING and before and before.token_type is TokenType.DATE:
        day = date.fromisoformat(token.text)
        yield from (f"'{day + timedelta(days=by)}'" for by in (1, -1))
