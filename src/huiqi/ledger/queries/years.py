"""年终结转的查询: what each budget of a year has left, and what stands in the way of closing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.words import counted
from huiqi.ledger.models import Budget, Decision, Entry, Transfer, YearEnd
from huiqi.ledger.queries.positions import Position, positions_among, positions_of_year


@dataclass(frozen=True)
class Left:
    """结余: of one budget, in 分, as things stand; see YearEndLine for the three kinds."""

    budget: Budget
    free_fen: int
    bound_fen: int
    back_fen: int
    ordered_fen: int

    @property
    def is_any(self) -> bool:
        """有无结余: whether anything is to be carried or returned."""
        return bool(self.free_fen or self.bound_fen or self.back_fen or self.ordered_fen)


def left_of_year(year: int) -> list[Left]:
    """年度结余: of each budget that has any, by fund and programme."""
    found = (_left(budget, held) for budget, held in positions_of_year(year))
    return [one for one in found if one.is_any]


def _left(budget: Budget, held: Position) -> Left:
    bound = held.committed + held.approved
    return Left(budget, held.available, bound, held.returned, held.ordered)


def last_closed_year() -> int | None:
    """最近结转的年度: everything before it is closed with it."""
    found: int | None = Decision.objects.aggregate(year=Max("locked_year"))["year"]
    return found


def hindrances_of(year: int, on: date) -> list[str]:
    """不能结转的原因: all of them, one sentence each; ``on`` is today."""
    return [*_of_the_calendar(year, on), *_of_the_books(year)]


def _of_the_calendar(year: int, on: date) -> Iterator[str]:
    closed = last_closed_year()
    if closed is not None and year <= closed:
        yield _("%(year)s 年已经结转") % {"year": year}
    elif on.year <= year:
        yield _("%(year)s 年还没有过完，现在只能预览，次年 1 月 1 日起可以结转") % {"year": year}


def _of_the_books(year: int) -> Iterator[str]:
    for one in left_of_year(year):
        if one.ordered_fen:
            told = {"budget": one.budget, "fen": exact(one.ordered_fen)}
            yield _("%(budget)s 有 %(fen)s 支付在途，请先对账") % told
    earlier = Budget.objects.filter(year__lt=year).select_related("fund")
    held = positions_among(earlier)
    old = sorted({budget.year for budget, found in held if _left(budget, found).is_any})
    if old:
        yield _("更早的年度还有结余，请先结转：%(years)s") % {"years": "、".join(map(str, old))}
    undecided = Transfer.objects.filter(
        Q(giver__year=year) | Q(taker__year=year) | Q(opens__year=year),
        decision__isnull=True,
    ).count()
    if undecided:
        yield counted("这一年还有 %(count)s 张预算单等待复核，请先签字或退回", undecided)


def year_end_in_hand(year: int) -> YearEnd | None:
    """在办的结转单: drawn up and neither signed nor sent back; the last one."""
    found = YearEnd.objects.filter(year=year, decision__isnull=True)
    return found.select_related("made_by").order_by("-id").first()


def entries_of_year_end(year_end: YearEnd) -> list[Entry]:
    """结转的凭证: in order."""
    kind = YearEnd._meta.label
    return list(Entry.objects.filter(origin_kind=kind, origin_id=year_end.pk).order_by("key"))
