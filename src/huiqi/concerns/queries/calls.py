"""抽样回访的查询: what can be drawn, whom chance draws, and what the calls have told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet

from huiqi.concerns.enums import Confidentiality, Heard, Resolution, State
from huiqi.concerns.models import CallBack, Concern
from huiqi.kernel.chance import lot
from huiqi.kernel.now import CITY

# «没有解决» contradicts these; that nobody called contradicts whatever was closed.
SAID_TO_BE_SOLVED = (Resolution.SOLVED, Resolution.PARTLY, Resolution.UNCONFIRMED)


@dataclass(frozen=True)
class Told:
    """回访的数字: of calls that were due from ``since`` on; each call once.

    ``differing``: those whose firm says something else than how the case was closed.
    """

    drawn: int
    called: int
    differing: int
    reopened: int
    by_heard: Mapping[str, int]

    @property
    def reached(self) -> int:
        """联系上的."""
        return self.called - self.by_heard.get(Heard.UNREACHED, 0)

    @property
    def solved_percent(self) -> int | None:
        """回访说解决: in whole per cent of those reached, rounded down; None while none was."""
        return self.by_heard.get(Heard.SOLVED, 0) * 100 // self.reached if self.reached else None


def ended_between(since: date, until: date) -> QuerySet[Concern]:
    """可以抽的: ended from ``since`` to ``until`` (both included), and still so.

    Not confidential ones, which supervisors do not see, and no withdrawals, of which every one is
    called back about.
    """
    begin = datetime.combine(since, time(0), CITY)
    end = datetime.combine(until + timedelta(days=1), time(0), CITY)
    found = Concern.objects.filter(
        state__in=(State.ENDED, State.FILED),
        ended_at__gte=begin,
        ended_at__lt=end,
        confidentiality=Confidentiality.ORDINARY,
    )
    return found.exclude(resolution=Resolution.WITHDRAWN).order_by("id")


def drawn_from(cases: Sequence[tuple[str, int]], seed: str, percent: int, most: int) -> list[str]:
    """抽中的: numbers, of (number, unit) each; one of every unit, then by chance.

    As many as ``percent`` of all are, rounded up, at least one for each unit, at most ``most``:
    then the units with the lowest lots.
    """
    by_lot = sorted(cases, key=lambda one: (lot(seed, one[0]), one[0]))
    first: dict[int, str] = {}
    for number, unit in by_lot:
        first.setdefault(unit, number)
    size = max(len(first), -(-len(cases) * percent // 100))
    ahead = list(first.values())
    rest = [number for number, _unit in by_lot if number not in set(ahead)]
    return [*ahead, *rest][: min(size, most)]


def calls_to_make() -> QuerySet[CallBack]:
    """待回访的办结: the soonest due first."""
    found = CallBack.objects.filter(heard="").select_related("concern", "concern__lead")
    return found.order_by("due_at", "id")


def told_since(since: datetime) -> Told:
    """回访的数字: of the calls that were due since then (included)."""
    mine = CallBack.objects.filter(due_at__gte=since).order_by()
    differs = Q(heard=Heard.NOBODY) | Q(heard=Heard.NOT, resolution__in=SAID_TO_BE_SOLVED)
    counted = mine.aggregate(
        drawn=Count("pk"),
        called=Count("pk", filter=~Q(heard="")),
        differing=Count("pk", filter=differs),
        reopened=Count("pk", filter=Q(is_reopened=True)),
    )
    heard = mine.exclude(heard="").values_list("heard").annotate(Count("pk"))
    return Told(**counted, by_heard=dict(heard))


def differing_by_unit(since: datetime, most: int) -> list[tuple[str, int, int]]:
    """各单位对不上的: name, how many firms were reached, how many of them say otherwise."""
    mine = CallBack.objects.filter(due_at__gte=since).exclude(heard__in=("", Heard.UNREACHED))
    differs = Q(heard=Heard.NOBODY) | Q(heard=Heard.NOT, resolution__in=SAID_TO_BE_SOLVED)
    found = (
        mine.order_by()
        .values(name=F("concern__lead__name"))
        .annotate(reached=Count("pk"), differing=Count("pk", filter=differs))
        .filter(differing__gt=0)
        .order_by("-differing", "name")
    )
    return [(one["name"], one["reached"], one["differing"]) for one in found[:most]]
