"""整列引擎: the same integer nodes by Polars, by numpy without any sharing, and by DuckDB.

Each answers ``counts`` (sure and unknown firms of every clause) and ``full`` (those, which firms
surely meet it, and what they are paid). All get the columns in their favourite shape beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Final

import numpy as np

from benchmarks.city import City
from huiqi.rules import ir
from huiqi.rules.bits import Bits, total
from huiqi.rules.columns import NULL_FLAG, Codes, Column, Flags, Numbers, Rails, Snapshot
from huiqi.rules.dictionary import FACTS
from huiqi.rules.lower import Lowered
from huiqi.rules.sql import Sql
from huiqi.rules.sweep.duck import table_of
from huiqi.rules.vocabulary import within

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
Counts = list[tuple[int, int]]


@dataclass(frozen=True)
class Told:
    """结果: of one clause: sure, unknown, hash of the sure rows, their sum, unknown amounts."""

    sure: int
    unknown: int
    rows: int
    paid: int
    open: int


def told(unknown: int, ids: Any, low: Any, high: Any, hashed: bool) -> Told:
    """汇总: the sum is of the amounts that are surely known; the hash is 0 unless asked for."""
    rows = _hash(ids) if hashed else 0
    if low is high:
        return Told(len(ids), unknown, rows, total(low), 0)
    known = low == high
    paid = total(np.asarray(low)[known])
    return Told(len(ids), unknown, rows, paid, int(len(ids) - known.sum()))


def _hash(ids: Any) -> int:
    """64 bits of a set of rows, the same in whatever order they come."""
    mixed = (np.asarray(ids).astype(np.uint64) + np.uint64(1)) * GOLDEN
    mixed ^= mixed >> np.uint64(29)
    return int((mixed * GOLDEN).sum(dtype=np.uint64))


class Ours:
    """惠企: the bitmap kernel in this process."""

    def __init__(self, lowered: Lowered, snapshot: Snapshot) -> None:
        self.bits, self.snapshot = Bits(lowered), snapshot

    def counts(self) -> Counts:
        """计数: (sure, unknown) of every clause."""
        return self.bits.counts(self.snapshot)

    def full(self, hashed: bool = True) -> list[Told]:
        """全部: rows and amounts too."""
        found = []
        for place, one in enumerate(self.bits.match(self.snapshot, perhaps=False)):
            amounts = self.bits.amounts(self.snapshot, place, one.yes_ids)
            assert amounts is not None
            found.append(told(one.unknown, one.yes_ids, amounts.low, amounts.high, hashed))
        return found


def unpacked(snapshot: Snapshot) -> Snapshot:
    """展开: the same columns without packed bits and without a base, as numpy likes them."""
    return Snapshot(snapshot.size, {k: _plain(v) for k, v in snapshot.columns.items()})


def _plain(column: Column) -> Column:
    match column:
        case Numbers(values, null, base):
            marks = None if null is None else np.asarray(null)
            return Numbers(column.whole() if base else values, marks)
        case Rails(sure, possible):
            return Rails(np.asarray(sure), np.asarray(possible))
    return column


class Numpy:
    """手写 numpy: plain boolean arrays, every clause on its own, as one writes it by hand."""

    def __init__(self, lowered: Lowered, snapshot: Snapshot) -> None:
        self.lowered, self.snapshot = lowered, unpacked(snapshot)

    def counts(self) -> Counts:
        """计数: (sure, unknown) of every clause."""
        found = []
        for one in self.lowered.programmes:
            sure, possible = _Arrays(self.lowered.graph, self.snapshot).truth(one.verdict)
            found.append((int(sure.sum()), int((possible & ~sure).sum())))
        return found

    def full(self, hashed: bool = True) -> list[Told]:
        """全部: rows and amounts too."""
        found = []
        for one in self.lowered.programmes:
            sure, possible = _Arrays(self.lowered.graph, self.snapshot).truth(one.verdict)
            ids = np.flatnonzero(sure)
            assert one.net is not None
            part = self.snapshot.at(ids)
            low, high = _Arrays(self.lowered.graph, part).number(one.net.node)
            low, high = (np.broadcast_to(end, ids.shape) for end in (low, high))
            found.append(told(int((possible & ~sure).sum()), ids, low, high, hashed))
        return found


class _Arrays:
    """Nodes as numpy arrays, both ends of each, nothing kept."""

    def __init__(self, graph: ir.Graph, snapshot: Snapshot) -> None:
        self.graph, self.snapshot = graph, snapshot

    def column(self, slot: int) -> Any:
        return self.snapshot.columns[self.graph.slots[slot]]

    def truth(self, node: int) -> tuple[Any, Any]:
        match self.graph.nodes[node]:
            case ir.Always(value):
                both = np.full(self.snapshot.size, value)
                return both, both
            case ir.AtLeast(slot, limit):
                return self._known(slot, self.column(slot).values >= limit)
            case ir.AtMost(slot, limit):
                return self._known(slot, self.column(slot).values <= limit)
            case ir.Flagged(slot):
                flags = self.column(slot).values
                return flags == 1, flags != 0
            case ir.Among(slot, _) | ir.Inside(slot, _) as atom:
                column = self.column(slot)
                wanted = words_met(atom, self.graph, column.words)
                met = np.isin(column.codes, [column.words.index(word) for word in wanted])
                return met, met | (column.codes == len(column.words))
            case ir.Prepared(slot):
                return self.column(slot).sure, self.column(slot).possible
            case ir.NotLess(left, right, by):
                one, two = self.number(left), self.number(right)
                return one[0] >= two[1] + by, one[1] >= two[0] + by
            case ir.All(of):
                rails = [self.truth(part) for part in of]
                return reduce(and_, (r[0] for r in rails)), reduce(and_, (r[1] for r in rails))
            case ir.Some(of):
                rails = [self.truth(part) for part in of]
                return reduce(or_, (r[0] for r in rails)), reduce(or_, (r[1] for r in rails))
            case ir.Opposite(of):
                sure, possible = self.truth(of)
                return ~possible, ~sure
        raise AssertionError(node)

    def _known(self, slot: int, met: Any) -> tuple[Any, Any]:
        null = self.column(slot).null
        return (met, met) if null is None else (met & ~null, met | null)

    def number(self, node: int) -> tuple[Any, Any]:
        match self.graph.nodes[node]:
            case ir.Range(low, high):
                return np.int64(low), np.int64(high)
            case ir.Read(slot):
                values = self.column(slot).values.astype(np.int64)
                null = self.column(slot).null
                if null is None:
                    return values, values
                low, high = self.graph.slot_bounds[slot]
                return np.where(null, low, values), np.where(null, high, values)
            case ir.Choose(test, then, other):
                return _chosen(self.truth(test), self.number(then), self.number(other), _NUMPY)
            case found:
                return _number(found, [self.number(part) for part in ir.parts(found)], _NUMPY)


@dataclass(frozen=True)
class _Ways:
    least: Any
    most: Any
    where: Any


_NUMPY: Final = _Ways(np.minimum, np.maximum, np.where)


def words_met(atom: Any, graph: ir.Graph, words: Iterable[str]) -> list[str]:
    """Those of the words of a column that surely meet an atom; none of ours is open."""
    if isinstance(atom, ir.Among):
        return [word for word in words if word in atom.codes]
    fact = FACTS[graph.slots[atom.slot].key]
    return [word for word in words if within(fact, word, atom.codes)[0]]


def _number(node: ir.Node, of: list[tuple[Any, Any]], ways: _Ways) -> tuple[Any, Any]:
    match node:
        case ir.Add(_, plus):
            return sum(low for low, _ in of) + plus, sum(high for _, high in of) + plus
        case ir.Times(factor):
            ends = (of[0][0] * factor, of[0][1] * factor)
            return ends if factor > 0 else ends[::-1]
        case ir.Floor(_, by):
            return of[0][0] // by, of[0][1] // by
        case ir.Pick(least):
            pick = ways.least if least else ways.most
            return reduce(pick, (low for low, _ in of)), reduce(pick, (high for _, high in of))
    raise AssertionError(node)


def _chosen(test: Any, then: Any, other: Any, ways: _Ways) -> tuple[Any, Any]:
    sure, possible = test
    low = ways.where(possible, ways.least(then[0], other[0]), other[0])
    high = ways.where(possible, ways.most(then[1], other[1]), other[1])
    return ways.where(sure, then[0], low), ways.where(sure, then[1], high)


class Polars:
    """Polars: all distinct atoms as columns, then the clauses, then the rows and their amounts.

    Its own three values carry what is unknown (NULL) through conditions; amounts have two ends.
    """

    def __init__(self, lowered: Lowered, snapshot: Snapshot) -> None:
        import polars as pl

        self.pl, self.lowered, self.graph = pl, lowered, lowered.graph
        self._words = [
            column.words if isinstance(column := snapshot.columns[slot], Codes) else ()
            for slot in self.graph.slots
        ]
        self._bases = [
            (column.base, int(np.iinfo(column.values.dtype).max))
            if isinstance(column := snapshot.columns[slot], Numbers)
            else (0, 0)
            for slot in self.graph.slots
        ]
        self.frame: Any = pl.from_arrow(_arrow(lowered.graph, snapshot))
        verdicts = tuple(one.verdict for one in lowered.programmes)
        self.atoms = [
            self._truth(node).alias(f"t{node}")
            for node in self.graph.needed(verdicts)
            if isinstance(self.graph.nodes[node], ir.ATOMS)
        ]
        self.verdicts = [self._over(one.verdict).alias(one.id) for one in lowered.programmes]

    def counts(self) -> Counts:
        """计数: (sure, unknown) of every clause."""
        found = self._judged().select(
            *(self.pl.col(one.id).sum().alias(f"s{one.id}") for one in self.lowered.programmes),
            *(self.pl.col(one.id).null_count().alias(f"u{one.id}") for one in self.programmes),
        )
        (row,) = found.to_dicts()
        return [(row[f"s{one.id}"], row[f"u{one.id}"]) for one in self.programmes]

    @property
    def programmes(self) -> Any:
        """条款: in order."""
        return self.lowered.programmes

    def _judged(self) -> Any:
        return self.frame.lazy().select(self.atoms).collect().select(self.verdicts)

    def full(self, hashed: bool = True) -> list[Told]:
        """全部: rows and amounts too."""
        judged = self._judged()
        found = []
        for one in self.programmes:
            verdict = judged.get_column(one.id)
            ids = verdict.fill_null(False).arg_true()
            low, high = (end.cast(self.pl.Int64) for end in self._number(one.net.node))
            wanted = [f"c{slot}" for slot in self._slots(one.net.node)]
            part = self.frame.select(wanted)[ids] if wanted else self.frame.select("row")[ids]
            paid = part.select(low.alias("low"), high.alias("high"))
            low_, high_ = (paid.get_column(end).to_numpy() for end in ("low", "high"))
            found.append(told(verdict.null_count(), ids.to_numpy(), low_, high_, hashed))
        return found

    def _slots(self, node: int) -> list[int]:
        nodes = (self.graph.nodes[part] for part in self.graph.needed((node,)))
        return sorted({slot for one in nodes for slot in self.graph.reads(one)})

    def _over(self, node: int) -> Any:
        found = self.graph.nodes[node]
        if isinstance(found, ir.ATOMS):
            return self.pl.col(f"t{node}")
        return self._truth(node)

    def _truth(self, node: int) -> Any:
        pl = self.pl
        match self.graph.nodes[node]:
            case ir.AtLeast(slot, limit) | ir.AtMost(slot, limit) as atom:
                return self._limit(slot, limit, isinstance(atom, ir.AtLeast))
            case ir.Flagged(slot) | ir.Prepared(slot):
                return pl.col(f"c{slot}")
            case ir.Among(slot, _) | ir.Inside(slot, _) as atom:
                words = words_met(atom, self.graph, self._words[slot])
                tests = [pl.col(f"c{slot}") == word for word in words]
                return reduce(or_, tests) if tests else pl.lit(False)
            case ir.NotLess(left, right, by):
                one, two = self._number(left), self._number(right)
                sure, possible = one[0] >= two[1] + by, one[1] >= two[0] + by
                return pl.when(sure == possible).then(sure)
            case ir.All(of):
                return reduce(and_, map(self._over, of))
            case ir.Some(of):
                return reduce(or_, map(self._over, of))
            case ir.Opposite(of):
                return ~self._over(of)
            case ir.Always(value):
                return pl.lit(value)
        raise AssertionError(node)

    def _limit(self, slot: int, limit: int, at_least: bool) -> Any:
        """The narrow values of the snapshot, from the same base; never beyond their type."""
        column = self.pl.col(f"c{slot}")
        base, most = self._bases[slot]
        limit -= base
        if limit < 0 or limit > most:
            return column >= 0 if (limit < 0) is at_least else column < 0
        return column >= limit if at_least else column <= limit

    def _number(self, node: int) -> tuple[Any, Any]:
        pl = self.pl
        ways = _Ways(
            pl.min_horizontal, pl.max_horizontal, lambda a, b, d: pl.when(a).then(b).otherwise(d)
        )
        match self.graph.nodes[node]:
            case ir.Range(low, high):
                return pl.lit(low, pl.Int64), pl.lit(high, pl.Int64)
            case ir.Read(slot):
                column = pl.col(f"c{slot}").cast(pl.Int64) + self._bases[slot][0]
                low, high = self.graph.slot_bounds[slot]
                return column.fill_null(low), column.fill_null(high)
            case ir.Choose(test, then, other):
                unknown = self._truth(test)
                rails = unknown.fill_null(False), unknown.fill_null(True)
                return _chosen(rails, self._number(then), self._number(other), ways)
            case found:
                return _number(found, [self._number(part) for part in ir.parts(found)], ways)


def _arrow(graph: ir.Graph, snapshot: Snapshot) -> Any:
    """Columns c0, c1, … with NULL for what is unknown, codes as categories, numbers as stored."""
    import pyarrow as pa

    columns = {"row": pa.array(np.arange(snapshot.size))}
    for index, slot in enumerate(graph.slots):
        match snapshot.columns[slot]:
            case Numbers(values, null):
                marks = None if null is None else np.asarray(null)
                columns[f"c{index}"] = pa.array(values, mask=marks)
            case Flags(values):
                columns[f"c{index}"] = pa.array(values == 1, mask=values == NULL_FLAG)
            case Rails(sure, possible):
                sure, possible = np.asarray(sure), np.asarray(possible)
                columns[f"c{index}"] = pa.array(sure, mask=sure != possible)
            case Codes(codes, words):
                places = pa.array(codes.astype(np.int32), mask=codes == len(words))
                columns[f"c{index}"] = pa.DictionaryArray.from_arrays(places, pa.array(words))
    return pa.table(columns)


class Duck:
    """DuckDB: one statement for each clause, both rails at once, over a table of its own."""

    def __init__(self, lowered: Lowered, snapshot: Snapshot, threads: int = 2) -> None:
        import duckdb

        self.lowered, graph = lowered, lowered.graph
        self.base = duckdb.connect(config={"threads": threads})
        self.base.register("given", table_of(graph, snapshot))
        enums = [
            f"CAST(c{index} AS ENUM ({', '.join(map(repr, column.words))})) AS c{index}"
            for index, slot in enumerate(graph.slots)
            if isinstance(column := snapshot.columns[slot], Codes)
        ]
        replaced = f"* REPLACE ({', '.join(enums)})" if enums else "*"
        self.base.execute(f"CREATE TABLE subjects AS SELECT {replaced} FROM given")  # nosec B608
        words = [
            snapshot.columns[slot].words if slot.kind == "code" else ()  # type: ignore[union-attr]
            for slot in graph.slots
        ]
        self.texts = [
            Sql(Lowered(graph, (one,)), summed=True).text([words]) for one in lowered.programmes
        ]

    def counts(self) -> Counts:
        """计数: (sure, unknown) of every clause."""
        asked = "SELECT count(*) FILTER (s0), count(*) FILTER (p0 AND NOT s0) FROM ({})"
        return [
            self.base.execute(asked.format(_unordered(text))).fetchone()  # type: ignore[misc]
            for text in self.texts
        ]

    def full(self, hashed: bool = True) -> list[Told]:
        """全部: rows and amounts too."""
        return [self._full(text, hashed) for text in self.texts]

    def _full(self, text: str, hashed: bool) -> Told:
        head, rest = _unordered(text).split(" FROM ", 1)
        asked = f"{head}, row FROM {rest} WHERE p0"  # nosec B608
        rows = self.base.execute(f"SELECT row, s0, l0_0, h0_0 FROM ({asked})").fetchnumpy()  # nosec B608
        sure = rows["s0"]
        ids, low, high = (np.asarray(rows[name])[sure] for name in ("row", "l0_0", "h0_0"))
        return told(int((~sure).sum()), ids, low, high, hashed)


def _unordered(text: str) -> str:
    return text.removesuffix(" ORDER BY row")


def engines(town: City) -> Iterable[tuple[str, Any]]:
    """整列引擎们: by name, ours first."""
    yield "惠企，1 个进程", Ours(town.lowered, town.snapshot)
    yield "Polars", Polars(town.lowered, town.snapshot)
    yield "numpy 手写", Numpy(town.lowered, town.snapshot)
    yield "DuckDB", Duck(town.lowered, town.snapshot)
