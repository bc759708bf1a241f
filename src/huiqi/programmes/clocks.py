"""环节的时钟: working days from the next day on; it stands while the firm has something to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiqi.kernel.clock import CalendarUnknown, Deadline, Pause, count_workdays
from huiqi.programmes.definition import CompletionCheck, Performance
from huiqi.programmes.enums import StageKind
from huiqi.programmes.models import StageRun
from huiqi.programmes.versions import definition_of
from huiqi.rules.months import add_months


@dataclass(frozen=True)
class Standing:
    """时钟现状: the last day (None while it stands), and whether that may still move."""

    due_on: date | None
    is_provisional: bool
    is_paused: bool


def begins_on(run: StageRun) -> date | None:
    """最早日: so many months after the stage opened, which is when the money had arrived.

    None for a stage that is no such, or has not opened.
    """
    settings = definition_of(run.application).programme.stage(run.kind)
    if run.opened_on is None or not isinstance(settings, CompletionCheck | Performance):
        return None
    return add_months(run.opened_on, settings.after_months)


def deadline_of(run: StageRun) -> Deadline | None:
    """期限: of a stage that has begun; None for one that waits.

    What can only be looked at months later has its days from then on.
    """
    if run.opened_on is None:
        return None
    settings = definition_of(run.application).programme.stage(run.kind)
    first = begins_on(run) if run.kind == StageKind.COMPLETION_CHECK else None
    extensions = (run.extension_days,) if run.extension_days else ()
    return Deadline(
        first or run.opened_on,
        run.days,
        "next_day",
        on_resume=settings.on_resume if settings else "continue",
        pauses=tuple(
            Pause(one.since, one.until, one.incomplete) for one in run.pauses.order_by("since")
        ),
        extensions=extensions,
    )


def standing_of(run: StageRun) -> Standing:
    """时钟现状: of a stage, as its pauses stand."""
    deadline = deadline_of(run)
    if deadline is None:
        return Standing(None, False, False)
    if deadline.paused:
        return Standing(None, False, True)
    due = deadline.due_on(provisional=True)
    return Standing(due.day, due.provisional, False)


def days_left(run: StageRun, today: date) -> int | None:
    """剩余工作日: today and the last day included; negative when it is over; None when unknown."""
    if run.due_on is None:
        return None
    try:
        if today <= run.due_on:
            return count_workdays(today, run.due_on)
        return -count_workdays(run.due_on, today) + 1
    except CalendarUnknown:
        return None
