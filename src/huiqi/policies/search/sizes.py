"""规模筛选: to which classes of firms a policy may be open, as the engine reads its rules."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Final

from huiqi.library import load
from huiqi.rules import expr as x
from huiqi.rules.facts import Facts
from huiqi.rules.oracle import Interval, Oracle
from huiqi.rules.policy import Policy

SIZES: Final = ("large", "medium", "small", "micro")
CLASS, COVERED = "size_class", "size_covered"  # named values of national.sme_size


class OfSize(Oracle):
    """某类企业: of a firm nothing is known but its class, which the standard covers."""

    def __init__(self, facts: Facts, size: str) -> None:
        super().__init__(facts)
        self.size = size

    def number(self, num: x.Num) -> Interval:
        """数值: the class is the one given, whatever industry and staff would make of it."""
        if isinstance(num, x.Named):
            if num.name == CLASS and self.size in num.levels:
                place = Fraction(num.levels.index(self.size) + 1)
                return place, place
            if num.name == COVERED:
                return Fraction(1), Fraction(1)
        return super().number(num)


def sizes_of(policy: Policy) -> tuple[str, ...]:
    """可申请的规模: those that the latest edition does not surely refuse; unknown is not «no»."""
    last = policy.editions[-1]
    on = last.from_ if last.to is None else max(last.from_, last.to - timedelta(days=1))
    rules = load().compiled(policy, last, on, on)
    facts = Facts.read({}, on)
    return tuple(size for size in SIZES if OfSize(facts, size).truth(rules.verdict)[1])
