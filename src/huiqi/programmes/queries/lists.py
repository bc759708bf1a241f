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


def standing_lines() -> QuerySet[AwardLine]:
    """算数的行: whose notice was withdrawn, or who was taken off it, waits for another list."""
    taken_off = AwardWithdrawal.objects.filter(
        award__publicity=OuterRef("list__publicity_id"),
        award__subject=OuterRef("application__subject_id"),
    )
    found = AwardLine.objects.filter(list__state__in=STANDING)
    return found.filter(~Exists(taken_off), list__publicity__withdrawal__isnull=True)
