"""规则引擎的基准测试: one firm, the whole city, more firms and more clauses, in one run.

``make bench AREA=engine``. Every engine is compared with ours before it is timed; the run stops
with status 1 where one differs. The tables are also written into docs/reference/benchmarks.md.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

import numpy as np

from benchmarks import clauses
from benchmarks.city import City, city, lowered
from benchmarks.columns import Duck, Numpy, Ours, Polars
from benchmarks.json_rules import JsonLogic
from benchmarks.peers import Cel, Policy, record
from benchmarks.vector_fisca import VectorFisca
from benchmarks.workers import Workers

FIRMS: Final = 1_000_000
CLAUSES: Final = 200
SCALES: Final = ((250_000, 100), (250_000, 200), (250_000, 1000), (1_000_000, 1000))
LARGE: Final = (4_000_000, 1000)
ROUNDS: Final = 3
PROCESSES: Final = 2
REPORT: Final = Path(__file__).parent.parent / "docs" / "reference" / "benchmarks.md"
BEGIN, END = "<!-- engine: begin -->", "<!-- engine: end -->"
ONE, TWO = "惠企，1 个进程", f"惠企，{PROCESSES} 个进程"
FISCA: Final = "OpenFisca，仅完整记录"
PEERS: Final = (
    "numpy", "polars", "duckdb", "zen-engine", "common-expression-language",
    "panzi-json-logic", "OpenFisca-Core",
)  # fmt: skip


class Disagreement(Exception):
    """结论不一致: nothing is timed then."""


@dataclass
class Report:
    """报告: lines that are printed at once and kept for the file; goals with their outcome."""

    lines: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)

    def say(self, text: str = "") -> None:
        """说: one line."""
        print(text, flush=True)
        self.lines.append(text)

    def goal(self, what: str, found: str, reached: bool) -> None:
        """目标: what was wanted and what was found."""
        self.goals.append(f"| {what} | {found} | {'达到' if reached else '未达到'} |")


def main() -> int:
    """运行: all tables; 1 when an engine disagrees."""
    report = Report()
    of_load = f"负载 {os.getloadavg()[0]:.1f}"
    names = "，".join(f"{name} {version(name)}" for name in PEERS)
    report.say(
        f"Python {platform.python_version()}，{os.cpu_count()} 核，开始时{of_load}；{names}。"
    )
    try:
        speed = bandwidth()
        whole_city(report, speed)
        scales(report)
        large(report, speed)
    except Disagreement as differs:
        print(f"停止：{differs}", file=sys.stderr)
        return 1
    report.say("\n| 目标（同一次运行） | 结果 | |\n|---|---|---|")
    for line in report.goals:
        report.say(line)
    keep(report.lines)
    return 0


def keep(lines: list[str]) -> None:
    """写入文档: between the marks, at the end where there are none."""
    text = REPORT.read_text(encoding="utf-8")
    if BEGIN not in text:
        text += f"\n## 全市：规则引擎\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    whole = "\n".join(lines).strip()
    REPORT.write_text(f"{before}{BEGIN}\n{whole}\n{END}{after}", encoding="utf-8")


def bandwidth() -> float:
    """内存带宽: bytes a second that one core reads, the best of five passes."""
    values = np.ones(50_000_000, dtype=np.int64)
    return values.nbytes / min(_spent(values.max) for _ in range(5))


def _spent(what: Callable[[], Any]) -> float:
    start = perf_counter()
    what()
    return perf_counter() - start


# The whole city


def whole_city(report: Report, speed: float) -> None:
    """全市: all engines on 1,000,000 firms and 200 clauses."""
    town = city(FIRMS, CLAUSES)
    workers = Workers(town, PROCESSES)
    quick = {ONE: Ours(town.lowered, town.snapshot), TWO: workers}
    quick["Polars"] = Polars(town.lowered, town.snapshot)
    pairs, times = verified(quick)
    slow = _slow(town, quick[ONE].full())
    times |= slow
    touched = workers.bytes / speed
    workers.close()
    report.say(
        f"\n{FIRMS:,} 户 × {CLAUSES} 条，{len(town.lowered.atoms)} 个不同的原子条件，5% 未知；"
        f"确定符合 {pairs[0]:,} 对，未定 {pairs[1]:,} 对。秒，{ROUNDS} 轮中位数（最小）。\n"
    )
    report.say(
        "| 引擎 | 计数 | 全部（户和金额） | 计数比惠企慢 | 全部比惠企慢 |\n|---|---|---|---|---|"
    )
    best = {kind: median(times[TWO][kind]) for kind in ("counts", "full")}
    for name, of in times.items():
        report.say(f"| {name} | {_cells(of, best)} |")
    for line in rows_at_a_time(best["counts"]):
        report.say(line)
    report.say("| Spark | 未运行：没有安装 pyspark | | | |")
    ratio = median(times[ONE]["counts"]) / touched
    report.say(
        f"\n内存读取 {speed / 1e9:.1f} GB/秒（单核）：列共 {touched * speed / 1e6:,.0f} MB，"
        f"只读一遍 {touched * 1e3:.0f} 毫秒；计数（单进程）是它的 {ratio:.0f} 倍。"
    )
    _city_goals(report, times)


def _city_goals(report: Report, times: dict[str, Any]) -> None:
    for kind, name, wanted in (
        ("counts", "Polars", 2.5),
        ("full", "Polars", 2),
        ("full", "DuckDB，逐条 SQL，2 线程", 15),
    ):
        ratio = median(times[name][kind]) / median(times[TWO][kind])
        what = "计数" if kind == "counts" else "全部"
        report.goal(
            f"{FIRMS:,} × {CLAUSES} {what}：≥ {wanted:g} 倍 {name}",
            f"{ratio:.1f} 倍",
            ratio >= wanted,
        )


def _cells(of: dict[str, list[float]], best: dict[str, float]) -> str:
    kinds = ("counts", "full")
    told = [f"{median(of[kind]):.3f}（{min(of[kind]):.3f}）" for kind in kinds]
    return " | ".join([*told, *(f"{median(of[kind]) / best[kind]:.1f}" for kind in kinds)])


def verified(
    engines: dict[str, Any], rounds: int = ROUNDS, full_rounds: int = ROUNDS
) -> tuple[tuple[int, int], dict[str, Any]]:
    """核对后计时: pairs (sure, unknown) and the seconds of every engine, all taking turns."""
    wanted = engines[ONE].full()
    counted = [(one.sure, one.unknown) for one in wanted]
    for name, engine in engines.items():
        if list(map(tuple, engine.counts())) != counted or engine.full() != wanted:
            raise Disagreement(f"{name} 与 {ONE} 不一致。")
    times: dict[str, Any] = {name: {"counts": [], "full": []} for name in engines}
    for number in range(rounds):
        for name, engine in engines.items():
            times[name]["counts"].append(_spent(engine.counts))
            if number < full_rounds:
                spent = _spent(lambda engine=engine: engine.full(hashed=False))
                times[name]["full"].append(spent)
    return (sum(one.sure for one in wanted), sum(one.unknown for one in wanted)), times


def _slow(town: City, wanted: Any) -> dict[str, Any]:
    """Engines that take long: one round, compared as it is timed."""
    times: dict[str, Any] = {}
    makers = {"DuckDB，逐条 SQL，2 线程": Duck, "numpy 手写，每条单独": Numpy}
    for name, make in makers.items():
        engine = make(town.lowered, town.snapshot)
        start = perf_counter()
        counts = engine.counts()
        middle = perf_counter()
        full = engine.full()
        end = perf_counter()
        counted = [(one.sure, one.unknown) for one in wanted]
        if full != wanted or list(map(tuple, counts)) != counted:
            raise Disagreement(f"{name} 与 {ONE} 不一致。")
        times[name] = {"counts": [middle - start], "full": [end - middle]}
    return times


def rows_at_a_time(best: float) -> Iterator[str]:
    """逐户引擎: on a sample of complete records, extrapolated to the whole city."""
    work = clauses.work()
    machine = work.machine
    rows = [machine.prepare(firm) for firm in work.complete]
    wanted = [tuple(map(int, machine.judge(row))) for row in rows]
    full = [record(firm, work.keys) for firm in work.complete]
    cel, zen, logic = Cel(work), Policy(work), JsonLogic(work)
    contexts = [cel.prepare(one) for one in full]
    for name, judge, given in (
        ("惠企，逐户（生成的 Python）", machine.judge, rows),
        ("惠企，逐户并说明每个原子条件", machine.explained, rows),
        ("CEL（Rust）", cel.judge, contexts),
        ("ZEN 政策文档，仅完整记录", zen.judge, full),
        ("JSON Logic（panzi），仅完整记录", logic.judge, full),
    ):
        found = [judge(one) for one in given]
        firsts = [one[0] for one in found] if judge == machine.explained else found
        if judge != machine.explained and [tuple(map(int, one)) for one in firsts] != wanted:
            raise Disagreement(f"{name} 与惠企不一致。")
        spent = _spent(lambda judge=judge, given=given: [judge(one) for one in given])
        yield _extrapolated(name, spent, len(given), best)
    fisca = VectorFisca(work, copies=100)
    if fisca.judge() != wanted:
        raise Disagreement(f"{FISCA} 与惠企不一致。")
    yield _extrapolated(f"{FISCA}，整列", fisca.spent(), fisca.size, best)


def _extrapolated(name: str, spent: float, sample: int, best: float) -> str:
    whole = spent / sample * FIRMS
    return f"| {name} | {whole:,.0f}（由 {sample:,} 户推算） | | {whole / best:,.0f} | |"


# More firms, more clauses


def scales(report: Report) -> None:
    """规模: ours and Polars at several sizes; every cell is verified."""
    report.say(
        "\n| 户 × 条 | 原子条件 | 计数：1 进程 / 2 进程 / Polars | 全部：同上 |\n|---|---|---|---|"
    )
    for firms, count in SCALES:
        town = city(firms, count)
        workers = Workers(town, PROCESSES)
        engines = {ONE: Ours(town.lowered, town.snapshot), TWO: workers}
        engines["Polars"] = Polars(town.lowered, town.snapshot)
        _, times = verified(engines, full_rounds=1)
        workers.close()
        _scale_row(report, town, times)


def _scale_row(report: Report, town: City, times: dict[str, Any]) -> None:
    told = [
        " / ".join(f"{median(of[kind]):.3f}" for of in times.values())
        for kind in ("counts", "full")
    ]
    size = f"{town.snapshot.size:,} × {len(town.tests):,}"
    report.say(f"| {size} | {len(town.lowered.atoms)} | {' | '.join(told)} |")


def large(report: Report, speed: float) -> None:
    """四百万户: 1,000 clauses, in memory that is watched, and one rule that is edited."""
    town = city(*LARGE)
    workers = Workers(town, PROCESSES)
    workers.counts()
    memory = workers.memory() / workers.bytes
    edits = [edited(town, workers, place) for place in range(0, LARGE[1], 50)]
    engines = {ONE: Ours(town.lowered, town.snapshot), TWO: workers}
    engines["Polars"] = Polars(town.lowered, town.snapshot)
    pairs, times = verified(engines, full_rounds=1)
    _scale_row(report, town, times)
    counts, full = (median(times[TWO][kind]) for kind in ("counts", "full"))
    slower = median(times["Polars"]["counts"]) / counts
    report.say(
        f"\n{LARGE[0]:,} × {LARGE[1]:,}：确定符合 {pairs[0]:,} 对，未定 {pairs[1]:,} 对；"
        f"快照 {workers.bytes / 1e6:,.0f} MB，进程打开它 {workers.opening * 1e3:.0f} 毫秒；"
        f"内存读取 {speed / 1e9:.1f} GB/秒。结束时负载 {os.getloadavg()[0]:.1f}。"
    )
    name = f"{LARGE[0]:,} × {LARGE[1]:,}"
    report.goal(f"{name} 计数 < 2 秒", f"{counts:.2f} 秒", counts < 2)
    report.goal(f"{name} 全部 < 6 秒", f"{full:.2f} 秒", full < 6)
    report.goal(f"{name} 计数：≥ 4 倍 Polars", f"{slower:.1f} 倍", slower >= 4)
    report.goal("进程内存 < 1.5 倍快照", f"{memory:.2f} 倍", memory < 1.5)
    report.goal(
        "进程打开快照 < 50 毫秒", f"{workers.opening * 1e3:.0f} 毫秒", workers.opening < 0.05
    )
    told = f"中位 {median(edits) * 1e3:.0f}，最长 {max(edits) * 1e3:.0f} 毫秒"
    report.goal(f"改一条规则，{LARGE[0]:,} 户的户数和金额 < 50 毫秒", told, max(edits) < 0.05)
    workers.close()


def edited(town: City, workers: Workers, place: int) -> float:
    """改一条: seconds from a rule's tree to firms and money of the whole city."""
    one = lowered(town.tests[place : place + 1], town.amounts[place : place + 1])
    return _spent(lambda: workers.edited(one))


if __name__ == "__main__":
    sys.exit(main())
