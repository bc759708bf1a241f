"""匹配的查询: of a firm, of a programme, and how many there are in which groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from huiqi.citywide.enums import Verdict
from huiqi.citywide.models import (
    DirtyFirm,
    FirmStanding,
    Match,
    MatchChange,
    MatchTable,
    ProgrammeStanding,
    TableCheck,
)

YES: Final = (Verdict.YES,)
OPEN: Final = (Verdict.UNKNOWN,)
BOTH: Final = (Verdict.YES, Verdict.UNKNOWN)
# Dimension of a break-down -> column of the standing of firms.
DIMENSIONS: Final[Mapping[str, str]] = {
    "district": "district",
    "industry": "section",
    "size": "size",
}


@dataclass(frozen=True)
class Counts:
    """户数与金额: of a programme; money in 分, ceilings all of it.

    ``sure_fen`` is what those that surely meet it get at least, ``possible_fen`` what all get at
    most, firms without a known end (``open``) left out.
    """

    yes: int = 0
    unknown: int = 0
    sure_fen: int = 0
    possible_fen: int = 0
    open: int = 0


def matches_of_firm(subject_id: int) -> QuerySet[Match]:
    """一户的匹配: what it meets and may meet, in the order of programmes."""
    return Match.objects.filter(subject_id=subject_id).order_by("programme")


def firms_matched(programme: str, verdicts: Collection[str] = YES) -> QuerySet[Match]:
    """一个项目匹配的企业: surely by default; in the order in which firms came on file."""
    found = Match.objects.filter(programme=programme, verdict__in=verdicts)
    return found.order_by("subject_id")


def firms_lacking_only(programme: str, fact: str) -> QuerySet[Match]:
    """只差一项数据的企业: one more fact would settle whether they meet the programme."""
    return firms_matched(programme, OPEN).filter(missing=[fact])


def counts_of_programmes(programmes: Collection[str] | None = None) -> dict[str, Counts]:
    """各项目的户数: by programme; those that nobody meets or may meet are left out."""
    found = Match.objects.all()
    if programmes is not None:
        found = found.filter(programme__in=programmes)
    rows = found.order_by("programme").values_list("programme").annotate(**_sums())
    return {programme: Counts(*told) for programme, *told in rows}


def counts_by_group(programme: str, dimension: str) -> dict[str, Counts]:
    """分组户数: of a programme by ``district``, ``industry`` (its section) or ``size``; groups
    in which nobody meets or may meet it are left out."""
    column = f"subject__standing__{DIMENSIONS[dimension]}"
    found = Match.objects.filter(programme=programme).order_by(column)
    rows = found.values_list(column).annotate(**_sums())
    return {group: Counts(*told) for group, *told in rows}


def firms_judged() -> int:
    """判断过的户数: with or without a credit code; whoever has no match does not meet it."""
    return FirmStanding.objects.count()


def firms_judged_by_group(dimension: str) -> dict[str, int]:
    """分组判断过的户数: by group of a dimension, as ``counts_by_group`` names them."""
    column = DIMENSIONS[dimension]
    rows = FirmStanding.objects.order_by(column).values_list(column).annotate(n=Count("pk"))
    return dict(rows)


def changes_of_firm(subject_id: int) -> QuerySet[MatchChange]:
    """一户的匹配变动: the latest first."""
    return MatchChange.objects.filter(subject_id=subject_id).order_by("-id")


def changes_of_programme(programme: str, after: int = 0) -> QuerySet[MatchChange]:
    """一个项目的匹配变动: those after a number, in the order in which they came about."""
    return MatchChange.objects.filter(programme=programme, id__gt=after).order_by("id")


@dataclass(frozen=True)
class TableState:
    """匹配表的情况: the day it is made for, who was judged, who and what still waits."""

    table: MatchTable | None
    firms: int
    waiting: int
    pending: tuple[str, ...]
    checks: tuple[TableCheck, ...]

    @property
    def on(self) -> date | None:
        """按哪一天: None before the table was first made."""
        return self.table.on if self.table else None

    @property
    def complete_on(self) -> date | None:
        """算全的日子: as ``on``; None until the table was brought up to date for the first time."""
        return self.table.on if self.table and self.table.refreshed_at else None

    @property
    def is_current(self) -> bool:
        """是否算完: nobody and nothing waits."""
        return self.table is not None and not self.waiting and not self.pending


def table_state(most: int = 10) -> TableState:
    """匹配表的情况: with its last checks, the latest first."""
    table = MatchTable.objects.first()
    waiting = 0
    if table is not None:
        due = DirtyFirm.objects.filter(since__lte=table.on)
        waiting = due.values("subject_id").distinct().count()
    pending = ProgrammeStanding.objects.filter(fingerprint=None).order_by("programme")
    return TableState(
        table,
        firms_judged(),
        waiting,
        tuple(pending.values_list("programme", flat=True)),
        tuple(TableCheck.objects.order_by("-id")[:most]),
    )


def _sums() -> dict[str, Count | Sum]:
    """In the order of ``Counts``; no name may be that of a column."""
    return {
        "of_yes": Count("pk", filter=Q(verdict=Verdict.YES)),
        "of_unknown": Count("pk", filter=Q(verdict=Verdict.UNKNOWN)),
        "of_sure": Sum("sure_fen", default=0),
        "of_possible": Sum("possible_fen", default=0),
        "of_open": Count("pk", filter=Q(sure_fen__isnull=False, possible_fen=None)),
    }
