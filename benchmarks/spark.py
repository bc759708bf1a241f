"""集群匹配: a made-up register against the whole library by Spark, beside the bitmaps and SQL.

``make bench AREA=spark``, or ``python -m benchmarks.spark [ROWS] [SQL_ROWS]``; needs
requirements/spark.txt and Java. Each run is a process of its own. CPU seconds are those of the
driver, of Java and of all workers together: on a machine that has other things to do they say
what a core can do, and seconds on the clock do not. The result is compared with that of the
bitmaps, byte for byte, and every count of the SQL with the bitmaps, before anything is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, Final

import pyarrow.parquet as pq

from benchmarks.sweep import ON, register
from huiqi.library import load
from huiqi.rules.audit_sql import query
from huiqi.rules.bits import Bits
from huiqi.rules.lower import Lowered
from huiqi.rules.sweep import How, sweep
from huiqi.rules.sweep.duck import table_of
from huiqi.rules.sweep.mapped import mapped, opened
from huiqi.rules.sweep.population import Population
from huiqi.rules.sweep.question import asked
from huiqi.rules.sweep.session import session_of, why_not

ROWS, SQL_ROWS = 1_000_000, 20_000
GROUP: Final = 2**17  # rows of a row group: what Spark can read at once
PROVINCE: Final = 58_000_000
TICK: Final = os.sysconf("SC_CLK_TCK")
LOOK: Final = 0.2  # seconds between two looks at how much memory is held
WAYS: Final = ("bitmap", "local[1]", "local[2]")


def main() -> int:
    """运行: the tables; 1 where Spark cannot run or differs."""
    problem = why_not()
    if problem:
        print(f"没有运行：{problem}", file=sys.stderr)
        return 1
    numbers = [int(one) for one in sys.argv[1:] if one.isdecimal()]  # none, where run.py asks
    rows, sql_rows = (*numbers, *(ROWS, SQL_ROWS)[len(numbers) :])[:2]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pq.write_table(register(rows), folder / "register.parquet", row_group_size=GROUP)
        found = {way: _apart("swept", way, folder) for way in WAYS}
        if len({one["hash"] for one in found.values()}) != 1:
            print("停止：结果与位图不同。", file=sys.stderr)
            return 1
        _tell(rows, found)
        pq.write_table(register(sql_rows), folder / "small.parquet")
        _tell_sql(sql_rows, {way: _apart(way, "local[2]", folder) for way in ("kernel", "sql")})
    return 0


def _tell(rows: int, found: Mapping[str, Mapping[str, Any]]) -> None:
    print(f"{rows:,} 户 × 全部项目，连读名册、核对、写出结果\n")
    print("| 方式 | 秒 | CPU 秒 | 户/CPU 秒 | 相对位图的 CPU | Python 进程内存 | Java 内存 |")
    print("|---|---|---|---|---|---|---|")
    for way, one in found.items():
        share = one["cpu"] / found["bitmap"]["cpu"]
        rate, memory = rows / one["cpu"], f"{one['python']:,} MB | {one['java']:,} MB"
        print(
            f"| {way} | {one['s']:.1f} | {one['cpu']:.1f} | {rate:,.0f} | {share:.1f} | {memory} |"
        )
    hours = PROVINCE / (rows / found["local[2]"]["cpu"]) / 3600
    print(
        f"\n推算（不是测量）：{PROVINCE:,} 户约 {hours:.1f} 核时；100 核约 {hours * 0.6:.1f} 分钟"
    )


def _tell_sql(rows: int, found: Mapping[str, Mapping[str, Any]]) -> None:
    ratio = found["sql"]["cpu"] / found["kernel"]["cpu"]
    print(f"\n{rows:,} 户，同样的项目，列已读好；会话已开，第二次")
    for way, one in found.items():
        print(f"{way}：{one['s']:.2f} 秒，{one['cpu']:.2f} CPU 秒")
    print(f"生成的 SQL 用的 CPU 是位图内核的 {ratio:.0f} 倍")


# A process of its own, watched


def _apart(what: str, way: str, folder: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.spark", what, way, str(folder)]
    told = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def _inside(what: str, way: str, folder: Path) -> None:
    work = {"swept": _swept, "kernel": _kernel, "sql": _sql}[what]
    print(json.dumps(work(way, folder)))


def _watched(work: Callable[[], Any]) -> dict[str, Any]:
    """Seconds, CPU seconds and the most memory (MB) of this process and all below it."""
    most = {"python": 0, "java": 0}
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            for process in _below(os.getpid()):
                name, held = _memory(process)
                most[name] = max(most.get(name, 0), held)
            sleep(LOOK)

    looking = threading.Thread(target=look)
    looking.start()
    start, before = perf_counter(), _cpu()
    try:
        work()
    finally:
        spent, seconds = _cpu() - before, perf_counter() - start
        done.set()
        looking.join()
    return {"s": seconds, "cpu": spent, "python": most["python"], "java": most["java"]}


def _below(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _below(int(child))


def _cpu() -> float:
    """Of what runs now and of what it has waited for."""
    total = 0
    for process in _below(os.getpid()):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICK


def _memory(process: int) -> tuple[str, int]:
    try:
        text = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return "", 0
    fields = dict(line.split(":", 1) for line in text.splitlines())
    held = int(fields.get("VmRSS", "0 kB").split()[0]) // 1024
    return "java" if fields["Name"].strip() == "java" else "python", held


# Ways


def _swept(way: str, folder: Path) -> dict[str, Any]:
    out = folder / way
    spark = way.startswith("local")
    how = How(
        *("spark" if spark else "bitmap", 1, folder / f"shelf-{way}"),
        master=way if spark else None,
    )
    told: dict[str, Any] = {}

    def work() -> None:
        told.update(sweep(load(), folder / "register.parquet", ON, out, how=how))

    found = _watched(work)
    return {**found, "hash": [told["files"], told["programmes"], told["missing"]].__repr__()}


def _lowered(folder: Path) -> tuple[Lowered, Any]:
    """The programmes, and a register's columns as they are read."""
    question = asked(load(), ON)
    graph = question.lowered.graph
    population = Population.read(folder / "small.parquet")
    return question.lowered, opened(mapped(population, graph, ON, folder / "shelf"), graph).snapshot


def _kernel(way: str, folder: Path) -> dict[str, Any]:
    """The kernel in ``mapInArrow``: who meets what, and for how much, of the register as it is."""
    from huiqi.rules.sweep.run import Asked
    from huiqi.rules.sweep.spark import Cluster

    session, _ = session_of(way)
    question = asked(load(), ON)
    with Cluster.working(How("spark")) as cluster:
        population = cluster.population(folder / "small.parquet")

        def work(name: str) -> None:
            parts = folder / name / "parts"
            parts.mkdir(parents=True)
            cluster.judge(Asked(population, question, 2**18), parts, lambda *_: None)

        work("first")
        found = _watched(lambda: work("second"))
    session.stop()
    return found


def _sql(way: str, folder: Path) -> dict[str, Any]:
    """The generated SQL, one programme after another, with nothing but counts coming back."""
    lowered, snapshot = _lowered(folder)
    pq.write_table(table_of(lowered.graph, snapshot), folder / "subjects.parquet")
    session, _ = session_of(way)
    session.read.parquet(str(folder / "subjects.parquet")).cache().createOrReplaceTempView(
        "subjects"
    )
    one_by_one = [Lowered(lowered.graph, (one,)) for one in lowered.programmes]
    texts = [query(one, "spark") for one in one_by_one]

    def work() -> list[tuple[int, int]]:
        return [
            session.sql(
                f"SELECT count_if(s0), count_if(p0 AND NOT s0), count_if({_ends(one)}) "  # nosec B608
                f"FROM ({text})"
            ).first()[:2]
            for one, text in zip(one_by_one, texts, strict=True)
        ]

    counts = work()
    assert [tuple(one) for one in counts] == Bits(lowered).counts(snapshot)
    found = _watched(work)
    session.stop()
    return found


def _ends(one: Lowered) -> str:
    """Something that asks for every number, so that none is left out of the query."""
    numbers = one.programmes[0].numbers
    return " AND ".join(f"l0_{place} <= h0_{place}" for place in range(len(numbers))) or "TRUE"


if __name__ == "__main__":
    if len(sys.argv) > 3 and not sys.argv[1].isdecimal():
        _inside(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main())
