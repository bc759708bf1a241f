"""一年的诉求: driven in memory by the very moves, clocks and ticks of the city; no database.

Officers answer, or late, or never; desks sleep; firms are silent. Whatever happens, at every
moment somebody owns the case and a clock runs, and each rung is taken when it is due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from huiqi.concerns import effects
from huiqi.concerns.clocks import Stop
from huiqi.concerns.enums import (
    OVER,
    WITH_CITY,
    Answer,
    Confidentiality,
    Kind,
    Level,
    Resolution,
    Service,
    State,
)
from huiqi.concerns.models import Concern
from huiqi.concerns.states import CONCERN
from huiqi.concerns.ticks import Deed, due_deed
from huiqi.concerns.timing import Timeline, level_of_rung, retime
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.now import CITY

S: Final = State
DESK, FORCE, GROUP = 1, 2, 3
UNITS: Final = (10, 11, 12, 13)
START: Final = datetime(2021, 1, 1, 8, tzinfo=CITY)
TICK: Final = timedelta(hours=1)
MORNING: Final = 8
STOPPED: Final = (S.WAITING, S.REPLIED, S.PROMISED, S.COMMON)
OFFERS: Final = (
    *(Resolution.SOLVED,) * 3,
    *(Resolution.EXPLAINED, Resolution.NO_BASIS, Resolution.PARTLY, Resolution.PROMISED),
)


@dataclass
class Life:
    """One case, its pauses, and who is silent in it: the desk, the unit, the firm."""

    case: Concern
    silent: frozenset[str]
    stops: list[Stop] = field(default_factory=list)
    reminded: int = 0
    promised: date | None = None
    asked: int = 0

    @property
    def timeline(self) -> Timeline:
        return Timeline(tuple(self.stops), reminded=self.reminded)


@dataclass
class Year:
    """What happened: deeds of the system, rungs with the moments at which they were due."""

    lives: list[Life]
    deeds: Counter[str] = field(default_factory=Counter)
    rungs: list[tuple[int, timedelta]] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def a_year(cases: int, seed: int) -> Year:
    """Simulate; cases arrive over the whole year, which is followed until 120 days after it."""
    random = Random(seed)
    year = Year([_born(random, number) for number in range(cases)])
    waiting = sorted(year.lives, key=lambda one: one.case.submitted_at)
    live: list[Life] = []
    now = START
    end = START + timedelta(days=365 + 120)
    while now < end:
        while waiting and waiting[0].case.submitted_at <= now:
            live.append(waiting.pop(0))
        for life in live:
            if life.case.state in OVER and now.hour != MORNING:
                continue  # it can only be filed, once a day is enough
            _people(life, now, random, year)
            _system(life, now, year)
            _check(life, year)
        live = [life for life in live if life.case.state != S.FILED]
        now += TICK
    return year


def _born(random: Random, number: int) -> Life:
    at = START + timedelta(minutes=random.randrange(365 * 24 * 60))
    kind = random.choice(list(Kind))
    case = Concern(
        number=f"SQ-2021-{number:06d}",
        kind=kind,
        confidentiality=Confidentiality.CLOSE if kind == Kind.REPORT else "ordinary",
        title="诉求",
        text="诉求",
        service=Service.CONSULTATION if kind == Kind.CONSULTATION else Service.ORDINARY,
        desk_id=DESK,
        unit_id=DESK,
        submitted_at=at,
        counts_from=at,
        ladder_from=at,
    )
    retime(case, S.SUBMITTED, Timeline(), at)
    silent = frozenset(
        who
        for who, share in (("desk", 0.05), ("unit", 0.25), ("firm", 0.3))
        if random.random() < share
    )
    return Life(case, silent)


def fire(life: Life, name: str, actor: Actor, now: datetime, **data: Any) -> None:
    """As the machine and the actions do it: sources, guard, pauses, effect, state."""
    case, move = life.case, CONCERN.moves[name]
    assert case.state in move.sources, (name, case.state)
    assert list(move.guard(case)) == [], name
    if name != "remind_firm":
        if life.stops and life.stops[-1].until is None:
            life.stops[-1] = replace(life.stops[-1], until=now)
        life.reminded = 0
        if move.target in STOPPED:
            life.stops.append(Stop(now))
    else:
        life.reminded += 1
    assert move.effect is not None
    move.effect(case, actor=actor, now=now, timeline=life.timeline, **data)
    case.state = move.target


def _works(now: datetime) -> bool:
    return now.weekday() < 5 and now.hour in (9, 10, 11, 14, 15, 16, 17)


def _people(life: Life, now: datetime, random: Random, year: Year) -> None:
    """Somebody does something, once in a while; the silent never do."""
    for who, done in _choices(life, now, random):
        if who not in life.silent or (who == "unit" and life.case.level >= Level.TASK_FORCE):
            done()
            year.deeds[f"{who}: {life.case.state}"] += 1
            return


def _choices(life: Life, now: datetime, random: Random) -> Iterator[tuple[str, Any]]:
    case, state = life.case, life.case.state
    officer = Actor(100 + random.randrange(3))
    chance = random.random()

    def do(name: str, actor: Actor = officer, **data: Any) -> Any:
        return lambda: fire(life, name, actor, now, **data)

    if state in (S.REPLIED, S.WAITING) and chance < 0.02:
        yield from _firm(life, now, random, do)
    if state in OVER or not _works(now):
        return
    sent: dict[str, Any] = {
        "item": "010201",
        "service": case.service,
        "lead_id": random.choice(UNITS),
    }
    if state == S.SUBMITTED and chance < 0.3:
        yield "desk", do("dispatch", **sent)
    elif state == S.OBJECTED and chance < 0.1:
        yield "desk", do("insist") if chance < 0.05 else do("redirect", **sent)
    elif state == S.DISPATCHED and chance < 0.2:
        if chance < 0.03 and not case.is_final:
            yield "unit", do("object")
        else:
            yield "unit", do("sign", officer_id=officer.person_id)
    elif state == S.WORKING and chance < 0.05:
        yield "unit", _work(life, now, random, do)
    elif state in (S.PROMISED, S.COMMON) and chance < 0.001:
        yield "unit", do("reply", offered=Resolution.SOLVED)


def _work(life: Life, now: datetime, random: Random, do: Any) -> Any:
    what = random.random()
    if what < 0.2 and life.asked < 2:
        life.asked += 1
        return do("ask_firm")
    if what < 0.25:
        day = (now + timedelta(days=random.randrange(5, 40))).date()
        return do("make_common", problem_id=1, lead_id=life.case.lead_id, until=day)
    if what < 0.4:
        return do("first_reply")
    offered = random.choice(OFFERS)
    if offered == Resolution.PROMISED:
        if life.promised:
            offered = Resolution.EXPLAINED
        else:
            life.promised = (now + timedelta(days=random.randrange(2, 60))).date()
    return do("reply", offered=offered)


def _firm(life: Life, now: datetime, random: Random, do: Any) -> Iterator[tuple[str, Any]]:
    case = life.case
    if case.state == S.WAITING:
        yield "firm", do("supply")
    elif random.random() < 0.6:
        yield "firm", do("accept", answer=random.choice([Answer.SOLVED, Answer.PARTLY]))
    elif case.redone_at is None and case.level == Level.OFFICER:
        yield "firm", do("redo", barred_id=case.officer_id)
    elif case.level >= Level.LEADING_GROUP:
        yield "firm", do("close_unsolved")
    else:
        level = case.level + 1
        yield "firm", do("escalate", level=level, lead_id=_seat(level, case))


def _seat(level: int, case: Concern) -> int:
    return {Level.TASK_FORCE: FORCE, Level.LEADING_GROUP: GROUP}.get(
        Level(level), case.lead_id or DESK
    )


def _system(life: Life, now: datetime, year: Year) -> None:
    while deed := due_deed(life.case, life.timeline, now):
        year.deeds[deed] += 1
        _deed(life, deed, now, year)


def _deed(life: Life, deed: Deed, now: datetime, year: Year) -> None:
    case = life.case
    if deed == Deed.TELL_OVERDUE:
        case.overdue_told_at = now
        return
    if deed in (Deed.REMIND_CITY, Deed.TO_CHIEF, Deed.TO_TASK_FORCE, Deed.TO_LEADING_GROUP):
        assert case.next_rung_at is not None
        year.rungs.append((case.rung, now - case.next_rung_at))
    if deed in (Deed.REMIND_CITY, Deed.TO_CHIEF):
        level = case.level if deed == Deed.REMIND_CITY else level_of_rung(case)
        effects.rung_taken(case, level=level, timeline=life.timeline, now=now)
        return
    data: dict[str, Any] = {}
    if deed in (Deed.TO_TASK_FORCE, Deed.TO_LEADING_GROUP):
        level = level_of_rung(case)
        data = {"level": level, "lead_id": _seat(level, case)}
    elif deed == Deed.LAPSE_SIGN:
        data = {"officer_id": None}
    elif deed == Deed.HOLD:
        data = {"until": life.promised}
    elif deed == Deed.BREAK_PROMISE:
        data = {"level": max(case.level, Level.CHIEF)}
    elif deed == Deed.LEAVE_COMMON:
        data = {"level": case.level}
    fire(life, deed, SYSTEM, now, **data)


def _check(life: Life, year: Year) -> None:
    """What the database holds to, of every case at every hour."""
    case = life.case
    if case.state in OVER:
        return
    is_owned = case.unit_id is not None and case.due_at is not None
    is_stuck = case.state in WITH_CITY and case.next_rung_at is None
    is_excused = case.state in (S.PROMISED, S.COMMON) or case.level == Level.LEADING_GROUP
    if not is_owned or case.step_due_at is None or (is_stuck and not is_excused):
        year.orphans.append(f"{case.number} {case.state}")
