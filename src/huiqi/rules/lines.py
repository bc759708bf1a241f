"""直线比较: whether one fact times a constant is at least another one times a constant.

Growth, shares and staff are asked for like this, over whole columns. Of the rows where both facts
are known one comparison tells both rails. Where one is unknown, it may be all that the registry
allows, so a limit on the other one tells; where both are, the answer is the same for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from huiqi.rules import ir
from huiqi.rules.pool import Step

ROOM: Final = 2**58  # what is added up of a few numbers below it stays within int64


@dataclass(frozen=True)
class Line:
    """一次式: ``factor``, not zero, times the number in a slot, plus a constant."""

    slot: int
    factor: int = 1
    plus: int = 0

    def times(self, factor: int) -> Line:
        """倍: of the whole line."""
        return Line(self.slot, self.factor * factor, self.plus * factor)

    def moved(self, plus: int) -> Line:
        """移动: the line plus a constant."""
        return Line(self.slot, self.factor, self.plus + plus)

    def at_least(self, limit: int) -> tuple[bool, int]:
        """不低于: the line is at least ``limit`` where its number is at least, or at most, this.

        True stands for «at least»; the limit itself is included.
        """
        if self.factor > 0:
            return True, -((self.plus - limit) // self.factor)
        return False, (limit - self.plus) // self.factor

    def at_most(self, limit: int) -> tuple[bool, int]:
        """不高于: as ``at_least``."""
        return self.times(-1).at_least(-limit)


def line_of(graph: ir.Graph, node: int) -> Line | None:
    """一次式: a number node as a line over a fact, None where it is none or may grow too large."""
    low, high = graph.bounds[node]
    if low <= -ROOM or high >= ROOM:
        return None
    match graph.nodes[node]:
        case ir.Read(slot) if graph.slots[slot].kind == "number":
            return Line(slot)
        case ir.Times(factor, of):
            found = line_of(graph, of)
            return found.times(factor) if found else None
        case ir.Add((of,), plus):
            found = line_of(graph, of)
            return found.moved(plus) if found else None
    return None


def lines_of(graph: ir.Graph, node: int) -> tuple[Line, Line] | None:
    """两条直线: the two sides of a comparison, None where it is not one of two lines.

    A sum of two beside a constant is one too: what is added here is taken off there.
    """
    found = graph.nodes[node]
    if not isinstance(found, ir.NotLess):
        return None
    left, right = line_of(graph, found.left), line_of(graph, found.right)
    if left and right:
        return left, right
    constant = _fixed(graph, found.right)
    if constant is not None and (two := _sum_of_two(graph, found.left)):
        return two[0], two[1].times(-1).moved(constant)
    constant = _fixed(graph, found.left)
    if constant is not None and (two := _sum_of_two(graph, found.right)):
        return two[1].times(-1).moved(constant), two[0]
    return None


def _sum_of_two(graph: ir.Graph, node: int) -> tuple[Line, Line] | None:
    match graph.nodes[node]:
        case ir.Add((one, two), plus):
            left, right = line_of(graph, one), line_of(graph, two)
            return (left.moved(plus), right) if left and right else None
    return None


def _fixed(graph: ir.Graph, node: int) -> int | None:
    found = graph.nodes[node]
    is_fixed = isinstance(found, ir.Range) and found.lo == found.hi and abs(found.lo) < ROOM
    return found.lo if is_fixed and isinstance(found, ir.Range) else None


def lean(graph: ir.Graph, steps: Sequence[Step]) -> list[Step]:
    """精简计划: without the numbers that only comparisons of two lines would read."""
    users: dict[int, list[int]] = {}
    for node, _ in steps:
        for part in ir.parts(graph.nodes[node]):
            users.setdefault(part, []).append(node)
    idle = {node for node, _ in steps if lines_of(graph, node)}
    # A node stands before those that use it.
    for node, _ in sorted(steps, reverse=True):
        if node in graph.bounds and node in users and idle.issuperset(users[node]):
            idle.add(node)
    left_out = idle.intersection(graph.bounds)
    return [
        (node, tuple(number for number in spent if number not in left_out))
        for node, spent in steps
        if node not in left_out
    ]
