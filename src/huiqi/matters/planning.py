"""排期: the days of every step from a first day on, by the working-day clock.

Pure: whoever asks brings the day. A step whose time nobody knows is never taken as quick:
what follows it carries the earliest day that is possible and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from huiqi.kernel.clock import CALENDAR, Calendar, CalendarUnknown, Deadline
from huiqi.matters.matter import Matter, Period, Step
from huiqi.matters.order import waves
from huiqi.rules.months import add_months

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """排定的步骤: the day it can be handed in, and the day by which it is finished.

    Both are ``exact`` or the earliest possible; ``until`` None where the time is not known.
    ``unverified``: they rest on a period that nobody has compared with its source.
    ``critical``: a day lost here is a day lost for the whole. ``provisional``: beyond the
    published calendar. ``wave`` counts from 1; steps of one wave run side by side.
    """

    step: Step
    start: date
    until: date | None
    exact: bool
    wave: int
    critical: bool = False
    provisional: bool = False
    unverified: bool = False


@dataclass(frozen=True)
class Plan:
    """排期: the steps in order; ``working_days`` pass after the first day, 0 if all is that day.

    ``exact`` False: at least so many, for the time of some step is not known, or only its
    minimum is.
    """

    start: date
    until: date
    working_days: int
    exact: bool
    steps: tuple[Planned, ...]

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """时间不定的步骤: that make the length a minimum."""
        return tuple(one.step for one in self.steps if not _fixed(one.step.period))

    @property
    def is_open(self) -> bool:
        """用时是否全然不定: nothing can be said, for no day of it is known."""
        return not self.exact and self.working_days == 0

    @property
    def provisional(self) -> bool:
        """是否暂定: whether a day lies beyond the published calendar."""
        return any(one.provisional for one in self.steps)

    @property
    def unverified(self) -> bool:
        """用时是否待核: whether a day rests on a period that nobody has verified."""
        return any(one.unverified for one in self.steps)

    def __getitem__(self, name: str) -> Planned:
        """The step of an id; KeyError when it is not in the plan."""
        for one in self.steps:
            if one.step.id == name:
                return one
        raise KeyError(name)


def plan(
    matter: Matter, start: date, *, without: Collection[str] = (), calendar: Calendar = CALENDAR
) -> Plan:
    """排期: of all steps but those in ``without``, the first ones on ``start``.

    A day of rest as ``start`` becomes the next working day. A period of n working days begins
    on the day after (行政许可法 counts so): handed in on Monday, one day ends on Tuesday.
    CalendarUnknown before the first known day and far beyond the last.
    """
    first = _working(start, calendar)
    ends: dict[str, tuple[date, bool]] = {}
    found: list[Planned] = []
    for number, wave in enumerate(waves(matter.steps), 1):
        for step in wave:
            begun, sure = _begun(step, first, ends)
            if step.id in without:
                ends[step.id] = begun, sure
                continue
            begun = _working(begun, calendar)
            one = _planned(step, begun, sure, number, calendar)
            found.append(one)
            ends[step.id] = one.until or begun, sure and _fixed(step.period)
    until, exact = _last(first, ends)
    passed = sum(
        calendar.guess_workday(first + ONE_DAY * n) for n in range(1, (until - first).days + 1)
    )
    chain, doubted = _critical(found, ends, until, matter), _doubted(matter, without)
    steps = (
        replace(one, critical=one.step.id in chain, unverified=one.step.id in doubted)
        for one in found
    )
    return Plan(first, until, passed, exact, tuple(steps))


def _last(first: date, ends: Mapping[str, tuple[date, bool]]) -> tuple[date, bool]:
    return max((day for day, _ in ends.values()), default=first), all(s for _, s in ends.values())


def _begun(step: Step, first: date, ends: Mapping[str, tuple[date, bool]]) -> tuple[date, bool]:
    """The day on which all it waits for is there, and whether that is sure."""
    before = [ends[name] for name in step.after]
    return max((day for day, _ in before), default=first), all(sure for _, sure in before)


def _planned(step: Step, begun: date, sure: bool, wave: int, calendar: Calendar) -> Planned:
    if step.period is None:
        return Planned(step, begun, None, sure, wave, provisional=begun > calendar.known_until())
    until, provisional = end_of(step.period, begun, calendar=calendar)
    exact = sure and not step.period.at_least
    return Planned(step, begun, until, exact, wave, provisional=provisional)


def end_of(period: Period, start: date, *, calendar: Calendar = CALENDAR) -> tuple[date, bool]:
    """到期日: the last day of a period that begins after ``start``; True where provisional."""
    if period.unit == "月":
        day = add_months(start, period.length)
    elif period.unit == "日" or period.length == 0:
        day = start + timedelta(days=period.length)
    else:
        due = Deadline(start, period.length, "next_day").due_on(provisional=True, calendar=calendar)
        return due.day, due.provisional
    return day, day > calendar.known_until()


def _working(day: date, calendar: Calendar) -> date:
    while not calendar.guess_workday(day):
        day += ONE_DAY
    return day


def _fixed(period: Period | None) -> bool:
    return period is not None and not period.at_least


def _critical(
    found: list[Planned], ends: Mapping[str, tuple[date, bool]], until: date, matter: Matter
) -> frozenset[str]:
    """The steps of one longest chain: from the last end back to a first step."""
    planned = {one.step.id for one in found}
    chain: set[str] = set()
    todo = [step.id for step in matter.steps if ends[step.id][0] == until][-1:]
    while todo:
        name = todo.pop()
        chain.add(name)
        before = matter.step(name).after
        if before:
            todo.append(max(before, key=lambda one: ends[one][0]))
    return frozenset(chain & planned)


def _doubted(matter: Matter, without: Collection[str]) -> frozenset[str]:
    """The steps whose days rest on an unverified period, their own or of what they wait for."""
    doubted: set[str] = set()
    for step in (one for wave in waves(matter.steps) for one in wave):
        own = step.id not in without and step.period and matter.doubts(step.period.cite)
        if own or doubted & set(step.after):
            doubted.add(step.id)
    return frozenset(doubted)


__all__ = ["CalendarUnknown", "Plan", "Planned", "end_of", "plan"]
