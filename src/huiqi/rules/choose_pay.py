"""分配付款: how much each item of a chosen set is paid, so that the set is paid the most.

Paying in the order of identifiers is nearly always best, and an upper bound proves it; the rest
goes through an exact branch and bound over rational linear programmes. No float anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd

from huiqi.rules.choose_case import YUAN, Case, bits

Payments = dict[int, int]

_Table = list[list[int]]


def pay(case: Case, chosen: int, surely: int = 0, above: int = -1) -> Payments | None:
    """分配付款: the best payments (分) of a set that pay each of ``surely`` 1 元 or more.

    None if there are none, or none of more than ``above`` 分 in all. The answer depends on the
    set alone, never on how it was found. Exclusions are not looked at: the caller has chosen. An
    item that no room is left for is paid 0.
    """
    low = {
        item: 0 if item in case.limited else case.amounts[item]
        for item in sorted(bits(chosen), reverse=True)
    }
    low |= {item: low[item] or YUAN for item in bits(surely)}
    left = room_left(case, low)
    if min(left, default=0) < 0:
        return None
    bound = case.bound(chosen)
    if bound <= above:
        return None
    first = [item for item in low if item in case.limited]
    by_limits = sorted(first, key=lambda item: sum(item in limit.free for limit in case.limits))
    best: Payments = {}
    for order in (first, by_limits, by_limits[::-1]):
        best = max(best, _fill(case, low, order, left), key=_total)
        if _total(best) == bound:
            return best
    best = _Exact(case, best, bound, above).run(low)
    return best if _total(best) > above else None


def room_left(case: Case, paid: Payments) -> list[int]:
    """剩余额度: the 分 left of each limit, in the order of the limits."""
    some = [(item, amount) for item, amount in paid.items() if amount]
    return [
        limit.room - sum(limit.take(item, amount) for item, amount in some) for limit in case.limits
    ]


def _total(paid: Payments) -> int:
    return sum(paid.values())


def _fill(case: Case, low: Payments, order: list[int], rooms: list[int]) -> Payments:
    """Pay one item after the other as much as is left in the rooms beside ``low``."""
    paid, left = dict(low), list(rooms)
    for item in order:
        least, most = low[item], case.amounts[item]
        mine = [(n, limit.free[item]) for n, limit in enumerate(case.limits) if item in limit.free]
        for place, free in mine:
            most = min(most, max(least, free) + left[place])
        for place, free in mine:
            left[place] -= max(0, most - max(least, free))
        paid[item] = most
    return paid


class _Exact:
    """精确分配: branch and bound over the payments of one set, from a first answer.

    Three limits that overlap in a ring are the smallest case in which the linear programme
    answers in halves of a 元.
    """

    def __init__(self, case: Case, best: Payments, bound: int, above: int) -> None:
        self._case = case
        self._best = best
        self._bound = bound
        self._above = above

    def run(self, low: Payments) -> Payments:
        """The best payments of at least ``low``."""
        self._visit(low, {item: self._case.amounts[item] for item in low})
        return self._best

    def _visit(self, low: Payments, high: Payments) -> None:
        left = room_left(self._case, low)
        if _total(self._best) == self._bound or min(left) < 0:
            return
        relaxed = self._relax(low, high, left)
        whole = {
            item: paid + int(relaxed[item] - paid) // YUAN * YUAN for item, paid in low.items()
        }
        self._best = max(
            self._best,
            _fill(self._case, whole, list(low), room_left(self._case, whole)),
            key=_total,
        )
        # Payments change by whole 元; an item without a limit may have odd 分 beside them.
        total = _total(low)
        total += int(sum(relaxed.values()) - total) // YUAN * YUAN
        if total <= max(self._above, _total(self._best)):
            return
        for item, value in relaxed.items():
            if value != whole[item]:
                self._visit({**low, item: whole[item] + YUAN}, high)
                self._visit(low, {**high, item: whole[item]})
                return

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
        free = {
            place: limit.free[item]
            for place, limit in enumerate(self._case.limits)
            if item in limit.free
        }
        steps = sorted({low, high, *(value for value in free.values() if low < value < high)})
        return [
            _Column(end - start, frozenset(place for place in free if free[place] <= start))
            for start, end in pairwise(steps)
        ]


@dataclass(frozen=True)
class _Column:
    """A quantity from zero to ``most`` that counts once in each of its ``rows``."""

    most: int
    rows: frozenset[int]


def _maximise(columns: list[_Column], rooms: list[int]) -> list[Fraction]:
    """Maximise the sum of the columns within the rooms: the bounded simplex method, exactly.

    A variable at its upper bound is replaced by what it lacks of it («flipped»), so that every
    variable outside the basis is zero. Each row is an equation in integers, in which its basic
    variable has a positive factor. All rooms are at least zero: zero is a first answer. Bland's
    rule: no cycles.
    """
    width = len(columns)
    tops: list[int | None] = [*(column.most for column in columns), *(None for _ in rooms)]
    table = [
        [*(int(row in one.rows) for one in columns), *_unit(row, len(rooms)), room]
        for row, room in enumerate(rooms)
    ]
    table.append([*(-1 for _ in columns), *(0 for _ in rooms), 0])
    basis = [width + row for row in range(len(rooms))]
    flipped: set[int] = set()
    while (enter := _entering(table[-1])) is not None:
        leave, row = _leaving(table, basis, tops, enter)
        line, top = table[row], tops[leave] or 0
        if leave == enter:
            for each in table:
                each[-1] -= each[enter] * top
                each[enter] = -each[enter]
            flipped ^= {enter}
            continue
        if line[enter] < 0:  # it leaves the basis at its upper bound
            factor = line[leave]
            table[row] = [-value for value in line]
            table[row][leave] = factor
            table[row][-1] += factor * top
            flipped ^= {leave}
        _pivot(table, row, enter)
        basis[row] = enter
    values = [Fraction(0)] * len(tops)
    for line, variable in zip(table, basis, strict=False):
        values[variable] = Fraction(line[-1], line[variable])
    for variable in flipped:
        values[variable] = (tops[variable] or 0) - values[variable]
    return values[:width]


def _unit(place: int, length: int) -> list[int]:
    return [int(place == other) for other in range(length)]


def _entering(costs: list[int]) -> int | None:
    return next((place for place, cost in enumerate(costs[:-1]) if cost < 0), None)


def _leaving(
    table: _Table, basis: list[int], tops: list[int | None], enter: int
) -> tuple[int, int]:
    """The variable that stops ``enter`` from rising first, and its row."""
    stops: list[tuple[Fraction, int, int]] = []
    if (own := tops[enter]) is not None:
        stops.append((Fraction(own), enter, 0))
    for row, variable in enumerate(basis):
        line, top = table[row], tops[variable]
        if line[enter] > 0:
            stops.append((Fraction(line[-1], line[enter]), variable, row))
        elif line[enter] < 0 and top is not None:
            step = Fraction(line[-1] - top * line[variable], line[enter])
            stops.append((step, variable, row))
    return min(stops)[1:]


def _pivot(table: _Table, leave: int, enter: int) -> None:
    pivot = table[leave]
    scale = pivot[enter]
    for row, line in enumerate(table):
        factor = line[enter]
        if row != leave and factor:
            fresh = [scale * a - factor * b for a, b in zip(line, pivot, strict=True)]
            common = gcd(*fresh)
            table[row] = fresh if common == 1 else [value // common for value in fresh]
