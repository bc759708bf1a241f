"""城市的日子: to-dos, messages and looks happen in their order, by the actions that people use.

The city's clock is set to each moment in turn, so that the audit tells when it was; whoever
fills the city sets it to its own day afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from huiqi.demo import (
    applications,
    causes,
    concerns,
    followed,
    handled,
    network,
    notices,
    payments,
    pushed,
)
from huiqi.demo.jobs import Job
from huiqi.demo.looks import QUESTIONS, SIGHTS, Question, Sight
from huiqi.demo.messages import MESSAGES, Told
from huiqi.demo.todos import JOBS
from huiqi.inbox.actions import (
    Draft,
    Notice,
    Whom,
    close_todo,
    mark_read,
    open_todo,
    send_notice,
    take_todo,
    tick_off,
)
from huiqi.inbox.clocks import CLOSING, DueMoment
from huiqi.inbox.models import Todo
from huiqi.inbox.queries import messages_of
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.audit import record_read
from huiqi.kernel.models import AuditEntry, ClockOffset
from huiqi.kernel.now import CITY, now
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries import actors_of
from huiqi.rights.actions import answer_look, ask_about_look
from huiqi.rights.models import LookQuestion

YEAR: Final = 2021
MORNING, TAKEN, EVENING = time(8, 40), time(8, 50), time(17, 10)
READ_AT: Final = "10-20 08:45"
KEEPER, ASKER = "yejiming", "chenlan"  # who answers for looks, and who asks

Event = tuple[datetime, Callable[[datetime], object]]


@dataclass(frozen=True)
class Cast:
    """登场: who and which bodies there are, and the firm that is looked at."""

    people: Mapping[str, Person]
    bodies: Mapping[str, Organization]
    firm: Organization
    actors: Mapping[str, Actor]
    firms: Sequence[Organization] = ()

    def whom(self, text: str) -> Whom:
        """收件人: of a line: a username, or «body:role»."""
        body, is_body, role = text.partition(":")
        if is_body:
            return Whom(organization=self.bodies[body], role=role)
        return Whom(person=self.people[body])


def live(
    people: Mapping[str, Person],
    bodies: Mapping[str, Organization],
    firms: Sequence[Organization],
    firm: str,
) -> None:
    """过日子: everything that happened before today; within the scope of everything.

    ``firms`` are those of the population, after the ``firm`` of the cast.
    """
    today = now()
    actors = {name: actors_of(one, today)[0] for name, one in people.items()}
    cast = Cast(people, bodies, bodies[firm], actors, firms)
    events = [*_todos(cast), *_messages(cast), *_looks(cast), *_followed(cast), *_paid(cast)]
    events += [*_noticed(cast), *_applied(cast), *_concerned(cast), *_served(cast)]
    last = None
    for moment, act in sorted(events, key=lambda event: event[0]):
        if moment != last:  # back by what the last event took, and the audit would run backwards
            set_clock(moment)
        act(moment)
        last = moment


def _followed(cast: Cast) -> Iterator[Event]:
    return ((at(moment), act) for moment, act in followed.events(cast.actors, cast.firm))


def _paid(cast: Cast) -> Iterator[Event]:
    return ((at(moment), act) for moment, act in payments.events(cast.actors, cast.firms))


def _noticed(cast: Cast) -> Iterator[Event]:
    return ((at(moment), act) for moment, act in notices.events(cast.actors, cast.firms))


def _applied(cast: Cast) -> Iterator[Event]:
    for told in (applications, handled, pushed):
        yield from ((at(moment), act) for moment, act in told.events(cast.actors, cast.firms))


def _concerned(cast: Cast) -> Iterator[Event]:
    these = concerns.Cast(cast.actors, cast.bodies, cast.firm, cast.firms)
    told = (
        *concerns.events(cast.actors, cast.bodies, cast.firm, cast.firms),
        *causes.events(these),
    )
    return ((at(moment), act) for moment, act in told)


def _served(cast: Cast) -> Iterator[Event]:
    told = network.Cast(cast.people, cast.actors, cast.bodies, cast.firm, cast.firms)
    return ((at(moment), act) for moment, act in network.events(told))


def set_clock(at: datetime) -> None:
    """拨钟: the city stands at ``at`` from here, and its clock runs on."""
    clock, _is_new = ClockOffset.objects.get_or_create(pk=1, defaults={"offset": timedelta(0)})
    clock.offset += at - now()
    clock.save()


def at(text: str) -> datetime:
    """时刻: of «10-19 16:40»."""
    return datetime.strptime(f"{YEAR}-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CITY)


def on(text: str, hour: time) -> datetime:
    """日子: of «10-19», at an hour."""
    return datetime.combine(datetime.strptime(f"{YEAR}-{text}", "%Y-%m-%d"), hour, CITY)  # noqa: DTZ007 -- only its day


def _todos(cast: Cast) -> Iterator[Event]:
    for number, job in enumerate(JOBS):
        key = f"demo:todo:{number}"
        yield on(job.opened, MORNING), partial(_open, cast, job, key)
        if job.taken_by:
            yield on(job.opened, TAKEN), partial(_take, cast.actors[job.taken_by], key)
        if job.done:
            yield on(job.done, EVENING), partial(_finish, cast, job, key)


def _open(cast: Cast, job: Job, key: str, moment: datetime) -> None:
    draft = Draft(
        key=key,
        whom=cast.whom(job.whom),
        text=job.text,
        due=DueMoment(on(job.due, CLOSING)) if job.due else None,
        note=job.note,
        verb=job.verb,
        url=job.url,
        by_hand=job.by_hand,
    )
    open_todo(draft=draft, actor=SYSTEM, now=moment)


def _take(actor: Actor, key: str, _moment: datetime) -> None:
    take_todo(todo=Todo.objects.get(key=key), actor=actor)


def _finish(cast: Cast, job: Job, key: str, moment: datetime) -> None:
    who = job.taken_by or job.whom
    if job.by_hand:
        tick_off(todo=Todo.objects.get(key=key), actor=cast.actors[who], now=moment)
    else:
        close_todo(key=key, actor=SYSTEM, now=moment)


def _messages(cast: Cast) -> Iterator[Event]:
    for number, told in enumerate(MESSAGES):
        key = f"demo:message:{number}"
        yield at(told.sent), partial(_send, cast, told, key)
        for name in told.read_by:
            yield at(READ_AT), partial(_read, cast.actors[name], key)


def _send(cast: Cast, told: Told, key: str, moment: datetime) -> None:
    whom = cast.whom(told.whom)
    notice = Notice(key, whom, told.kind, told.title, told.body, told.url, whom.organization)
    send_notice(notice=notice, actor=SYSTEM, now=moment)


def _read(actor: Actor, key: str, moment: datetime) -> None:
    message = messages_of(actor).get(key=key)
    mark_read(message=message, actor=actor, now=moment)


def _looks(cast: Cast) -> Iterator[Event]:
    for sight in SIGHTS:
        yield at(sight.at), partial(_look, cast, sight)
    for question in QUESTIONS:
        yield at(question.at), partial(_ask, cast, question)
        if question.answered:
            yield at(question.answered), partial(_answer, cast, question)


def _look(cast: Cast, sight: Sight, _moment: datetime) -> None:
    actor = replace(cast.actors[sight.who], purpose=sight.purpose) if sight.who else SYSTEM
    record_read(actor, sight.verb, cast.firm, subject_id=cast.firm.subject_id)


def _ask(cast: Cast, question: Question, moment: datetime) -> None:
    looks = AuditEntry.objects.filter(
        act=AuditEntry.Act.READ, person_id=cast.people[question.who].pk
    )
    ask_about_look(
        entry=looks.order_by("id")[0],
        text=question.text,
        actor=cast.actors[ASKER],
        now=moment,
    )


def _answer(cast: Cast, question: Question, moment: datetime) -> None:
    answer_look(
        question=LookQuestion.objects.get(text=question.text),
        answer=question.answer,
        actor=cast.actors[KEEPER],
        now=moment,
    )
