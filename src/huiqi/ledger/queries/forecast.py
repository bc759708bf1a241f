"""支付预计: what a budget may have paid by the end of its year, by a plain method that it tells.

Of earlier years: how much of what a year paid in the end had been paid by the same day. What
this year has paid by now, divided by that share, is what it may come to; the years one by one
give the range. It is never less than what is paid or on its way, never more than the budget.
With too little to go by nothing is told: no figure is better than a made-up one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from huiqi.kernel.words import worded
from huiqi.ledger.enums import Deed, Stage
from huiqi.ledger.models import Budget, Leg
from huiqi.ledger.queries.positions import Position

YEARS: Final = 3  # the latest of the earlier ones
FEWEST: Final = 2
LEAST_SHARE: Final = Fraction(1, 10)  # of a year's payments, by the same day
# An opening entry tells a sum for a year, and not on which days it was paid.
NOT_OF_A_DAY: Final = (Deed.OPENING, Deed.CARRY)


@dataclass(frozen=True)
class Pace:
    """往年进度: what a year had paid by the same day, and in the whole; in 分."""

    year: int
    by_then_fen: int
    whole_fen: int

    @property
    def share(self) -> Fraction:
        """同期比例: of the whole."""
        return Fraction(self.by_then_fen, self.whole_fen)


@dataclass(frozen=True)
class Forecast:
    """支付预计: by the end of the year, in 分; ``expected_fen`` None where ``why_not`` says why.

    ``low_fen`` and ``high_fen`` are what the slowest and the quickest of ``paces`` give, within
    ``floor_fen`` (paid and on its way) and ``ceiling_fen`` (appropriated).
    """

    on: date
    paid_fen: int
    floor_fen: int
    ceiling_fen: int
    paces: tuple[Pace, ...]
    expected_fen: int | None = None
    low_fen: int = 0
    high_fen: int = 0
    why_not: str = ""

    @property
    def share(self) -> Fraction:
        """同期比例: of all the years together."""
        whole = sum(pace.whole_fen for pace in self.paces)
        return Fraction(sum(pace.by_then_fen for pace in self.paces), whole)


Key = tuple[int, str]  # fund and programme


def forecasts_of(held: Iterable[tuple[Budget, Position]], on: date) -> dict[int, Forecast]:
    """支付预计: of budgets of one year, by the number of the budget, as of the day ``on``."""
    budgets = list(held)
    if not budgets:
        return {}
    paces = _paces([budget for budget, _position in budgets], on)
    return {
        budget.pk: forecast_from(
            position, tuple(paces[budget.fund_id, budget.programme]), budget.year, on
        )
        for budget, position in budgets
    }


def forecast_from(position: Position, paces: tuple[Pace, ...], year: int, on: date) -> Forecast:
    """推算: from where the money stands and how earlier years went."""
    floor, ceiling = position.paid + position.ordered, position.appropriated
    found = Forecast(on, position.paid, floor, ceiling, paces)
    if why_not := _why_not(found, year):
        return Forecast(on, position.paid, floor, ceiling, paces, why_not=why_not)
    one_by_one = [_within(found, pace.share) for pace in paces if pace.by_then_fen]
    return Forecast(
        *(on, position.paid, floor, ceiling, paces),
        expected_fen=_within(found, found.share),
        low_fen=min(one_by_one),
        high_fen=max(one_by_one) if len(one_by_one) == len(paces) else ceiling,
    )


def _why_not(found: Forecast, year: int) -> str:
    if year != found.on.year:
        return _("这一年已经过完，不用预计") if year < found.on.year else _("这一年还没有开始")
    if not found.ceiling_fen:
        return _("还没有下达")
    if len(found.paces) < FEWEST:
        return worded(
            "不足以预测：往年按日记账的支付只有 %(years)s 年，至少要 %(fewest)s 年",
            years=len(found.paces),
            fewest=FEWEST,
        )
    if found.share < LEAST_SHARE:
        return _("不足以预测：往年到这一天支付的还不到全年的一成")
    if not found.paid_fen:
        return _("不足以预测：今年还没有支付")
    return ""


def _within(found: Forecast, share: Fraction) -> int:
    told = int(found.paid_fen / share)
    return max(found.floor_fen, min(found.ceiling_fen, told))


def _paces(budgets: list[Budget], on: date) -> defaultdict[Key, list[Pace]]:
    """Of every fund and programme, the latest years first, those before this one."""
    year = budgets[0].year
    earlier = Leg.objects.filter(
        account__stage=Stage.PAID,
        account__budget__year__lt=year,
        account__budget__fund__in={budget.fund_id for budget in budgets},
    ).exclude(entry__deed__in=NOT_OF_A_DAY)
    by = ("account__budget__fund_id", "account__budget__programme", "account__budget__year")
    years = _years_before(year)
    then = Q()
    for one in years:
        then |= Q(account__budget__year=one, entry__booked_on__lte=_same_day(on, one))
    told = (
        earlier.filter(account__budget__year__in=years)
        .order_by(*by[:2], f"-{by[2]}")
        .values_list(*by)
        .annotate(
            then=Sum("amount_fen", filter=then, default=0),
            whole=Sum("amount_fen", default=0),
        )
    )
    found: defaultdict[Key, list[Pace]] = defaultdict(list)
    for fund, programme, of_year, by_then, whole in told:
        if whole > 0 and len(found[fund, programme]) < YEARS:
            found[fund, programme].append(Pace(of_year, max(0, by_then), whole))
    return found


def _years_before(year: int) -> range:
    return range(year - 10, year)


def _same_day(on: date, year: int) -> date:
    """The day of that year; the last of February for a day that it does not have."""
    try:
        return on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
