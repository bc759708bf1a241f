"""规则引擎的基准测试: one firm, the whole city, more firms and more clauses, in one run.

``make bench AREA=engine``. Every engine is compared with ours before it is timed; the run stops
with status 1 where one differs. The tables are also written into docs/reference/benchmarks.md.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

import numpy as np

from benchmarks import choose, clauses, one_firm, whatif
from benchmarks.city import City, city, lowered
from benchmarks.columns import Duck, Numpy, Ours, Polars, Told
from benchmarks.json_rules import JsonLogic
from benchmarks.native import Absent, Native
from benchmarks.peers import Cel, Policy, record
from benchmarks.report import Report, keep
from benchmarks.spark_sql import SparkSql
from benchmarks.spark_sql import plain as spark_plain
from benchmarks.vector_fisca import VectorFisca
from benchmarks.workers import Workers, stored

FIRMS: Final = 1_000_000
CLAUSES: Final = 200
SIZE: Final = f"{FIRMS:,} × {CLAUSES}"
SCALES: Final = ((250_000, 100), (250_000, 200), (250_000, 1000), (1_000_000, 1000))
LARGE: Final = (4_000_000, 1000)
ROUNDS: Final = 3
ROUNDS_OF_ONE: Final = 3
PROCESSES: Final = 2
SPARK_FIRMS: Final = 50_000
FISCA_COPIES: Final = 5_000  # of 200 firms: all of them, as it is slower where the cache ends
ONE, TWO = "惠企，1 个进程", f"惠企，{PROCESSES} 个进程"
KINDS: Final = ("counts", "full")
FISCA: Final = "OpenFisca，整列，未知另立标记"
PEERS: Final = (
    "numpy", "polars", "duckdb", "zen-engine", "common-expression-language",
    "panzi-json-logic", "OpenFisca-Core", "ortools",
)  # fmt: skip


class Disagreement(Exception):
    """结论不一致: nothing is timed then."""


def main() -> int:
    """运行: all tables; 1 when an engine disagrees."""
    report = Report()
    of_load = f"负载 {os.getloadavg()[0]:.1f}"
    names = "，".join(f"{name} {version(name)}" for name in PEERS)
    report.say(
        f"Python {platform.python_version()}，{os.cpu_count()} 核，开始时{of_load}；{names}。"
    )
    try:
        one_firm_all_clauses(report)
        speed = bandwidth()
        whole_city(report, speed)
        scales(report)
        large(report, speed)
        nearest_and_best(report)
    except (Disagreement, one_firm.Disagreement, whatif.Unverified) as differs:
        print(f"停止：{differs}", file=sys.stderr)
        return 1
    report.say(f"\n结束时负载 {os.getloadavg()[0]:.1f}。")
    report.end()
    keep(report.lines, "engine", "全市：规则引擎")
    return 0


# One firm


def one_firm_all_clauses(report: Report) -> None:
    """一户: ours and the peers on one firm, in short; ``run.py one`` tells all of it."""
    times = one_firm.timed(one_firm.runners(clauses.work()), rounds=ROUNDS_OF_ONE)
    report.say(f"\n一户 × {CLAUSES} 条。微秒，{ROUNDS_OF_ONE} 轮中位数（最小）。\n")
    report.say("| 引擎 | 一户 |\n|---|---|")
    for name, of in times.items():
        report.say(f"| {name} | {median(of):,.1f}（{min(of):,.1f}） |")
    for goal in one_firm.GOALS:
        if goal.times:
            what = f"一户：{goal.ours} 比 {goal.peer}"
            report.times(what, one_firm.ratio_of(goal, times), goal.times)


def nearest_and_best(report: Report) -> None:
    """差一点和最优组合: how long the slow ones take."""
    spent, plans = whatif.timed()
    what_if, best = choose.at(spent, 0.95), choose.hardest()
    report.say(
        f"\n差一点：{len(spent):,} 问，中位 {choose.at(spent, 0.5):.2f}、95% {what_if:.2f}、"
        f"最长 {spent[-1]:.1f} 毫秒；给出的 {plans} 个改变逐个重判，全部成立。"
    )
    report.goal("差一点的 95% < 1 毫秒", f"{what_if:.2f} 毫秒", what_if < 1)
    report.goal("最优组合（40 项）的 95% < 10 毫秒", f"{best:.1f} 毫秒", best < choose.GOAL)


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
    with TemporaryDirectory() as folder:
        town = stored(city(FIRMS, CLAUSES), Path(folder))
        workers = Workers(town, Path(folder), PROCESSES)
        quick = {ONE: Ours(town.lowered, town.snapshot), TWO: workers}
        quick["Polars"] = Polars(town.lowered, town.snapshot)
        pairs, times = verified(quick)
        touched = workers.bytes / speed
        workers.close()
        wanted = quick[ONE].full()
        slow = _slow(town, wanted)
        native = _native(report, town, wanted)
    times |= slow
    report.say(
        f"\n{FIRMS:,} 户 × {CLAUSES} 条，{len(town.lowered.atoms)} 个不同的原子条件，5% 未知；"
        f"确定符合 {pairs[0]:,} 对，未定 {pairs[1]:,} 对。秒，{ROUNDS} 轮中位数（最小）。\n"
    )
    report.say(
        "| 引擎 | 计数 | 全部（户和金额） | 计数比惠企慢 | 全部比惠企慢 |\n|---|---|---|---|---|"
    )
    best = {kind: median(times[TWO][kind]) for kind in KINDS}
    for name, of in times.items():
        report.say(f"| {name} | {_cells(of, best)} |")
    for line in rows_at_a_time(best):
        report.say(line)
    _, of_fisca = _of_fisca(report, best)
    report.times(f"{SIZE} 全部：{FISCA}", of_fisca, 25)
    _spark(report, town, best["full"])
    ratio = median(times[ONE]["counts"]) / touched
    report.say(
        f"\n内存读取 {speed / 1e9:.1f} GB/秒（单核）：列共 {touched * speed / 1e6:,.0f} MB，"
        f"只读一遍 {touched * 1e3:.0f} 毫秒；计数（单进程）是它的 {ratio:.0f} 倍。{native[0]}"
    )
    _city_goals(report, times)
    if native[1]:
        slower = min(times[ONE]["counts"]) / native[1]
        report.goal(f"{SIZE} 计数，单核：至多生成的 C 的 6 倍", f"{slower:.1f} 倍", slower <= 6)


def _native(report: Report, town: City, wanted: list[Told]) -> tuple[str, float]:
    """What generated C takes on one core: a sentence and the seconds, 0 where it was not run."""
    try:
        start = perf_counter()
        engine = Native(town.lowered, town.snapshot)
        compiling = perf_counter() - start
    except Absent as absent:
        report.not_run(f"{SIZE} 计数，单核：至多生成的 C 的 6 倍", str(absent))
        return f"生成的 C 未运行：{absent}。", 0
    if engine.counts() != [(one.sure, one.unknown) for one in wanted]:
        raise Disagreement("生成的 C 与惠企不一致。")
    spent = min(_spent(engine.counts) for _ in range(5))
    return f"生成的 C（单核，先编译 {compiling:.0f} 秒）计数 {spent * 1e3:.0f} 毫秒。", spent


def _spark(report: Report, town: City, best: float) -> None:
    """Spark SQL on some of the firms, where it is installed and starts."""
    part = town.snapshot.at(slice(0, SPARK_FIRMS))
    try:
        engine = SparkSql(town.lowered, part)
    except (ImportError, RuntimeError, OSError) as error:
        why = "没有安装 pyspark" if isinstance(error, ImportError) else "Spark 不能启动"
        report.say(f"| Spark SQL | 未运行：{why} | | | |")
        report.not_run(f"{SIZE} 全部：≥ 100 倍 Spark SQL", why)
        return
    try:
        if engine.full() != spark_plain(Ours(town.lowered, part).full()):
            raise Disagreement("Spark SQL 与惠企不一致。")
        spent = engine.spent() / SPARK_FIRMS * FIRMS
    finally:
        engine.close()
    told = f"{spent:,.0f}（由 {SPARK_FIRMS:,} 户推算，第二次运行，不列户）"
    report.say(f"| Spark SQL，local[2] | | {told} | | {spent / best:,.0f} |")
    report.times(f"{SIZE} 全部：Spark SQL", spent / best, 100)


def _city_goals(report: Report, times: dict[str, Any]) -> None:
    for kind, name, wanted in (
        ("counts", "Polars", 2.5),
        ("full", "Polars", 2),
        ("full", "DuckDB，逐条 SQL，2 线程", 15),
    ):
        ratio = median(times[name][kind]) / median(times[TWO][kind])
        what = "计数" if kind == "counts" else "全部"
        report.times(f"{SIZE} {what}：{name}", ratio, wanted)


def _cells(of: dict[str, list[float]], best: dict[str, float]) -> str:
    told = [f"{median(of[kind]):.3f}（{min(of[kind]):.3f}）" for kind in KINDS]
    return " | ".join([*told, *(f"{median(of[kind]) / best[kind]:.1f}" for kind in KINDS)])


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


def rows_at_a_time(best: dict[str, float]) -> Iterator[str]:
    """逐户引擎: conditions only, on a sample of complete records, extrapolated to the city."""
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


def _extrapolated(name: str, spent: float, sample: int, best: dict[str, float]) -> str:
    whole = spent / sample * FIRMS
    told = f"{whole:,.1f}（由 {sample:,} 户推算）"
    return f"| {name} | {told} | | {whole / best['counts']:,.0f} | |"


def _of_fisca(report: Report, best: dict[str, float]) -> list[float]:
    """A row for OpenFisca by columns; how many times slower it is, by kind."""
    work = clauses.work()
    fisca = VectorFisca(work, FISCA_COPIES)
    machine = work.machine
    wanted = [tuple(map(int, machine.judge(machine.prepare(one)))) for one in work.partial]
    if fisca.judge() != wanted:
        raise Disagreement(f"{FISCA} 与惠企不一致。")
    of = {
        kind: min(fisca.spent(paid=kind == "full") for _ in range(2)) / fisca.size * FIRMS
        for kind in KINDS
    }
    slower = [of[kind] / best[kind] for kind in KINDS]
    told = " | ".join(f"{of[kind]:,.1f}（{fisca.size:,} 户）" for kind in KINDS)
    report.say(f"| {FISCA} | {told} | {slower[0]:,.1f} | {slower[1]:,.1f} |")
    return slower


# More firms, more clauses


def scales(report: Report) -> None:
    """规模: ours and Polars at several sizes; every cell is verified."""
    report.say(
        "\n| 户 × 条 | 原子条件 | 计数：1 进程 / 2 进程 / Polars | 全部：同上 |\n|---|---|---|---|"
    )
    for firms, count in SCALES:
        with TemporaryDirectory() as folder:
            town = stored(city(firms, count), Path(folder))
            workers = Workers(town, Path(folder), PROCESSES)
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
    with TemporaryDirectory() as folder:
        town = stored(city(*LARGE), Path(folder))
        workers = Workers(town, Path(folder), PROCESSES)
        workers.counts()
        most, own = workers.memory()
        edits = [edited(town, workers, place) for place in range(0, LARGE[1], 50)]
        engines = {ONE: Ours(town.lowered, town.snapshot), TWO: workers}
        engines["Polars"] = Polars(town.lowered, town.snapshot)
        pairs, times = verified(engines, full_rounds=1)
        workers.close()
    _scale_row(report, town, times)
    report.say(
        f"\n{LARGE[0]:,} × {LARGE[1]:,}：确定符合 {pairs[0]:,} 对，未定 {pairs[1]:,} 对；"
        f"快照 {workers.bytes / 1e6:,.0f} MB，进程打开它 {workers.opening * 1e3:.0f} 毫秒，"
        f"计数以后内存最多 {most / 1e6:,.0f} MB（映射的列在内），自己的 {own / 1e6:,.0f} MB；"
        f"内存读取 {speed / 1e9:.1f} GB/秒。"
    )
    _large_goals(report, times)
    ratio = most / workers.bytes
    report.goal("进程内存 < 1.5 倍快照", f"{ratio:.2f} 倍", ratio < 1.5)
    report.goal(
        "进程打开快照 < 50 毫秒", f"{workers.opening * 1e3:.0f} 毫秒", workers.opening < 0.05
    )
    told = f"中位 {median(edits) * 1e3:.0f}，最长 {max(edits) * 1e3:.0f} 毫秒"
    report.goal(f"改一条规则，{LARGE[0]:,} 户的户数和金额 < 50 毫秒", told, max(edits) < 0.05)


def _large_goals(report: Report, times: dict[str, Any]) -> None:
    name = f"{LARGE[0]:,} × {LARGE[1]:,}"
    counts, full = (median(times[TWO][kind]) for kind in KINDS)
    report.goal(f"{name} 计数 < 2 秒", f"{counts:.2f} 秒", counts < 2)
    report.goal(f"{name} 全部 < 6 秒", f"{full:.2f} 秒", full < 6)
    report.times(f"{name} 计数：Polars", median(times["Polars"]["counts"]) / counts, 4)


def edited(town: City, workers: Workers, place: int) -> float:
    """改一条: seconds from a rule's tree to firms and money of the whole city."""
    one = lowered(town.tests[place : place + 1], town.amounts[place : place + 1])
    return _spent(lambda: workers.edited(one))


if __name__ == "__main__":
    sys.exit(main())
