"""差一点: how long it takes to find what a refused firm lacks, and whether it really lacks that.

The firms are those of the library's worked examples, each asked about every programme that
refuses it. Every plan is verified by the generated Python, which shares no code with the search.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from random import Random
from time import process_time
from typing import Final

from huiqi.library import load
from huiqi.rules.book import Library
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import scale
from huiqi.rules.files import load_cases
from huiqi.rules.lower import lower
from huiqi.rules.one import Machine
from huiqi.rules.whatif import nearest_change

ON: Final = date(2021, 10, 20)
FIRMS: Final = 150
SEED: Final = 20211020


class Unverified(Exception):
    """不成立: a plan after which the answer is still «no»."""


def timed() -> tuple[list[float], int]:
    """计时: milliseconds of every question, in order of size; and how many plans were verified."""
    spent, plans = [], 0
    for rules, machine, facts in _refused(load()):
        start = process_time()
        changes = nearest_change(rules, facts)
        spent.append((process_time() - start) * 1e3)
        if changes:
            (verdict,) = machine.judge(machine.prepare(_changed(facts, changes)))
            if not verdict:
                raise Unverified(f"{rules.policy.id}：{changes}")
            plans += 1
    return sorted(spent), plans


def _refused(library: Library) -> Iterator[tuple[Rules, Machine, Facts]]:
    firms = _firms(library)
    for policy in library.policies.values():
        edition = policy.edition_on(ON)
        if edition is None:
            continue
        rules = library.compiled(policy, edition, ON, ON)
        machine = Machine(lower([rules]))
        for facts in firms:
            (verdict,) = machine.judge(machine.prepare(facts))
            if not verdict:
                yield rules, machine, facts


def _firms(library: Library) -> list[Facts]:
    found = []
    for policy in library.policies.values():
        cases = load_cases(policy.path)
        found += [Facts.read(cases.facts(one), ON, consistent=False) for one in cases.cases]
    Random(SEED).shuffle(found)
    return found[:FIRMS]


def _changed(facts: Facts, changes: tuple[dict[str, object], ...]) -> Facts:
    """The facts as the plan says they should be."""
    values = {}
    for one in changes:
        key = str(one["fact"])
        now = facts.known.get(key)
        if FACTS[key].kind == "date":
            assert isinstance(now, int)
            values[key] = now - int(str(one["wait_days"]))
        else:
            values[key] = int(Fraction(str(one["to"])) * scale(FACTS[key]))
    return facts.replace(**values)
