"""一部分名册: rows that come as Arrow batches, judged block by block; what Spark runs on a worker.

The kernel is that of the bitmap engine, and a block here is a block there: the same rows come to
the same bytes. This module knows nothing of Spark, so what it does is tested without Java.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from huiqi.rules.columns import Snapshot
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.snapshot import read_table
from huiqi.rules.sweep import parts as kept
from huiqi.rules.sweep.block import Judge
from huiqi.rules.sweep.mapped import CODES, Mapped
from huiqi.rules.sweep.population import CODE
from huiqi.rules.sweep.question import Question

ROW: Final = "__row"  # the place of a firm in the register, from 0; no fact has such a name
FILES: Final = (kept.MATCHES, kept.POSSIBLE, kept.SETS, kept.TALLIES)


@dataclass(frozen=True)
class Told:
    """一段的结果: of the block ``number``: its files, or what is wrong with its rows.

    ``digest`` is a SHA-256 of what was read of it, where it was asked for.
    """

    number: int
    files: dict[str, bytes]
    problems: tuple[Problem, ...] = ()
    digest: str = ""

    @classmethod
    def of(cls, row: Any) -> Told:
        """读出: from a row of ``Portion``."""
        problems = tuple(Problem(**one) for one in json.loads(row["problems"]))
        files = {} if problems else {name: bytes(row[name]) for name in FILES}
        return cls(row["number"], files, problems, row["digest"])


@dataclass(frozen=True)
class Portion:
    """一部分的判断: from batches of rows to a row for every block in them.

    A portion has whole blocks, and its rows come in the order of ``ROW``, cut into batches
    anyhow. ``file`` is how problems name the register of ``size`` firms; ``digested`` asks for
    a digest of every block.
    """

    question: Question
    file: str
    size: int
    block: int
    digested: bool = False

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """判断: record batches in, one record batch for each block out; it holds one block."""
        judging = _Judging(self)
        for number, table in self._blocks(batches):
            yield batch_of(judging.told(number, table))

    def rows(self, number: int) -> slice:
        """行: those of a block in the register."""
        return slice(number * self.block, min((number + 1) * self.block, self.size))

    def _blocks(self, batches: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        import pyarrow as pa

        held: list[Any] = []
        number = -1
        for batch in batches:
            left = batch
            while len(left):
                of_rows = left.column(ROW).to_numpy() // self.block
                first = int(of_rows[0])
                if held and first != number:
                    yield number, pa.Table.from_batches(held)
                    held = []
                number = first
                here = int(np.searchsorted(of_rows, first, side="right"))
                held.append(left.slice(0, here))
                left = left.slice(here)
        if held:
            yield number, pa.Table.from_batches(held)


class _Judging:
    """The kernel of one worker; it is made for the first block and used for all."""

    def __init__(self, portion: Portion) -> None:
        self._portion, self._question = portion, portion.question
        self._extra = (CODES, *portion.question.extra)
        self._judge: Judge | None = None

    def told(self, number: int, table: Any) -> Told:
        rows = self._portion.rows(number)
        if not np.array_equal(table.column(ROW).to_numpy(), np.arange(rows.start, rows.stop)):
            return Told(number, {}, (changed(self._portion.file, number),))
        table = table.drop_columns([ROW])
        graph, on = self._question.lowered.graph, self._question.on
        try:
            part = read_table(table, graph, on, self._portion.file, rows.start)
        except Refused as refused:
            return Told(number, {}, tuple(refused.problems))
        found = Mapped(part, {one.name: one.of(table) for one in self._extra})
        digest = _digest(found) if self._portion.digested else ""
        return Told(number, self._judged(number, found), digest=digest)

    def _judged(self, number: int, here: Mapped) -> dict[str, bytes]:
        if self._judge is None:
            self._judge = Judge(self._question, here)
        self._judge.mapped = here
        found = self._judge.block(slice(0, here.snapshot.size))
        rows = self._portion.rows(number)
        for pairs in found.pairs:
            pairs.rows = pairs.rows + rows.start
        block = kept.Block(number, rows, here.extra[CODE])
        return kept.packed(block, found, self._question.lines)


def changed(file: str, number: int) -> Problem:
    """名册不同了: the rows of a block are not those that were counted before."""
    what = f"第 {number + 1} 段的企业与核对时不同，"
    why = "读到的不是同一份名册。"
    fix = "请核对各台机器上是同一个文件，判断期间没有改动，再执行一次。"
    return Problem(what, why, fix, file)


def batch_of(told: Told) -> Any:
    """一行: of a block, as a record batch."""
    import pyarrow as pa

    problems = json.dumps([one.to_dict() for one in told.problems], ensure_ascii=False)
    columns: dict[str, Any] = {"number": pa.array([told.number], pa.int64())}
    columns["problems"] = pa.array([problems], pa.string())
    columns["digest"] = pa.array([told.digest], pa.string())
    columns |= {name: pa.array([told.files.get(name)], pa.binary()) for name in FILES}
    return pa.RecordBatch.from_pydict(columns)


def _digest(found: Mapped) -> str:
    """Of the columns as they are judged, in which whatever is unknown is the same."""
    digest = hashlib.sha256()
    for name, values in (*_named(found.snapshot), *found.extra.items()):
        digest.update(f"{name}\n".encode())
        if hasattr(values, "__array__"):
            array = np.asarray(values)
            whole = array.dtype != object
            digest.update(array.tobytes() if whole else repr(array.tolist()).encode())
        else:
            digest.update(repr(values).encode())
    return digest.hexdigest()


def _named(snapshot: Snapshot) -> Iterator[tuple[str, object]]:
    for slot, column in snapshot.columns.items():
        for name, values in vars(column).items():
            yield f"{slot!r} {name}", values
