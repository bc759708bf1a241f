"""数企业: how much less it costs to count firms in batches than one after the other.

``python -m benchmarks.count [FIRMS]``: no database. Two kinds of firms: of one all the facts of a
worked example are known, of the other what a register tells and little more, as of most firms.
Both ways are timed by turns and must come to the same numbers, else the run stops with status 1.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median
from time import process_time
from typing import Final

from huiqi.library import load
from huiqi.policies.advising import is_near, is_small_change
from huiqi.rules.answer import Answer
from huiqi.rules.batch import ABSENT, UNKNOWN, YES, Nearest, Whole
from huiqi.rules.book import OutOfForce
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases

ON: Final = date(2021, 10, 20)
ROUNDS: Final = 3
GOAL: Final = 5.0
Tally = Counter[tuple[str, int]]


def main() -> int:
    """运行: prints milliseconds for a firm and the ratio; a missed goal changes no status."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    for name, firms in (("样例的企业", _examples(wanted)), ("名册的企业", _register(wanted))):
        one, many = _timed(_alone, firms), _timed(_together, firms)
        if one[1] != many[1]:
            print("停止：两种数法的结果不同", file=sys.stderr)
            return 1
        ratio = median(a / b for a, b in zip(one[0], many[0], strict=True))
        alone, together = (1000 * median(spent) / len(firms) for spent in (one[0], many[0]))
        told = "达到" if ratio >= GOAL else "未达到"
        print(
            f"{name} {len(firms)} 户 × {len(load().policies)} 个项目："
            f"逐户 {alone:.2f} 毫秒/户，成批 {together:.2f} 毫秒/户，"
            f"{ratio:.1f} 倍（目标 ≥ {GOAL:g} 倍，{told}）"
        )
    return 0


def _timed(
    count: Callable[[Sequence[Facts]], Tally], firms: Sequence[Facts]
) -> tuple[list[float], Tally]:
    spent: list[float] = []
    found = Tally()
    for _round in range(ROUNDS):
        start = process_time()
        found = count(firms)
        spent.append(process_time() - start)
    return spent, found


def _alone(firms: Sequence[Facts]) -> Tally:
    """As it was counted before: every «no» is explained."""
    library, found = load(), Tally()
    for facts in firms:
        for name in library.policies:
            judged = library.judge(name, facts)
            if isinstance(judged, OutOfForce):
                found[name, 3] += 1
            elif judged.verdict != "no":
                found[name, 0 if judged.verdict == "yes" else 2] += 1
            else:
                told = library.explain(name, facts)
                found[name, 1 if isinstance(told, Answer) and is_near(told) else 3] += 1
    return found


def _together(firms: Sequence[Facts]) -> Tally:
    found, nearest = Tally(), Nearest()
    for name, places, rules in Whole(load()).places(firms):
        for place, facts, by in zip(places, firms, rules, strict=True):
            if place in (YES, UNKNOWN):
                found[name, 0 if place == YES else 2] += 1
            elif place == ABSENT or by is None:
                found[name, 3] += 1
            else:
                found[name, 1 if is_small_change(nearest.of(by, facts)) else 3] += 1
    return found


def _examples(wanted: int) -> list[Facts]:
    found = []
    for policy in load().policies.values():
        cases = load_cases(policy.path)
        found += [Facts.read(cases.facts(one), ON, consistent=False) for one in cases.cases]
    random.Random(1).shuffle(found)
    return found[:wanted]


def _register(wanted: int) -> list[Facts]:
    draw = random.Random(2)
    districts, industries = ("南山", "龙岗", "宝安", "福田"), ("C39", "I65", "F51", "C34", "M73")
    return [
        Facts.read(
            {
                "entity_kind": "enterprise",
                "district": draw.choice(districts),
                "industry": draw.choice(industries),
                "registered_on": f"{draw.randint(1995, 2021)}-{draw.randint(1, 9):02}-01",
                "blacklisted": draw.random() < 0.01,
                **({"employees": draw.randint(1, 300)} if draw.random() < 0.3 else {}),
            },
            ON,
            consistent=False,
        )
        for _firm in range(wanted)
    ]


if __name__ == "__main__":
    sys.exit(main())
