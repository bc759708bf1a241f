"""月份推算: calendar months on the constant side of a rule, folded once by us."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(day: date, count: int) -> date:
    """推后若干月: the same day ``count`` months later, clamped to the end of a shorter month."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
