"""现在算什么: closed, refused, taken back, overdue: one rule for every list, board and figure.

A filed case stays what it was: only one that was refused was filed without a result.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q

from huiqi.concerns.enums import WITH_CITY, Resolution, State

CLOSED: Final = Q(state=State.ENDED) | (
    Q(state=State.FILED) & ~Q(resolution__in=("", Resolution.WITHDRAWN))
)
REFUSED: Final = Q(state=State.REFUSED) | Q(state=State.FILED, resolution="")
WITHDRAWN: Final = Q(resolution=Resolution.WITHDRAWN)


def overdue_at(now: datetime) -> Q:
    """超期: with the city, and past its time limit; what waits for the firm never is."""
    return Q(state__in=WITH_CITY, due_at__lt=now)
