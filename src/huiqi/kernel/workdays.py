"""工作日问答: the three questions people ask about working days, answered for JSON."""

from __future__ import annotations

from datetime import date

from huiqi.kernel import clock


def told(start: date, add: int | None = None, until: date | None = None) -> dict[str, object]:
    """答复: the day that is the ``add``-th, how many to ``until``, or whether ``start`` is one.

    Both ends count. ValueError before the calendar, beyond it, or for days in the wrong order.
    """
    if add is not None:
        return {"date": clock.nth_workday(start, add).isoformat()}
    if until is not None:
        return {"days": clock.count_workdays(start, until)}
    return {"workday": clock.is_workday(start)}
