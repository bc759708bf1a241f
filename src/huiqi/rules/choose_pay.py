"""分配付款: how much each item of a chosen set is paid, so that the set is paid the most.

A payment is either the whole amount or a smaller number of whole 元. Paying in the order of
identifiers is nearly always best, and an upper bound proves it; the rest goes through an exact
branch and bound over rational linear programmes. No float anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from huiqi.rules.choose_case import YUAN, Case, bits

Payments = dict[int, int]

_Range = tuple[int, int]
_Split = tuple[int, tuple[_Range, _Range]]


def pay(case: Case, chosen: int, at_least: int = 0, known: int | None = None) -> Payments | None:
    """分配付款: the best payments (分) of all chosen items; None if not all can be paid.

    The answer depends on the set alone, never on how it was found; a total below ``at_least``
    分 may come back as None, and ``known`` is the best total, where the caller knows it: both
    only save time. Exclusions are not looked at: the caller has chosen.
    """
    least = {item: case.least[item] for item in bits(chosen)}
    if not _fits(case, least):
        return None
    bound = upper_bound(case, chosen) if known is None else known
    first = sorted(least, reverse=True)
    by_limits = sorted(first, key=lambda item: sum(item in limit.free for limit in case.limits))
    best: Payments = {}
    for order in (first, by_limits, by_limits[::-1]):
        best = max(best, _fill(case, least, order), key=_total)
        if _total(best) == bound:
            return best
    best = _Exact(case, best, at_least, bound).run(least)
    return best if _total(best) >= at_least else None


def upper_bound(case: Case, chosen: int) -> int:
    """付款上界: 分 that no payments of exactly this set can exceed, inclusive."""
    return min(
        cover.room + sum(cover.weights[item] for item in bits(chosen)) for cover in case.covers
    )


def room_left(case: Case, paid: Payments) -> list[int]:
    """剩余额度: the 分 left of each limit, in the order of the limits."""
    return [
        limit.room - sum(limit.take(item, paid.get(item, 0)) for item in limit.free)
        for limit in case.limits
    ]


def _total(paid: Payments) -> int:
    return sum(paid.values())


def _fits(case: Case, paid: Payments) -> bool:
    return all(left >= 0 for left in room_left(case, paid))


def _fill(case: Case, least: Payments, order: list[int]) -> Payments:
    """Pay one item after the other as much as is left beside the least of those to come."""
    paid = dict(least)
    left = room_left(case, paid)
    for item in order:
        most = case.amounts[item]
        for limit, room in zip(case.limits, left, strict=True):
            if item in limit.free:
                used = limit.take(item, paid[item])
                most = min(most, max(paid[item], limit.free[item] + room + used))
        if most < case.amounts[item]:
            most = max(paid[item], most - most % YUAN)
        for place, limit in enumerate(case.limits):
            left[place] -= limit.take(item, most) - limit.take(item, paid[item])
        paid[item] = most
    return paid


class _Exact:
    """精确分配: branch and bound over the payments of one set, from a first answer.

    First it is settled which odd amounts are paid in full and which pass the free part of a
    pool; then every step is a whole 元, what is left of each limit can be rounded down to 元,
    and the linear programme nearly always answers in whole 元 by itself.
    """

    def __init__(self, case: Case, best: Payments, at_least: int, bound: int) -> None:
        self._case = case
        self._best = best
        self._beat = max(_total(best), at_least - 1)
        self._bound = bound

    def run(self, least: Payments) -> Payments:
        self._visit(least, {item: self._case.amounts[item] for item in least})
        return self._best

    def _visit(self, low: Payments, high: Payments) -> None:
        if self._beat == self._bound:
            return
        split = next(filter(None, (self._split(item, low, high) for item in low)), None)
        step = 1 if split else YUAN
        left = room_left(self._case, low)
        if min(left) < 0 or self._quick_bound(low, high, left, step) <= self._beat:
            return
        relaxed = self._relax(low, high, [room - room % step for room in left])
        total = _total(low)
        if total + int((sum(relaxed.values()) - total) / step) * step <= self._beat:
            return
        if not split:
            uneven = (i for i, value in relaxed.items() if (value - low[i]) % YUAN)
            item = next(uneven, None)
            if item is None:
                self._best = {item: int(value) for item, value in relaxed.items()}
                self._beat = _total(self._best)
                return
            down = low[item] + int(relaxed[item] - low[item]) // YUAN * YUAN
            split = item, ((down + YUAN, high[item]), (low[item], down))
        item, ranges = split
        for least, most in ranges:
            if least <= most:
                self._visit({**low, item: least}, {**high, item: most})

    def _quick_bound(self, low: Payments, high: Payments, left: list[int], step: int) -> int:
        """No payments between the bounds come to more 分: each limit alone, and none."""
        spread = {item: high[item] - low[item] for item in low}
        total, every = _total(low), sum(spread.values())
        best = every
        for limit, room in zip(self._case.limits, left, strict=True):
            outside = every
            for item, free in limit.free.items():
                if item in low:
                    outside -= max(0, high[item] - max(low[item], free))
            best = min(best, outside + room - room % step)
        return total + best

    def _split(self, item: int, low: Payments, high: Payments) -> _Split | None:
        """The ranges to look at one by one before every step is a whole 元, if any."""
        least, most = low[item], high[item]
        if least == most:
            return None
        if most % YUAN:
            return item, ((most, most), (least, most - most % YUAN))
        for limit in self._case.limits:
            free = limit.free.get(item, 0)
            if least < free < most and free % YUAN:
                return item, ((free - free % YUAN + YUAN, most), (least, free - free % YUAN))
        return None

    def _relax(self, low: Payments, high: Payments, rooms: list[int]) -> dict[int, Fraction]:
        """The best payments between the bounds if fractions could be paid."""
        columns, owners = [], []
        for item in low:
            for column in self._columns(item, low[item], high[item]):
                columns.append(column)
                owners.append(item)
        values = {item: Fraction(paid) for item, paid in low.items()}
        for item, more in zip(owners, _maximise(columns, rooms), strict=True):
            values[item] += more
        return values

    def _columns(self, item: int, low: int, high: int) -> list[_Column]:
        # What lies under the free part of a pool costs nothing there, only elsewhere.
        limits = self._case.limits
        mine = [place for place, limit in enumerate(limits) if item in limit.free]
        steps = sorted({limits[place].free[item] for place in mine} | {low, high})
        columns = []
        for start, end in pairwise(steps):
            if low <= start and end <= high:
                rows = frozenset(place for place in mine if limits[place].free[item] <= start)
                columns.append(_Column(end - start, rows))
        return columns


@dataclass(frozen=True)
class _Column:
    """A quantity from zero to ``most`` that counts once in each of its ``rows``."""

    most: int
    rows: frozenset[int]


def _maximise(columns: list[_Column], rooms: list[int]) -> list[Fraction]:
    """Maximise the sum of the columns within the rooms: the simplex method, exactly.

    All rooms are at least zero, so that zero is a first answer. Bland's rule: no cycles.
    """
    width, height = len(columns), len(rooms) + len(columns)
    table = [[Fraction(0)] * (width + height + 1) for _ in range(height + 1)]
    for place, column in enumerate(columns):
        for row in (*column.rows, len(rooms) + place):
            table[row][place] = Fraction(1)
        table[len(rooms) + place][-1] = Fraction(column.most)
        table[height][place] = Fraction(-1)
    for row in range(height):
        table[row][width + row] = Fraction(1)
    for row, room in enumerate(rooms):
        table[row][-1] = Fraction(room)
    basis = list(range(width, width + height))
    while (enter := _entering(table[height])) is not None:
        ratios = [
            (table[row][-1] / table[row][enter], basis[row], row)
            for row in range(height)
            if table[row][enter] > 0
        ]
        leave = min(ratios)[2]
        _pivot(table, leave, enter)
        basis[leave] = enter
    values = [Fraction(0)] * (width + height)
    for row, variable in enumerate(basis):
        values[variable] = table[row][-1]
    return values[:width]


def _entering(costs: list[Fraction]) -> int | None:
    return next((place for place, cost in enumerate(costs[:-1]) if cost < 0), None)


def _pivot(table: list[list[Fraction]], leave: int, enter: int) -> None:
    scale = table[leave][enter]
    table[leave] = [value / scale for value in table[leave]]
    for row, values in enumerate(table):
        factor = values[enter]
        if row != leave and factor:
            table[row] = [a - factor * b for a, b in zip(values, table[leave], strict=True)]
