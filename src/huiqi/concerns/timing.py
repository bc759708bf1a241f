"""计时: sets the clocks of a case as they are after a move; knows the case, asks no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from huiqi.concerns.clocks import (
    Legal,
    Moment,
    Stop,
    after_workdays,
    after_working_hours,
    end_of,
    legal,
    rung_at,
)
from huiqi.concerns.enums import OFF_CLOCK, OVER, Level, State
from huiqi.concerns.models import Concern
from huiqi.concerns.standards import STANDARDS, Standard, standard_on
from huiqi.kernel.clock import CALENDAR, Calendar
from huiqi.kernel.now import day_of

OFF_LADDER: Final = (*OFF_CLOCK, *OVER)


@dataclass(frozen=True)
class Timeline:
    """时间线: what a clock has to know besides the case: its pauses and granted extensions.

    ``stops`` are all of them; a legal clock regards those of its round by itself, for earlier
    ones end before it begins. ``extensions`` are those of this round. ``reminded``: how often
    the firm was reminded in the pause that runs.
    """

    stops: tuple[Stop, ...] = ()
    extensions: tuple[int, ...] = ()
    reminded: int = 0
    calendar: Calendar = field(default=CALENDAR, compare=False)
    standards: tuple[Standard, ...] = STANDARDS


def standard_of(case: Concern, timeline: Timeline | None = None) -> Standard:
    """适用的标准: of the day from which this round is counted."""
    known = timeline.standards if timeline else STANDARDS
    return standard_on(day_of(case.counts_from), known)


def legal_of(case: Concern, timeline: Timeline) -> Legal:
    """法定时限: of this round of a case."""
    reply = standard_of(case, timeline).reply(case.service)
    return legal(
        reply,
        case.counts_from,
        timeline.stops,
        timeline.extensions,
        calendar=timeline.calendar,
    )


def retime(
    case: Concern, state: str, timeline: Timeline, now: datetime, *, until: date | None = None
) -> None:
    """重新计时: as a case enters ``state``; ``until`` is the day of a promise or a problem.

    ValueError where such a day is missing.
    """
    case.overdue_told_at = None
    if state in OVER:
        case.step_due_at = case.due_at = case.next_rung_at = None
        case.due_is_provisional = False
        return
    count_ladder(case, state, timeline, now)
    if state == State.REPLIED:  # what was due stays on record beside when it was done
        _due(case, _step(case, state, timeline, now, until), None)
        return
    ends = legal_of(case, timeline)
    case.first_due_at = ends.first.at if ends.first else None
    case.last_due_at = ends.last.at if ends.last else None
    next_end = ends.last if has_first_reply(case) else ends.first
    step = _step(case, state, timeline, now, until)
    _due(case, step or next_end, None if state in OFF_LADDER else next_end)


def move_legal(case: Concern, timeline: Timeline) -> None:
    """改期: an extension was granted while it is worked on."""
    ends = legal_of(case, timeline)
    case.last_due_at = ends.last.at if ends.last else None
    if has_first_reply(case):
        _due(case, ends.last, ends.last)


def has_first_reply(case: Concern) -> bool:
    """是否已有首次答复: in this round."""
    return case.first_replied_at is not None and case.first_replied_at >= case.counts_from


def _due(case: Concern, step: Moment | None, next_end: Moment | None) -> None:
    if step is None:
        raise ValueError("没有期限的诉求：请先恢复计时")
    case.step_due_at = step.at
    found = min(step, next_end) if next_end else step
    case.due_at, case.due_is_provisional = found.at, found.provisional


def _step(
    case: Concern, state: str, timeline: Timeline, now: datetime, until: date | None
) -> Moment | None:
    """The end of the step itself; None where it is that of the next legal clock."""
    standard, calendar = standard_of(case, timeline), timeline.calendar
    if state == State.SUBMITTED:
        return after_working_hours(now, standard.dispatch_hours, calendar=calendar)
    if state in (State.PROMISED, State.COMMON):
        if until is None:
            raise ValueError("承诺和共性问题要有日期")
        return end_of(until)
    days = {
        State.DISPATCHED: standard.sign,
        State.OBJECTED: standard.decide,
        State.REPLIED: standard.confirm,
        State.WAITING: (
            standard.remind if timeline.reminded < standard.reminders else standard.lapse
        ),
    }
    if state not in days:
        return None
    return after_workdays(now, days[State(state)], calendar=calendar)


def count_ladder(case: Concern, state: str, timeline: Timeline, now: datetime) -> None:
    """阶梯的下一级: None where the ladder stands or has ended.

    One that fell due just before the case left the city is taken when it is back.
    """
    rungs = standard_of(case, timeline).ladder
    if state in OFF_LADDER or case.rung >= len(rungs):
        case.next_rung_at = None
    else:
        reached = rung_at(case.ladder_from, rungs[case.rung].day, timeline.stops)
        case.next_rung_at = max(reached, now) if reached else None


def level_of_rung(case: Concern, timeline: Timeline | None = None) -> Level:
    """阶梯的去处: of the next rung. IndexError at the top."""
    return standard_of(case, timeline).ladder[case.rung].level
