"""组合问题: the bare integer problem behind 最优组合, shared by both solvers.

Items are numbers, sets of items are bit masks. The caller numbers the items from the last
identifier to the first: of two sets of equal size the larger mask is then the one that comes
first in lexicographic order, and a tie is settled by comparing two integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

YUAN: Final = 100  # 分

# Every set of limits gives a valid bound; all of them are tried up to this many limits.
_ALL_COVERS: Final = 5


@dataclass(frozen=True)
class Limit:
    """上限: all members together take at most ``room`` 分, inclusive.

    ``free`` says for each member how many 分 of its payment do not count; a negative number
    counts on top of the payment as soon as anything is paid.
    """

    room: int
    free: Mapping[int, int]
    text: str

    def take(self, item: int, paid: int) -> int:
        """占用额: the 分 of this limit that ``item`` takes when it is paid ``paid`` 分."""
        if not paid or item not in self.free:
            return 0
        return max(0, paid - self.free[item])


@dataclass(frozen=True)
class Cover:
    """上界: no set is paid more than ``room`` plus the ``weights`` of its items (分)."""

    room: int
    weights: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """组合问题: amounts (分, above zero), who excludes whom (masks), and the limits."""

    amounts: tuple[int, ...]
    foes: tuple[int, ...]
    limits: tuple[Limit, ...]

    @cached_property
    def limited(self) -> frozenset[int]:
        """受限项: the items that some limit may cut down."""
        return frozenset(item for limit in self.limits for item in limit.free)

    @cached_property
    def least(self) -> tuple[int, ...]:
        """最低付款: the least 分 a taken item can be paid; without a limit always all of it."""
        return tuple(
            min(amount, YUAN) if item in self.limited else amount
            for item, amount in enumerate(self.amounts)
        )

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """上界组: one upper bound for each useful set of limits, the empty set included."""
        count = len(self.limits)
        sizes = range(count + 1) if count <= _ALL_COVERS else (0, 1, count)
        return tuple(
            self._cover(chosen) for size in sizes for chosen in combinations(self.limits, size)
        )

    def _cover(self, chosen: tuple[Limit, ...]) -> Cover:
        weights = tuple(
            min([amount, *(limit.free[item] for limit in chosen if item in limit.free)])
            for item, amount in enumerate(self.amounts)
        )
        return Cover(sum(limit.room for limit in chosen), weights)

    def part(self, items: list[int]) -> Case:
        """子问题: the same problem of these items only (ascending), numbered anew."""
        number = {item: place for place, item in enumerate(items)}
        amounts = tuple(self.amounts[item] for item in items)
        foes = tuple(
            sum(1 << number[foe] for foe in bits(self.foes[item]) if foe in number)
            for item in items
        )
        kept = (
            Limit(
                limit.room,
                {number[item]: free for item, free in limit.free.items() if item in number},
                limit.text,
            )
            for limit in self.limits
        )
        return Case(amounts, foes, tuple(_in_yuan(k, amounts) for k in kept if _binds(k, amounts)))


@dataclass(frozen=True)
class Found:
    """求解结果: the best set of items as a mask, and what it is paid in all (分)."""

    mask: int
    total: int


def bits(mask: int) -> Iterator[int]:
    """集合成员: the items of a mask, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def components(case: Case) -> list[list[int]]:
    """连通分量: items that share an exclusion or a limit, directly or through others."""
    near = list(case.foes)
    for limit in case.limits:
        members = sum(1 << item for item in limit.free)
        for item in limit.free:
            near[item] |= members
    found, left = [], (1 << len(near)) - 1
    while left:
        reached, fresh = 0, left & -left
        while fresh:
            reached |= fresh
            step = 0
            for item in bits(fresh):
                step |= near[item]
            fresh = step & ~reached
        found.append(list(bits(reached)))
        left &= ~reached
    return found


def _binds(limit: Limit, amounts: tuple[int, ...]) -> bool:
    return sum(limit.take(item, amounts[item]) for item in limit.free) > limit.room


def _in_yuan(limit: Limit, amounts: tuple[int, ...]) -> Limit:
    # Whole-yuan members cannot use the odd 分 of a limit; without them the bounds are exact.
    odd = any(amounts[item] % YUAN or free % YUAN for item, free in limit.free.items())
    return limit if odd else Limit(limit.room - limit.room % YUAN, limit.free, limit.text)
