"""写法说明: the numbers of a policy and how it computes its named values, as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from huiqi.rules.dictionary import FACTS
from huiqi.rules.parse import NUMERIC
from huiqi.rules.say import after, digits, headline, shown, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huiqi.rules.expr import Level
    from huiqi.rules.policy import Bands, Dated, Parameter, Policy, Value


def dated_value(parameter: Parameter, dated: Dated) -> str:
    """数值写法: with its unit; 待核 where nobody knows it."""
    if dated.value is None:
        return "待核"
    if parameter.unit == "比例":
        return shown(dated.value, "ratio")
    if parameter.unit == "元":
        return spoken(dated.value, "money")
    return f"{digits(dated.value)} {parameter.unit}"


def computation(value: Value, policy: Policy | None = None) -> str:
    """算法: of a named value, in one line.

    With its ``policy`` it is told for a page: names by what they stand for, formulas as code.
    """
    told = _Told(policy)
    if value.bands:
        return told.bands(value.bands, value.levels)
    several = (("取最高", value.best_of), ("相加", value.sum), ("取最低", value.least_of))
    for word, of in several:
        if of:
            return f"{word}：{'；'.join(map(told.called, of))}"
    return told.code(value.formula or "")


@dataclass(frozen=True)
class _Told:
    policy: Policy | None

    def bands(self, bands: Bands, levels: Sequence[Level]) -> str:
        of = self.called(bands.of) + (f"÷{self.called(bands.to)}" if bands.to else "")
        word = "为" if levels else "得"
        steps = (
            f"{after('超过' if step.strict else '达到', self.limit(step.limit, bands))}"
            f"{after(word, self.given(step.gives, levels))}"
            for step in bands.steps
        )
        return f"{of}：{'；'.join(steps)}；其余{after(word, self.given(bands.otherwise, levels))}"

    def limit(self, limit: str, bands: Bands) -> str:
        """The edge of a step in the unit of what is divided, ready to be read on."""
        told = _number(limit, bands) or self.quoted(limit)
        return f"{told} " if told[-1].isascii() else told

    def given(self, gives: str, levels: Sequence[Level]) -> str:
        """What a step gives: a level by its name, be it written by its code or by its place."""
        for place, level in enumerate(levels, 1):
            if gives in (level, str(place)):
                return level.text or level
        return gives if gives.isdecimal() else self.quoted(gives)

    def quoted(self, formula: str) -> str:
        """A name in the middle of a sentence."""
        told = self.called(formula)
        return told if told == self.code(formula) else f"「{told}」"

    def called(self, formula: str) -> str:
        """What a formula is called: a name by what it stands for, all else as it is written."""
        if formula in FACTS:
            return FACTS[formula].label
        named = self.policy and (
            self.policy.parameters.get(formula) or self.policy.values.get(formula)
        )
        return headline(named.text) if named and named.text else self.code(formula)

    def code(self, formula: str) -> str:
        return f"`{formula}`" if self.policy else formula


def _number(limit: str, bands: Bands) -> str:
    try:
        number = Fraction(limit)
    except ValueError:
        return ""
    if bands.to:
        return shown(number, "ratio")
    fact = FACTS.get(bands.of)
    return spoken(number, NUMERIC.get(fact.kind, "number"), fact.unit) if fact else digits(number)
