"""工作日命令: counts Chinese working days."""

from __future__ import annotations

from datetime import date

from huiqi.cli import output
from huiqi.kernel import clock
from huiqi.rules.problems import Problem, Refused


def workdays(start: date, add: int | None, until: date | None, *, as_json: bool) -> int:
    """工作日: how many to ``until``, or which day is the n-th, or whether the day is one."""
    try:
        told = _told(start, add, until)
    except ValueError as error:
        raise Refused([Problem(str(error))]) from None
    if as_json:
        output.print_json(told)
    else:
        words = {True: "是工作日", False: "不是工作日"}
        value = next(iter(told.values()))
        print(words[value] if isinstance(value, bool) else value)
    return 0


def _told(start: date, add: int | None, until: date | None) -> dict[str, object]:
    if add is not None:
        return {"date": clock.nth_workday(start, add).isoformat()}
    if until is not None:
        return {"days": clock.count_workdays(start, until)}
    return {"workday": clock.is_workday(start)}
