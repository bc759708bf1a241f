"""看板: budgets with their names, where their money stands, what is expected, and who waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from huiqi.ledger.models import Budget, NewBudget
from huiqi.ledger.queries import Position, positions_among, total_of
from huiqi.ledger.queries.forecast import Forecast, forecasts_of
from huiqi.ledger.queries.queue import Line, lines_of
from huiqi.library import load
from huiqi.parties.enums import Kind
from huiqi.parties.models import Organization

BODIES: Final = (Kind.DEPARTMENT, Kind.DISTRICT_OFFICE)


def title_of(programme: str) -> str:
    """扶持计划的名称: as the library has it; the id where it has none."""
    policy = load().policies.get(programme)
    return policy.title if policy else programme


def name_of(budget: Budget | NewBudget) -> str:
    """预算的名称: of its programme, or of the fund where it is for the fund as a whole."""
    of_fund = budget.fund_title if isinstance(budget, NewBudget) else budget.fund.title
    return title_of(budget.programme) or of_fund


@dataclass(frozen=True)
class Choice:
    """选项: a value with its name."""

    value: str
    name: str


def programmes_booked() -> list[Choice]:
    """有预算的扶持计划: by name."""
    found = Budget.objects.exclude(programme="").order_by("programme")
    ids = found.values_list("programme", flat=True).distinct()
    return sorted((Choice(one, title_of(one)) for one in ids), key=lambda one: one.name)


def years() -> list[int]:
    """有预算的年度: the latest first."""
    return list(Budget.objects.order_by("-year").values_list("year", flat=True).distinct())


def departments() -> list[Choice]:
    """有资金的主管部门: by name."""
    told = Budget.objects.order_by("fund__department__name").values_list(
        "fund__department_id", "fund__department__name"
    )
    return [Choice(str(pk), name) for pk, name in told.distinct()]


def bodies() -> list[str]:
    """可主管资金的部门: by name; those that are closed are not among them."""
    found = Organization.objects.filter(kind__in=BODIES, closed_until=None)
    return list(found.order_by("name").values_list("name", flat=True).distinct())


@dataclass(frozen=True)
class Shown:
    """一笔预算: with its name, where its money stands, what is expected and who waits."""

    budget: Budget
    title: str
    position: Position
    forecast: Forecast
    queue: Line


@dataclass(frozen=True)
class Board:
    """看板: the budgets that were asked for; ``wanted`` is what was chosen."""

    year: int
    rows: tuple[Shown, ...]
    wanted: dict[str, str]

    @property
    def total(self) -> Position:
        """合计: of all of them."""
        return total_of(one.position for one in self.rows)

    @property
    def forecast(self) -> Forecast | None:
        """合计的预计: of those that can be told, added up; None when none can."""
        told = [one.forecast for one in self.rows if one.forecast.expected_fen is not None]
        if not told:
            return None
        return Forecast(
            on=told[0].on,
            paid_fen=sum(one.paid_fen for one in told),
            floor_fen=sum(one.floor_fen for one in told),
            ceiling_fen=sum(one.ceiling_fen for one in told),
            paces=(),
            expected_fen=sum(one.expected_fen or 0 for one in told),
            low_fen=sum(one.low_fen for one in told),
            high_fen=sum(one.high_fen for one in told),
        )

    @property
    def untold(self) -> int:
        """不足以预测的笔数: left out of the sum."""
        return sum(one.forecast.expected_fen is None for one in self.rows)


def board_of(year: int, on: date, *, programme: str = "", department: str = "") -> Board:
    """看板: of a year as of the day ``on``, of one programme and one department or all."""
    found = Budget.objects.filter(year=year)
    if programme:
        found = found.filter(programme=programme)
    if department:
        found = found.filter(fund__department=int(department))
    held = positions_among(found)
    told, queues = forecasts_of(held, on), lines_of(held)
    rows = tuple(
        Shown(one, name_of(one), position, told[one.pk], queues.get(one.pk, Line()))
        for one, position in held
    )
    return Board(year, rows, {"programme": programme, "department": department})
