"""缺少的事实: which unknown facts leave a programme open, over many rows at a time.

As ``explain.missing`` for one firm: from the verdict down, a part that is settled needs nothing;
of a number with tiers the test comes first. What is asked of loans is told as ``loans``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.chunk import Chunk, Pool, plan
from huiqi.rules.columns import Bools, Ints, Snapshot
from huiqi.rules.lower import Lowered

ROWS: Final = 2**15  # at a time: every number is kept here, so fewer than the kernel takes


@dataclass
class Missing:
    """缺口: firms for which a programme is open and a fact is missing; money in 分.

    ``possible`` is what they may get at most, firms without a known end (``open``) left out;
    ``alone`` counts those who miss nothing else, ``possible_alone`` is their part.
    """

    rows: int = 0
    possible: int = 0
    open: int = 0
    alone: int = 0
    possible_alone: int = 0

    def add(self, other: Missing) -> None:
        """并入: sums of both."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class Told:
    """各行缺什么: by fact, which of the rows miss it."""

    by_key: Mapping[str, Bools] = field(default_factory=dict)

    def tallied(self, high: Ints | None) -> Iterator[tuple[str, Missing]]:
        """小计: by fact; ``high`` is the most that each row may get, negative where open."""
        if not self.by_key:
            return
        several = sum(mask.astype(np.int64) for mask in self.by_key.values())
        for key, mask in self.by_key.items():
            if not mask.any():
                continue
            alone = mask & (several == 1)
            found = Missing(int(mask.sum()), alone=int(alone.sum()))
            if high is not None:
                closed = high >= 0
                found.possible = int(high[mask & closed].sum())
                found.possible_alone = int(high[alone & closed].sum())
                found.open = int((mask & ~closed).sum())
            yield key, found


class Seeking:
    """找缺口: for the programmes of ``lowered``; its buffers are used again."""

    def __init__(self, lowered: Lowered) -> None:
        self.graph, self._programmes = lowered.graph, lowered.programmes
        self._pool = Pool(ROWS)

    def of(self, part: Snapshot, place: int, ids: Ints) -> Told:
        """各行缺什么: for the verdict of the programme at ``place``, of some rows of a block."""
        found: dict[str, Bools] = {}
        root = self._programmes[place].verdict
        steps = [(node, ()) for node, _ in plan(self.graph, [root])]
        for start in range(0, len(ids), ROWS):
            rows = ids[start : start + ROWS]
            chunk = Chunk(self.graph, part, rows, self._pool)
            chunk.compute(steps)
            for key, mask in _Down(chunk).keys(root).items():
                whole = found.setdefault(key, np.zeros(len(ids), dtype=bool))
                whole[start : start + ROWS] |= mask
        return Told(found)


class _Down:
    """From a truth down to the facts it still needs, for the rows of a chunk."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk, self.graph = chunk, chunk.graph
        self._found: dict[str, Bools] = {}

    def keys(self, root: int) -> dict[str, Bools]:
        """By fact: the rows that miss it. Parts stand before wholes: from the last node back."""
        need: dict[int, Bools] = {root: self._unsettled(root)}
        for node in sorted(self.graph.needed((root,)), reverse=True):
            mask = need.pop(node, None)
            if mask is None or not mask.any():
                continue
            for slot in self.graph.reads(self.graph.nodes[node]):
                key = self.graph.slots[slot].key
                self._found[key] = self._found.get(key, False) | mask
            for child, of in self._parts(node, mask):
                wanted = of & self._unsettled(child)
                need[child] = need[child] | wanted if child in need else wanted
        return self._found

    def _parts(self, node: int, mask: Bools) -> Iterator[tuple[int, Bools]]:
        found = self.graph.nodes[node]
        if isinstance(found, ir.Choose):
            sure, possible = (self.chunk.unpacked(rail) for rail in self.chunk.rails[found.test])
            yield found.then, mask & sure
            yield found.test, mask & possible & ~sure
            yield found.other, mask & ~possible
            return
        for part in ir.parts(found):
            yield part, mask

    def _unsettled(self, node: int) -> Bools:
        ends: tuple[Any, ...]
        if node in self.graph.bounds:
            ends = self.chunk.numbers[node]
        else:
            ends = tuple(self.chunk.unpacked(rail) for rail in self.chunk.rails[node])
        if ends[0] is ends[1]:
            return np.zeros(self.chunk.size, dtype=bool)
        differ = np.asarray(ends[0] != ends[1], dtype=bool)
        return np.broadcast_to(differ, (self.chunk.size,))
