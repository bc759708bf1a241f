"""政策沙盘: one edited rule over the whole city, with what was judged before and without.

``make bench AREA=sandbox`` or ``python -m benchmarks.sandbox [ROWS]`` (default 4,000,000). The
register is that of ``benchmarks.sweep``, with rents about the ceiling and titles that last. A time
is that of the processor, from the question to the whole answer: who moves, the cost, all groups
and the first hundred affected firms; «text» is what it takes to compile the question before.
Every warm answer is compared with the cold one; the run stops where one differs.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.sweep import ON, SEED, register
from huiqi.library import load
from huiqi.rules.assumed import assumed
from huiqi.rules.policy import Formula, Policy
from huiqi.rules.simulate import Sandbox, Simulated, Texts, over
from huiqi.rules.sweep.kept import Kept

ROWS: Final = 4_000_000
LISTED: Final = 100
GOAL: Final = 0.05  # seconds
RENT: Final = "shenzhen_longgang.park_rent"
SCORE: Final = "national.tech_sme"


@dataclass(frozen=True)
class Edit:
    """改动: of a programme, some texts that differ in the same place."""

    name: str
    programme: str
    texts: Sequence[Policy]


def tenants(rows: int) -> pa.Table:
    """名册: with rents of up to 800,000 yuan, and half of the firms with a title that lasts."""
    chance = np.random.default_rng(SEED + 1)
    rent = pa.array(chance.integers(0, 800_000, rows)).cast(pa.decimal128(20, 0))
    title = {"kind": "high_tech_enterprise", "granted_on": date(2021, 12, 1)}
    title["valid_until"] = date(2024, 12, 1)
    kind = pa.list_(
        pa.struct({"kind": pa.string(), "granted_on": pa.date32(), "valid_until": pa.date32()})
    )
    titles = pa.array([[], [title]], kind).take(pa.array(chance.integers(0, 2, rows)))
    table = register(rows)
    for name, column in (("rent_paid_last_year", rent), ("titles", titles)):
        table = table.set_column(table.column_names.index(name), name, column)
    return table


def edits() -> Iterator[Edit]:
    """改动: an amount, a number of a condition, a condition, and a score of many firms."""
    rent, score = (load().policy(name) for name in (RENT, SCORE))
    shares = [assumed(rent, ON, [f"rate={share}%"]) for share in (40, 41, 42, 43, 44)]
    yield Edit("改比例（金额）", RENT, shares)
    caps = [assumed(rent, ON, [f"annual_cap={cap}万元"]) for cap in (15, 16, 17, 18, 19)]
    yield Edit("改每年上限（金额）", RENT, caps)
    floors = [f"rent_paid_last_year > {floor}" for floor in (10**4, 10**5, 2 * 10**5, 4 * 10**5)]
    yield Edit("改条件里的数", RENT, [_with_rule(rent, 2, rule) for rule in floors])
    others = [f"employees >= {count}" for count in (20, 50, 100, 300, 1000)]
    yield Edit("换一个条件", RENT, [_with_rule(rent, 3, rule) for rule in others])
    staff = [assumed(score, ON, [f"max_employees={most}"]) for most in (100, 200, 300, 400, 450)]
    yield Edit("改评分项目的人数上限", SCORE, staff)


def _with_rule(policy: Policy, place: int, rule: str) -> Policy:
    when = list(policy.when)
    when[place] = replace(when[place], rule=Formula(rule, 1))
    return replace(policy, when=tuple(when))


def main(rows: int = ROWS) -> int:
    """运行: the table; 1 where a warm answer is not the cold one."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "register.parquet"
        pq.write_table(tenants(rows), path)
        opened, box = _timed(lambda: Sandbox(path, Path(scratch) / "shelf"))
        print(f"{rows:,} 户；核对名册 {opened:.1f} 秒\n")
        print("| 改动 | 符合与可能符合 | 有变化 | 冷 | 热，中位（最长） | 冷／热 | 编制文本 |")
        print("|---|---|---|---|---|---|---|")
        slowest = [_row(box, edit) for edit in edits()]
    if None in slowest:
        print("停止：热的答复与冷的不一致。", file=sys.stderr)
        return 1
    worst = max(one for one in slowest if one is not None)
    told = "达到" if worst < GOAL else "未达到"
    print(f"\n改一条规则，全市结果 < {_told(GOAL)}：最长 {_told(worst)}，{told}")
    return 0


def _row(box: Sandbox, edit: Edit) -> float | None:
    """One line of the table; the longest of the warm ones, or None where they disagree."""
    library = load()
    policy = library.policy(edit.programme)
    questions = [Texts(library, policy, text, ON).question() for text in edit.texts]
    compiling, _ = _timed(lambda: Texts(library, policy, edit.texts[0], ON).question())
    mapped = [box.opened(question) for question in questions]

    def asked(place: int, kept: Kept) -> tuple[float, Simulated]:
        return _timed(lambda: over(questions[place], mapped[place], LISTED, kept))

    over(questions[0], mapped[0], LISTED)  # the columns are in memory from here on
    cold = [asked(place, Kept()) for place in range(len(questions))]
    kept = Kept()
    asked(0, kept)
    warm = [asked(place, kept) for place in range(1, len(questions))]
    if any(one[1] != other[1] for one, other in zip(cold[1:], warm, strict=True)):
        return None
    slow, times = median(one for one, _ in cold), [one for one, _ in warm]
    quick, found = median(times), warm[-1][1]
    tally = found.sides["after"].tally
    told = [f"{tally.yes + tally.unknown:,}", f"{found.changed:,}", _told(slow)]
    told += [f"{_told(quick)}（{_told(max(times))}）", f"{slow / quick:.1f}", _told(compiling)]
    print(f"| {edit.name} | {' | '.join(told)} |", flush=True)
    return max(times)


def _told(seconds: float) -> str:
    return f"{seconds * 1e3:.0f} 毫秒"


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = process_time()
    found = work()
    return process_time() - start, found


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:2])))
