"""到时的办理: by the system: reminded, lapsed, taken higher, filed; on its day, never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiqi.concerns import effects
from huiqi.concerns.access import has_chief
from huiqi.concerns.actions.asking import holds
from huiqi.concerns.actions.helping import lapse_extensions
from huiqi.concerns.actions.moving import locked, move
from huiqi.concerns.actions.rising import raise_case, record_rise
from huiqi.concerns.enums import OPEN, OVER, WITH_CITY, Cause, Level, State
from huiqi.concerns.models import Concern, Withdrawal
from huiqi.concerns.queries.timelines import timeline_of
from huiqi.concerns.telling import (
    chiefs,
    set_todos,
    supervisors,
    tell_asker,
    tell_city,
)
from huiqi.concerns.ticks import Deed, due_deed
from huiqi.concerns.timing import level_of_rung, standard_of
from huiqi.inbox.actions import Whom
from huiqi.inbox.enums import Kind
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.apart import each_apart
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import day_of
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import on_record, worded
from huiqi.parties import scope

MOST_DEEDS: Final = 8  # of one case in one tick: more would be a circle
FILED_AFTER: Final = timedelta(days=1)  # before that no standard lets anything be filed
CLIMBS: Final = (Deed.TO_TASK_FORCE, Deed.TO_LEADING_GROUP)


@dataclass(frozen=True)
class Ticked:
    """到时的结果: what was done, by number, and the numbers of the cases that failed."""

    deeds: tuple[tuple[str, Deed], ...]
    failed: tuple[str, ...] = ()


def due_cases(now: datetime) -> QuerySet[Concern]:
    """到时的诉求: whose rung, step or clock is over, and those that may be filed."""
    late = Q(due_at__lt=now, overdue_told_at=None)
    is_due = Q(next_rung_at__lte=now) | Q(step_due_at__lt=now) | late
    uncalled = Withdrawal.objects.filter(concern=OuterRef("pk"), finding="")
    over = [one for one in OVER if one != State.FILED]
    old = Q(state__in=over, ended_at__lt=now - FILED_AFTER) & ~Exists(uncalled)
    return Concern.objects.filter(Q(state__in=OPEN) & is_due | old).order_by("id")


def tick(*, actor: Actor, now: datetime) -> Ticked:
    """到时: what was done; each case in a transaction of its own.

    One that fails is left as it was and holds up no other: it stands in the log, the supervisors
    hear of it once a day, and the next tick tries it again.
    """
    require(is_system, actor)
    with scope.everything():
        due = due_cases(now).iterator()
        found = each_apart(
            due,
            lambda case: tick_case(case.pk, now),
            "诉求到时",
            named=lambda case: case.number,
        )
        for case in found.failed:
            _tell_failed(case, now)
    deeds = tuple(deed for those in found.done for deed in those)
    return Ticked(deeds, tuple(case.number for case in found.failed))


@transaction.atomic
def tick_case(pk: int, now: datetime) -> list[tuple[str, Deed]]:
    """到时的一件: everything that is due of one case, in order."""
    return list(_deeds(Concern.objects.get(pk=pk), now))


def _deeds(case: Concern, now: datetime) -> Iterator[tuple[str, Deed]]:
    for _ in range(MOST_DEEDS):
        held = locked(case)
        is_called = not held.withdrawals.filter(finding="").exists()
        deed = due_deed(held, timeline_of(held), now, is_called=is_called)
        if deed is None:
            return
        _do(held, deed, now)
        yield held.number, deed


def _do(case: Concern, deed: Deed, now: datetime) -> None:
    if deed == Deed.TELL_OVERDUE:
        _tell_overdue(case, now)
    elif deed in (Deed.REMIND_CITY, Deed.TO_CHIEF):
        _take_rung(case, deed, now)
    elif deed in CLIMBS:
        _climb(case, deed, now)
    elif deed == Deed.BREAK_PROMISE:
        _break_promise(case, now)
    elif deed == Deed.HOLD:
        move(case, deed, actor=SYSTEM, now=now, until=holds(case, now))
    elif deed == Deed.REMIND_FIRM:
        move(case, deed, actor=SYSTEM, now=now, is_reminder=True)
    elif deed == Deed.LAPSE_SIGN:
        move(case, deed, actor=SYSTEM, now=now, officer_id=None)
    elif deed == Deed.LEAVE_COMMON:
        move(case, deed, actor=SYSTEM, now=now, level=case.level)
    else:
        move(case, deed, actor=SYSTEM, now=now)


def _climb(case: Concern, deed: Deed, now: datetime) -> None:
    rung = standard_of(case).ladder[case.rung]
    done = raise_case(
        case, deed, rung.level, Cause.LADDER, SYSTEM, now, _by_day(rung.day), day=rung.day
    )
    _say_so(done, rung.day, now)


def _take_rung(case: Concern, deed: Deed, now: datetime) -> None:
    """Reminded, or handed to the chief where there is one; the firm is told how long it took."""
    timeline = timeline_of(case)
    rung = standard_of(case).ladder[case.rung]
    level = level_of_rung(case)
    if deed == Deed.REMIND_CITY or not has_chief(case.lead_id, case.barred_id, now):
        level = Level(case.level)
    effects.rung_taken(case, level=level, timeline=timeline, now=now)
    rows.save(case, only=("level", "rung", "next_rung_at"))
    record_rise(case, level, Cause.LADDER, now, rung.day)
    record_write(SYSTEM, "久办提醒", case, subject_id=case.subject_id)
    set_todos(case, now)
    assert case.unit is not None
    whom = Whom(person=case.officer) if case.officer else Whom(organization=case.unit)
    title = saying("诉求 %(number)s 在市里已经 %(days)s 天", number=case.number, days=rung.day)
    tell_city(case, f"rung:{case.rung}:{case.ladder_from.isoformat()}", whom, title, now)
    if deed == Deed.TO_CHIEF:
        tell_city(
            case, f"rung:{case.rung}:{now.isoformat()}:chief", chiefs(case.unit, now), title, now
        )
        _say_so(case, rung.day, now)


def _say_so(case: Concern, day: int, now: datetime) -> None:
    """Told honestly: how long it lies with the city, and who has it from now on."""
    assert case.unit is not None
    title = saying(
        "诉求 %(number)s 在我们这里已经 %(days)s 天没有办结，现在由%(unit)s负责",
        number=case.number,
        days=day,
        unit=case.unit.name,
    )
    tell_asker(case, f"honest:{day}:{now.isoformat()}", Kind.PROGRESS, title, "", now)


def _break_promise(case: Concern, now: datetime) -> None:
    found = case.promises.filter(kept_at=None, broken_at=None).last()
    if found is not None:
        found.broken_at = now
        rows.save(found, only=("broken_at",))
    level = Level(max(case.level, Level.CHIEF))
    if level == Level.CHIEF and not has_chief(case.lead_id, case.barred_id, now):
        level = Level.TASK_FORCE
    raise_case(case, "break_promise", level, Cause.PROMISE, SYSTEM, now)


def _tell_overdue(case: Concern, now: datetime) -> None:
    """Once for each step: whoever has it, and the supervisors."""
    lapse_extensions(case, now)
    case.overdue_told_at = now
    rows.save(case, only=("overdue_told_at",))
    if case.state not in WITH_CITY or case.unit is None:
        return
    title = saying("诉求 %(number)s 已经超期", number=case.number)
    key = f"overdue:{now.isoformat()}"
    tell_city(case, key, Whom(organization=case.unit), title, now)
    tell_city(case, f"{key}:supervisor", supervisors(case, now), title, now)


def _tell_failed(case: Concern, now: datetime) -> None:
    """Once a day."""
    title = saying(
        "诉求 %(number)s 到时没有推进成，系统出了错，请联系平台运行人员", number=case.number
    )
    key = f"failed:{day_of(now).isoformat()}"
    tell_city(case, key, supervisors(case, now), title, now)


def _by_day(day: int) -> str:
    return on_record(worded("在市里满 %(day)s 天", day=day))
