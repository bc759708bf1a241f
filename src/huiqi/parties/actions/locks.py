"""加锁: one at a time where a rule looks at several rows of one organization."""

from __future__ import annotations

from datetime import date, datetime

from huiqi.kernel.now import CITY
from huiqi.parties.models import Organization


def locked(organization: Organization) -> Organization:
    """锁定单位: read anew and held until the end of the transaction."""
    return Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)


def day_of(now: datetime) -> date:
    """当天: the city's day of a moment."""
    return now.astimezone(CITY).date()
