"""名单上算数的: lines that stand; not those of a list that is void, or taken off their notice."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from huiqi.programmes.enums import ListState
from huiqi.programmes.models import AwardLine
from huiqi.publicity.models import AwardWithdrawal

STANDING: Final = (
    ListState.DRAFTED,
    ListState.SUBMITTED,
    ListState.APPROVED,
    ListState.PUBLISHED,
    ListState.PLANNED,
)


def with_applications(lines: QuerySet[AwardLine]) -> QuerySet[AwardLine]:
    """名单的各行: in their order, with the applications and all that tells what these are."""
    related = ("organization", "version", "call")
    return lines.select_related(*(f"application__{one}" for one in related)).order_by("place")


def standing_lines() -> QuerySet[AwardLine]:
    """算数的行: whose notice was withdrawn, or who was taken off it, waits for another list."""
    taken_off = AwardWithdrawal.objects.filter(
        award__publicity=OuterRef("list__publicity_id"),
        award__subject=OuterRef("application__subject_id"),
    )
    found = AwardLine.objects.filter(list__state__in=STANDING)
    return found.filter(~Exists(taken_off), list__publicity__withdrawal__isnull=True)
