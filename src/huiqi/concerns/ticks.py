"""到时该做什么: what the system does with a case at a moment; asks no database.

One deed at a time: whoever does it asks again, until nothing is due.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from huiqi.concerns.enums import OFF_CLOCK, OVER, Level, Resolution, State
from huiqi.concerns.models import Concern
from huiqi.concerns.timing import Timeline, level_of_rung, standard_of


class Deed(StrEnum):
    """系统的动作: by the move of that name, or none of the machine's."""

    REMIND_CITY = "remind_city"  # a rung without a move: told again
    TO_CHIEF = "to_chief"
    TO_TASK_FORCE = "climb_to_task_force"
    TO_LEADING_GROUP = "climb_to_leading_group"
    LAPSE_SIGN = "lapse_sign"
    LAPSE_OBJECTION = "lapse_objection"
    REMIND_FIRM = "remind_firm"
    LAPSE_WAITING = "lapse_waiting"
    HOLD = "hold_to_promise"
    LAPSE_CONFIRM = "lapse_confirm"
    BREAK_PROMISE = "break_promise"
    LEAVE_COMMON = "leave_common"
    TELL_OVERDUE = "tell_overdue"
    FILE = "file"


RISES = {
    Level.OFFICER: Deed.REMIND_CITY,
    Level.CHIEF: Deed.TO_CHIEF,
    Level.TASK_FORCE: Deed.TO_TASK_FORCE,
    Level.LEADING_GROUP: Deed.TO_LEADING_GROUP,
}
LAPSES = {
    State.DISPATCHED: Deed.LAPSE_SIGN,
    State.OBJECTED: Deed.LAPSE_OBJECTION,
    State.PROMISED: Deed.BREAK_PROMISE,
    State.COMMON: Deed.LEAVE_COMMON,
}


def due_deed(
    case: Concern, timeline: Timeline, now: datetime, *, is_called: bool = True
) -> Deed | None:
    """该做的: None while nothing is due. A due moment itself is still in time.

    ``is_called``: whether a withdrawal was called back about; until then it is not filed.
    """
    if case.state in OVER:
        return _filing(case, timeline, now, is_called)
    if case.next_rung_at is not None and now >= case.next_rung_at and case.state not in OFF_CLOCK:
        return _rung(case, timeline)
    is_lapsed = case.step_due_at is not None and now > case.step_due_at
    if is_lapsed and (found := _lapse(case, timeline)):
        return found
    if case.due_at is not None and now > case.due_at and case.overdue_told_at is None:
        return Deed.TELL_OVERDUE
    return None


def _rung(case: Concern, timeline: Timeline) -> Deed:
    """To whom it goes up; where it has been that high already, that one is reminded."""
    level = level_of_rung(case, timeline)
    return RISES[level] if level > case.level else Deed.REMIND_CITY


def _lapse(case: Concern, timeline: Timeline) -> Deed | None:
    if case.state == State.WAITING:
        few = timeline.reminded < standard_of(case, timeline).reminders
        return Deed.REMIND_FIRM if few else Deed.LAPSE_WAITING
    if case.state == State.REPLIED:
        is_promise = case.offered == Resolution.PROMISED
        return Deed.HOLD if is_promise else Deed.LAPSE_CONFIRM
    return LAPSES.get(State(case.state))


def _filing(case: Concern, timeline: Timeline, now: datetime, is_called: bool) -> Deed | None:
    if case.state == State.FILED or case.ended_at is None or not is_called:
        return None
    days = standard_of(case, timeline).reopen
    return Deed.FILE if now - case.ended_at > timedelta(days=days) else None
