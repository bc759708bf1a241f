"""异议人的查询: whose name and contact are still kept though their objection is settled."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import DateTimeField, QuerySet
from django.db.models.functions import Coalesce

from huiqi.publicity.keeping import KEEPINGS
from huiqi.publicity.models import Objection, Objector

SHORTEST: timedelta = min(one.span for one in KEEPINGS)


def settled_at(objection: Objection) -> datetime | None:
    """何时了结: answered, or its notice withdrawn without an answer; None while it is open."""
    if answer := objection.given_answer:
        return answer.answered_at
    withdrawal = getattr(objection.publicity, "withdrawal", None)
    return withdrawal.withdrawn_at if withdrawal else None


def objectors_kept(now: datetime) -> QuerySet[Objector]:
    """可能到期的: settled so long ago that one of the periods may be over; the oldest first."""
    settled = Coalesce(
        "objection__answer__answered_at",
        "objection__publicity__withdrawal__withdrawn_at",
        output_field=DateTimeField(),
    )
    found = Objector.objects.filter(forgotten_at=None).annotate(settled=settled)
    found = found.filter(settled__lte=now - SHORTEST)
    return found.select_related(
        "objection", "objection__answer", "objection__publicity__withdrawal"
    ).order_by("settled", "objection_id")
