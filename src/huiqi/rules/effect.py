"""变化的影响: who gains and who loses when one version of a programme replaces another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from huiqi.rules.answer import Answer, answer
from huiqi.rules.batch import ABSENT, NAMES
from huiqi.rules.facts import Facts
from huiqi.rules.simulate import AFTER, BEFORE, SIDES, Sandbox
from huiqi.rules.sweep.question import asked_of_rules

if TYPE_CHECKING:
    from huiqi.rules.compile import Rules

Move = tuple[str, str]


@dataclass(frozen=True)
class Effect:
    """影响: over some subjects; ``moves`` counts them by verdict before and after.

    ``before`` and ``after`` add up, in yuan, what is surely payable at most to those who
    surely meet the programme; an amount that is not known is in neither (``open_amounts``
    counts those subjects).
    """

    subjects: int
    moves: Mapping[Move, int] = field(default_factory=dict)
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)
    open_amounts: int = 0

    @property
    def changed(self) -> dict[Move, int]:
        """改变结论的: subjects by verdict before and after, only where the two differ."""
        return {move: times for move, times in self.moves.items() if move[0] != move[1]}


def effect_on_firms(before: Rules | None, after: Rules | None, firms: Iterable[Facts]) -> Effect:
    """对若干企业的影响: judged one by one with the plain meaning."""
    moves: Counter[Move] = Counter()
    totals, open_ones, count = [Fraction(0), Fraction(0)], 0, 0
    for facts in firms:
        count += 1
        found = [answer(rules, facts) if rules else None for rules in (before, after)]
        moves[_verdict(found[0]), _verdict(found[1])] += 1
        amounts = [_sure(one) for one in found]
        open_ones += None in amounts
        totals = [total + (amount or 0) for total, amount in zip(totals, amounts, strict=True)]
    return Effect(count, dict(moves), totals[0], totals[1], open_ones)


def _verdict(found: Answer | None) -> str:
    return found.verdict if found else NAMES[ABSENT]


def _sure(found: Answer | None) -> Fraction | None:
    """What is surely payable; None where the programme is met and its amount not known."""
    if found is None or found.verdict != "yes" or found.money is None:
        return Fraction(0)
    return found.money.maximum


def effect_on_register(before: Rules | None, after: Rules | None, box: Sandbox, on: date) -> Effect:
    """对名册的影响: over a register that is open, by its facts on the day ``on``."""
    sides = {BEFORE: before, AFTER: after}
    told = [(name, rules) for name, rules in sides.items() if rules is not None]
    found = box.answer(asked_of_rules(told, on), most=0)
    one, other = (found.sides[side] for side in SIDES)
    return Effect(
        found.subjects,
        dict(found.moves),
        Fraction(one.settled, 100),
        Fraction(other.settled, 100),
        max(one.unsettled, other.unsettled),
    )
