"""记住的判断: what was judged of a register is judged again only where the question changed.

Of every atom both rails are kept as bits of the whole register, of every verdict who meets it,
of every amount its ends, each under the digest of what it says. So one edited number or condition
costs one pass over one column. What was not used longest goes first when the memory is full.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.bits import CHUNK, Amounts, Bits, Matched
from huiqi.rules.chunk import Chunk, plan
from huiqi.rules.columns import Ints, Snapshot
from huiqi.rules.pool import Pool, Step, Words
from huiqi.rules.sweep.block import Groups, Judge
from huiqi.rules.sweep.digest import digests
from huiqi.rules.sweep.mapped import Mapped
from huiqi.rules.sweep.question import Question

LIMIT: Final = 512 * 2**20  # bytes; four million firms take 1 MB for an atom, 8 for a verdict
BITS: Final = 64
Rail = tuple[Words, Words]


class Kept:
    """记忆: results of one register by what they are of; at most ``limit`` bytes of them.

    One thread at a time. What is larger than the limit is not kept at all.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit, self.bytes = limit, 0
        self._found: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._found)

    def get(self, key: Hashable) -> Any:
        """取回: what was kept, or None."""
        found = self._found.get(key)
        if found is None:
            return None
        self._found.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: Any, arrays: Iterable[np.ndarray[Any, Any]]) -> None:
        """记住: ``value``, which takes as much memory as its ``arrays``; the oldest make room."""
        size = sum({id(array): array.nbytes for array in arrays}.values())
        if size > self.limit:
            return
        _, before = self._found.pop(key, (None, 0))
        self._found[key] = value, size
        self.bytes += size - before
        while self.bytes > self.limit:
            _, (_, freed) = self._found.popitem(last=False)
            self.bytes -= freed


class KeptBits(Bits):
    """记忆位图机: as ``Bits`` over a whole register, with what ``kept`` has of it."""

    def __init__(self, question: Question, kept: Kept) -> None:
        super().__init__(question.lowered)
        self._on, self._kept = question.on, kept
        self.names = digests(self.graph)
        self._buffers: dict[int, Pool] = {}

    def match(self, snapshot: Snapshot, *, perhaps: bool = True) -> list[Matched]:  # noqa: ARG002
        """匹配: of every programme; who perhaps meets one is kept in any case."""
        return self.match_some(snapshot, range(len(self.programmes)))

    def match_some(self, snapshot: Snapshot, places: Iterable[int]) -> list[Matched]:
        """匹配: of the programmes at some places, in this order."""
        wanted = list(places)
        roots = {place: self.programmes[place].verdict for place in wanted}
        found = {root: self._kept.get(self._key("verdict", root)) for root in roots.values()}
        missing = [root for root, ids in found.items() if ids is None]
        found |= self._judged(snapshot, missing)
        return [
            Matched(self.programmes[place].id, len(yes), len(unknown), yes, unknown)
            for place, root in roots.items()
            for yes, unknown in [found[root]]
        ]

    def _key(self, kind: str, node: int) -> Hashable:
        return self._on, kind, self.names[node]

    def _judged(self, snapshot: Snapshot, roots: Sequence[int]) -> dict[int, tuple[Ints, Ints]]:
        """Who surely and who perhaps meets each of the roots, of which nothing is known yet."""
        if not roots:
            return {}
        atoms = _Atoms.of(self, roots, snapshot.size)
        steps = atoms.steps(self.graph, roots)
        ids: dict[int, tuple[list[Ints], list[Ints]]] = {root: ([], []) for root in roots}
        for start in range(0, snapshot.size, CHUNK):
            rows = slice(start, min(start + CHUNK, snapshot.size))
            chunk = Chunk(self.graph, snapshot, rows, self._buffer(rows))
            chunk.rails |= atoms.at(rows)
            chunk.compute(steps)
            atoms.take(chunk, rows)
            for root, (yes, unknown) in ids.items():
                sure, possible = map(chunk.masked, chunk.rails[root])
                yes.append(self._rows(chunk, sure, start))
                if sure is not possible:
                    unknown.append(self._rows(chunk, possible ^ sure, start))
        self._keep_atoms(atoms)
        found = {root: (_joined(yes), _joined(unknown)) for root, (yes, unknown) in ids.items()}
        for root, several in found.items():
            self._kept.put(self._key("verdict", root), several, several)
        return found

    def _rows(self, chunk: Chunk, words: Words, start: int) -> Ints:
        return self._ids(chunk, words, int(np.bitwise_count(words).sum()), start)

    def _buffer(self, rows: slice) -> Pool:
        """A pool whose rails are just as long as what is kept of these rows."""
        size = rows.stop - rows.start
        if size not in self._buffers:
            self._buffers[size] = Pool(size)
        return self._buffers[size]

    def _keep_atoms(self, atoms: _Atoms) -> None:
        for node, (sure, possible) in atoms.new.items():
            # Of what is known of every firm both rails are the same: half the memory.
            rail = (sure, sure) if np.array_equal(sure, possible) else (sure, possible)
            self._kept.put(self._key("atom", node), rail, rail)

    def rail(self, node: int) -> Rail | None:
        """位轨: of an atom over the whole register, where it is kept."""
        found: Rail | None = self._kept.get(self._key("atom", node))
        return found

    def amounts_of(self, snapshot: Snapshot, place: int, ids: Ints, of: Hashable) -> Amounts | None:
        """金额: as ``amounts``, kept for the rows that the verdict and ``of`` decide."""
        one = self.programmes[place]
        if one.net is None:
            return None
        key = (self._key("amount", one.net.node), one.net.per, self.names[one.verdict], of)
        found: Amounts | None = self._kept.get(key)
        if found is None:
            found = self.amounts(snapshot, place, ids)
            assert found is not None
            self._kept.put(key, found, (found.ids, found.low, found.high))
        return found


@dataclass
class _Atoms:
    """Rails of atoms over the whole register: those that are kept, and new ones to be filled."""

    old: dict[int, Rail]
    new: dict[int, Rail]

    @classmethod
    def of(cls, bits: KeptBits, roots: Sequence[int], size: int) -> _Atoms:
        old: dict[int, Rail] = {}
        new: dict[int, Rail] = {}
        for node in bits.graph.needed(tuple(roots)):
            if isinstance(bits.graph.nodes[node], ir.ATOMS):
                rail = bits.rail(node)
                if rail is None:
                    new[node] = _empty(size), _empty(size)
                else:
                    old[node] = rail
        return cls(old, new)

    def steps(self, graph: ir.Graph, roots: Sequence[int]) -> list[Step]:
        """The nodes to compute: of all that the roots need, not what is kept nor its parts."""
        mine: set[int] = set()
        todo = [root for root in roots if root not in self.old]
        while todo:
            node = todo.pop()
            if node not in mine:
                mine.add(node)
                todo += [part for part in ir.parts(graph.nodes[node]) if part not in self.old]
        return [
            (node, tuple(number for number in spent if number in mine))
            for node, spent in plan(graph, roots)
            if node in mine
        ]

    def at(self, rows: slice) -> dict[int, Rail]:
        """The kept rails of some rows; the first of them begins a word."""
        words = _words(rows)
        return {node: (sure[words], possible[words]) for node, (sure, possible) in self.old.items()}

    def take(self, chunk: Chunk, rows: slice) -> None:
        """The new rails of some rows, as they were computed."""
        words = _words(rows)
        for node, rail in self.new.items():
            for whole, part in zip(rail, chunk.rails[node], strict=True):
                whole[words] = part


def _words(rows: slice) -> slice:
    return slice(rows.start // BITS, -(-rows.stop // BITS))


def _empty(size: int) -> Words:
    return np.empty(-(-size // BITS), dtype=np.uint64)


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


@dataclass
class KnownGroups(Groups):
    """已知分组: as ``Groups`` of a whole register, with how many firms each group has."""

    counted: dict[tuple[str, str], int]

    def firms(self) -> dict[tuple[str, str], int]:
        """户数: of each group of each dimension."""
        return self.counted


class KeptJudge(Judge):
    """记忆引擎: judges a whole register at once, with what ``kept`` has of it.

    ``block`` is asked for all rows; who is missing which fact is not sought.
    """

    _bits: KeptBits

    def __init__(self, question: Question, mapped: Mapped, kept: Kept) -> None:
        super().__init__(question, mapped, seeks=False)
        self._bits, self._kept = KeptBits(question, kept), kept

    def matched(self, part: Snapshot) -> list[Matched]:
        """匹配: of every text that is asked for; the size standard only where it is new."""
        return self._bits.match_some(part, range(len(self.question.variants)))

    def amounts(self, part: Snapshot, place: int, ids: Ints) -> Amounts | None:
        """金额: of the programme at ``place`` for the rows that meet it on its days."""
        variant = self.question.variants[place]
        return self._bits.amounts_of(part, place, ids, (variant.days, variant.days_of))

    def groups(self) -> KnownGroups:
        """分组: of every row of the register."""
        key = (self.question.on, "groups", self._standard(), self.question.levels)
        found: KnownGroups | None = self._kept.get(key)
        if found is None:
            part = self.mapped.snapshot
            told = super()._groups(part, self._bits.match(part))
            narrow = {
                dimension: (group.astype(np.min_scalar_type(len(names))), names)
                for dimension, (group, names) in told.of.items()
            }
            found = KnownGroups(narrow, told.firms())
            self._kept.put(key, found, (group for group, _ in narrow.values()))
        return found

    def _standard(self) -> tuple[str, ...]:
        """What the size standard says, where the question has one."""
        if self.question.size is None:
            return ()
        one = self._bits.programmes[self.question.size]
        nodes = (one.verdict, *(number.node for number in one.numbers))
        return tuple(self._bits.names[node] for node in nodes)

    def _groups(self, part: Snapshot, matched: Sequence[Matched]) -> Groups:  # noqa: ARG002
        return self.groups()
