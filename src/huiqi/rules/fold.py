"""节点折叠: adds integer nodes to the graph, simplified only where no rail can change.

Constants are folded, sums of sums are flattened, repeated parts of AND, OR, least and greatest
are dropped. A number that may leave int64 outside an exact value is a problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from huiqi.rules import expr as x
from huiqi.rules import ir
from huiqi.rules.dictionary import FACTS
from huiqi.rules.problems import Problem


@dataclass
class Folding:
    """折叠器: the graph under construction and what is wrong with its numbers.

    ``by_tiers`` compares a number that is a constant in every case by its cases alone: the same
    rails for far less work, but no longer in the order in which a person is asked.
    """

    graph: ir.Graph = field(default_factory=ir.Graph)
    problems: list[Problem] = field(default_factory=list)
    by_tiers: bool = True

    def __post_init__(self) -> None:
        self._title = self._file = ""
        self._exact = False
        self._tiers: dict[int, dict[int, bool]] = {}  # by graph: subjects and loans have their own

    # Nodes, folded where that changes nothing

    def _add(self, node: ir.NumberNode, num: x.Num) -> int:
        found = self.graph.add(node)
        if not self._exact and not self.graph.fits(found) and self._is_to_blame(node):
            self._overflow(found, num)
        return found

    def _is_to_blame(self, node: ir.NumberNode) -> bool:
        """The first node that leaves int64; a number left open by the sources is excused."""
        if isinstance(node, ir.Range):
            return node.lo == node.hi
        of = [part for part in ir.parts(node) if part in self.graph.bounds]
        return all(self.graph.fits(part) and not self._is_open(part) for part in of)

    def _is_open(self, node: int) -> bool:
        found = self.graph.nodes[node]
        return isinstance(found, ir.Range) and found.lo != found.hi

    def _overflow(self, node: int, num: x.Num) -> None:
        low, high = self.graph.bounds[node]
        digits = len(str(max(-low, high)))
        of = "、".join(f"「{FACTS[key].label}」" for key in x.fact_keys(num)) or "常数"
        problem = Problem(
            f"政策「{self._title}」里由{of}算出的数可能有 {digits} 位，",
            "超出 64 位整数（19 位），全市匹配时会溢出。",
            "请把它写成 values 里的命名值并标 exact: true，或改写成不用两个事实相乘的形式。",
            file=self._file,
        )
        if problem not in self.problems:
            self.problems.append(problem)

    def _fixed(self, node: int) -> int | None:
        """The value of a constant node, None for anything else."""
        found = self.graph.nodes[node]
        return found.lo if isinstance(found, ir.Range) and found.lo == found.hi else None

    def _times(self, factor: int, of: int, num: x.Num) -> int:
        match self.graph.nodes[of]:
            case _ if factor == 1:
                return of
            case _ if factor == 0:
                return self._add(ir.Range(0, 0), num)
            case ir.Range(low, high):
                ends = sorted((factor * low, factor * high))
                return self._add(ir.Range(ends[0], ends[1]), num)
            case ir.Times(inner, part):
                return self._times(factor * inner, part, num)
        return self._add(ir.Times(factor, of), num)

    def _sum(self, nodes: list[int], num: x.Num) -> int:
        plus = 0
        terms: list[int] = []
        for node in nodes:
            match self.graph.nodes[node]:
                case ir.Range(low, high) if low == high:
                    plus += low
                case ir.Add(more, constant):
                    plus += constant
                    terms += more
                case _:
                    terms.append(node)
        if not terms:
            return self._add(ir.Range(plus, plus), num)
        if len(terms) == 1 and not plus:
            return terms[0]
        return self._add(ir.Add(tuple(sorted(terms)), plus), num)

    def _product(self, left: int, right: int, num: x.Num) -> int:
        for one, two in ((left, right), (right, left)):
            factor = self._fixed(one)
            if factor is not None:
                return self._times(factor, two, num)
        return self._add(ir.Multiply(*sorted((left, right))), num)

    def _extreme(self, least: bool, nodes: list[int], num: x.Num) -> int:
        of = tuple(sorted(set(nodes)))
        return of[0] if len(of) == 1 else self._add(ir.Pick(least, of), num)

    def _floor(self, of: int, by: int, num: x.Num) -> int:
        if by == 1:
            return of
        fixed = self.graph.nodes[of]
        if isinstance(fixed, ir.Range):
            return self._add(ir.Range(fixed.lo // by, fixed.hi // by), num)
        return self._add(ir.Floor(of, by), num)

    def _choice(self, test: int, then: int, other: int, num: x.Num) -> int:
        decided = self.graph.nodes[test]
        if isinstance(decided, ir.Always):
            return then if decided.value else other
        return then if then == other else self._add(ir.Choose(test, then, other), num)

    # Conditions

    def _all(self, of: list[int]) -> int:
        return self._several(of, ir.All, ends=False)

    def _some(self, of: list[int]) -> int:
        return self._several(of, ir.Some, ends=True)

    def _several(self, of: list[int], kind: type[ir.All | ir.Some], *, ends: bool) -> int:
        """All or some of the parts, flattened; ``ends`` is the truth that settles the whole."""
        found: set[int] = set()
        for part in of:
            node = self.graph.nodes[part]
            if isinstance(node, ir.Always):
                if node.value is ends:
                    return part
            elif isinstance(node, kind):
                found.update(node.of)
            else:
                found.add(part)
        if not found:
            return self.graph.add(ir.Always(not ends))
        return found.pop() if len(found) == 1 else self.graph.add(kind(tuple(sorted(found))))

    def _opposite(self, of: int) -> int:
        match self.graph.nodes[of]:
            case ir.Always(value):
                return self.graph.add(ir.Always(not value))
            case ir.Opposite(inner):
                return inner
        return self.graph.add(ir.Opposite(of))

    def _not_less(self, left: int, right: int, by: int) -> int:
        """The node of ``left >= right + by``: settled, an atom of one slot, or a comparison."""
        one, two = self.graph.bounds[left], self.graph.bounds[right]
        if one[0] >= two[1] + by:
            return self.graph.add(ir.Always(True))
        if one[1] < two[0] + by:
            return self.graph.add(ir.Always(False))
        limit, most = self._fixed(right), self._fixed(left)
        if limit is not None and (line := self._line(left)):
            return self._atom(*line, limit + by)
        if most is not None and (line := self._line(right)):
            factor, slot, plus = line
            return self._atom(-factor, slot, -plus, by - most)
        if not self.by_tiers:
            return self.graph.add(ir.NotLess(left, right, by))
        if limit is not None and self._is_tiers(left):
            return self._reached(left, limit + by)
        if most is not None and self._is_tiers(right):
            return self._opposite(self._reached(right, most - by + 1))
        return self.graph.add(ir.NotLess(left, right, by))

    # Tiers: a class or rate that is a constant in every case is compared without any number

    def _is_tiers(self, node: int) -> bool:
        """Whether a number is one of a few constants, by conditions."""
        tiered = self._tiers.setdefault(id(self.graph), {})
        found = tiered.get(node)
        if found is None:
            match self.graph.nodes[node]:
                case ir.Range(low, high):
                    found = low == high
                case ir.Choose(_, then, other):
                    found = self._is_tiers(then) and self._is_tiers(other)
                case ir.Pick(_, of):
                    found = all(map(self._is_tiers, of))
                case _:
                    found = False
            tiered[node] = found
        return found

    def _reached(self, node: int, limit: int) -> int:
        """Whether tiers are at least ``limit``; both ends of the number, so both rails."""
        match self.graph.nodes[node]:
            case ir.Range(low):
                return self.graph.add(ir.Always(low >= limit))
            case ir.Pick(least, of):
                parts = [self._reached(part, limit) for part in of]
                return self._all(parts) if least else self._some(parts)
            case ir.Choose(test, then, other):
                return self._either(test, self._reached(then, limit), self._reached(other, limit))
            case found:
                raise AssertionError(found)

    def _either(self, test: int, then: int, other: int) -> int:
        """One where ``test`` holds, else the other; where it is open, what both of them say."""
        if then == other:
            return then
        negated = self._opposite(test)
        match (self.graph.nodes[then], self.graph.nodes[other]):
            case (ir.Always(True), _):
                return self._some([test, other])
            case (ir.Always(False), _):
                return self._all([negated, other])
            case (_, ir.Always(True)):
                return self._some([negated, then])
            case (_, ir.Always(False)):
                return self._all([test, then])
        agreed = self._all([then, other])
        return self._some([self._all([test, then]), self._all([negated, other]), agreed])

    def _atom(self, factor: int, slot: int, plus: int, limit: int) -> int:
        """The canonical atom of ``factor * value + plus >= limit``."""
        if factor > 0:
            return self.graph.add(ir.AtLeast(slot, -((plus - limit) // factor)))
        return self.graph.add(ir.AtMost(slot, (plus - limit) // -factor))

    def _line(self, node: int) -> tuple[int, int, int] | None:
        """(factor, slot, plus) where a node is a straight line over one fact."""
        match self.graph.nodes[node]:
            case ir.Read(slot) if self.graph.slots[slot].kind == "number":
                return 1, slot, 0
            case ir.Times(factor, of):
                line = self._line(of)
                return line and (factor * line[0], line[1], factor * line[2])
            case ir.Add((one,), plus):
                line = self._line(one)
                return line and (line[0], line[1], line[2] + plus)
        return None
