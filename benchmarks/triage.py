"""分派建议: how often the department and the item are right, beside a plain baseline.

``python -m benchmarks.triage`` prints all sets: the halves kept apart as a page would answer them,
what is learned from with a tenth of the examples left out at a time. Of the sealed halves only
these totals may be looked at, never a single concern (docs/why/triage.md).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from statistics import mean, quantiles
from time import process_time
from typing import Final

from huiqi.triage import items, suggest
from huiqi.triage.grams import plain
from huiqi.triage.items import FOLDER
from huiqi.triage.learn import Learned, Lesson, labelled, learn, lessons
from huiqi.triage.suggest import best_first, model, shares, sum_of

KEPT: Final = Path(__file__).parent.parent / "tests/triage/data"  # what is not learned from
FOLDS: Final = 10
BANDS: Final = ((0.0, 0.5), (0.5, 0.85), (0.85, 1.0))  # of the first score
NAMES: Final = ("department", "department_3", "item", "item_3", "nothing", "brier")

Ranked = Sequence[tuple[str, float]]  # items with their scores, best first


def learned_of(which: str) -> tuple[Lesson, ...]:
    """学的: of a set what is learned from: «first», «second», «third», «fourth»."""
    return labelled(FOLDER / f"examples/{which}.yaml")


def kept_of(which: str) -> tuple[Lesson, ...]:
    """不学的: of a set the half kept apart; of «second» and «fourth» it is sealed."""
    return labelled(KEPT / f"{which}.yaml")


def ours(text: str) -> Ranked:
    """惠企: what a page would show."""
    return [(one.item, one.score) for one in suggest(text)]


def without_its_tenth(text: str) -> Ranked:
    """惠企, learned without the tenth of the examples that the text is of."""
    found = _learned_without(_tenth(text)).evidence(text)
    parts = shares(sum_of(found)) if found else {}
    return [(code, parts[code]) for code in best_first(parts)[:5]]


@lru_cache(maxsize=FOLDS)
def _learned_without(tenth: int) -> Learned:
    return learn(one for one in lessons() if not one.department or _tenth(one.text) != tenth)


def _tenth(text: str) -> int:
    return int(sha256(text.encode()).hexdigest(), 16) % FOLDS


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


def measured(rank: Callable[[str], Ranked], those: Sequence[Lesson]) -> dict[str, float]:
    """量得: shares of the concerns; «brier» is the mean squared error of the first score.

    A department is right if it is the one responsible or one to which honest people would send it.
    """
    told = items()
    sums: Counter[str] = Counter()
    for one in those:
        ranked = rank(one.text)
        right = {one.department, *one.also}
        departments = [told[code].department for code, _ in ranked[:3]]
        sums["department"] += not right.isdisjoint(departments[:1])
        sums["department_3"] += not right.isdisjoint(departments)
        sums["item"] += [code for code, _ in ranked[:1]] == [one.item]
        sums["item_3"] += one.item in [code for code, _ in ranked[:3]]
        sums["nothing"] += not ranked
        if ranked:
            sums["brier"] += (ranked[0][1] - (ranked[0][0] == one.item)) ** 2  # type: ignore[assignment]
    return {name: sums[name] / len(those) for name in NAMES}


def milliseconds(those: Sequence[Lesson]) -> list[float]:
    """用时: processor time of one suggestion for each concern."""
    found = []
    for one in those:
        before = process_time()
        suggest(one.text)
        found.append((process_time() - before) * 1_000)
    return found


def sureness(rank: Callable[[str], Ranked], those: Sequence[Lesson]) -> list[str]:
    """把握: of each band of the first score, how many, the mean score, and how often right."""
    firsts = [(rank(one.text)[:1] or [("", 0.0)], one.item) for one in those]
    lines = []
    for low, high in BANDS:
        of_it = [
            (first[0][1], first[0][0] == item)
            for first, item in firsts
            if low <= first[0][1] < high or first[0][1] == high == 1
        ]
        if of_it:
            score, right = mean(one for one, _ in of_it), mean(hit for _, hit in of_it)
            lines.append(f"{low:.2f}–{high:.2f} 的 {len(of_it)} 件平均 {score:.2f}，对 {right:.2f}")
    return lines


def main() -> int:
    """分派建议: the tables."""
    before = process_time()
    model()
    print(f"学习用 {process_time() - before:.2f} 秒\n")
    print("| 哪一半 | 件 | 方式 | 部门第一 | 部门前三 | 事项第一 | 事项前三 | 没有建议 | Brier |")
    print("|---|---|---|---|---|---|---|---|---|")
    for title, those, rank in (
        ("**第四套封存的**", kept_of("fourth"), ours),
        ("**第二套封存的**", kept_of("second"), ours),
        ("第一套留出的", kept_of("first"), ours),
        ("第四套打开的", learned_of("fourth"), without_its_tenth),
        ("第三套", learned_of("third"), without_its_tenth),
        ("第二套打开的", learned_of("second"), without_its_tenth),
        ("第一套学的", learned_of("first"), without_its_tenth),
    ):
        for name, way in (("惠企", rank), ("数关键词", baseline)):
            cells = [f"{one:.3f}" for one in measured(way, those).values()]
            print(f"| {title} | {len(those)} | {name} | {' | '.join(cells)} |")
    for title, which in (("第四套", "fourth"), ("第二套", "second")):
        print(f"\n{title}封存的，第一个建议的分数与事项真的对了多少：")
        print("；".join(sureness(ours, kept_of(which))))
    took = milliseconds(learned_of("second"))
    cuts = quantiles(took, n=20)
    print(f"\n一次建议的处理器时间：中位 {cuts[9]:.1f} 毫秒，95% 在 {cuts[18]:.1f} 毫秒以内")
    return 0


if __name__ == "__main__":
    sys.exit(main())
