"""待办的办理: opened by what happens, taken on by a person, closed by what was done.

The other parts of the city open, move and close to-dos by their key, as the system; a person
takes one on, gives it back, and ticks off only what may be ticked off by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.inbox.access import is_addressee, is_system, is_taker, may_tick_off
from huiqi.inbox.clocks import DueMoment
from huiqi.inbox.enums import Outcome
from huiqi.inbox.models import Todo
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import Kept, Saying, kept_of, plainly
from huiqi.parties import scope
from huiqi.parties.models import Organization, Person

LONGEST: Final = {"text": 120, "note": 300, "verb": 12}  # letters, as the columns have it


@dataclass(frozen=True)
class Whom:
    """收件人: a person, or an organization, or a role in it (``role`` empty: everybody)."""

    person: Person | None = None
    organization: Organization | None = None
    role: str = ""


@dataclass(frozen=True)
class Draft:
    """待办内容: see the columns of Todo; ``kind`` and ``object_id`` say what it is about.

    What is a saying is said to each reader in their own language; what is text stays as it is.
    """

    key: str
    whom: Whom
    text: Kept
    due: DueMoment | None = None
    note: Kept = ""
    verb: Kept = ""
    url: str = ""
    kind: str = ""
    object_id: int | None = None
    by_hand: bool = False
    barred: tuple[int, ...] = ()


@transaction.atomic
def open_todo(*, draft: Draft, actor: Actor, now: datetime) -> Todo:
    """开立待办: once for each key; the same key again is the same to-do, as it stands by now.

    A closed one stays closed: what must be done a second time has another key. Refused with
    every rule that the draft breaks.
    """
    require(is_system, actor)
    # Who causes a to-do need not see it: it is another organization's.
    with scope.everything():
        if found := _by_key(draft.key):
            return found
        try:
            return rows.save(_todo(draft, now))
        except Refused:
            if found := _by_key(draft.key):  # somebody else was quicker
                return found
            raise


@transaction.atomic
def close_todo(
    *, key: str, actor: Actor, now: datetime, outcome: Outcome = Outcome.DONE
) -> Todo | None:
    """了结待办: what it asked for was done, or need not be done any more.

    One that is closed stays as it is; None when there never was one.
    """
    require(is_system, actor)
    with scope.everything():
        todo = _by_key(key, lock=True)
        if todo is None or todo.done_at is not None:
            return todo
        todo.done_at, todo.outcome = now, outcome
        return rows.save(todo, only=("done_at", "outcome"))


@transaction.atomic
def move_due(*, key: str, due: DueMoment | None, actor: Actor) -> Todo | None:
    """改期: the clock of the matter was paused, resumed or extended. None as in close_todo."""
    require(is_system, actor)
    with scope.everything():
        todo = _by_key(key, lock=True)
        if todo is None or todo.done_at is not None:
            return todo
        todo.due_at = due.at if due else None
        todo.provisional = bool(due and due.provisional)
        return rows.save(todo, only=("due_at", "provisional"))


@transaction.atomic
def take_todo(*, todo: Todo, actor: Actor) -> Todo:
    """接手: from now on everybody sees who does it. Refused when somebody else took it."""
    locked = _open(todo)
    require(is_addressee, actor, locked)
    if locked.owner_id not in (None, actor.person_id):
        raise Refused([_("这件待办已由%(name)s接手") % {"name": locked.owner}])
    return hand_to(locked, actor.person_id, "inbox.take_todo", actor)


def hand_to(locked: Todo, owner_id: int | None, verb: str, actor: Actor) -> Todo:
    """归谁办理: of a row that is locked and of which the actor may say so; on record."""
    record_write(actor, verb, locked, detail={"owner": owner_id, "before": locked.owner_id})
    locked.owner_id = owner_id
    return rows.save(locked, only=("owner",))


@transaction.atomic
def release_todo(*, todo: Todo, actor: Actor) -> Todo:
    """交回: to all its addressees."""
    locked = _open(todo)
    require(is_taker, actor, locked)
    return hand_to(locked, None, "inbox.release_todo", actor)


@transaction.atomic
def tick_off(*, todo: Todo, actor: Actor, now: datetime) -> Todo:
    """勾掉: what was done elsewhere, where that is enough."""
    locked = _open(todo)
    require(may_tick_off, actor, locked)
    record_write(actor, "inbox.tick_off", locked)
    locked.done_at, locked.done_by_id, locked.outcome = now, actor.person_id, Outcome.DONE
    return rows.save(locked, only=("done_at", "done_by", "outcome"))


def _open(todo: Todo) -> Todo:
    locked = Todo.objects.select_for_update(of=("self",)).get(pk=todo.pk)
    if locked.done_at is not None:
        raise WrongState([_("这件待办已经了结")])
    return locked


def _by_key(key: str, *, lock: bool = False) -> Todo | None:
    found = Todo.objects.filter(key=key)
    return (found.select_for_update(of=("self",)) if lock else found).first()


def _todo(draft: Draft, now: datetime) -> Todo:
    return Todo(
        key=draft.key,
        person=draft.whom.person,
        organization=draft.whom.organization,
        role=draft.whom.role,
        kind=draft.kind,
        object_id=draft.object_id,
        url=draft.url,
        text=_cut(draft.text, "text"),
        note=_cut(draft.note, "note"),
        verb=_cut(draft.verb, "verb"),
        said=kept_of(text=draft.text, note=draft.note, verb=draft.verb),
        barred=sorted(set(draft.barred)),
        by_hand=draft.by_hand,
        created_at=now,
        due_at=draft.due.at if draft.due else None,
        provisional=bool(draft.due and draft.due.provisional),
    )


def _cut(words: Kept, field: str) -> str:
    """As the column takes it; only a sentence of ours is cut, and stands whole in ``said``."""
    if not isinstance(words, Saying):
        return words
    return plainly(words)[: LONGEST[field]]
