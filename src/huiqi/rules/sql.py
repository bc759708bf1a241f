"""数据库核对: the same integer nodes as DuckDB SQL, an independent check of the machines.

A condition is two booleans, an unknown input is replaced by the end of its rail: nothing is
ever NULL, so LEAST cannot skip it and CASE cannot fall through on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from huiqi.rules import ir
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.lower import Lowered
from huiqi.rules.one import Inputs, Row
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.vocabulary import within

if TYPE_CHECKING:
    import duckdb

INT128: Final = (-(2**127), 2**127 - 1)
FALSE, TRUE = "FALSE", "TRUE"

Words = Sequence[Sequence[str]]  # the codes that occur in each slot
Numbered = Sequence[tuple[int, Row]]  # each row with the number of its subject


class Sql:
    """SQL 生成器: one SELECT that computes every programme, and what it asks of every loan.

    ``summed`` says that what is asked of loans stands summed up among the subjects' columns.
    """

    @property
    def layers(self) -> type[Layers]:
        """各层: what writes the nodes."""
        return Layers

    def __init__(self, lowered: Lowered, *, summed: bool = False) -> None:
        self.graph, self.programmes = lowered.graph, lowered.programmes
        roots = [one.verdict for one in self.programmes]
        roots += [number.node for one in self.programmes for number in one.numbers]
        self._subjects = self.layers(self.graph, roots)
        gathered = [node for _, node in self.graph.gathered]
        asked = self.graph.loans is not None and not summed
        loans = self.graph.loans if asked else None
        self._loans = self.layers(loans, gathered) if loans else None

    def text(self, words: Sequence[Words]) -> str:
        """查询: over ``subjects`` and ``loans`` (columns c0, c1, … by slot, and ``row``).

        A row for each subject, in order; columns s0, p0, l0_0, h0_0, … by programme and number.
        ``words`` are those of the subjects and, where anything is asked of them, of the loans.
        """
        query = self._subjects.over(self._table(words), words[0])
        return f"SELECT {', '.join(self._results())} FROM {query} ORDER BY row"  # nosec B608

    def _table(self, words: Sequence[Words]) -> str:
        """The subjects, with what is asked of their loans summed up beside their own columns."""
        if self._loans is None:
            return "subjects"
        slots = self.graph.gathered
        sums = ", ".join(part for slot, node in slots for part in self._sum(slot, node))
        given = ", ".join(part for slot, _ in slots for part in self._given(slot))
        loans = self._loans.over("loans", words[1])
        by_row = f"(SELECT row, {sums} FROM {loans} GROUP BY row)"  # nosec B608
        joined = f"subjects LEFT JOIN {by_row} AS sums USING (row)"
        return f"(SELECT subjects.*, {given} FROM {joined})"  # nosec B608

    def _sum(self, slot: int, node: int) -> Iterator[str]:
        truth = self.graph.slots[slot].kind == "rails"
        gather = "bool_or" if truth else "sum"
        for end in "sp" if truth else "lh":
            yield f"{gather}({end}_{node}) AS g{slot}_{end}"

    def _given(self, slot: int) -> Iterator[str]:
        """A subject without any loan has no row among the sums: none of them, and nothing."""
        if self.graph.slots[slot].kind == "rails":
            yield from (f"coalesce(g{slot}_{end}, {FALSE}) AS c{slot}_{end}" for end in "sp")
            return
        kind = "BIGINT" if ir.within_int64(self.graph.slot_bounds[slot]) else "HUGEINT"
        yield from (f"CAST(coalesce(g{slot}_{end}, 0) AS {kind}) AS c{slot}_{end}" for end in "lh")

    def _results(self) -> Iterator[str]:
        for index, one in enumerate(self.programmes):
            yield f"s_{one.verdict} AS s{index}, p_{one.verdict} AS p{index}"
            for place, number in enumerate(one.numbers):
                for end in "lh":
                    yield f"{end}_{number.node} AS {end}{index}_{place}"


class Layers:
    """逐层: the nodes of a graph that ``roots`` need, as one SELECT over another."""

    def __init__(self, graph: ir.Graph, roots: Sequence[int]) -> None:
        self.graph = graph
        self._needed = graph.needed(tuple(roots))
        _refuse_beyond_128_bits(graph, self._needed)

    def over(self, table: str, words: Words) -> str:
        """查询: the rows of ``table`` with the columns of every node beside them."""
        layers: dict[int, list[str]] = {}
        depth: dict[int, int] = {}
        for node in self._needed:
            depth[node] = 1 + max(
                (depth[part] for part in ir.parts(self.graph.nodes[node])), default=-1
            )
            layers.setdefault(depth[node], []).extend(self._columns(node, words))
        query = table
        for level in sorted(layers):
            query = f"(SELECT *, {', '.join(layers[level])} FROM {query})"  # nosec B608
        return query

    def _columns(self, node: int, words: Words) -> Iterator[str]:
        names = ("l", "h") if node in self.graph.bounds else ("s", "p")
        if node in self.graph.bounds:
            ends = self._number(node)
        else:
            ends = self._truth(self.graph.nodes[node], words)
        for name, text in zip(names, ends, strict=True):
            yield f"{text} AS {name}_{node}"

    # Truth

    def _truth(self, node: ir.Node, words: Words) -> tuple[str, str]:
        match node:
            case ir.Always(value):
                return (TRUE, TRUE) if value else (FALSE, FALSE)
            case ir.AtLeast(slot, limit):
                return _rails(f"c{slot} >= {limit}")
            case ir.AtMost(slot, limit):
                return _rails(f"c{slot} <= {limit}")
            case ir.Flagged(slot):
                return _rails(f"c{slot}")
            case ir.Among(slot, codes):
                return _rails(_is_in(slot, codes))
            case ir.Inside(slot, codes):
                fact = FACTS[self.graph.slots[slot].key]
                found = {word: within(fact, word, codes) for word in words[slot]}
                sure = _is_in(slot, [word for word, rails in found.items() if rails[0]])
                possible = _is_in(slot, [word for word, rails in found.items() if rails[1]])
                return f"coalesce({sure}, FALSE)", f"coalesce({possible}, TRUE)"
            case ir.Prepared(slot):
                return f"c{slot}_s", f"c{slot}_p"
            case ir.NotLess(left, right, by):
                sign = ">" if by else ">="
                return f"l_{left} {sign} h_{right}", f"h_{left} {sign} l_{right}"
            case ir.All(of):
                return _both(of, " AND ")
            case ir.Some(of):
                return _both(of, " OR ")
            case ir.Opposite(of):
                return f"NOT p_{of}", f"NOT s_{of}"
            case _:
                raise AssertionError(node)

    # Numbers

    def _number(self, node: int) -> tuple[str, str]:
        found = self.graph.nodes[node]
        match found:
            case ir.Range(low, high):
                return _integer(low), _integer(high)
            case ir.Read(slot):
                if self.graph.slots[slot].kind == "range":
                    return f"c{slot}_l", f"c{slot}_h"
                least, most = self.graph.slot_bounds[slot]
                return f"coalesce(c{slot}, {least})", f"coalesce(c{slot}, {most})"
            case ir.Add(terms, plus):
                lows, highs = self._ends(node, terms)
                more = f" + {_integer(plus)}" if plus else ""
                return " + ".join(lows) + more, " + ".join(highs) + more
            case ir.Times(factor, of):
                ends = [f"{self._end(end, node, of)} * {_integer(factor)}" for end in "lh"]
                return (ends[0], ends[1]) if factor > 0 else (ends[1], ends[0])
            case ir.Pick(is_least, of):
                pick = "least" if is_least else "greatest"
                lows, highs = self._ends(node, of)
                return f"{pick}({', '.join(lows)})", f"{pick}({', '.join(highs)})"
            case ir.Floor(of, by):
                return _floor(self._end("l", node, of), by), _floor(self._end("h", node, of), by)
            case ir.Multiply(left, right):
                lows, highs = self._ends(node, (left, right))
                pairs = ((lows[0], highs[0]), (lows[1], highs[1]))
                corners = ", ".join(f"{a} * {b}" for a in pairs[0] for b in pairs[1])
                return f"least({corners})", f"greatest({corners})"
            case ir.Choose(test, then, other):
                return _chosen(test, then, other)
            case _:
                raise AssertionError(found)

    def _ends(self, node: int, of: Iterable[int]) -> tuple[list[str], list[str]]:
        """Both ends of the parts, widened where an intermediate result may need it."""
        parts = list(of)
        return [self._end("l", node, p) for p in parts], [self._end("h", node, p) for p in parts]

    def _end(self, name: str, node: int, part: int) -> str:
        return f"{name}_{part}::HUGEINT" if self._is_wide(node) else f"{name}_{part}"

    def _is_wide(self, node: int) -> bool:
        """Whether the node, or a sum on the way to it, may leave 64 bits."""
        found = self.graph.nodes[node]
        reach = max(map(abs, self.graph.bounds[node]))
        if isinstance(found, ir.Add):
            ends = [self.graph.bounds[part] for part in found.terms]
            reach = abs(found.plus) + sum(max(map(abs, end)) for end in ends)
        elif isinstance(found, ir.Floor):
            reach = max(map(abs, self.graph.bounds[found.of])) + 2 * found.by
        elif isinstance(found, ir.Times):
            reach = max(reach, abs(found.factor))
        return reach > ir.INT64[1]


def _rails(condition: str) -> tuple[str, str]:
    return f"coalesce({condition}, FALSE)", f"coalesce({condition}, TRUE)"


def _both(of: Iterable[int], join: str) -> tuple[str, str]:
    parts = list(of)
    return join.join(f"s_{part}" for part in parts), join.join(f"p_{part}" for part in parts)


def _is_in(slot: int, codes: Iterable[str]) -> str:
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"c{slot} IN ({listed})" if listed else f"(c{slot} IS NULL AND NULL)"


def _integer(value: int) -> str:
    kind = "BIGINT" if ir.INT64[0] <= value <= ir.INT64[1] else "HUGEINT"
    return f"CAST('{value}' AS {kind})"


def _floor(number: str, by: int) -> str:
    """DuckDB divides towards zero: the remainder, made non-negative, is taken off before."""
    whole = _integer(by)
    return f"(({number} - (({number} % {whole} + {whole}) % {whole})) // {whole})"


def _chosen(test: int, then: int, other: int) -> tuple[str, str]:
    ends = []
    for end, pick in (("l", "least"), ("h", "greatest")):
        one, two = f"{end}_{then}", f"{end}_{other}"
        ends.append(
            f"CASE WHEN s_{test} THEN {one} WHEN p_{test} THEN {pick}({one}, {two}) ELSE {two} END"
        )
    return ends[0], ends[1]


def _refuse_beyond_128_bits(graph: ir.Graph, nodes: Iterable[int]) -> None:
    for node in nodes:
        low, high = graph.bounds.get(node, (0, 0))
        if low < INT128[0] or high > INT128[1]:
            raise Refused(
                [
                    Problem(
                        "有数值可能超出 128 位整数，",
                        "DuckDB 无法精确计算。",
                        "此政策请只用位图或单户判定核对。",
                    )
                ]
            )


def run(
    connection: duckdb.DuckDBPyConnection, lowered: Lowered, people: Sequence[Facts]
) -> list[tuple[Any, ...]]:
    """核对: for each subject s0, p0, then l0_0, h0_0, … of the numbers of each programme."""
    graph = lowered.graph
    rows = list(enumerate(map(Inputs(graph).of, people)))
    tables = {"subjects": _table(graph, rows)}
    words = [_words(graph, rows)]
    if graph.loans is not None:
        of_loans = Inputs(graph.loans).of_loans
        loans = [(row, loan) for row, facts in enumerate(people) for loan in of_loans(facts)]
        tables["loans"] = _table(graph.loans, loans)
        words.append(_words(graph.loans, loans))
    for name, table in tables.items():
        connection.register(name, table)
    try:
        return connection.execute(Sql(lowered).text(words)).fetchall()
    finally:
        for name in tables:
            connection.unregister(name)


def _words(graph: ir.Graph, rows: Numbered) -> Words:
    return [
        sorted({str(row[slot]) for _, row in rows if row[slot] is not None})
        if graph.slots[slot].kind == "code"
        else []
        for slot in range(len(graph.slots))
    ]


def _table(graph: ir.Graph, rows: Numbered) -> Any:
    import pyarrow as pa

    types = {"number": pa.int64(), "flag": pa.bool_(), "code": pa.string()}
    columns = {"row": pa.array([number for number, _ in rows], pa.int64())}
    for index, slot in enumerate(graph.slots):
        if slot.each is not None:
            continue
        values: list[Any] = [row[index] for _, row in rows]
        if slot.kind in types:
            columns[f"c{index}"] = pa.array(values, types[slot.kind])
        else:
            kind = pa.bool_() if slot.kind == "rails" else pa.int64()
            names = ("s", "p") if slot.kind == "rails" else ("l", "h")
            for end, name in enumerate(names):
                columns[f"c{index}_{name}"] = pa.array([value[end] for value in values], kind)
    return pa.table(columns)
