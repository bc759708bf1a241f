"""共性问题的立项: proposed from concerns that a person found alike, decided on by another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.actions.moving import move
from huiqi.concerns.clocks import after_workdays
from huiqi.concerns.enums import State
from huiqi.concerns.models import Assessment, CommonProblem, Concern, ProblemCase
from huiqi.concerns.problem_access import is_owner_or_supervisor, may_propose
from huiqi.concerns.problem_enums import LIVE, CauseKind, Effort, Sureness, Time, ValueBand
from huiqi.concerns.problem_states import PROBLEM
from huiqi.concerns.problem_telling import (
    SCREEN,
    ask_to_screen,
    ask_to_solve,
    concerns_of,
    done_with,
)
from huiqi.concerns.standards import standard_on
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import day_of
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.words import flaws_of_words, in_words, legible, worded
from huiqi.parties.access import person_of
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization

PREFIX: Final = "GX"
LONGEST_TITLE: Final = 80
LONGEST_SUMMARY: Final = 2_000
LONGEST_REASON: Final = 1_000
LONGEST_SOURCE: Final = 200
MOST_CASES: Final = 200


@dataclass(frozen=True)
class Assessed:
    """研判的内容: as in the columns of Assessment; what is not known yet is left as it is here."""

    cause: str = CauseKind.UNKNOWN
    value: str = ValueBand.UNKNOWN
    source: str = ""
    sureness: str = ""
    time: int = Time.UNKNOWN
    effort: int = Effort.UNKNOWN
    text: str = ""


NOTHING_KNOWN: Final = Assessed()


@transaction.atomic
def propose_problem(  # noqa: PLR0913 -- all that a common problem is
    *,
    cases: Sequence[Concern],
    title: str,
    summary: str,
    unit: Organization | None,
    due_on: date | None,
    actor: Actor,
    now: datetime,
    assessed: Assessed = NOTHING_KNOWN,
) -> CommonProblem:
    """提出共性问题: from the concerns whose likeness a person confirmed. Refused with every flaw.

    ``cases`` are of those that the actor may see. Another person decides within the days of the
    standard; until then and afterwards each concern goes on by its own clock.
    """
    require(may_propose, actor)
    problems = [
        *_flaws_of_text(title, summary, cases),
        *_flaws_of_owner(unit, due_on, now),
        *flaws_of_cases(cases),
        *flaws_of(assessed),
    ]
    if problems or unit is None or due_on is None:
        raise Refused(problems)
    screening = after_workdays(now, standard_on(day_of(now)).screen)
    assert screening is not None
    made = rows.save(
        CommonProblem(
            number=next_number(PREFIX, day_of(now)),
            title=legible(title),
            summary=legible(summary),
            unit=unit,
            due_on=due_on,
            opened_by_id=person_of(actor),
            opened_at=now,
            screen_due_at=screening.at,
        )
    )
    link(made, cases, actor, now)
    keep_assessment(made, assessed, actor, now)
    record_write(actor, "提出共性问题", made)
    ask_to_screen(made, now)
    return made


@transaction.atomic
def screen_problem(
    *, problem: CommonProblem, is_accepted: bool, why: str, actor: Actor, now: datetime
) -> CommonProblem:
    """决定立项: by somebody else than who proposed it, with the reason either way.

    Accepted, its unit has it with its day; not, the concerns that went with it go on alone.
    """
    name = "accept_problem" if is_accepted else "reject_problem"
    require(PROBLEM.moves[name].check, actor, problem)
    told = in_words(why, _("立项或者不立项的理由"), LONGEST_REASON)
    held = held_problem(problem)
    done: CommonProblem = PROBLEM.fire(
        held, name, actor=actor, note=told, is_held=True, now=now, why=told
    )
    record_write(actor, "决定共性问题是否立项", done, detail={"accepted": is_accepted})
    done_with(done, SCREEN, now)
    if is_accepted:
        ask_to_solve(done, now)
    else:
        release(done, told, now)
    return done


@transaction.atomic
def add_cases(
    *, problem: CommonProblem, cases: Sequence[Concern], actor: Actor, now: datetime
) -> int:
    """归入诉求: those that a person found to have the same cause; how many are new."""
    require(is_owner_or_supervisor, actor, problem)
    if found := list(flaws_of_cases(cases)):
        raise Refused(found)
    held = held_problem(problem)
    if held.state not in LIVE:
        raise WrongState([_("这个共性问题已经了结，不能再归入诉求；再遇到的，请重新打开")])
    before = set(concerns_of(held).values_list("pk", flat=True))
    new = [one for one in cases if one.pk not in before]
    link(held, new, actor, now)
    record_write(actor, "归入共性问题", held, detail={"count": len(new)})
    return len(new)


def held_problem(problem: CommonProblem) -> CommonProblem:
    """锁定: as it is now, until the end of the transaction."""
    found = CommonProblem.objects.select_for_update(of=("self",)).select_related("unit")
    return found.get(pk=problem.pk)


def link(problem: CommonProblem, cases: Iterable[Concern], actor: Actor, now: datetime) -> None:
    """归入: each once."""
    person = person_of(actor)
    before = set(problem.cases.values_list("concern_id", flat=True))
    for case in cases:
        if case.pk not in before:
            rows.save(ProblemCase(problem=problem, concern=case, by_id=person, at=now))
            record_write(actor, "诉求归入共性问题", case, subject_id=case.subject_id)


def keep_assessment(
    problem: CommonProblem, assessed: Assessed, actor: Actor, now: datetime
) -> Assessment:
    """记下研判: of which the flaws were looked for."""
    return rows.save(
        Assessment(
            problem=problem,
            cause=assessed.cause,
            value=assessed.value,
            source=legible(assessed.source),
            sureness=assessed.sureness,
            time=assessed.time,
            effort=assessed.effort,
            text=legible(assessed.text),
            by_id=person_of(actor),
            at=now,
        )
    )


def release(problem: CommonProblem, note: str, now: datetime) -> None:
    """退回单独办理: each concern that went with it goes back to its unit and its own clock."""
    for one in problem.concerns.filter(state=State.COMMON).order_by("id"):
        move(one, "leave_common", actor=SYSTEM, now=now, note=note, level=one.level)


def flaws_of(assessed: Assessed) -> Iterator[str]:
    """研判的问题: every one at once."""
    for value, known, what in (
        (assessed.cause, CauseKind.values, _("成因")),
        (assessed.value, ValueBand.values, _("涉及金额")),
        (assessed.time, Time.values, _("要多久")),
        (assessed.effort, Effort.values, _("要谁出力")),
    ):
        if value not in known:
            yield worded("选一项%(what)s；还不清楚的，选「还不清楚」或「还没有查明」", what=what)
    source = legible(assessed.source)
    if assessed.value == ValueBand.UNKNOWN:
        if source or assessed.sureness:
            yield _("涉及金额还不清楚的，来源和把握留空")
    elif not source or assessed.sureness not in Sureness.values:
        yield _("写明涉及金额是从哪里来的、有多大把握；还不清楚的，选「还不清楚」")
    for text, what, most in (
        (source, _("金额的来源"), LONGEST_SOURCE),
        (legible(assessed.text), _("分析"), LONGEST_SUMMARY),
    ):
        if len(text) > most:
            yield worded("%(what)s最多 %(most)s 个字，请写短一些", what=what, most=most)


def flaws_of_cases(cases: Sequence[Concern]) -> Iterator[str]:
    """归入的问题: none chosen, or more at once than anybody has looked at."""
    if not cases:
        yield _("至少选一件诉求归入这个共性问题")
    if len(cases) > MOST_CASES:
        yield worded("一次最多归入 %(most)s 件，请分几次", most=MOST_CASES)


def names_in(text: str, cases: Iterable[Concern]) -> Iterator[str]:
    """企业名称: of the firms concerned that stand in a text, a sentence for each."""
    names = {one.organization.name for one in cases if one.organization is not None}
    for name in sorted(names):
        if name in text:
            yield worded("不要写企业名称「%(name)s」：这段话别的企业也会看到", name=name)


def flaws_of_due(due_on: date | None, now: datetime) -> Iterator[str]:
    """日期的问题: it must lie ahead, and not so far that nobody will remember."""
    today = day_of(now)
    most = standard_on(today).promise_most
    if due_on is None or not today < due_on <= today + timedelta(days=most):
        yield worded("计划解决的日期要在明天以后、%(most)s 天以内", most=most)


def _flaws_of_owner(unit: Organization | None, due_on: date | None, now: datetime) -> Iterator[str]:
    if unit is None or unit.kind not in PUBLIC_BODIES:
        yield _("选一个市级或区级部门牵头")
    yield from flaws_of_due(due_on, now)


def _flaws_of_text(title: str, summary: str, cases: Sequence[Concern]) -> Iterator[str]:
    for text, what, most in (
        (title, _("名称"), LONGEST_TITLE),
        (summary, _("说明"), LONGEST_SUMMARY),
    ):
        yield from flaws_of_words(text, what, most)
    yield from names_in(f"{title}\n{summary}", cases)
