"""差一步的各户: over a whole register, who fails exactly one condition of a programme, and which.

By bit operations on the rails that the verdicts rest on: of every row it is counted up to «more
than one» how many conditions surely fail, and how many are not surely met. The same answers as
``rules.near`` gives one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from huiqi.rules import expr as x
from huiqi.rules import ir, near
from huiqi.rules.bits import CHUNK
from huiqi.rules.chunk import Chunk, Pool, Words, plan
from huiqi.rules.columns import Bools, Ints, Snapshot
from huiqi.rules.compile import Rules
from huiqi.rules.lower import Lowering
from huiqi.rules.pool import Tape


@dataclass(frozen=True)
class OfLoan:
    """贷款的一项条件: the place, whether any loan meets it, and whether one meets all others."""

    place: int
    met: int
    others: int


@dataclass(frozen=True)
class Conditions:
    """各项条件: of one programme, as nodes of a graph.

    ``shared`` are those of the firm, each with its place among the rules' conditions; ``loan``
    is the node that one loan meets all of those in ``each``, None where nothing is asked of one.
    """

    shared: tuple[tuple[int, int], ...]
    loan: int | None = None
    each: tuple[OfLoan, ...] = ()

    @property
    def nodes(self) -> tuple[int, ...]:
        """全部节点: that have to be computed."""
        own = tuple(node for _, node in self.shared)
        of_loan = tuple(node for one in self.each for node in (one.met, one.others))
        return (*own, *of_loan, *(() if self.loan is None else (self.loan,)))


def conditions(graph: ir.Graph, rules: Rules) -> Conditions:
    """各项条件: put into ``graph``, where whatever the verdict computes is found again.

    What is asked of each loan alone may add columns, so a snapshot is made afterwards.
    """
    lowering = Lowering(graph)
    exact = {value.name for value, _ in rules.values if value.exact}
    lowering.begin(rules.policy.title, rules.policy.file, exact | set(rules.policy.uses))
    own, each = [], []
    for place, (condition, truth) in enumerate(rules.conditions):
        if not condition.per:
            own.append((place, lowering.truth(truth)))
            continue
        (others,) = near.same_loan(rules, place) or [x.Known(True)]
        each.append(OfLoan(place, lowering.truth(truth), lowering.truth(others)))
    loan = [lowering.truth(one) for one in near.same_loan(rules)]
    return Conditions(tuple(own), loan[0] if loan else None, tuple(each))


@dataclass(frozen=True)
class Lacking:
    """只差一项的各户: rows in order, which condition each lacks, and whether the rest is sure.

    ``places`` are those of the rules' conditions.
    """

    rows: Ints
    places: Ints
    sure: Bools

    def of(self, mask: Bools) -> Lacking:
        """其中几户: those of ``mask``."""
        return Lacking(self.rows[mask], self.places[mask], self.sure[mask])


class Nearness:
    """差一步计算机: for the conditions of one programme; its buffers are used again."""

    def __init__(self, graph: ir.Graph, of: Conditions, chunk: int = CHUNK) -> None:
        self._graph, self._of, self._chunk = graph, of, chunk
        self._pool, self._tape = Pool(chunk), Tape()
        self._plan = plan(graph, of.nodes)
        self._words = np.empty((5, (chunk + 63) // 64), dtype=np.uint64)

    def counts(self, snapshot: Snapshot) -> tuple[int, int]:
        """计数: rows that lack exactly one condition, and of them those whose rest is sure."""
        found = [0, 0]
        for chunk, _ in self._chunks(snapshot):
            for _, lacking, sure in self._each(chunk):
                found[0] += int(np.bitwise_count(lacking).sum())
                found[1] += int(np.bitwise_count(sure).sum())
        return found[0], found[1]

    def find(self, snapshot: Snapshot) -> Lacking:
        """找出: the rows of a snapshot that lack exactly one condition."""
        rows, places, sure = [], [], []
        for chunk, start in self._chunks(snapshot):
            for place, lacking, rest in self._each(chunk):
                ids = np.flatnonzero(chunk.unpacked(lacking))
                rows.append(ids + start)
                places.append(np.full(len(ids), place, dtype=np.int64))
                sure.append(chunk.unpacked(rest)[ids])
        if not rows:
            return Lacking(_none(np.int64), _none(np.int64), _none(np.bool_))
        found = Lacking(np.concatenate(rows), np.concatenate(places), np.concatenate(sure))
        order = np.argsort(found.rows, kind="stable")
        return Lacking(found.rows[order], found.places[order], found.sure[order])

    def _chunks(self, snapshot: Snapshot) -> Iterator[tuple[Chunk, int]]:
        for start in range(0, snapshot.size, self._chunk):
            rows = slice(start, min(start + self._chunk, snapshot.size))
            chunk = Chunk(self._graph, snapshot, rows, self._pool)
            chunk.compute(self._plan, self._tape)
            yield chunk, start

    def _each(self, chunk: Chunk) -> Iterator[tuple[int, Words, Words]]:
        """By condition: the rows that lack it alone, and of them those whose rest is sure.

        Both are overwritten by the next. A row lacks at most one condition alone.
        """
        count = (chunk.size + 63) // 64
        one_fails, all_but_one, lacking, rest, work = self._words[:, :count]

        def rails(node: int) -> tuple[Words, Words]:
            # Buffers may be longer than the rows they hold.
            sure, possible = chunk.rails[node]
            return sure[:count], possible[:count]

        roots = [node for _, node in self._of.shared]
        roots += [] if self._of.loan is None else [self._of.loan]
        whole = [rails(node) for node in roots]
        _exactly_one([possible for _, possible in whole], one_fails, (lacking, rest, work))
        _exactly_one([sure for sure, _ in whole], all_but_one, (lacking, rest, work))
        chunk.masked(one_fails)
        for place, node in self._of.shared:
            np.bitwise_and(one_fails, np.bitwise_not(rails(node)[1], out=work), out=lacking)
            # Where no other one is less than sure, it is the one that fails.
            yield place, lacking, np.bitwise_and(lacking, all_but_one, out=rest)
        for one in self._of.each:
            # What no loan meets fails the loans as a whole: they are the one that fails.
            np.bitwise_and(one_fails, np.bitwise_not(rails(one.met)[1], out=work), out=lacking)
            others, perhaps = rails(one.others)
            np.bitwise_and(lacking, perhaps, out=lacking)
            np.bitwise_and(lacking, all_but_one, out=rest)
            yield one.place, lacking, np.bitwise_and(rest, others, out=rest)


def _exactly_one(rails: Sequence[Words], out: Words, spare: tuple[Words, Words, Words]) -> None:
    """Into ``out``: the rows in which exactly one of the rails is not set.

    «None, one, more» is kept in two bits for each row, and stays at «more».
    """
    more, unset, both = spare
    out[:] = 0
    more[:] = 0
    for rail in rails:
        np.bitwise_not(rail, out=unset)
        np.bitwise_or(more, np.bitwise_and(out, unset, out=both), out=more)
        np.bitwise_or(out, unset, out=out)
    np.bitwise_and(out, np.bitwise_not(more, out=more), out=out)


def _none(kind: type[Any]) -> np.ndarray[Any, Any]:
    return np.empty(0, dtype=kind)
