"""排队的查询: who waits for money of a budget, and what one would get as things stand today.

It is no promise: money may come or go, and who stands in front may give up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from huiqi.ledger.models import Budget, Place
from huiqi.ledger.queries.positions import Position, position_of


@dataclass(frozen=True)
class Outlook:
    """前景: of one place; amounts in 分, ``position`` counts from 1."""

    position: int
    ahead_fen: int
    asked_fen: int
    available_fen: int
    all_asked_fen: int

    @property
    def in_turn_fen(self) -> int:
        """按次序可得: what is left when all in front got what they asked for."""
        return max(0, min(self.asked_fen, self.available_fen - self.ahead_fen))

    @property
    def share_in_turn(self) -> Fraction:
        """按次序可得比例: of what was asked for."""
        return Fraction(self.in_turn_fen, self.asked_fen)

    @property
    def in_turn_percent(self) -> int:
        """按次序可得百分比: in whole per cent, rounded down: 61 for «可得 61 %»."""
        return int(100 * self.share_in_turn)

    @property
    def share_of_all(self) -> Fraction:
        """按比例可得: when everybody in the queue gets the same part; at most the whole."""
        return min(Fraction(1), Fraction(self.available_fen, self.all_asked_fen))


def queue_of(budget: Budget) -> QuerySet[Place]:
    """队伍: who stands in it now, in order of arrival."""
    return Place.objects.filter(budget=budget, left_at__isnull=True).order_by("joined_at", "id")


@dataclass(frozen=True)
class Line:
    """队伍概况: how many wait, and the outlook of the last of them; None where nobody waits."""

    waiting: int = 0
    last: Outlook | None = None


def lines_of(held: Iterable[tuple[Budget, Position]]) -> dict[int, Line]:
    """各预算的队伍概况: by the number of the budget, for those where somebody waits."""
    free = {budget.pk: position.available for budget, position in held}
    asked: defaultdict[int, list[int]] = defaultdict(list)
    waiting = Place.objects.filter(budget__in=free, left_at__isnull=True)
    for budget, fen in waiting.order_by("budget_id", "joined_at", "id").values_list(
        "budget_id", "asked_fen"
    ):
        asked[budget].append(fen)
    return {
        budget: Line(len(fens), outlooks_along(fens, free[budget])[-1])
        for budget, fens in asked.items()
    }


def outlooks_along(asked: Sequence[int], available_fen: int) -> list[Outlook]:
    """全队的前景: of everybody, by what each asked for in order of arrival, in 分."""
    whole, ahead, found = sum(asked), 0, []
    for place, fen in enumerate(asked, 1):
        found.append(Outlook(place, ahead, fen, available_fen, whole))
        ahead += fen
    return found


def outlook_of(place: Place) -> Outlook | None:
    """前景: at today's queue; None when the place has been left.

    It reads the places of others: within the scope of everything, and tells sums only.
    """
    waiting = list(queue_of(place.budget).values_list("id", "asked_fen"))
    free = position_of(place.budget).available
    along = outlooks_along([fen for _, fen in waiting], free)
    return {pk: one for (pk, _), one in zip(waiting, along, strict=True)}.get(place.pk)
