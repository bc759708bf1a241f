"""检索质量: ours beside PostgreSQL full text, on the same policies and labelled questions.

``python -m benchmarks.search`` prints nDCG@10, MRR and the share of questions without a result,
for the half that was used to improve ours and the half that was not; one run, one process.
With ``--tuning`` it lists each question of the tuning half that could be answered better.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

# Run as a file, Python looks for modules beside it only.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.labelled import HALVES, Answers, Labelled, labelled, ndcg, quality
from benchmarks.postgres import ALL, ANY, FullText, server
from huiqi.policies.search.entry import library_entries
from huiqi.policies.search.finding import Finder
from huiqi.policies.search.store import Store

ON: Final = date(2021, 10, 20)
TITLES: Final = {"tuning": "调试用的一半", "held_out": "保留的一半"}


def ours(finder: Finder, text: str) -> list[str]:
    """惠企: ids of the first page."""
    return [hit.entry.id for hit in finder.find(text, on=ON).hits]


def clauses_shown(finder: Finder, those: Sequence[Labelled]) -> tuple[int, int]:
    """答案条款: how many of the clauses that answer are shown on the first page, of how many."""
    asked = [one for one in those if one.clause]
    return sum(one.clause in _clauses(finder, one.text) for one in asked), len(asked)


def _clauses(finder: Finder, text: str) -> set[str]:
    hits = finder.find(text, on=ON).hits
    return {f"{hit.entry.id}#{clause.id}" for hit in hits for clause in hit.clauses}


def report() -> None:
    """报告: prints the table."""
    entries, those = library_entries(), labelled()
    with TemporaryDirectory() as folder, server() as cursor:
        finder = Finder(Store(Path(folder)), entries)
        finder.rebuild()
        peer = FullText(cursor, entries)
        ways: dict[str, Answers] = {
            "惠企": partial(ours, finder),
            "PostgreSQL，任一词": partial(peer.ask, joined=ANY),
            "PostgreSQL，任一词，除以长度的对数": partial(peer.ask, joined=ANY, norm=1),
            "PostgreSQL，全部词": partial(peer.ask, joined=ALL),
        }
        print(f"{len(entries)} 项政策，{len(those)} 个问句")
        for half in HALVES:
            some = [one for one in those if one.half == half]
            print(f"\n{TITLES[half]}（{len(some)} 问）\n nDCG@10   MRR   无结果")
            for name, way in ways.items():
                told = quality(some, way)
                print(f"{told.ndcg:>8.3f}{told.mrr:>7.3f}{told.nothing:>7.1%}  {name}")
            met, asked = clauses_shown(finder, some)
            print(f"答案条款在第一页：{met}/{asked}")
        if "--tuning" in sys.argv:
            _list(finder, [one for one in those if one.half == HALVES[0]])


def _list(finder: Finder, those: Sequence[Labelled]) -> None:
    told = [(ndcg(one.of, ours(finder, one.text)), one) for one in those]
    for value, one in sorted(told, key=lambda pair: pair[0]):
        if value < 1:
            shown = " ".join(f"{id_}:{one.of.get(id_, 0)}" for id_ in ours(finder, one.text)[:5])
            print(f"{value:.2f} {one.text}\n     {dict(one.of)}\n     {shown}")


if __name__ == "__main__":
    report()
