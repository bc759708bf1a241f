"""诉求的统计: what firms confirmed beside what offices closed, never merged into one figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from huiqi.concerns.enums import OPEN, Ground
from huiqi.concerns.models import Concern, Confirmation, Counted, KnowledgeAnswer, Refusal
from huiqi.concerns.queries.counts import count_by_resolution, count_of
from huiqi.concerns.queries.standing import CLOSED, REFUSED, WITHDRAWN, overdue_at
from huiqi.kernel.now import first_moment

A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """统计: of the concerns handed in within a period, as they stand now.

    ``closed`` is the official closure; ``solved`` and ``said`` are of firms: how many of those
    who said anything said solved. ``by_resolution`` adds up to what is over or promised,
    ``by_ground``, the last decision on each, to ``refused``. What waits for the firm is not
    ``overdue``.
    """

    handed_in: int
    open_now: int
    closed: int
    refused: int
    withdrawn: int
    overdue: int
    solved: int
    partly: int
    not_solved: int
    nobody: int
    by_resolution: Mapping[str, int]
    by_ground: Mapping[int, int]
    answered_by_knowledge: int

    @property
    def said(self) -> int:
        """企业说过话的: answers of firms to replies, each reply once."""
        return self.solved + self.partly + self.not_solved + self.nobody

    @property
    def solved_percent(self) -> int | None:
        """企业确认解决率: None where no firm has said anything."""
        return round(100 * self.solved / self.said) if self.said else None

    @property
    def closed_percent(self) -> int | None:
        """办结率: of what was taken in; None where nothing was."""
        taken = self.handed_in - self.refused - self.withdrawn
        return round(100 * self.closed / taken) if taken > 0 else None


def figures_of(first: date, last: date, now: datetime) -> Figures:
    """统计: handed in from ``first`` to ``last``, both included, as it stands ``now``.

    Asked within the scope of everything.
    """
    since, until = first_moment(first), first_moment(last) + A_DAY
    mine = Concern.objects.filter(submitted_at__gte=since, submitted_at__lt=until)
    counted = count_of(
        Counted.HANDED_IN,
        first,
        last,
        handed_in=Q(),
        open_now=Q(state__in=OPEN),
        closed=CLOSED,
        refused=REFUSED,
        withdrawn=WITHDRAWN,
    )
    said = dict(
        Confirmation.objects.filter(concern__submitted_at__gte=since, at__gte=since)
        .filter(concern__submitted_at__lt=until)
        .order_by()
        .values_list("answer")
        .annotate(Count("pk"))
    )
    # From what was refused, of which there is little: not from every concern of a year.
    refused = Concern.objects.filter(REFUSED, submitted_at__gte=since, submitted_at__lt=until)
    final = (
        Refusal.objects.filter(concern__in=refused.order_by(), at__gte=since)
        .order_by("concern_id", "-pk")
        .distinct("concern_id")
    )
    grounds = Refusal.objects.filter(pk__in=final.values("pk")).order_by().values_list("ground")
    known = KnowledgeAnswer.objects.filter(at__gte=since, at__lt=until).count()
    by_ground: dict[int, int] = dict(grounds.annotate(Count("pk")))
    return Figures(
        **counted,
        overdue=mine.filter(overdue_at(now)).count(),
        solved=said.get("solved", 0),
        partly=said.get("partly", 0),
        not_solved=said.get("not", 0),
        nobody=said.get("nobody", 0),
        by_resolution=count_by_resolution(Counted.HANDED_IN, first, last, Q()),
        by_ground={one.value: by_ground.get(one.value, 0) for one in Ground},
        answered_by_knowledge=known,
    )
