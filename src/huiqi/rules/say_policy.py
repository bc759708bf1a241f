"""写法说明: the numbers of a policy and how it computes its named values, as people read them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from huiqi.rules.dictionary import FACTS
from huiqi.rules.parse import NUMERIC
from huiqi.rules.say import after, digits, shown, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huiqi.rules.expr import Level
    from huiqi.rules.policy import Bands, Dated, Parameter, Value


def dated_value(parameter: Parameter, dated: Dated) -> str:
    """数值写法: with its unit; 待核 where nobody knows it."""
    if dated.value is None:
        return "待核"
    if parameter.unit == "比例":
        return shown(dated.value, "ratio")
    if parameter.unit == "元":
        return spoken(dated.value, "money")
    return f"{digits(dated.value)} {parameter.unit}"


def computation(value: Value, quote: str = "") -> str:
    """算法: of a named value, in one line; ``quote`` stands on both sides of every formula."""
    if value.bands:
        return _bands(value.bands, quote, value.levels)
    several = (("取最高", value.best_of), ("相加", value.sum), ("取最低", value.least_of))
    for word, of in several:
        if of:
            return f"{word}：{'，'.join(f'{quote}{one}{quote}' for one in of)}"
    return f"{quote}{value.formula}{quote}"


def _bands(bands: Bands, quote: str, levels: Sequence[Level]) -> str:
    of = _called(bands.of, quote) + (f"÷{_called(bands.to, quote)}" if bands.to else "")
    word = "为" if levels else "得"
    steps = (
        f"{'超过' if step.strict else '达到'} {_limit(step.limit, bands, quote)}"
        f"{after(word, _level(step.gives, levels))}"
        for step in bands.steps
    )
    return f"{of}：{'；'.join(steps)}；其余{after(word, _level(bands.otherwise, levels))}"


def _called(formula: str, quote: str) -> str:
    """What a formula is called: a fact by its name, all else as it is written."""
    return FACTS[formula].label if formula in FACTS else f"{quote}{formula}{quote}"


def _limit(limit: str, bands: Bands, quote: str) -> str:
    """The edge of a step in the unit of what is divided into steps, ready to be read on."""
    told = _number(limit, bands) or f"{quote}{limit}{quote}"
    return f"{told} " if told[-1].isascii() else told


def _number(limit: str, bands: Bands) -> str:
    try:
        number = Fraction(limit)
    except ValueError:
        return ""
    if bands.to:
        return shown(number, "ratio")
    fact = FACTS.get(bands.of)
    return spoken(number, NUMERIC.get(fact.kind, "number"), fact.unit) if fact else digits(number)


def _level(gives: str, levels: Sequence[Level]) -> str:
    """A level by its name, be it written by its code or by its place."""
    for place, level in enumerate(levels, 1):
        if gives in (level, str(place)):
            return level.text or level
    return gives
