"""资金状况: of a budget, at this moment, by how far its money has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Balance, Budget


@dataclass(frozen=True)
class Position:
    """资金状况: in 分; each stage is what stands there now, the rest are sums of them.

    So ``appropriated`` ≥ ``promised`` ≥ ``granted`` ≥ ``paid`` whatever happens.
    """

    available: int = 0
    committed: int = 0
    approved: int = 0
    ordered: int = 0
    paid: int = 0
    returned: int = 0

    @property
    def granted(self) -> int:
        """已核定累计: for certain firms, whether paid already or not."""
        return self.approved + self.ordered + self.paid

    @property
    def promised(self) -> int:
        """已承诺累计: set aside for calls, granted or not."""
        return self.committed + self.granted

    @property
    def appropriated(self) -> int:
        """下达: what the treasury gave and did not take back."""
        return self.available + self.promised + self.returned

    def __add__(self, other: Position) -> Position:
        return Position(
            *(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__)
        )


def position_of(budget: Budget) -> Position:
    """资金状况: of one budget."""
    return _positions([budget.pk])[budget.pk]


def positions_of_year(year: int) -> list[tuple[Budget, Position]]:
    """年度各预算: with where the money of each stands, by fund and programme."""
    return positions_among(Budget.objects.filter(year=year))


def positions_among(found: QuerySet[Budget]) -> list[tuple[Budget, Position]]:
    """各预算: of these, with where the money of each stands, by fund, programme and year."""
    chosen = found.select_related("fund", "fund__department")
    budgets = list(chosen.order_by("fund__code", "programme", "year"))
    positions = _positions([one.pk for one in budgets])
    return [(one, positions[one.pk]) for one in budgets]


def total_of(positions: Iterable[Position]) -> Position:
    """合计: of several budgets."""
    return sum(positions, Position())


def _positions(budgets: list[int]) -> defaultdict[int, Position]:
    held = (
        Balance.objects.filter(account__budget__in=budgets)
        .exclude(account__stage=Stage.SOURCE)
        .values_list("account__budget_id", "account__stage")
        .annotate(fen=Sum("amount_fen"))
        .order_by("account__budget_id", "account__stage")
    )
    sums: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for budget, stage, fen in held:
        sums[budget][stage] = int(fen)
    return defaultdict(Position, {pk: Position(**told) for pk, told in sums.items()})
