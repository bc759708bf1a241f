"""公示期的查询: how long a notice has to run, by the day on which it begins."""

from __future__ import annotations

from datetime import date
from typing import Final

from huiqi.publicity.models import NoticePeriod

USUAL: Final = 7  # working days, until the city has set something else


def working_days_on(day: date) -> int:
    """公示期: the least number of working days of a notice that begins on ``day``."""
    found = NoticePeriod.objects.filter(since__lte=day).first()
    return found.working_days if found else USUAL
