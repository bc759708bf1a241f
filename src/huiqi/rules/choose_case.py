"""组合问题: the bare integer problem behind 最优组合, shared by both solvers.

Items are numbers, sets of items are bit masks. The caller numbers the items from the last
identifier to the first: of two sets of equal size the larger mask is then the one that comes
first in lexicographic order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

YUAN: Final = 100  # 分

# Any choice of covers is a valid bound: with many limits some are given up, none is wrong.
_MOST_COVERS: Final = 32


@dataclass(frozen=True)
class Limit:
    """上限: all members together take at most ``room`` 分, inclusive.

    ``free`` says for each member how many 分 of its payment do not count. All of these numbers,
    and the amounts of the members, are whole 元.
    """

    room: int
    free: Mapping[int, int]
    text: str

    def take(self, item: int, paid: int) -> int:
        """占用额: the 分 of this limit that ``item`` takes when it is paid ``paid`` 分."""
        return max(0, paid - self.free[item]) if item in self.free else 0


@dataclass(frozen=True)
class Cover:
    """上界: no set is paid more than ``room`` plus the ``weights`` of its items (分).

    The limits of a cover are filled up, whoever fills them; beside them an item is paid what
    counts in none of them.
    """

    room: int
    weights: tuple[int, ...]

    def with_limit(self, limit: Limit) -> Cover:
        """加入一项上限: the same bound with this limit filled up as well."""
        weights = tuple(
            min(weight, limit.free.get(item, weight)) for item, weight in enumerate(self.weights)
        )
        return Cover(self.room + limit.room, weights)

    def bound(self, chosen: Iterable[int]) -> int:
        """分 that no payments of exactly these items can exceed, inclusive."""
        return self.room + sum(map(self.weights.__getitem__, chosen))


@dataclass(frozen=True)
class Case:
    """组合问题: which items are open, their amounts (分, above zero), who excludes whom, limits.

    An item that is in no limit is paid its amount or nothing; the others any whole 元 up to it.
    """

    items: int
    amounts: tuple[int, ...]
    foes: tuple[int, ...]
    limits: tuple[Limit, ...]

    @cached_property
    def limited(self) -> frozenset[int]:
        """受限项: the items that some limit may cut down."""
        return frozenset(item for limit in self.limits for item in limit.free)

    @cached_property
    def cliques(self) -> tuple[int, ...]:
        """团划分: sets of items that all exclude each other, the largest amounts first."""
        cliques, left = [], self.items
        for item in sorted(bits(self.items), key=lambda item: -self.amounts[item]):
            if left >> item & 1:
                clique, common = 1 << item, self.foes[item] & left
                while common:
                    best = max(bits(common), key=self.amounts.__getitem__)
                    clique |= 1 << best
                    common &= self.foes[best]
                cliques.append(clique)
                left &= ~clique
        return tuple(cliques)

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """上界组: a bound for each useful set of limits, the empty set included."""
        covers = [Cover(0, self.amounts)]
        for limit in sorted(self.limits, key=lambda limit: -len(limit.free)):
            more = ((cover, cover.with_limit(limit)) for cover in covers)
            useful = [new for old, new in more if new.weights != old.weights]
            covers += useful[: _MOST_COVERS - len(covers)]
        return tuple(covers)

    def bound(self, chosen: int) -> int:
        """付款上界: 分 that no payments of exactly this set can exceed, inclusive."""
        members = list(bits(chosen))
        return min(cover.bound(members) for cover in self.covers)

    def part(self, items: int) -> Case:
        """子问题: the same problem of these items only, with the limits that can bind them."""
        case = Case(items, self.amounts, self.foes, ())
        limits = []
        for limit in self.limits:
            free = {item: value for item, value in limit.free.items() if items >> item & 1}
            most = (
                max(limit.take(item, self.amounts[item]) for item in bits(clique))
                for clique in case.cliques
            )
            if sum(most) > limit.room:
                limits.append(Limit(limit.room, free, limit.text))
        return Case(items, self.amounts, self.foes, tuple(limits))

    def components(self) -> list[int]:
        """连通分量: items that share an exclusion or a limit, directly or through others."""
        near = list(self.foes)
        for limit in self.limits:
            members = sum(1 << item for item in limit.free)
            for item in limit.free:
                near[item] |= members
        found, left = [], self.items
        while left:
            reached, fresh = 0, left & -left
            while fresh:
                reached |= fresh
                step = 0
                for item in bits(fresh):
                    step |= near[item]
                fresh = step & self.items & ~reached
            found.append(reached)
            left &= ~reached
        return found


def bits(mask: int) -> Iterator[int]:
    """集合成员: the items of a mask, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
