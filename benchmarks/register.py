"""名册导入: rows a second of the import beside a plain COPY, in one transaction that is undone.

``HUIQI_AS_OWNER=1 python -m benchmarks.register [ROWS]`` in a city that is set up. COPY is told
three times: of the very facts into a table with the same keys, checks and indexes (the goal: the
import, which also reads, compares and creates the firms, keeps at least 25 % of its rate), of
the facts into a bare table, and of the lines of the file into a bare table.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from huiqi.registers.actions.importing import Imported

GOAL: Final = 0.25
HEADING: Final = "credit_code,name,entity_kind,district,industry,registered_on,employees,revenue"


def main() -> int:
    """运行: prints rows a second, ratios and memory; always leaves the city as it was."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiqi.config.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path, changed = Path(folder) / "a.csv", Path(folder) / "b.csv"
        written(path, rows, 0)
        written(changed, rows, 1)
        with transaction.atomic(), connection.cursor() as cursor:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            first, count = _timed(path)
            later, few = _timed(changed)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            cursor.execute("SET LOCAL huiqi.scope = 'all'")
            keyed, bare = _copied(cursor, count)
            columns = HEADING.replace(",", " text,")
            cursor.execute(f"CREATE TEMPORARY TABLE line ({columns} text)")
            start = perf_counter()
            with cursor.copy("COPY line FROM STDIN (FORMAT csv, HEADER)") as copy:
                copy.write(path.read_bytes())
            lines = perf_counter() - start
            transaction.set_rollback(True)
    print(f"{rows:,} 行，{count:,} 项事实；内存增加 {memory // 1024} MB")
    print(f"首次导入 {rows / first:>10,.0f} 行/秒，{count / first:>10,.0f} 项事实/秒")
    print(f"再次导入 {rows / later:>10,.0f} 行/秒（{few:,} 项有变化）")
    told = f"{count / keyed:>10,.0f} 项/秒；首次 {keyed / first:.0%}（目标 ≥ {GOAL:.0%}）"
    print(f"COPY 同样的事实到同样的表 {told}")
    print(f"COPY 同样的事实到空表 {count / bare:>10,.0f} 项/秒；首次 {bare / first:.0%}")
    ratios = f"首次 {lines / first:.0%}，再次 {lines / later:.0%}"
    print(f"COPY 文件各行到空表 {rows / lines:>10,.0f} 行/秒；{ratios}")
    return 0


def _timed(path: Path) -> tuple[float, int]:
    start = perf_counter()
    counts = imported(path).counts
    return perf_counter() - start, counts.facts


def imported(path: Path, told: Callable[[str], None] = lambda _text: None) -> Imported:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.parties.enums import Source
    from huiqi.registers.actions import Register, import_register

    register = Register(path, Source.REGISTRY)
    return import_register(register=register, actor=SYSTEM, now=now(), told=told)


def _copied(cursor: Any, count: int) -> tuple[float, float]:
    """Seconds to COPY the latest facts into a table like theirs, and into a bare one."""
    lines = bytearray()
    latest = f"SELECT * FROM parties_fact ORDER BY id DESC LIMIT {count}"
    with cursor.copy(f"COPY ({latest}) TO STDOUT") as copy:
        for piece in copy:
            lines += piece
    cursor.execute("CREATE TABLE bench_keyed (LIKE parties_fact INCLUDING ALL)")
    for column, table in (("subject_id", "parties_subject"), ("recorded_by_id", "parties_person")):
        cursor.execute(f"ALTER TABLE bench_keyed ADD FOREIGN KEY ({column}) REFERENCES {table}")
    cursor.execute("CREATE TABLE bench_bare AS SELECT * FROM parties_fact LIMIT 0")
    seconds = []
    for table in ("bench_keyed", "bench_bare"):
        start = perf_counter()
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(lines)
        seconds.append(perf_counter() - start)
    return seconds[0], seconds[1]


def written(path: Path, rows: int, more: int) -> None:
    """The same firms each time; a hundredth of them has ``more`` people than before."""
    from huiqi.rules.credit_code import check_digit

    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADING + "\n")
        for number in range(rows):
            start = f"91999998{number:09}"
            people = chance.randint(1, 900) + (more if number % 100 == 0 else 0)
            out.write(
                f"{start}{check_digit(start)},深圳市第{number}号科技有限公司,企业,南山区,39,"
                f"{chance.randint(2000, 2020)}-{chance.randint(1, 12):02}-11,{people},"
                f"{chance.randint(10**4, 10**9)}\n"
            )


if __name__ == "__main__":
    sys.exit(main())
