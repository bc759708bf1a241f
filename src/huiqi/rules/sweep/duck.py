"""数据库引擎: the same blocks judged by generated SQL in DuckDB, the independent oracle.

Verdicts and amounts are DuckDB's own; what was summed up over loans is read from the snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from huiqi.rules import ir
from huiqi.rules.bits import Amounts, Matched
from huiqi.rules.columns import (
    NULL_FLAG,
    Codes,
    Column,
    Ends,
    Flags,
    Ints,
    Numbers,
    Rails,
    Snapshot,
)
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.sql import Sql
from huiqi.rules.sweep.block import Judge
from huiqi.rules.sweep.mapped import Mapped
from huiqi.rules.sweep.question import Question


@dataclass
class _Answered:
    """What the query said of a block, by the name of the column."""

    part: Snapshot
    columns: dict[str, np.ndarray[Any, Any]]


class DuckJudge(Judge):
    """核对引擎: as ``Judge``, by SQL."""

    def __init__(self, question: Question, mapped: Mapped) -> None:
        super().__init__(question, mapped)
        try:
            import duckdb
        except ImportError:
            fix = "请安装 huiqi[population]，或用 --engine bitmap。"
            raise Refused([Problem("没有安装 duckdb。", fix=fix)]) from None
        self._connection = duckdb.connect(config={"threads": 1})
        self._sql = Sql(question.lowered, summed=True)
        self._last: _Answered | None = None

    def matched(self, part: Snapshot) -> list[Matched]:
        """匹配: of every lowered programme over the rows of a block."""
        found = self._answer(part)
        matches = []
        for place, one in enumerate(self.question.lowered.programmes):
            sure, possible = found.columns[f"s{place}"], found.columns[f"p{place}"]
            yes, unknown = np.flatnonzero(sure), np.flatnonzero(possible & ~sure)
            matches.append(Matched(one.id, len(yes), len(unknown), yes, unknown))
        return matches

    def amounts(self, part: Snapshot, place: int, ids: Ints) -> Amounts | None:
        """金额: of the programme at ``place`` for some rows of a block."""
        net = self.question.lowered.programmes[place].net
        if net is None:
            return None
        found = self._answer(part).columns
        low, high = (found[f"{end}{place}_0"][ids] for end in "lh")
        return Amounts(ids, low, high, net.per)

    def _answer(self, part: Snapshot) -> _Answered:
        if self._last is None or self._last.part is not part:
            words = [_words(self.question.lowered.graph, part)]
            table = table_of(self.question.lowered.graph, part)
            self._connection.register("subjects", table)
            told = self._connection.sql(self._sql.text(words)).to_arrow_table()
            self._connection.unregister("subjects")
            self._last = _Answered(part, {name: _array(told, name) for name in told.column_names})
        return self._last


def _array(table: Any, name: str) -> np.ndarray[Any, Any]:
    import pyarrow as pa

    column = table.column(name)
    if pa.types.is_decimal(column.type):
        # HUGEINT comes as a decimal; what fits int64 is that, the rest stays exact.
        return np.array([int(value) for value in column.to_pylist()], dtype=object)
    found: np.ndarray[Any, Any] = column.to_numpy()
    return found


def _words(graph: ir.Graph, part: Snapshot) -> list[tuple[str, ...]]:
    columns = (part.columns[slot] for slot in graph.slots)
    return [column.words if isinstance(column, Codes) else () for column in columns]


def table_of(graph: ir.Graph, part: Snapshot) -> Any:
    """表: the columns of a block as Arrow, named as the SQL reads them; unknown is null."""
    import pyarrow as pa

    columns = {"row": pa.array(np.arange(part.size), pa.int64())}
    for index, slot in enumerate(graph.slots):
        columns |= dict(_named(index, part.columns[slot]))
    return pa.table(columns)


def _named(index: int, column: Column) -> list[tuple[str, Any]]:
    import pyarrow as pa

    match column:
        case Numbers(null=null):
            numbers = pa.array(column.whole(), mask=None if null is None else np.array(null))
            return [(f"c{index}", numbers)]
        case Codes(codes, words):
            places = pa.array(codes.astype(np.int32), mask=np.asarray(codes == len(words)))
            texts = pa.DictionaryArray.from_arrays(places, pa.array(words, pa.string()))
            return [(f"c{index}", texts.cast(pa.string()))]
        case Flags(values):
            flags = pa.array(values == 1, mask=np.asarray(values == NULL_FLAG))
            return [(f"c{index}", flags)]
        case Rails(sure, possible):
            rails = (("s", sure), ("p", possible))
            return [(f"c{index}_{rail}", pa.array(np.array(of))) for rail, of in rails]
        case Ends(low, high):
            ends = (("l", low), ("h", high))
            return [(f"c{index}_{end}", _exact(np.asarray(of))) for end, of in ends]


def _exact(values: np.ndarray[Any, Any]) -> Any:
    import pyarrow as pa

    if values.dtype != object:
        return pa.array(np.array(values), pa.int64())
    return pa.array(values.tolist(), pa.decimal128(38, 0))
