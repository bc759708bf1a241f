"""成批办理: many to-dos at once, each by itself: what can be done is done, and each is told.

The rows are locked in the order of their numbers, so that two batches wait for each other and
never for ever. Asked a second time, a batch changes nothing and says how things stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.inbox.access import is_addressee, is_at_desk, is_chief, is_taker, may_assign
from huiqi.inbox.actions.messages import Notice, send_notice
from huiqi.inbox.actions.todos import Whom, hand_to
from huiqi.inbox.enums import Kind
from huiqi.inbox.models import Todo
from huiqi.inbox.queries.desk import colleagues_of, todos_at_desk
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import Saying, saying
from huiqi.parties.models import Person
from huiqi.parties.queries import actors_of

MOST: Final = 300  # what fits on a page; more at once nobody has looked at


@dataclass(frozen=True)
class Result:
    """一件的结果: what became of it in words; ``is_done`` when it now stands as was asked."""

    sentence: str
    is_done: bool = False
    todo: Todo | None = None  # for the list of what was not done
    changed_from: int | None = None
    is_changed: bool = False
    pk: int = 0

    @property
    def text(self) -> str:
        """要做什么: in the language of whoever reads it now; empty for what is not found."""
        return self.todo.told("text") if self.todo else ""


def summary(results: Iterable[Result]) -> str:
    """合计: 3 件已领取；1 件已由李明川接手: the most frequent first."""
    counts = Counter(one.sentence for one in results)
    parts = (_("%(count)d 件%(what)s") % {"count": n, "what": w} for w, n in counts.most_common())
    return _("；").join(parts)


@transaction.atomic
def take_todos(*, ids: Sequence[int], actor: Actor) -> list[Result]:
    """成批领取: each that nobody else took. Refused for no selection or more than ``MOST``."""
    require(is_at_desk, actor)
    return _each(ids, actor, lambda todo: _take(todo, actor))


def _take(todo: Todo, actor: Actor) -> Result:
    if why := is_addressee.refusal(actor, todo):
        return Result(_("不能领：%(why)s") % {"why": why})
    if todo.owner_id == actor.person_id:
        return Result(_("本来就在你手里"), is_done=True)
    if todo.owner_id is not None:
        return Result(_("已由%(name)s接手") % {"name": todo.owner})
    hand_to(todo, actor.person_id, "inbox.take_todo", actor)
    return Result(_("已领取"), is_done=True, is_changed=True)


@transaction.atomic
def assign_todos(
    *, ids: Sequence[int], to_id: int | None, actor: Actor, now: datetime
) -> list[Result]:
    """成批分派: each to one colleague, also what another colleague has; both are told.

    Refused for no selection, too many, nobody chosen, or somebody who is not of this office.
    """
    require(is_chief, actor)
    colleague = _colleague(to_id, actor, now)
    theirs = next(
        one for one in actors_of(colleague, now) if one.organization_id == actor.organization_id
    )
    results = _each(ids, actor, lambda todo: _assign(todo, colleague, theirs, actor))
    _tell(results, colleague, actor, now)
    return results


def _colleague(to_id: int | None, actor: Actor, now: datetime) -> Person:
    if to_id is None:
        raise Refused([_("没有选分派给谁：在「分派给」里选一位同事")])
    found = colleagues_of(actor, now).filter(pk=to_id).first()
    if found is None:
        raise Refused([_("只能分派给本单位在任的同事：在「分派给」的名单里选一位")])
    return found


def _assign(todo: Todo, colleague: Person, theirs: Actor, actor: Actor) -> Result:
    if why := may_assign.refusal(actor, todo):
        return Result(_("不能分派：%(why)s") % {"why": why})
    if is_addressee.refusal(theirs, todo):
        return Result(
            _("不能分派给%(name)s：须由「%(role)s」办理")
            % {"name": colleague, "role": todo.get_role_display()}
        )
    if todo.owner_id == colleague.pk:
        return Result(_("本来就由%(name)s办理") % {"name": colleague}, is_done=True)
    before = todo.owner_id
    hand_to(todo, colleague.pk, "inbox.assign_todo", actor)
    sentence = _("已分派给%(name)s") % {"name": colleague}
    return Result(sentence, is_done=True, changed_from=before, is_changed=True)


@transaction.atomic
def undo_batch(
    *, before: Mapping[int, int | None], given_to: int, actor: Actor, now: datetime
) -> list[Result]:
    """撤回: what was taken or assigned just now goes back to whom it was with ``before``.

    Only where nobody has moved it on since; who had got it by assignment is told. Refused as
    with taking.
    """
    require(is_at_desk, actor)
    results = _each(
        list(before), actor, lambda todo: _give_back(todo, before[todo.pk], given_to, actor)
    )
    changed = [one for one in results if one.is_changed]
    told = {given_to: (_withdrawn, changed)} if changed else {}
    for owner in {one for one in before.values() if one is not None}:
        theirs = [one for one in changed if before[one.pk] == owner]
        told[owner] = (_yours_again, theirs)
    people = Person.objects.filter(pk__in=told).exclude(pk=actor.person_id or 0).order_by("pk")
    for person in people:
        title, which = told[person.pk]
        if which:
            _notice(person, title(which), which, now, "undone")
    return results


def _give_back(todo: Todo, before: int | None, given_to: int, actor: Actor) -> Result:
    if todo.owner_id != given_to:
        return Result(_("后来又有变动，没有撤回"))
    is_own = before is None and given_to == actor.person_id
    if why := (is_taker if is_own else may_assign).refusal(actor, todo):
        return Result(_("不能撤回：%(why)s") % {"why": why})
    hand_to(todo, before, "inbox.release_todo", actor)
    return Result(_("已撤回"), is_done=True, is_changed=True)


def _each(ids: Sequence[int], actor: Actor, act: Callable[[Todo], Result]) -> list[Result]:
    """One result for each number, in the order given; another's to-do is «not found»."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refused([_("一件也没有选：先在每行前面打勾，再办")])
    if len(wanted) > MOST:
        raise Refused(
            [
                _("一次最多办 %(most)d 件，这次选了 %(count)d 件；分几次选")
                % {"most": MOST, "count": len(wanted)}
            ]
        )
    mine = todos_at_desk(actor).filter(pk__in=wanted).order_by("pk")
    # Locked first and read afterwards: of a row that was waited for, a join tells the past.
    list(mine.select_related(None).select_for_update(of=("self",)).values_list("pk"))
    locked = {one.pk: one for one in mine}
    return [_one(locked.get(pk), act) for pk in wanted]


def _one(todo: Todo | None, act: Callable[[Todo], Result]) -> Result:
    if todo is None:
        return Result(_("不在你的待办里，可能已经撤走"))
    result = Result(_("已经了结")) if todo.done_at is not None else act(todo)
    return replace(result, todo=todo, pk=todo.pk)


def _tell(results: Sequence[Result], colleague: Person, actor: Actor, now: datetime) -> None:
    """Who got work, and who had it before, hear of it once for the whole batch."""
    changed = [one for one in results if one.is_changed]
    lost = {one.changed_from for one in changed if one.changed_from is not None}
    if changed and colleague.pk != actor.person_id:
        _notice(colleague, _given_to_you(changed), changed, now)
    for before in (
        Person.objects.filter(pk__in=lost).exclude(pk=actor.person_id or 0).order_by("pk")
    ):
        theirs = [one for one in changed if one.changed_from == before.pk]
        _notice(before, _taken_from_you(theirs, colleague), theirs, now)


def _given_to_you(which: Sequence[Result]) -> Saying:
    return saying("分派给你 %(count)d 件待办", count=len(which))


def _taken_from_you(which: Sequence[Result], colleague: Person) -> Saying:
    return saying("你手上的 %(count)d 件待办改由%(name)s办理", count=len(which), name=colleague)


def _withdrawn(which: Sequence[Result]) -> Saying:
    return saying("分派给你的 %(count)d 件待办已经撤回", count=len(which))


def _yours_again(which: Sequence[Result]) -> Saying:
    return saying("改由别人办理的 %(count)d 件待办又由你办理", count=len(which))


def _notice(
    person: Person, title: Saying, which: Sequence[Result], now: datetime, why: str = "assigned"
) -> None:
    notice = Notice(
        key=f"inbox:{why}:{person.pk}:{now.isoformat()}",
        whom=Whom(person=person),
        kind=Kind.PROGRESS,
        title=title,
        body=lambda: "\n".join(one.text for one in which),
        url="/desk/",
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)
