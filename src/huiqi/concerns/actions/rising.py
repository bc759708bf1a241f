"""提级: a case goes up with the duty to answer for it; every step is on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiqi.concerns.actions.moving import move
from huiqi.concerns.enums import Cause, Level
from huiqi.concerns.models import Concern, Escalation
from huiqi.concerns.queries.places import seat_or_desk
from huiqi.kernel import rows
from huiqi.kernel.access import Actor
from huiqi.kernel.now import day_of


def raise_case(  # noqa: PLR0913, PLR0917 -- what every step up is
    case: Concern,
    name: str,
    level: Level,
    cause: Cause,
    actor: Actor,
    now: datetime,
    note: str = "",
    *,
    day: int | None = None,
    **more: Any,
) -> Concern:
    """提级: by the move ``name``, of a case that is locked, to the body of ``level``."""
    unit = seat_or_desk(level, case, day_of(now))
    done = move(case, name, actor=actor, now=now, note=note, level=level, lead_id=unit.pk, **more)
    record_rise(done, level, cause, now, day)
    return done


def record_rise(
    case: Concern, level: Level, cause: Cause, now: datetime, day: int | None = None
) -> None:
    """记下提级: with the unit that has it from now on."""
    assert case.unit is not None
    rows.save(
        Escalation(
            concern=case,
            cause=cause,
            level=level,
            day=day,
            counted_from=case.ladder_from,
            unit=case.unit,
            at=now,
        )
    )
