"""每日件数的查询: how many concerns of a period stand how, and how the rows are put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.db.models import Q, Sum

from huiqi.concerns.models import Counted, DayCount


def count_of(by: Counted, first: date, last: date, **which: Q) -> Mapping[str, int]:
    """件数: by each of ``which``, of the days from ``first`` to ``last``, both included."""
    found = DayCount.objects.filter(by=by, day__range=(first, last))
    counted = found.aggregate(**{name: Sum("count", filter=one) for name, one in which.items()})
    return {name: count or 0 for name, count in counted.items()}


def count_by_resolution(by: Counted, first: date, last: date, which: Q) -> Mapping[str, int]:
    """按办理结果: how many; results that nothing had are left out, and so is having none."""
    found = DayCount.objects.filter(which, by=by, day__range=(first, last)).exclude(resolution="")
    counted = found.order_by().values_list("resolution").annotate(Sum("count"))
    return {resolution: count for resolution, count in counted if count}


def fold() -> int:
    """归并: rows of the same day and kind become one; how many were put together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT concerns_fold_counts()")
        return int(cursor.fetchone()[0])
