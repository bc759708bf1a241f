"""分支定界: our own exact search for the best set of items; needs no package.

Items are taken clique by clique (of a clique at most one can be taken), the largest amounts
first. A branch ends when no completion can beat the best set found so far: first by total, then
by fewer items, then by lexicographic order. Equal amounts are common, so that a bound on the
tie matters as much as the bound on the total.
"""

from __future__ import annotations

from huiqi.rules.choose_case import Case, Cover, Found, bits
from huiqi.rules.choose_pay import pay


def search(case: Case, forced: int = 0) -> Found | None:
    """最优集合: the best set that holds all of ``forced``; None if there is none.

    Best: highest total, then fewest items, then the largest mask. Exact for any size; the time
    grows quickly with the number of items that exclude nobody but share a limit.
    """
    found = _Search(case)
    blocked = forced
    for item in bits(forced):
        blocked |= case.foes[item]
        if case.foes[item] & forced:
            return None
    found.visit(0, forced, blocked)
    return None if found.best is None else Found(found.best[2], found.best[0])


def _cliques(case: Case) -> list[list[int]]:
    """Items that all exclude each other, together; the largest amounts first."""
    order = sorted(range(len(case.amounts)), key=lambda item: (-case.amounts[item], -item))
    cliques: list[list[int]] = []
    placed = 0
    for item in order:
        if placed >> item & 1:
            continue
        clique, common = [item], case.foes[item] & ~placed
        for other in order:
            if common >> other & 1:
                clique.append(other)
                common &= case.foes[other]
        placed |= sum(1 << member for member in clique)
        cliques.append(clique)
    return cliques


class _Search:
    """One search; ``best`` is (total in 分, minus the number of items, mask) or None."""

    def __init__(self, case: Case) -> None:
        self.best: tuple[int, int, int] | None = None
        self._case = case
        self._cliques = _cliques(case)

    def visit(self, depth: int, chosen: int, blocked: int) -> None:
        """Search below ``chosen``, with the cliques from ``depth`` on still open."""
        still = [
            [item for item in clique if not blocked >> item & 1] for clique in self._cliques[depth:]
        ]
        bound = min(_bound(cover, chosen, still) for cover in self._case.covers)
        if not self._may_beat(bound, chosen, still):
            return
        if depth == len(self._cliques):
            self._settle(chosen)
            return
        for item in still[0]:
            self.visit(depth + 1, chosen | 1 << item, blocked | 1 << item | self._case.foes[item])
        self.visit(depth + 1, chosen, blocked)

    def _settle(self, chosen: int) -> None:
        paid = pay(self._case, chosen, 0 if self.best is None else self.best[0])
        if paid is not None:
            key = (sum(paid.values()), -chosen.bit_count(), chosen)
            self.best = key if self.best is None else max(self.best, key)

    def _may_beat(self, bound: int, chosen: int, still: list[list[int]]) -> bool:
        if self.best is None or bound > self.best[0]:
            return True
        if bound < self.best[0]:
            return False
        fewest = self._fewest(bound, chosen, still)
        if fewest is None or fewest != -self.best[1]:
            return fewest is not None and fewest < -self.best[1]
        # Exactly this many items: the first identifiers still open are the best to hope for.
        spare = sorted((item for clique in still for item in clique), reverse=True)
        hoped = sum(1 << item for item in spare[: fewest - chosen.bit_count()])
        return chosen | hoped > self.best[2]

    def _fewest(self, total: int, chosen: int, still: list[list[int]]) -> int | None:
        """The least number of items that can reach ``total`` 分, or None: it is out of reach."""
        amounts = self._case.amounts
        need = total - sum(amounts[item] for item in bits(chosen))
        count = chosen.bit_count()
        tops = sorted(max(amounts[item] for item in clique) for clique in still if clique)
        while need > 0 and tops:
            need -= tops.pop()
            count += 1
        return count if need <= 0 else None


def _bound(cover: Cover, chosen: int, still: list[list[int]]) -> int:
    weights = cover.weights
    total = cover.room + sum(weights[item] for item in bits(chosen))
    for clique in still:
        total += max(0, max((weights[item] for item in clique), default=0))
    return total
