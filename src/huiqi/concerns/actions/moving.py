"""一步: every move of a case in one way: locked, paused or resumed, made, told and put to-do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from huiqi.concerns.enums import OVER, Audience, Outcome, PostKind, State, Why
from huiqi.concerns.models import Concern, Objection, Pause, Post
from huiqi.concerns.models.posts import LONGEST_POST
from huiqi.concerns.queries.timelines import timeline_of
from huiqi.concerns.states import CONCERN
from huiqi.concerns.telling import drop_beside, drop_todo, set_todos, tell_of_move
from huiqi.inbox.enums import Outcome as Done
from huiqi.kernel import rows
from huiqi.kernel.access import Actor
from huiqi.kernel.audit import record_write
from huiqi.kernel.words import in_words, on_record
from huiqi.parties.enums import HANDLERS

PAUSED: Final[Mapping[str, Why]] = MappingProxyType(
    {
        State.WAITING: Why.SUPPLEMENT,
        State.REPLIED: Why.CONFIRM,
        State.PROMISED: Why.PROMISE,
        State.COMMON: Why.COMMON,
    }
)
DECIDED: Final[Mapping[str, Outcome]] = MappingProxyType(
    {"redirect": Outcome.MOVED, "insist": Outcome.INSISTED, "refuse": Outcome.SETTLED}
)
UNDECIDED: Final[Mapping[str, Outcome]] = MappingProxyType({"withdraw": Outcome.SETTLED})


# Where an extension that was asked for can still be of use.
EXTENDED: Final = (State.WORKING, State.WAITING)
UNNEEDED: Final = ("已经不在办理，不用再延期", "已经答复，不用再延期")


def locked(case: Concern) -> Concern:
    """锁定: as it is now, until the end of the transaction."""
    return Concern.objects.select_for_update(of=("self",)).get(pk=case.pk)


def move(
    case: Concern,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
    is_reminder: bool = False,
    **data: Any,
) -> Concern:
    """办一步: Denied, WrongState or Refused by the machine; then nothing of it is kept.

    Clocks stop and go on with the state; whoever has to act next gets a to-do, and the firm
    hears of it.
    """
    held = locked(case)
    one = CONCERN.moves[name]
    source = held.state
    if source in one.sources:
        _pause(held, one.target, now, is_reminder=is_reminder)
    done: Concern = CONCERN.fire(
        held,
        name,
        actor=actor,
        note=note,
        is_held=True,
        now=now,
        timeline=timeline_of(held),
        **data,
    )
    _end_papers(done, now)
    if source == State.OBJECTED:
        _close_objection(done, name, actor, now, note)
    record_write(actor, on_record(one.title), done, subject_id=done.subject_id)
    set_todos(done, now)
    tell_of_move(done, name, now)
    return done


def _end_papers(case: Concern, now: datetime) -> None:
    """What was asked beside the step and no longer need be done."""
    if case.state not in EXTENDED:
        end_extensions(case, UNNEEDED[case.state == State.REPLIED], now)
    if case.state == State.REPLIED:  # a note demands that the unit acts, and it has
        drop_beside(case, "note", now, Done.DONE)
    if case.state in OVER:
        drop_beside(case, "note", now, Done.DROPPED)
        drop_beside(case, "co", now, Done.DROPPED)


def end_extensions(case: Concern, why: str, now: datetime) -> None:
    """延期不再需要: what nobody decided is refused by nobody; the to-do is over."""
    for one in case.extensions.filter(decided_at=None):
        one.is_granted, one.decided_at, one.answer = False, now, why
        rows.save(one, only=("is_granted", "decided_at", "answer"))
        drop_todo(case, f"extension:{one.pk}", now)


def _pause(case: Concern, target: str, now: datetime, *, is_reminder: bool) -> None:
    standing = case.pauses.filter(until=None).first()
    if is_reminder and standing is not None:
        standing.reminded += 1
        rows.save(standing, only=("reminded",))
        return
    if standing is not None:
        standing.until = max(now, standing.since)
        rows.save(standing, only=("until",))
    if target in PAUSED:
        rows.save(Pause(concern=case, why=PAUSED[target], since=now))


def _close_objection(case: Concern, name: str, actor: Actor, now: datetime, answer: str) -> None:
    found: Objection | None = case.objections.filter(outcome="").first()
    if found is None:
        return
    found.outcome = DECIDED.get(name) or UNDECIDED.get(name, Outcome.LAPSED)
    found.decided_by_id = actor.person_id if name in DECIDED else None
    found.answer, found.decided_at = answer, now
    rows.save(found, only=("outcome", "answer", "decided_by", "decided_at"))


def say(  # noqa: PLR0913 -- a post has all of these
    case: Concern,
    kind: PostKind,
    text: str,
    *,
    actor: Actor,
    now: datetime,
    audience: Audience = Audience.FIRM,
    is_substantive: bool = False,
) -> Post:
    """写下往来: of a case that is locked. Refused when it is empty or too long."""
    told = in_words(text, on_record(kind.label), LONGEST_POST)
    by_city = actor.has(*HANDLERS)
    return rows.save(
        Post(
            concern=case,
            kind=kind,
            audience=audience,
            version=case.posts.filter(kind=kind).count() + 1,
            is_substantive=is_substantive,
            text=told,
            author_id=actor.person_id,
            unit_id=actor.organization_id if by_city else None,
            at=now,
        )
    )
