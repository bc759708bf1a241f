"""差一步: the one condition that keeps a firm from a programme, all others being met.

A condition is one of a programme's ``conditions``, as the answer to a firm lists them. Those of
each loan are met by one and the same loan, so a firm is near only where one loan meets all the
others. Whether anything can be done about it is for ``nearest_change`` to say: what nobody may
suggest (a title, a place, a size) is no step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from huiqi.rules import expr as x
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.oracle import NEVER, Oracle
from huiqi.rules.policy import Condition
from huiqi.rules.whatif import CHANGING

LOANS: Final = "loans"


@dataclass(frozen=True)
class Lacking:
    """只差一项: the condition that is surely not met, by its place among the rules' conditions.

    ``is_sure``: all others are surely met; else some of them are open, and none surely fails.
    """

    place: int
    condition: Condition
    is_sure: bool


def lacking(rules: Rules, facts: Facts) -> Lacking | None:
    """只差哪一项: of one firm; None where it fails no condition, or more than one."""
    oracle = Oracle(facts)
    for place, (condition, truth) in enumerate(rules.conditions):
        if oracle.truth(truth) == NEVER:
            sure, possible = oracle.truth(x.And((*shared(rules, place), *same_loan(rules, place))))
            return Lacking(place, condition, sure) if possible else None
    return None


def shared(rules: Rules, besides: int = -1) -> list[x.Truth]:
    """企业的条件: those asked of the firm itself, but for the one at the place ``besides``."""
    return [
        truth
        for place, (condition, truth) in enumerate(rules.conditions)
        if not condition.per and place != besides
    ]


def same_loan(rules: Rules, besides: int = -1) -> list[x.Truth]:
    """贷款的条件: that one loan meets those asked of each, but for one; empty if there are none."""
    of = tuple(truth for place, truth in _asked_of_each(rules) if place != besides)
    return [x.AnyOver(LOANS, x.And(of))] if of else []


def _asked_of_each(rules: Rules) -> Iterator[tuple[int, x.Truth]]:
    for place, (condition, truth) in enumerate(rules.conditions):
        if condition.per:
            assert isinstance(truth, x.AnyOver)
            yield place, truth.where


def may_change(truth: x.Truth) -> bool:
    """能否改变: whether a condition reads any fact that grows by doing business or passes by.

    Where it reads none, ``nearest_change`` finds no step for any firm.
    """
    return any(FACTS[key].change in CHANGING for key in x.fact_keys(truth))
