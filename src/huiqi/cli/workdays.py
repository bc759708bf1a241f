"""工作日命令: counts Chinese working days."""

from __future__ import annotations

from datetime import date

from huiqi.cli import output
from huiqi.cli.given import today
from huiqi.kernel import workdays as calendar
from huiqi.rules.given import Given
from huiqi.rules.problems import Problem, Refused


def workdays(start: str, add: str | None, until: str | None, *, as_json: bool) -> int:
    """工作日: how many to ``until``, or which day is the n-th, or whether ``start`` is one."""
    given = Given(today())
    first, number = given.day(start, "起始日"), given.number(add, "--add")
    last = given.day(until, "截止日") if until is not None else None
    given.refuse()
    try:
        told = calendar.told(first, number, last)
    except ValueError as error:  # before the calendar, beyond it, or days in the wrong order
        raise Refused([Problem(str(error))]) from None
    if as_json:
        output.print_json(told)
    else:
        output.Page().line(_sentence(first, number, last, told))
    return 0


def _sentence(start: date, add: int | None, until: date | None, told: dict[str, object]) -> str:
    if add is not None:
        return f"自 {start} 起的第 {add} 个工作日是 {told['date']}。"
    if until is not None:
        return f"{start} 至 {until}（首尾都算）共 {told['days']} 个工作日。"
    return f"{start} {'是' if told['workday'] else '不是'}工作日。"
