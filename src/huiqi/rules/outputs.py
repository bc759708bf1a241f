"""其他结果: what a programme says besides a verdict and money: scores, classes, reviewed prices."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules import say
from huiqi.rules.compile import Rules
from huiqi.rules.oracle import Interval, Numbers, Oracle, rounded
from huiqi.rules.policy import Output

FEN: Final = Fraction(1, 100)


def outputs_of(rules: Rules, number: Numbers) -> Iterator[tuple[str, object]]:
    """结果: every output with what it says, None where that is open; ``number`` gives its ends."""
    for output, formula in rules.outputs:
        low, high = number(formula)
        told, _ = _told(output, formula, (low, high))
        yield output.id, told if low == high else None


def ranges_of(rules: Rules, oracle: Oracle) -> Iterator[tuple[str, tuple[object, object]]]:
    """结果区间: the ends, both included, of every output that is open but not quite unknown.

    An end is None where nothing bounds it but what any fact may be.
    """
    for output, formula in rules.outputs:
        if oracle.settled(formula):
            continue
        ends = _told(output, formula, oracle.number(formula))
        told = say.meaningful(formula, oracle)
        low, high = (end if says else None for end, says in zip(ends, told, strict=True))
        if _narrows(formula, low, high):
            yield output.id, (low, high)


def _narrows(formula: x.Num, low: object, high: object) -> bool:
    """Whether a range says anything: that a number is not negative is not news."""
    if isinstance(formula, x.Named) and formula.levels:
        return None not in (low, high) and (low, high) != (formula.levels[0], formula.levels[-1])
    return high is not None or low not in (None, 0)


def _told(output: Output, formula: x.Num, ends: Interval) -> tuple[object, object]:
    low, high = ends
    if isinstance(formula, x.Named) and formula.levels:
        return say.level_of(formula, (low, low)), say.level_of(formula, (high, high))
    if output.unit == "元":
        # Prices are told to the 分; the sums behind them stay exact.
        low, high = (rounded(end, FEN, "half_up") for end in ends)
    return say.plain(low), say.plain(high)
