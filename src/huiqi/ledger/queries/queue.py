"""排队的查询: who waits for money of a budget, and what one would get as things stand today.

It is no promise: money may come or go, and who stands in front may give up.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from huiqi.ledger.models import Budget, Place
from huiqi.ledger.queries.positions import position_of


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
    def share_of_all(self) -> Fraction:
        """按比例可得: when everybody in the queue gets the same part; at most the whole."""
        return min(Fraction(1), Fraction(self.available_fen, self.all_asked_fen))


def queue_of(budget: Budget) -> QuerySet[Place]:
    """队伍: who stands in it now, in order of arrival."""
    return Place.objects.filter(budget=budget, left_at__isnull=True).order_by("joined_at", "id")


def outlook_of(place: Place) -> Outlook | None:
    """前景: at today's queue; None when the place has been left.

    It reads the places of others: within the scope of everything, and tells sums only.
    """
    waiting = list(queue_of(place.budget).values_list("id", "asked_fen"))
    before = [pk for pk, _ in waiting]
    if place.pk not in before:
        return None
    at = before.index(place.pk)
    return Outlook(
        position=at + 1,
        ahead_fen=sum(fen for _, fen in waiting[:at]),
        asked_fen=place.asked_fen,
        available_fen=position_of(place.budget).available,
        all_asked_fen=sum(fen for _, fen in waiting),
    )
