"""规则指纹: changes whenever what a programme says of any firm may change, and not every day.

Whatever is dated is folded into the trees of a day, so two days with the same trees, the same
accounting year where annual figures are read, and the same edition for those whose facts name
no day, say the same of the same facts. That is all a stored answer has to be compared by: no
text of a policy has to announce that it changed, or that its day has come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from huiqi.rules.answer import PERIODS
from huiqi.rules.book import Library
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.expr import Expr, fact_keys
from huiqi.rules.policy import Policy
from huiqi.rules.sweep.question import Days, rules_of


def fingerprint(library: Library, policy: Policy, on: date) -> str:
    """规则指纹: of a programme on a day, 64 hexadecimal digits; empty where it is in force for
    nobody on that day."""
    found = list(rules_of(library, policy, on))
    if not found:
        return ""
    told = [policy.id, *_texts(found), *_of_day(policy, [one for _, one in found], on)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _texts(found: Iterable[tuple[Days | None, Rules]]) -> Iterator[str]:
    for days, one in found:
        yield f"{days} {one.version}"
        yield from map(repr, _trees(one))


def _trees(one: Rules) -> Iterator[Expr]:
    """What is asked of a firm; firms are grouped by an output, the size class."""
    yield one.verdict
    yield from (one.net,) if one.net else ()
    yield from (output for _, output in one.outputs)


def _of_day(policy: Policy, rules: list[Rules], on: date) -> Iterator[str]:
    """What of the day itself an answer depends on, beside the trees of the day."""
    keys = {key for one in rules for tree in _trees(one) for key in fact_keys(tree)}
    yield from (repr(FACTS[key]) for key in sorted(keys))
    recurs = policy.stacking.recurs
    if recurs and recurs.every in PERIODS:
        yield f"{recurs.every} {on.year}"
    if any(FACTS[key].annual for key in keys):
        yield f"figures of {on.year - 1}"
    if policy.edition_by in FACTS:
        edition = policy.edition_on(on)
        yield f"without a day {edition and edition.from_} {_dated(rules, on)}"


def _dated(rules: list[Rules], on: date) -> date | None:
    """The span of days whose rules judge those of whom no fact names the day."""
    begun = [one.valued_on for one in rules if one.valued_on <= on]
    return max(begun, default=None)
