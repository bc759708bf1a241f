"""Spark SQL: the same nodes as SQL for Spark, in one process of this machine; on a sample of rows.

The text is the one that DuckDB gets, in Spark's words. It tells counts and sums; which firms they
are is not asked of it, so it has less to do than the others.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.columns import Told
from huiqi.rules.columns import Codes, Snapshot
from huiqi.rules.lower import Lowered, Programme
from huiqi.rules.sql import Sql
from huiqi.rules.sweep.duck import table_of

TOGETHER: Final = 10  # clauses in one statement: with more, its generated Java grows too large
Results = list[tuple[int, int, int, int]]  # sure, unknown, paid, open


class SparkSql:
    """Spark: a session with two threads, the rows cached in its own form; ImportError without."""

    def __init__(self, lowered: Lowered, snapshot: Snapshot) -> None:
        import pyarrow.parquet as pq
        from pyspark.sql import SparkSession

        self.lowered, graph = lowered, lowered.graph
        columns = [snapshot.columns[slot] for slot in graph.slots]
        self._words = [one.words if isinstance(one, Codes) else () for one in columns]
        self._folder = tempfile.TemporaryDirectory()
        path = str(Path(self._folder.name, "subjects.parquet"))
        pq.write_table(table_of(graph, snapshot), path)
        builder: Any = SparkSession.builder
        self.session = (
            builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.memory", "4g")
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("OFF")
        frame = self.session.read.parquet(path).cache()
        frame.createOrReplaceTempView("subjects")
        frame.count()

    def full(self) -> Results:
        """全部: of every clause what is told of it, but not which rows."""
        all_ = self.lowered.programmes
        starts = range(0, len(all_), TOGETHER)
        return [told for at in starts for told in self._of(all_[at : at + TOGETHER])]

    def spent(self) -> float:
        """用时: seconds for all, warm."""
        start = perf_counter()
        self.full()
        return perf_counter() - start

    def close(self) -> None:
        """结束: the session and what it read."""
        self.session.stop()
        self._folder.cleanup()

    def _of(self, several: tuple[Programme, ...]) -> Iterator[tuple[int, int, int, int]]:
        text = Sql(Lowered(self.lowered.graph, several), summed=True).text([self._words])
        inner = text.removesuffix(" ORDER BY row").replace(" // ", " div ")
        wanted = ", ".join(
            f"count_if(s{i}) AS a{i}, count_if(p{i} AND NOT s{i}) AS b{i}, "
            f"coalesce(sum(CASE WHEN s{i} AND l{i}_0 = h{i}_0 THEN l{i}_0 END), 0) AS c{i}, "
            f"count_if(s{i} AND l{i}_0 <> h{i}_0) AS d{i}"
            for i in range(len(several))
        )
        row = self.session.sql(f"SELECT {wanted} FROM ({inner})").collect()[0]  # nosec B608
        for i in range(len(several)):
            yield tuple(int(row[f"{name}{i}"]) for name in "abcd")  # type: ignore[misc]


def plain(wanted: list[Told]) -> Results:
    """所求: what it should tell."""
    return [(one.sure, one.unknown, one.paid, one.open) for one in wanted]
