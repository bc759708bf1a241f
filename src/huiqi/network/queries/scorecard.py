"""记分: what each officer and each body planned, did and kept, in one stretch of days.

Every number is counted from rows of the network: visits by the day for which they were planned,
promises by their last day, referrals by their clock. Nothing is put together into one mark. A
share of nothing is None and never 0 or 100: nobody knows how somebody keeps promises who made
none. A referral goes to a body, not to a person: of an officer it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from huiqi.kernel.now import CITY, first_moment, year_to
from huiqi.network.enums import PromiseState, VisitState
from huiqi.network.models import Officer, Referral, Visit, VisitPromise
from huiqi.network.queries.people import officers_now


@dataclass(frozen=True)
class Visits:
    """联系: planned for a day of the stretch; of these made, given up, and neither until today."""

    planned: int = 0
    made: int = 0
    cancelled: int = 0
    missed: int = 0


@dataclass(frozen=True)
class Kept:
    """兑现或办到: of what fell due: in time, too late, and not done; or not yet due."""

    in_time: int = 0
    late: int = 0
    undone: int = 0

    @property
    def due(self) -> int:
        """到期的: all of them."""
        return self.in_time + self.late + self.undone

    @property
    def percent(self) -> int | None:
        """按期的百分比: rounded down; None where nothing fell due."""
        return self.in_time * 100 // self.due if self.due else None


@dataclass(frozen=True)
class Score:
    """一行: of an officer, or of a body when ``officer`` is None.

    ``referrals`` None: they are not counted by person.
    """

    unit: str
    officer: Officer | None = None
    visits: Visits = field(default_factory=Visits)
    promises: Kept = field(default_factory=Kept)
    referrals: Kept | None = None


def scores_of_officers(today: date) -> list[Score]:
    """各服务人员: in office now, by body and name; counted for the body for which they serve."""
    visits, promises = _visits(today, "owner", "unit"), _promises(today, "owner", "unit")
    return [
        Score(
            unit=one.organization.name,
            officer=one,
            visits=visits.get((one.person_id, one.organization_id), Visits()),
            promises=promises.get((one.person_id, one.organization_id), Kept()),
        )
        for one in officers_now()
    ]


def scores_of_bodies(today: date, now: datetime) -> list[Score]:
    """各单位: at ``now`` of ``today``, whoever planned, promised or was sent a firm, by name."""
    visits, promises = _visits(today, "unit__name"), _promises(today, "unit__name")
    referrals = _referrals(today, now)
    return [
        Score(
            unit=name,
            visits=visits.get((name,), Visits()),
            promises=promises.get((name,), Kept()),
            referrals=referrals.get((name,), Kept()),
        )
        for (name,) in sorted({*visits, *promises, *referrals})
    ]


def _visits(today: date, *by: str) -> Mapping[tuple[Any, ...], Visits]:
    found = Visit.objects.filter(planned_on__gte=year_to(today), planned_on__lte=today)
    is_planned = Q(state=VisitState.PLANNED, planned_on__lt=today)
    return {
        key: Visits(*numbers)
        for key, numbers in _counted(
            found,
            by,
            planned=Count("pk"),
            made=Count("pk", filter=Q(state=VisitState.MADE)),
            cancelled=Count("pk", filter=Q(state=VisitState.CANCELLED)),
            missed=Count("pk", filter=is_planned),
        )
    }


def _promises(today: date, *by: str) -> Mapping[tuple[Any, ...], Kept]:
    """Those kept before their day count when it comes."""
    found = VisitPromise.objects.filter(due_on__gte=year_to(today), due_on__lt=today)
    found = found.annotate(ended_day=TruncDate("ended_at", tzinfo=CITY))
    is_kept, by_then = Q(state=PromiseState.KEPT), Q(ended_day__lte=F("due_on"))
    return _kept(found, by, is_kept & by_then, is_kept & ~by_then, ~is_kept)


def _referrals(today: date, now: datetime) -> Mapping[tuple[Any, ...], Kept]:
    since = first_moment(year_to(today))
    found = Referral.objects.filter(made_at__gte=since, due_at__lt=now)
    found = found.annotate(due_day=TruncDate("due_at", tzinfo=CITY))
    is_met, by_then = Q(contact__isnull=False), Q(contact__made_on__lte=F("due_day"))
    return _kept(found, ("unit__name",), is_met & by_then, is_met & ~by_then, ~is_met)


def _kept(
    found: QuerySet[Any], by: Iterable[str], in_time: Q, late: Q, undone: Q
) -> Mapping[tuple[Any, ...], Kept]:
    told = _counted(
        found,
        tuple(by),
        in_time=Count("pk", filter=in_time),
        late=Count("pk", filter=late),
        undone=Count("pk", filter=undone),
    )
    return {key: Kept(*numbers) for key, numbers in told}


def _counted(
    found: QuerySet[Any], by: tuple[str, ...], **numbers: Count
) -> Iterable[tuple[tuple[Any, ...], tuple[int, ...]]]:
    """One question for all of them, whoever they are."""
    for row in found.order_by().values_list(*by).annotate(**numbers):
        yield row[: len(by)], row[len(by) :]
