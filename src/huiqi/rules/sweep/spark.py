"""集群引擎: the blocks of a register judged by the bitmap kernel on the machines of a cluster.

The register is read by Spark, its rows are brought together block by block, and ``mapInArrow``
hands each block to ``Portion``. What a block comes to is a few files, which come back one block
after another and are kept here as those of our own processes are: so the result is the same,
byte for byte, however the register was partitioned, and a run that was killed goes on.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from huiqi.rules.book import Library
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.sweep import parts as kept
from huiqi.rules.sweep.mapped import CODES, columns_of
from huiqi.rules.sweep.population import (
    CODE,
    SHOWN,
    Population,
    Seen,
    problems_of_shape,
    wrong_codes,
)
from huiqi.rules.sweep.portion import FILES, ROW, Portion, Told, changed
from huiqi.rules.sweep.result import Json
from huiqi.rules.sweep.run import Asked, How, answered, both
from huiqi.rules.sweep.session import read_by, session_of, told_in_words
from huiqi.rules.sweep.working import Progress

FRAME: Final = "名册"  # how a problem names a register that is no file
AHEAD: Final = 2  # blocks asked for beyond those that can be judged at once
PLACE: Final = "__place"
WITHIN: Final = 33  # bits of a place within its partition, as Spark numbers rows
SCHEMA: Final = ", ".join(
    ("number bigint", "problems string", "digest string", *(f"`{name}` binary" for name in FILES))
)


class Cluster:
    """集群: as an engine of ``sweep``; its session is opened when it is first needed."""

    def __init__(self, how: How) -> None:
        self._how = how
        self._session: Any = None
        self._ours = False
        self._frame: Any = None

    @classmethod
    @contextmanager
    def working(cls, how: How) -> Iterator[Cluster]:
        """在用: an engine, whose session is stopped afterwards unless it was there before."""
        cluster = cls(how)
        try:
            yield cluster
        finally:
            if cluster._ours:
                cluster._session.stop()

    def population(self, path: Path | str) -> Population:
        """核对: a Parquet file as it stands, or a folder or address in the order of its codes.

        Refused as ``Population.read``, in the same words; the codes are looked at on the cluster.
        """
        if "://" not in str(path) and not Path(path).is_dir():
            return Population.read(Path(path), lambda: self._seen_in(Path(path)))
        reader = self.session.read
        with told_in_words(str(path)):
            return self.of_frame(reader.parquet(read_by(path)), str(path))

    def of_frame(self, frame: Any, name: str) -> Population:
        """核对给定名册: of a DataFrame; ``name`` is how problems call it."""
        from pyspark.sql.pandas.types import to_arrow_schema

        self._frame = frame
        with told_in_words(name):
            schema, size = to_arrow_schema(frame.schema), frame.count()
            problems_of_shape(schema, size, name, lambda: _seen(frame))
        return Population(Path(name), "", size, tuple(schema.names))

    @property
    def session(self) -> Any:
        """会话: the one there is, else one that is opened; Refused where Spark cannot run."""
        if self._session is None:
            self._session, self._ours = session_of(self._how.master)
        return self._session

    def _seen_in(self, path: Path) -> Seen:
        session = self.session
        with told_in_words(str(path)):
            self._frame = _placed(session, path)
            return _seen(self._frame)

    def judge(self, task: Asked, parts: Path, say: Progress) -> Population:
        """逐段判断: what is left; Refused with the problems of all rows, and then nothing is kept.

        The population comes back with a hash, which a register that is no file gets here.
        """
        work = _Work(task, parts, say)
        with told_in_words(str(task.population.path)):
            digests = work.over(self._frame)
        if task.population.sha256:
            return task.population
        whole = hashlib.sha256("\n".join(digests[one] for one in sorted(digests)).encode())
        return replace(task.population, sha256=whole.hexdigest())


def sweep_frame(
    library: Library,
    frame: Any,
    on: date,
    out: Path,
    programmes: Sequence[str] = (),
    how: How | None = None,
) -> Json:
    """全库匹配一个 DataFrame: as ``sweep``, of a Spark DataFrame with the columns of a register.

    Row numbers are those of the rows in the order of their credit codes, so the result is that
    of a Parquet file sorted so; its ``sha256`` is that of the columns that were judged. ``out``
    is never gone on with: there is nothing to know the same DataFrame by.
    """
    how = replace(how or How(), engine="spark")
    with Cluster.working(how) as cluster:
        found = both(library, lambda: cluster.of_frame(frame, FRAME), on, programmes, how.engine)
        return answered(cluster, Asked(*found, how.block), out, how)


class _Work:
    """What is left of a register, judged on the cluster and kept here as it comes back."""

    def __init__(self, task: Asked, parts: Path, say: Progress) -> None:
        self._task, self._parts, self._say = task, parts, say
        size, question = task.population.size, task.question
        digested = not task.population.sha256
        self._portion = Portion(question, str(task.population.path), size, task.block, digested)
        self._blocks = -(-size // task.block)

    def over(self, frame: Any) -> dict[int, str]:
        """The digests of all blocks that were judged now; Refused with all problems of rows."""
        left = [one for one in range(self._blocks) if not kept.is_done(self._parts, one)]
        problems: dict[int, tuple[Problem, ...]] = {}
        digests: dict[int, str] = {}
        self._say("读取名册", 0, self._task.population.size)
        with _numbered(frame) as rows:
            for told in _streamed(self._judged(rows, left)) if left else ():
                if told.problems:
                    problems[told.number] = told.problems
                else:
                    kept.put(self._parts, told.number, told.files)
                digests[told.number] = told.digest
                self._told(len(left) - len(digests))
        for one in set(left) - set(digests):
            problems[one] = (changed(self._portion.file, one),)
        if problems:
            shutil.rmtree(self._parts)
            in_order = (one for number in sorted(problems) for one in problems[number])
            raise Refused(list(dict.fromkeys(in_order)))
        return digests

    def _told(self, left: int) -> None:
        done = (self._blocks - left) * self._task.block
        size = self._task.population.size
        self._say("逐段匹配", min(done, size), size)

    def _judged(self, rows: Any, left: Sequence[int]) -> Any:
        """A row for every block that is left, of a partition that holds all of its rows."""
        from pyspark.sql import functions as f

        question, portion = self._task.question, self._portion
        names = columns_of(
            question.lowered.graph, self._task.population.names, (CODES, *question.extra)
        )
        number = f.floor(f.col(ROW) / portion.block)
        taken = rows.select(ROW, *(name for name in names if name in rows.columns))
        if len(left) < self._blocks:
            taken = taken.filter(number.isin(list(left)))
        together = taken.repartition(len(left), number).sortWithinPartitions(ROW)
        return together.mapInArrow(portion, SCHEMA)


def _streamed(judged: Any) -> Iterator[Told]:
    """Blocks as they are done; of those that wait here there are never many.

    A partition is a job of its own: ``collect`` would hold all of them, ``toLocalIterator``
    judge one after another. What comes before, the reading, is done once.
    """
    context = judged.sparkSession.sparkContext
    rdd = judged.rdd
    waiting = iter(range(rdd.getNumPartitions()))
    at_once = context.defaultParallelism + AHEAD
    pool = ThreadPoolExecutor(at_once)
    running: set[Future[list[Any]]] = set()
    try:
        while True:
            for place in waiting:
                running.add(pool.submit(context.runJob, rdd, list, [place]))
                if len(running) >= at_once:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                yield from map(Told.of, one.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


# Rows and their places


def _placed(session: Any, path: Path) -> Any:
    """The rows of one file with their places in it.

    A column of no type, null throughout, is left out: Spark would call it a column of integers.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import functions as f

    names = [one.name for one in pq.read_schema(path) if not pa.types.is_null(one.type)]
    frame = session.read.parquet(read_by(path))
    return frame.select(*names, f.col("_metadata.row_index").alias(ROW))


@contextmanager
def _numbered(frame: Any) -> Iterator[Any]:
    """Rows with a place: as they have it, or in the order of their codes.

    What was sorted is kept on the disks of the cluster meanwhile: sorted again, the partitions
    might be others.
    """
    from pyspark import StorageLevel
    from pyspark.sql import functions as f

    if ROW in frame.columns:
        yield frame
        return
    ordered = frame.orderBy(CODE).withColumn(PLACE, f.monotonically_increasing_id())
    ordered = ordered.persist(StorageLevel.DISK_ONLY)
    try:
        partition = f.shiftright(PLACE, WITHIN)
        counts = {one[0]: one[1] for one in ordered.groupBy(partition).count().collect()}
        before = [0]
        for number in range(max(counts, default=0)):
            before.append(before[-1] + counts.get(number, 0))
        first = f.element_at(f.array(*map(f.lit, before)), (partition + 1).cast("int"))
        within = f.col(PLACE).bitwiseAND(f.lit(2**WITHIN - 1))
        yield ordered.withColumn(ROW, first + within).drop(PLACE)
    finally:
        ordered.unpersist()


# Credit codes


def _seen(frame: Any) -> Seen:
    """What is wrong with the codes; a code is in one place only once rows are brought together."""
    from pyspark.sql import functions as f

    row = f.min(ROW) if ROW in frame.columns else f.lit(0)  # those without a code come first
    absent = frame.filter(f.col(CODE).isNull()).agg(f.count("*"), row).first()
    times = frame.filter(f.col(CODE).isNotNull()).groupBy(CODE).count()
    found = times.mapInArrow(_bad, f"{CODE} string, twice boolean, wrong boolean")
    counts = found.agg(f.count_if("twice"), f.count_if("wrong")).first()

    def told(kind: str) -> tuple[str, ...]:
        return tuple(one[0] for one in found.filter(kind).orderBy(CODE).limit(SHOWN).collect())

    return Seen(
        absent=absent[0],
        first=absent[1] + 1 if absent[0] else 0,
        twice=counts[0],
        told_twice=told("twice") if counts[0] else (),
        wrong=counts[1],
        told_wrong=told("wrong") if counts[1] else (),
    )


def _bad(batches: Iterator[Any]) -> Iterator[Any]:
    """Of distinct codes with how many rows have them: those of several rows, and invalid ones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for batch in batches:
        codes = batch.column(CODE)
        twice = pc.greater(batch.column("count"), 1)
        wrong = pc.is_in(codes, value_set=pa.array(wrong_codes(codes), codes.type))
        columns = {CODE: codes, "twice": twice, "wrong": wrong}
        yield pa.RecordBatch.from_pydict(columns).filter(pc.or_(twice, wrong))
