"""差一步: who lacks exactly one condition, over a made-up register, against the plain sweep.

``python -m benchmarks.near [ROWS] [PROGRAMME …]`` (default 1,000,000 and four programmes). For
each: the bitmap kernel alone (counts of yes and unknown; who is near, with which condition), in
turns over the same column snapshot; then the whole of it: ``sweep`` of the one programme into a
folder, beside the rows of the list of those near. Last, what the words cost: reasons and the
step of some firms, one by one, as a list tells them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import pyarrow.parquet as pq

from benchmarks.sweep import ON, register
from huiqi.library import load
from huiqi.rules.bits import Bits
from huiqi.rules.sweep import How, sweep
from huiqi.rules.sweep.listing import Lister, Telling, asking, facts_of_rows, on_shelf
from huiqi.rules.sweep.near import Nearness
from huiqi.rules.sweep.population import Population

USUAL: Final = (
    "national.above_scale",
    "national.high_tech_enterprise",
    "shenzhen.srdi",
    "shenzhen_longgang.park_rent",
)
ROUNDS: Final = 7  # of the kernel
SWEEPS: Final = 3  # of the whole
TOLD: Final = 500  # firms of whom the words are measured


@dataclass(frozen=True)
class Measured:
    """所测: seconds of each, in turns; ``near`` firms lack one condition, ``listed`` may change."""

    counts: float
    nearness: float
    swept: float
    listing: float
    near: int
    listed: int
    told: int
    words: float


def main() -> None:
    """运行: one line for each programme."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        path = folder / "register.parquet"
        pq.write_table(register(rows), path)
        population = Population.read(path)
        print(f"{rows:,} 户，{ON}\n")
        print("| 项目 | 只差一项 | 列入 | 内核计数 | 内核差一步 | 比 | 全库匹配 | 找出名单 | 比 |")
        print("|---|---|---|---|---|---|---|---|---|")
        for programme in sys.argv[2:] or USUAL:
            one = measured(folder, population, programme)
            print(
                f"| {programme} | {one.near:,} | {one.listed:,}"
                f" | {one.counts * 1e3:.1f} ms | {one.nearness * 1e3:.1f} ms"
                f" | {one.nearness / one.counts:.2f}"
                f" | {one.swept:.2f} s | {one.listing:.2f} s | {one.listing / one.swept:.2f} |"
                f" {one.told:,} 户的理由和一步 {one.words / max(one.told, 1) * 1e3:.2f} 毫秒一户"
            )


def measured(folder: Path, population: Population, programme: str) -> Measured:
    """测量: one programme, everything warm but the words."""
    of = asking(load(), ON, programme)
    found = on_shelf(population, of, folder / "shelf")
    graph = of.question.lowered.graph
    bits, nearness = Bits(of.question.lowered), [Nearness(graph, one) for one in of.conditions]
    counts, near = _in_turns(
        lambda: bits.counts(found.snapshot),
        lambda: [one.counts(found.snapshot) for one in nearness],
    )
    how, lister = How(processes=1, shelf=folder / "swept"), Lister(of, found)
    sweep(load(), population.path, ON, folder / f"{programme}-cold", (programme,), how)
    outs = iter(range(SWEEPS))
    swept, listing = _in_turns(
        lambda: sweep(
            load(), population.path, ON, folder / f"{programme}-{next(outs)}", (programme,), how
        ),
        lambda: lister.find("near"),
        SWEEPS,
    )
    listed = lister.find("near")
    telling, some = Telling("near"), listed.rows[:TOLD]
    facts = list(facts_of_rows(population, some, ON))
    start = perf_counter()
    for variant, known in zip(listed.variants[:TOLD].tolist(), facts, strict=True):
        telling.of(of.rules[variant], known)
    words = perf_counter() - start
    alone = len(listed.rows) + listed.stuck
    return Measured(counts, near, swept, listing, alone, len(listed.rows), len(some), words)


def _in_turns(
    one: Callable[[], object], other: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """The median of both, each round one after the other."""
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, times in zip((one, other), spent, strict=True):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
    return median(spent[0]), median(spent[1])


if __name__ == "__main__":
    main()
