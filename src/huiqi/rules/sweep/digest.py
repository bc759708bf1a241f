"""节点指纹: what a node is made of, whatever number it has in its graph.

Two questions are two graphs, in which the same condition has different numbers; by its digest it
is known again.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Final

from huiqi.rules import ir

PLACES: Final = ("slot", "terms", "of", "left", "right", "test", "then", "other")
UNORDERED: Final = (ir.All, ir.Some, ir.Pick)


def digests(graph: ir.Graph) -> list[str]:
    """节点指纹: of every node of a graph, at its place: equal where the nodes say the same."""
    slots = slot_digests(graph)
    found: list[str] = []
    for node in graph.nodes:
        of = [found[part] for part in ir.parts(node)]
        told = [type(node).__name__, *(sorted(of) if isinstance(node, UNORDERED) else of)]
        told += [slots[slot] for slot in graph.reads(node)]
        told += [repr(getattr(node, f.name)) for f in fields(node) if f.name not in PLACES]
        found.append(_digest(told))
    return found


def slot_digests(graph: ir.Graph) -> list[str]:
    """输入位指纹: of every slot; one that sums up loans by what is asked of each loan."""
    each = digests(graph.loans) if graph.loans else []
    return [
        _digest(
            [
                *(slot.kind, slot.key, str(slot.loan), repr(slot.leaf), repr(bounds)),
                each[slot.each] if slot.each is not None else "",
            ]
        )
        for slot, bounds in zip(graph.slots, graph.slot_bounds, strict=True)
    ]


def _digest(told: list[str]) -> str:
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
