"""分支定界: our own exact search for the best set of items; needs no package.

A node is a mask of live items. What no live item excludes any more is taken, for more items
never pay less; the others are contested, and a node branches on the largest of them. A branch
ends when no payments of its items can beat the best set found so far.

The ties are a search of their own, with the total known: how few items can reach it, then for
one identifier after the other whether a set of so few items can hold it too.
"""

from __future__ import annotations

from huiqi.rules.choose_case import Case, Cover, bits
from huiqi.rules.choose_pay import pay


class Exhausted(Exception):
    """步数用尽: the search has not ended within the steps it was given."""


class Search:
    """分支定界: the answers for one connected part.

    ``steps`` is how many nodes each answer may visit before Exhausted is raised; None: as many
    as it takes. The time grows quickly with the number of items that are neither excluded by
    many others nor free of limits.
    """

    def __init__(self, case: Case, steps: int | None = None) -> None:
        self._case = case
        self._steps = steps
        self._left = 0
        self._bounds = [_Bound(case, cover) for cover in case.covers]
        self._rivals = {item: self._as_good(item) for item in bits(case.items)}
        self._rivalled = sum(1 << item for item, rivals in self._rivals.items() if rivals)
        self._most = -1  # the highest total found so far (分)

    def best(self) -> int:
        """最优集合: the highest total, then the fewest items, then the largest mask."""
        total = self._highest(0, -1)
        self._left = self._steps or 0
        later = {
            item: sum(1 << rival for rival in bits(rivals) if rival > item)
            for item, rivals in self._rivals.items()
        }
        live = self._without_dominated(self._case.items, later)
        chosen, live = self._needed(total, live)
        count, known = 0, None
        while (known := self._reach(total, chosen, live, count)) is None:
            count += 1
        # The first identifiers: each item that some set of so few items paid as much can hold.
        while count:
            item = live.bit_length() - 1
            live ^= 1 << item
            more, rest = chosen | 1 << item, live & ~self._case.foes[item]
            found = known if known >> item & 1 else self._reach(total, more, rest, count - 1)
            if found is not None:
                known, chosen, live, count = found, more, rest, count - 1
        return chosen

    def total_with(self, item: int, best: int) -> int:
        """改选合计: the highest total (分) of the sets that pay ``item`` 1 元 or more, or -1.

        ``best`` is the best set, the nearest thing to start from.
        """
        live = self._case.items & ~self._case.foes[item]
        near = best & live | 1 << item
        for other in sorted(bits(live & ~near), key=lambda other: -self._case.amounts[other]):
            if not self._case.foes[other] & near:
                near |= 1 << other
        paid = pay(self._case, near, 1 << item)
        return self._highest(1 << item, -1 if paid is None else sum(paid.values()))

    def _highest(self, surely: int, known: int) -> int:
        """The highest total of the sets that pay all of ``surely``: ``known`` or more."""
        self._most = known
        self._left = self._steps or 0
        live = self._case.items
        for item in bits(surely):
            live &= ~self._case.foes[item]
        self._visit(live, surely)
        return self._most

    def _step(self) -> None:
        if self._steps is not None:
            if not self._left:
                raise Exhausted
            self._left -= 1

    def _visit(self, live: int, forced: int) -> None:
        self._step()
        live = self._without_dominated(live, self._rivals)
        if not self._allows(self._most + 1, 0, live, live.bit_count()):
            return
        foes, amounts = self._case.foes, self._case.amounts
        contested = [item for item in bits(live) if foes[item] & live]
        if not contested:
            paid = pay(self._case, live, forced, above=self._most)
            if paid is not None:
                self._most = sum(paid.values())
            return
        item = max(contested, key=amounts.__getitem__)
        self._visit(live & ~foes[item], forced)
        self._visit(live & ~(1 << item), forced)

    def _needed(self, total: int, live: int) -> tuple[int, int]:
        """The items that every set paid ``total`` holds, and the live ones beside them."""
        needed = 0
        for item in bits(live):
            if live >> item & 1 and not self._allows(
                total, 0, live & ~(1 << item), live.bit_count()
            ):
                needed |= 1 << item
                live &= ~self._case.foes[item]
        return needed, live & ~needed

    def _reach(self, total: int, chosen: int, live: int, count: int) -> int | None:
        """A set of ``chosen`` and ``count`` live items that is paid ``total``, if any."""
        self._step()
        if not count:
            return chosen if pay(self._case, chosen, above=total - 1) is not None else None
        live = self._without_dominated(live, self._rivals)
        if live.bit_count() < count or not self._allows(total, chosen, live, count):
            return None
        item = max(bits(live), key=self._case.amounts.__getitem__)
        live ^= 1 << item
        found = self._reach(total, chosen | 1 << item, live & ~self._case.foes[item], count - 1)
        return self._reach(total, chosen, live, count) if found is None else found

    def _allows(self, total: int, chosen: int, live: int, count: int) -> bool:
        """Whether ``chosen`` and at most ``count`` live items may be paid ``total``: no is sure."""
        members = list(bits(chosen))
        for place, bound in enumerate(self._bounds):
            if not bound.allows(total, members, live, count):
                # It will likely end the next branch as well: ask it first.
                self._bounds.insert(0, self._bounds.pop(place))
                return False
        return True

    def _as_good(self, item: int) -> int:
        """The items that exclude ``item`` and could be paid whatever it is paid."""
        case, good = self._case, 0
        for foe in bits(case.foes[item] & case.items):
            if case.amounts[foe] >= case.amounts[item] and all(
                foe not in limit.free
                or (item in limit.free and limit.free[foe] >= limit.free[item])
                for limit in case.limits
            ):
                good |= 1 << foe
        return good

    def _without_dominated(self, live: int, rivals: dict[int, int]) -> int:
        """Drop each item that another could replace without excluding anything more."""
        foes = self._case.foes
        for item in bits(live & self._rivalled):
            mine = foes[item] | 1 << item
            if any(not foes[rival] & live & ~mine for rival in bits(rivals[item] & live)):
                live ^= 1 << item
        return live


class _Bound:
    """One cover, with the items from the largest weight to the least."""

    def __init__(self, case: Case, cover: Cover) -> None:
        self._cover = cover
        weights = cover.weights
        weighed = (
            (weights[item], 1 << item, ~clique)
            for clique in case.cliques
            for item in bits(clique)
            if weights[item]
        )
        self._items = sorted(weighed, reverse=True)

    def allows(self, total: int, chosen: list[int], live: int, count: int) -> bool:
        """Whether ``chosen`` and at most ``count`` live items may be paid ``total``: no is sure."""
        missing = total - self._cover.bound(chosen)
        if missing <= 0:
            return True
        for weight, bit, others in self._items:
            if live & bit:
                missing -= weight
                count -= 1
                if missing <= 0:
                    return True
                if not count:
                    return False
                live &= others
        return False
