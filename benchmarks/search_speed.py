"""检索速度: p50 and p95 of answering, on 50,000 generated policies, beside PostgreSQL full text.

``python -m benchmarks.search_speed [DOCUMENTS]``. Ours gives the whole page: the ten policies
with their best clauses marked, and the counts of every filter; PostgreSQL gives ten ids only.
The documents are mixed from the library by a fixed seed. Both take turns in one process, over
the labelled questions, so that both meet the same disturbances.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final

# Run as a file, Python looks for modules beside it only.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.labelled import labelled
from benchmarks.postgres import FullText, server
from benchmarks.search import ON
from huiqi.policies.search.entry import Entry, library_entries
from huiqi.policies.search.finding import Finder
from huiqi.policies.search.marking import marked, words_to_mark
from huiqi.policies.search.store import Store

DOCUMENTS: Final = 50_000
GOAL: Final = 10.0  # milliseconds, p95
ROUNDS: Final = 3
SEED: Final = 2021
DISTRICTS: Final = (
    *("国家", "广东省", "深圳市", "福田区", "罗湖区", "南山区", "盐田区"),
    *("宝安区", "龙岗区", "龙华区", "坪山区", "光明区", "大鹏新区"),
)


def documents(count: int = DOCUMENTS) -> list[Entry]:
    """生成的条目: each has a title, a summary and clauses of the library's, mixed anew."""
    base, dice = library_entries(), random.Random(SEED)
    clauses = [clause for entry in base for clause in entry.clauses]
    found = []
    for at in range(count):
        title, rest = dice.choice(base), dice.choice(base)
        district = dice.choice(DISTRICTS)
        since = title.since + timedelta(days=dice.randrange(1_500))
        found.append(
            replace(
                rest,
                id=f"made.policy_{at}",
                title=f"{district}{title.title}（第{at % 97}批）",
                district=district,
                numbers=(f"深试规〔{2010 + at % 15}〕{at % 999}号",),
                clauses=tuple(dice.sample(clauses, dice.randint(3, 14))),
                since=since,
                until=since + timedelta(days=dice.randrange(400, 3_000)),
            )
        )
    return found


def page(finder: Finder, text: str) -> None:
    """惠企: all that the page shows."""
    result = finder.find(text, on=ON)
    asked = words_to_mark(result.question)
    for hit in result.hits:
        marked(hit.entry.title, asked)
        marked(hit.entry.summary, asked)
        for clause in hit.clauses:
            marked(clause.text, asked)


Times = dict[str, list[float]]


def timed(ways: dict[str, Callable[[str], object]], texts: Sequence[str]) -> Times:
    """计时: milliseconds of each question, the median of the rounds; all ways take turns."""
    spent: dict[str, list[list[float]]] = {name: [[] for _ in texts] for name in ways}
    for number in range(ROUNDS + 1):
        for at, text in enumerate(texts):
            for name, way in ways.items():
                gc.disable()
                start = perf_counter()
                way(text)
                took = (perf_counter() - start) * 1e3
                gc.enable()
                if number:  # the first round warms up
                    spent[name][at].append(took)
    return {name: [sorted(one)[len(one) // 2] for one in each] for name, each in spent.items()}


def processor(way: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """处理器时间: milliseconds of this process for each question, whoever else is at work."""
    found = []
    for text in texts:
        start = process_time()
        way(text)
        found.append((process_time() - start) * 1e3)
    return found


def share(of: Sequence[float], part: float) -> float:
    """分位: the value that ``part`` of them do not exceed."""
    return sorted(of)[min(len(of) - 1, int(len(of) * part))]


def report(count: int = DOCUMENTS) -> None:
    """报告: prints the table."""
    entries, texts = documents(count), [one.text for one in labelled()]
    with TemporaryDirectory() as folder, server() as cursor:
        finder = Finder(Store(Path(folder)), entries)
        start = perf_counter()
        finder.rebuild()
        built = perf_counter() - start
        peer = FullText(cursor, entries)
        ways: dict[str, Callable[[str], object]] = {
            "惠企，整页": lambda text: page(finder, text),
            "PostgreSQL，前十个编号": peer.ask,
        }
        told = timed(ways, texts)
        own = processor(ways["惠企，整页"], texts)
    print(f"{count:,} 项生成的政策，{len(texts)} 个问句；建索引 {built:.0f} 秒")
    print("毫秒    p50     p95    最慢")
    for name, each in told.items():
        print(f"{share(each, 0.5):>11.1f}{share(each, 0.95):>8.1f}{max(each):>8.1f}  {name}")
    print(f"{share(own, 0.5):>11.1f}{share(own, 0.95):>8.1f}{max(own):>8.1f}  惠企，处理器时间")
    mine, theirs = told.values()
    for part in (0.5, 0.95):
        print(f"p{part * 100:.0f} 快 {share(theirs, part) / share(mine, part):.1f} 倍")
    for name, each in (("墙钟", mine), ("处理器", own)):
        reached = "达到" if share(each, 0.95) <= GOAL else "未达到"
        print(f"目标 p95 ≤ {GOAL:g} 毫秒（{name}）：{reached}")


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
