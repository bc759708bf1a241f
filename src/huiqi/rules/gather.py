"""逐笔汇总: what is asked of every loan, computed over a table of loans, then summed up by subject.

The kernel that judges subjects judges loans: each is a row, with the facts of its subject beside
its own. The graph of subjects then reads the sums as it reads any column. (Joining the loans to
the subjects instead would need a second kind of node, and rows without an end.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.chunk import Chunk, Pool, plan
from huiqi.rules.columns import Column, Ends, Ints, Rails, Snapshot, columns_of
from huiqi.rules.facts import Facts
from huiqi.rules.one import Inputs

CHUNK: Final = 2**17  # loans at a time


def snapshot_of(graph: ir.Graph, people: Sequence[Facts]) -> Snapshot:
    """由事实转列: the snapshot of subjects, with what is asked of their loans summed up."""
    inputs = Inputs(graph)
    columns = columns_of(graph, [inputs.of(facts) for facts in people])
    if graph.loans is not None:
        of_loans = Inputs(graph.loans)
        rows = [of_loans.of_loans(facts) for facts in people]
        loans = [row for of_subject in rows for row in of_subject]
        owner = np.repeat(np.arange(len(people)), [len(of_subject) for of_subject in rows])
        snapshot = Snapshot(len(loans), columns_of(graph.loans, loans))
        columns.update(Gathering(graph, len(people)).add(snapshot, owner).columns())
    return Snapshot(len(people), columns)


class Gathering:
    """汇总: sums of what is asked of loans, by subject, over any number of tables of loans."""

    def __init__(self, graph: ir.Graph, size: int) -> None:
        assert graph.loans is not None
        self._loans, self._slots = graph.loans, graph.gathered
        self._plan = plan(self._loans, [node for _, node in self._slots])
        self._keys = graph.slots
        self._ends: Mapping[int, tuple[Any, Any]] = {
            slot: _zeros(size, graph.slots[slot].kind, graph.slot_bounds[slot])
            for slot, _ in self._slots
        }

    def add(self, loans: Snapshot, owner: Ints) -> Gathering:
        """加上: a table of loans; ``owner`` is the row of the subject of each."""
        pool = Pool(min(CHUNK, loans.size))
        for start in range(0, loans.size, CHUNK):
            rows = slice(start, min(start + CHUNK, loans.size))
            chunk = Chunk(self._loans, loans, rows, pool)
            chunk.compute(self._plan)
            for slot, node in self._slots:
                self._put(chunk, node, self._ends[slot], owner[rows])
        return self

    def _put(self, chunk: Chunk, node: int, ends: tuple[Any, Any], owner: Ints) -> None:
        if node in chunk.rails:
            for end, words in zip(ends, chunk.rails[node], strict=True):
                end[owner[chunk.unpacked(words)]] = True
            return
        for end, values in zip(ends, chunk.numbers[node], strict=True):
            np.add.at(end, owner, np.broadcast_to(values, owner.shape).astype(end.dtype))

    def columns(self) -> dict[ir.Slot, Column]:
        """列: a column for every slot that sums up the loans."""
        return {
            self._keys[slot]: Rails(*ends) if ends[0].dtype == bool else Ends(*ends)
            for slot, ends in self._ends.items()
        }


def _zeros(size: int, kind: ir.SlotKind, bounds: tuple[int, int]) -> tuple[Any, Any]:
    dtype = bool if kind == "rails" else np.int64 if ir.within_int64(bounds) else object
    return np.zeros(size, dtype), np.zeros(size, dtype)
