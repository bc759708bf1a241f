"""案件的查询: what is in hand at an office, by its clock, and everything about one case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from huiqi.kernel.access import Actor
from huiqi.kernel.clock import CalendarUnknown, is_workday
from huiqi.kernel.models import MoveLog
from huiqi.parties.enums import Role
from huiqi.parties.models import Person
from huiqi.parties.queries.acting import memberships_at
from huiqi.programmes.access import OFFICERS
from huiqi.programmes.enums import AT_WORK, ApplicationState, StageState, Verdict
from huiqi.programmes.models import (
    Application,
    CorrectionRequest,
    Decision,
    ReviewRequest,
    Snapshot,
    StageRun,
)
from huiqi.programmes.ruling import MARKS
from huiqi.programmes.states import APPLICATION, STAGE

ENDED: Final = "ended"  # the filter that shows what is over
OVER: Final = (ApplicationState.CLOSED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN)
STRIP: Final = 10  # working days that the strip of the list shows
RELATED = (
    *("application__call", "application__version", "application__organization"),
    *("office", "handler"),
)


@dataclass(frozen=True)
class Wanted:
    """筛选: of a call (its number), of a kind of stage, of whose, of which clock; empty: all."""

    call: str = ""
    kind: str = ""
    who: str = ""
    clock: str = ""
    text: str = ""

    @property
    def day(self) -> date | None:
        """到期日: where the clock says one."""
        try:
            return date.fromisoformat(self.clock)
        except ValueError:
            return None

    @property
    def is_narrow(self) -> bool:
        """是否筛选: anything at all."""
        return self != Wanted()


def in_hand(actor: Actor, wanted: Wanted, today: date) -> QuerySet[StageRun]:
    """在办: the stages at work at the actor's office, what is due first; auditors see them all.

    Asked for what is over, the last stage of each application that nobody works on any more.
    """
    found = ended() if wanted.clock == ENDED else StageRun.objects.filter(state__in=AT_WORK)
    if not actor.has(Role.FINANCE_OFFICER, Role.AUDITOR):
        found = found.filter(office=actor.organization_id)
    if wanted.call:
        found = found.filter(application__call__number=wanted.call)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.who == "mine":
        found = found.filter(handler=actor.person_id)
    elif wanted.who == "free":
        found = found.filter(handler=None)
    if wanted.clock == "overdue":
        found = found.filter(due_on__lt=today)
    elif wanted.clock == "firm":
        found = found.filter(state=StageState.RETURNED)
    elif wanted.clock == "unanswered":
        found = found.filter(
            state=StageState.RETURNED,
            corrections__in=unanswered(today).order_by().select_related(None),
        )
    elif wanted.day is not None:
        found = found.filter(due_on=wanted.day)
    if wanted.text:
        found = found.filter(
            Q(application__number__icontains=wanted.text)
            | Q(application__organization__name__icontains=wanted.text)
            | Q(application__organization__credit_code__iexact=wanted.text)
        )
    return found.select_related(*RELATED).order_by(F("due_on").asc(nulls_last=True), "id")


def ended() -> QuerySet[StageRun]:
    """办结的: the last stage that was worked on, of applications that are over."""
    worked = StageRun.objects.filter(finished_at__isnull=False)
    later = worked.filter(
        application=OuterRef("application"), position__gt=OuterRef("position")
    ).order_by()
    over = worked.filter(application__state__in=OVER)
    return over.filter(~Exists(later))


def ruled_of(applications: Iterable[int]) -> dict[int, Counter[str]]:
    """系统核对的件数: of each application, how many conditions were met on arrival (``yes``),
    not met (``no``) and not known (``ask``); in one query.
    """
    found: dict[int, Counter[str]] = {one: Counter(yes=0, no=0, ask=0) for one in applications}
    latest = Snapshot.objects.filter(application__in=found).order_by("round")
    for one, reasons in latest.values_list("application", "content__result__reasons"):
        marks = [MARKS.get(each["verdict"], "ask") for each in reasons or ()]
        found[one] = Counter({"yes": 0, "no": 0, "ask": 0})
        found[one].update(marks)
    return found


@dataclass(frozen=True)
class Load:
    """件数: of one day of the strip; ``clock`` is what the list is narrowed by."""

    clock: str
    count: int
    day: date | None = None
    key: str = ""


def load_of(actor: Actor, today: date) -> list[Load]:
    """今后的件数: what is over, each of the next working days, and what waits for firms."""
    by_day = due_by_day(actor, Wanted(), today)
    over = sum(count for day, count in by_day.items() if day is not None and day < today)
    days = [one for one in workdays_from(today) if one != today]
    return [
        Load("overdue", over, key="over"),
        Load(today.isoformat(), by_day.get(today, 0), today, "now"),
        *(Load(one.isoformat(), by_day.get(one, 0), one) for one in days),
        Load("firm", by_day.get(None, 0), key="stop"),
    ]


def due_by_day(actor: Actor, wanted: Wanted, today: date) -> dict[date | None, int]:
    """各日到期的件数: of what is in hand; None counts those whose clock stands."""
    found = in_hand(actor, wanted, today).order_by()
    counted = found.values("due_on").annotate(count=Count("id", distinct=True))
    return dict(counted.values_list("due_on", "count"))


def workdays_from(today: date) -> list[date]:
    """今后的工作日: ten of them at most; fewer where the calendar is not published yet."""
    found: list[date] = []
    day = today
    try:
        while len(found) < STRIP:
            if is_workday(day):
                found.append(day)
            day += timedelta(days=1)
    except CalendarUnknown:
        pass
    return found


def unanswered(today: date) -> QuerySet[CorrectionRequest]:
    """逾期未补正: what firms were asked to complete, and whose last day is over."""
    found = CorrectionRequest.objects.filter(
        answered_at=None, run__state=StageState.RETURNED, due_on__lt=today
    )
    return found.select_related("run__application", "run__office").order_by("due_on", "id")


def overdue_of(run: StageRun, today: date) -> CorrectionRequest | None:
    """逾期未补正: of one stage; None while the firm still has time, or was never asked."""
    return unanswered(today).filter(run=run).first()


def colleagues_of(actor: Actor, now: datetime) -> list[Person]:
    """同事: who may handle stages at the actor's office, by name."""
    held = memberships_at(now).filter(organization=actor.organization_id, role__in=OFFICERS)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("name", "id"))


@dataclass(frozen=True)
class Step:
    """经过的一步: what was done, by whom, when, with what remark."""

    title: str
    who: str
    at: datetime
    note: str = ""


def history_of(application: Application) -> list[Step]:
    """经过: every move of the application and of its stages, the first one first."""
    runs = {one.pk: one for one in application.stages.all()}
    mine = Q(kind=Application._meta.label, object_id=application.pk)
    of_runs = Q(kind=StageRun._meta.label, object_id__in=runs)
    moves = list(MoveLog.objects.filter(mine | of_runs).order_by("id"))
    people = {one.person_id for one in moves if one.person_id}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return [
        Step(_title(one, runs), names.get(one.person_id or 0, ""), one.at, one.note)
        for one in moves
    ]


def _title(move: MoveLog, runs: dict[int, StageRun]) -> str:
    if move.kind == StageRun._meta.label:
        run = runs[move.object_id]
        return f"{run.get_kind_display()}：{STAGE.moves[move.move].title}"
    return str(APPLICATION.moves[move.move].title)


def decisions_of(application: Application) -> list[Decision]:
    """决定: all that were made, with who made them and what was asked against them."""
    found = Decision.objects.filter(application=application).select_related("person", "review")
    return list(found.order_by("id"))


def reviews_open(actor: Actor) -> QuerySet[ReviewRequest]:
    """待答复的复核: of decisions under calls of one's own department, the nearest day first."""
    found = ReviewRequest.objects.filter(
        decision__application__call__department=actor.organization_id, answered_at=None
    )
    return found.select_related("decision__application__organization").order_by("due_on", "id")


def no_of(application: Application) -> Decision | None:
    """不利的决定: the last one; None where there is none."""
    noes = (Verdict.NOT_ACCEPTED, Verdict.REFUSED)
    return Decision.objects.filter(application=application, verdict__in=noes).last()


def clauses_for(result: dict[str, Any], cites: list[str]) -> Iterator[str]:
    """可引的条款: of the conditions that are not met first, then of the programme."""
    seen: set[str] = set()
    unmet = [one for one in result.get("reasons", ()) if one.get("verdict") == "no"]
    for clause in (*(one["clause"] for one in unmet), *cites):
        if clause and clause not in seen:
            seen.add(clause)
            yield clause
