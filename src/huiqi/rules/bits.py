"""位图判定: all programmes over a whole register, two packed bits for a programme and subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from huiqi.rules.chunk import Chunk, plan
from huiqi.rules.columns import Ints, Snapshot
from huiqi.rules.ir import INT64, Graph, Number
from huiqi.rules.lines import lean
from huiqi.rules.lower import Lowered
from huiqi.rules.pool import Pool, Tape, Values, Words

CHUNK: Final = 2**18  # rows; measured: fewer pay more for calls, more leave the cache
LOW_HALF: Final = 2**32 - 1
SPARSE: Final = 32  # where fewer than one row in so many is met, octets are looked through first


@dataclass(frozen=True)
class Amounts:
    """金额: the ends of an amount (or another number) for rows ``ids``, in units of ``1/per``.

    Where every one of them is known, both ends are one array.
    """

    ids: Ints
    low: Ints
    high: Ints
    per: int

    def totals(self) -> tuple[int, int]:
        """合计: exact sums of both ends."""
        low = total(self.low)
        return low, low if self.high is self.low else total(self.high)


@dataclass(frozen=True)
class Matched:
    """全市结果: of one programme: how many subjects surely and perhaps meet it, and which."""

    programme: str
    yes: int
    unknown: int
    yes_ids: Ints
    unknown_ids: Ints


class Bits:
    """位图机: the programmes of ``lowered`` over snapshots; its buffers are used again."""

    def __init__(self, lowered: Lowered, chunk: int = CHUNK) -> None:
        self.graph, self.programmes = lowered.graph, lowered.programmes
        self._chunk = chunk
        self._pool, self._tape = Pool(0), Tape()
        self._plan = lean(self.graph, plan(self.graph, (one.verdict for one in self.programmes)))

    def counts(self, snapshot: Snapshot) -> list[tuple[int, int]]:
        """计数: (yes, unknown) for every programme."""
        found = np.zeros((len(self.programmes), 2), dtype=np.int64)
        for chunk, _ in self._chunks(snapshot):
            for index, (sure, possible) in enumerate(self._verdicts(chunk)):
                met = self._ones(sure)
                found[index] += met, met if possible is sure else self._ones(possible)
        return [(int(sure), int(possible - sure)) for sure, possible in found]

    def match(self, snapshot: Snapshot, *, perhaps: bool = True) -> list[Matched]:
        """匹配: counts and row numbers for every programme.

        Without ``perhaps`` those of whom it is open are counted only.
        """
        yes: list[list[Ints]] = [[] for _ in self.programmes]
        unknown: list[list[Ints]] = [[] for _ in self.programmes]
        counts = [0] * len(self.programmes)
        for chunk, start in self._chunks(snapshot):
            for index, (sure, possible) in enumerate(self._verdicts(chunk)):
                met = self._ones(sure)
                yes[index].append(self._ids(chunk, sure, met, start))
                if sure is possible:
                    continue
                open_ = self._ones(possible) - met
                counts[index] += open_
                if perhaps:
                    unknown[index].append(self._ids(chunk, sure ^ possible, open_, start))
        found = zip(self.programmes, map(_joined, yes), map(_joined, unknown), counts, strict=True)
        return [Matched(one.id, len(sure), count, sure, ids) for one, sure, ids, count in found]

    def amounts(self, snapshot: Snapshot, index: int, ids: Ints) -> Amounts | None:
        """金额: of the programme at ``index`` for some rows; None where it pays nothing."""
        net = self.programmes[index].net
        return self._of_rows(snapshot, (net,), ids)[0] if net else None

    def numbers(self, snapshot: Snapshot, index: int, ids: Ints) -> tuple[Amounts, ...]:
        """全部数值: of the programme at ``index`` for some rows, as its ``numbers``."""
        return self._of_rows(snapshot, self.programmes[index].numbers, ids)

    def _of_rows(
        self, snapshot: Snapshot, numbers: Sequence[Number], ids: Ints
    ) -> tuple[Amounts, ...]:
        steps = plan(self.graph, [number.node for number in numbers])
        found = [_Filling(self.graph, number, len(ids)) for number in numbers]
        pool = self._room(len(ids))
        for start in range(0, len(ids), self._chunk):
            chunk = Chunk(self.graph, snapshot, ids[start : start + self._chunk], pool)
            chunk.compute(steps)
            for number, filling in zip(numbers, found, strict=True):
                filling.add(start, start + chunk.size, *chunk.numbers[number.node])
        return tuple(one.amounts(ids) for one in found)

    def _chunks(self, snapshot: Snapshot) -> Iterator[tuple[Chunk, int]]:
        pool = self._room(snapshot.size)
        for start in range(0, snapshot.size, self._chunk):
            rows = slice(start, min(start + self._chunk, snapshot.size))
            chunk = Chunk(self.graph, snapshot, rows, pool)
            chunk.compute(self._plan, self._tape)
            yield chunk, start

    def _room(self, rows: int) -> Pool:
        """The pool, made anew where these rows have no room in it and one chunk is not enough."""
        if self._pool.rows < min(rows, self._chunk):
            # To the next power of two, so that blocks that grow do not each make a new one.
            self._pool = Pool(min(1 << (rows - 1).bit_length(), self._chunk))
            self._tape = Tape()
        return self._pool

    def _verdicts(self, chunk: Chunk) -> Iterator[tuple[Words, Words]]:
        for one in self.programmes:
            sure, possible = chunk.rails[one.verdict]
            masked = chunk.masked(sure)
            yield masked, masked if sure is possible else chunk.masked(possible)

    def _ones(self, words: Words) -> int:
        return int(np.add.reduce(np.bitwise_count(words, out=self._pool.ones), dtype=np.int64))

    def _ids(self, chunk: Chunk, words: Words, count: int, start: int) -> Ints:
        if count * SPARSE > chunk.size:
            found = np.flatnonzero(chunk.unpacked(words))
        else:
            found = _few(words)
        found += start
        return found


class _Filling:
    """Both ends of a number while its rows come in; one array as long as all are known."""

    def __init__(self, graph: Graph, number: Number, size: int) -> None:
        self._per = number.per
        self._low: Values = np.empty(size, np.int64 if graph.fits(number.node) else object)
        self._high: Values | None = None

    def add(self, first: int, last: int, low: Values, high: Values) -> None:
        self._low[first:last] = low
        if self._high is None and high is not low:
            self._high = np.empty_like(self._low)
            self._high[:first] = self._low[:first]
        if self._high is not None:
            self._high[first:last] = high

    def amounts(self, ids: Ints) -> Amounts:
        return Amounts(ids, self._low, self._low if self._high is None else self._high, self._per)


def _few(words: Words) -> Ints:
    """Places of the bits that are set, where most octets have none; those beyond are masked."""
    octets = words.view(np.uint8)
    held = np.flatnonzero(octets != 0)
    bits = np.flatnonzero(np.unpackbits(octets[held], bitorder="little").view(bool))
    found: Ints = held[bits >> 3]
    found <<= 3
    bits &= 7
    found += bits
    return found


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def total(values: Ints) -> int:
    """求和: exactly, also where the sum leaves int64."""
    if values.dtype == object:
        return int(sum(values.tolist()))
    if not len(values):
        return 0
    if max(-int(values.min()), int(values.max())) * len(values) <= INT64[1]:
        return int(values.sum())
    return (int((values >> 32).sum()) << 32) + int((values & LOW_HALF).sum())
