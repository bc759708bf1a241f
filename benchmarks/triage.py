"""分派建议: how often the department and the item are right, beside a plain baseline.

``python -m benchmarks.triage`` prints the table for the half kept apart; ``tuning`` as an argument
the other half, each concern without itself.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import yaml

from huiqi.triage import items, suggest
from huiqi.triage.grams import plain
from huiqi.triage.suggest import examples, scores, shares

HELD_OUT: Final = Path(__file__).parent.parent / "tests/triage/data/held_out.yaml"
Ranked = Sequence[tuple[str, float]]  # items with their scores, best first


def held_out() -> list[tuple[str, str]]:
    """留出的一半: text and item."""
    rows = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    return [(one["text"], one["item"]) for one in rows]


def ours(text: str) -> Ranked:
    """惠企: what a page would show."""
    return [(one.item, one.score) for one in suggest(text)]


def without_itself(text: str) -> Ranked:
    """惠企, as if the text were no example."""
    parts = shares(scores(text, without=text)[0])
    return sorted(parts.items(), key=lambda one: (-one[1], one[0]))[:5]


def baseline(text: str) -> Ranked:
    """基线: the number of keywords of an item that stand in the text."""
    said = plain(text)
    found = Counter(
        {
            one.code: count
            for one in items().values()
            if (count := sum(plain(word) in said for word in one.keywords))
        }
    )
    return [(code, 0.0) for code, _ in found.most_common(5)]


def measured(rank: Callable[[str], Ranked], those: Sequence[tuple[str, str]]) -> dict[str, float]:
    """量得: shares of the concerns; «brier» is the mean squared error of the first score."""
    told = items()
    sums: Counter[str] = Counter()
    for text, item in those:
        ranked = rank(text)
        right = told[item].department
        departments = [told[code].department for code, _ in ranked]
        sums["department"] += departments[:1] == [right]
        sums["department_3"] += right in departments[:3]
        sums["item"] += [code for code, _ in ranked[:1]] == [item]
        sums["item_3"] += item in [code for code, _ in ranked[:3]]
        sums["nothing"] += not ranked
        if ranked:
            sums["brier"] += (ranked[0][1] - (ranked[0][0] == item)) ** 2  # type: ignore[assignment]
    names = ("department", "department_3", "item", "item_3", "nothing", "brier")
    return {name: sums[name] / len(those) for name in names}


def main(half: str = "") -> int:
    """分派建议: the table."""
    tuning = half == "tuning"
    those = [(one.text, one.item) for one in examples()] if tuning else held_out()
    print(f"{'调的一半' if tuning else '留出的一半'}，{len(those)} 件\n")
    print(
        "| 方式 | 部门第一 | 部门前三 | 事项第一 | 事项前三 | 没有建议 |\n|---|---|---|---|---|---|"
    )
    for name, rank in (("**惠企**", without_itself if tuning else ours), ("数关键词", baseline)):
        found = measured(rank, those)
        cells = [f"{found[one]:.3f}" for one in list(found)[:5]]
        print(f"| {name} | {' | '.join(cells)} |")
    brier = measured(without_itself if tuning else ours, those)["brier"]
    print(f"\n第一个事项的分数的 Brier 误差：{brier:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
