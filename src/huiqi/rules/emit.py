"""生成代码: the Python text of one function over a row, every node at most once.

``v`` are the slots of the row, ``l`` and ``h`` the ends of numbers, ``s`` and ``p`` the rails
(surely, possibly) of truth values. Atoms come first, grouped by slot with one test for None.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from huiqi.rules import ir

# Deeper nesting gets a variable of its own: Python refuses 200 nested parentheses.
DEEPEST: Final = 20


class Emitter:
    """代码生成器: the statements that compute ``roots`` and all they need.

    ``tables`` maps the names of lookup tables in the text to the fact and the codes they answer.
    """

    def __init__(self, graph: ir.Graph, roots: Iterable[int]) -> None:
        self.graph = graph
        self.needed = graph.needed(tuple(roots))
        self.tables: dict[str, tuple[str, tuple[str, ...]]] = {}
        used = Counter(part for one in self.needed for part in ir.parts(graph.nodes[one]))
        found = [graph.nodes[one] for one in self.needed]
        tests = {node.test for node in found if isinstance(node, ir.Choose)}
        self._kept = {one for one in self.needed if used[one] > 1} | tests
        self._depth: dict[int, int] = {}

    def function(self, name: str, result: Callable[[], str]) -> str:
        """函数: the text of ``def name(row)``; ``result`` is asked last for what it returns."""
        lines = [f"def {name}(row):", *(f"    {line}" for line in self._statements())]
        return "\n".join([*lines, f"    return {result()}", ""])

    # Expressions

    def rail(self, node: int, *, sure: bool) -> str:
        """真假: the expression of one rail of a truth node."""
        found = self.graph.nodes[node]
        if isinstance(found, ir.Always):
            return str(found.value)
        if isinstance(found, ir.ATOMS) or node in self._kept:
            return f"{'s' if sure else 'p'}{node}"
        return self._inline(node, sure=sure)

    def _inline(self, node: int, *, sure: bool) -> str:
        match self.graph.nodes[node]:
            case ir.All(of):
                return f"({' and '.join(self.rail(part, sure=sure) for part in of)})"
            case ir.Some(of):
                return f"({' or '.join(self.rail(part, sure=sure) for part in of)})"
            case ir.Opposite(of):
                return f"(not {self.rail(of, sure=not sure)})"
            case found:
                raise AssertionError(found)

    def low(self, node: int) -> str:
        """下端: the expression of the lower end of a number."""
        found = self.graph.nodes[node]
        return f"({found.lo})" if isinstance(found, ir.Range) else f"l{node}"

    def high(self, node: int) -> str:
        """上端: the expression of the upper end of a number."""
        found = self.graph.nodes[node]
        return f"({found.hi})" if isinstance(found, ir.Range) else f"h{node}"

    def ends(self, node: int) -> str:
        """两端: both ends of a number, or both rails of a truth node, as a pair."""
        if node in self.graph.bounds:
            return f"({self.low(node)}, {self.high(node)})"
        return f"({self.rail(node, sure=True)}, {self.rail(node, sure=False)})"

    # Statements

    def _statements(self) -> Iterator[str]:
        by_slot: dict[int, list[int]] = defaultdict(list)
        rest: list[int] = []
        for one in self.needed:
            slots = self.graph.reads(self.graph.nodes[one])
            (by_slot[slots[0]] if slots else rest).append(one)
        for slot, nodes in by_slot.items():
            yield f"v = row[{slot}]"
            yield from self._of_slot(slot, nodes)
        for node in rest:
            yield from self._of_node(node)

    def _of_slot(self, slot: int, nodes: list[int]) -> Iterator[str]:
        kind = self.graph.slots[slot].kind
        if kind == "rails":
            yield from (f"s{node}, p{node} = v" for node in nodes)
        elif kind == "range":
            yield from (f"l{node}, h{node} = v" for node in nodes)
        else:
            low, high = self.graph.slot_bounds[slot]
            numbers = [node for node in nodes if node in self.graph.bounds]
            atoms = [node for node in nodes if node not in self.graph.bounds]
            yield "if v is None:"
            if atoms:
                yield f"    {' = '.join(f's{node}' for node in atoms)} = False"
                yield f"    {' = '.join(f'p{node}' for node in atoms)} = True"
            yield from (f"    l{node}, h{node} = {low}, {high}" for node in numbers)
            yield "else:"
            yield from (f"    {self._known(node)}" for node in nodes)

    def _known(self, node: int) -> str:
        both = f"s{node} = p{node}"
        match self.graph.nodes[node]:
            case ir.Read():
                return f"l{node} = h{node} = v"
            case ir.AtLeast(_, limit):
                return f"{both} = v >= {limit}"
            case ir.AtMost(_, limit):
                return f"{both} = v <= {limit}"
            case ir.Flagged():
                return f"{both} = v"
            case ir.Among(_, (code,)):
                return f"{both} = v == {code!r}"
            case ir.Among(_, codes):
                return f"{both} = v in {{{', '.join(map(repr, codes))}}}"
            case ir.Inside(slot, codes):
                self.tables[f"T{node}"] = self.graph.slots[slot].key, codes
                return f"s{node}, p{node} = T{node}[v]"
            case found:
                raise AssertionError(found)

    def _of_node(self, node: int) -> Iterator[str]:
        low, high = self.low, self.high
        match self.graph.nodes[node]:
            case ir.NotLess(left, right, by):
                more = f" + {by}" if by else ""
                yield f"s{node} = {low(left)} >= {high(right)}{more}"
                yield f"p{node} = {high(left)} >= {low(right)}{more}"
            case ir.All() | ir.Some() | ir.Opposite():
                yield from self._of_truth(node)
            case ir.Choose(test, then, other):
                yield f"if {self.rail(test, sure=True)}:"
                yield f"    l{node}, h{node} = {low(then)}, {high(then)}"
                yield f"elif {self.rail(test, sure=False)}:"
                yield f"    l{node} = min({low(then)}, {low(other)})"
                yield f"    h{node} = max({high(then)}, {high(other)})"
                yield "else:"
                yield f"    l{node}, h{node} = {low(other)}, {high(other)}"
            case ir.Range() | ir.Always():
                return
            case _:
                ends = self._ends(node)
                yield f"l{node} = {ends[0]}"
                yield f"h{node} = {ends[1]}"

    def _of_truth(self, node: int) -> Iterator[str]:
        parts = ir.parts(self.graph.nodes[node])
        depth = 1 + max(0 if p in self._kept else self._depth.get(p, 0) for p in parts)
        if node in self._kept or depth > DEEPEST:
            # Possibly before surely: what is impossible needs no second look.
            yield f"p{node} = {self._inline(node, sure=False)}"
            yield f"s{node} = p{node} and {self._inline(node, sure=True)}"
            self._kept.add(node)
        self._depth[node] = depth

    def _ends(self, node: int) -> tuple[str, str]:
        low, high = self.low, self.high
        match self.graph.nodes[node]:
            case ir.Add(terms, plus):
                more = [str(plus)] if plus > 0 else [f"({plus})"] if plus else []
                lows, highs = map(low, terms), map(high, terms)
                return " + ".join([*lows, *more]), " + ".join([*highs, *more])
            case ir.Times(factor, of):
                ends = f"{low(of)} * ({factor})", f"{high(of)} * ({factor})"
                return ends if factor > 0 else (ends[1], ends[0])
            case ir.Multiply(left, right):
                return self._product(left, right)
            case ir.Pick(least, of):
                pick = "min" if least else "max"
                return f"{pick}({', '.join(map(low, of))})", f"{pick}({', '.join(map(high, of))})"
            case ir.Floor(of, by):
                return f"{low(of)} // {by}", f"{high(of)} // {by}"
            case found:
                raise AssertionError(found)

    def _product(self, left: int, right: int) -> tuple[str, str]:
        one, two = (self.low(left), self.high(left)), (self.low(right), self.high(right))
        if self.graph.bounds[left][0] >= 0 and self.graph.bounds[right][0] >= 0:
            return f"{one[0]} * {two[0]}", f"{one[1]} * {two[1]}"
        corners = ", ".join(f"{a} * {b}" for a in one for b in two)
        return f"min({corners})", f"max({corners})"
