"""分配付款: how much each item of a chosen set is paid, so that the set is paid the most.

Paying in the order of identifiers is nearly always best, and an upper bound proves it; the rest
goes through an exact branch and bound over rational linear programmes. No float anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from huiqi.rules.choose_case import YUAN, Case, bits

Payments = dict[int, int]

_Number = Fraction | int
_Table = list[list[_Number]]


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

    def _relax(self, low: Payments, high: Payments, rooms: list[int]) -> dict[int, _Number]:
        """The best payments between the bounds if fractions could be paid."""
        columns, owners = [], []
        for item in low:
            for column in self._columns(item, low[item], high[item]):
                columns.append(column)
                owners.append(item)
        values: dict[int, _Number] = dict(low)
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


def _maximise(columns: list[_Column], rooms: list[int]) -> list[_Number]:
    """Maximise the sum of the columns within the rooms: the bounded simplex method, exactly.

    A variable at its upper bound is replaced by what it lacks of it («flipped»), so that every
    variable outside the basis is zero. All rooms are at least zero: zero is a first answer.
    Bland's rule: no cycles.
    """
    tops: list[int | None] = [*(column.most for column in columns), *(None for _ in rooms)]
    table: _Table = [
        [*(int(row in column.rows) for column in columns), *_unit(row, len(rooms)), room]
        for row, room in enumerate(rooms)
    ]
    table.append([*(-1 for _ in columns), *(0 for _ in rooms), 0])
    basis = [len(columns) + row for row in range(len(rooms))]
    flipped: set[int] = set()
    while (enter := _entering(table[-1])) is not None:
        step, leave, row = _leaving(table, basis, tops, enter)
        if leave == enter:
            for line in table:
                line[-1] -= line[enter] * step
                line[enter] = -line[enter]
            flipped ^= {enter}
            continue
        if table[row][enter] < 0:  # it leaves the basis at its upper bound
            top = tops[leave] or 0
            table[row] = [-value for value in table[row]]
            table[row][leave] = 1
            table[row][-1] += top
            flipped ^= {leave}
        _pivot(table, row, enter)
        basis[row] = enter
    values: list[_Number] = [0] * len(tops)
    for row, variable in enumerate(basis):
        values[variable] = table[row][-1]
    for variable in flipped:
        values[variable] = (tops[variable] or 0) - values[variable]
    return values[: len(columns)]


def _unit(place: int, length: int) -> list[int]:
    return [int(place == other) for other in range(length)]


def _entering(costs: list[_Number]) -> int | None:
    return next((place for place, cost in enumerate(costs[:-1]) if cost < 0), None)


def _leaving(
    table: _Table, basis: list[int], tops: list[int | None], enter: int
) -> tuple[_Number, int, int]:
    """How far ``enter`` can rise, which variable then stops it, and in which row."""
    stops: list[tuple[_Number, int, int]] = []
    if (own := tops[enter]) is not None:
        stops.append((own, enter, -1))
    for row, variable in enumerate(basis):
        slope, value, top = table[row][enter], table[row][-1], tops[variable]
        if slope > 0:
            stops.append((Fraction(value, slope), variable, row))
        elif slope < 0 and top is not None:
            stops.append((Fraction(value - top, slope), variable, row))
    return min(stops)


def _pivot(table: _Table, leave: int, enter: int) -> None:
    scale = table[leave][enter]
    if scale != 1:
        table[leave] = [Fraction(value, scale) for value in table[leave]]
    pivot = table[leave]
    for row, values in enumerate(table):
        factor = values[enter]
        if row != leave and factor:
            table[row] = [a - factor * b if b else a for a, b in zip(values, pivot, strict=True)]
