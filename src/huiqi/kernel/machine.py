"""状态机: the only writer of state columns; moves are data, and every one is on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor, Check, Sentence, require
from huiqi.kernel.models import MoveLog
from huiqi.kernel.now import Now
from huiqi.kernel.refusals import Refused, WrongState

Guard = Callable[[Any], Iterable[str]]
Effect = Callable[..., None]


def _no_problems(_obj: Any) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Move:
    """动作: from which states to which, who may, what must hold, and what it does besides.

    ``title`` is the word on the button. ``guard`` returns every problem of the object;
    ``effect`` is called with the locked object and ``actor`` and what the caller gave.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    title: Sentence
    check: Check
    guard: Guard = _no_problems
    effect: Effect | None = None


def _columns(row: models.Model) -> dict[str, Any]:
    """What its columns hold, by field; those that were not read are left out."""
    held = vars(row)
    return {
        one.name: deepcopy(held[one.attname])
        for one in row._meta.concrete_fields
        if one.attname in held
    }


class Machine:
    """状态机: the moves of one column of one model."""

    def __init__(self, field: str, moves: Iterable[Move]) -> None:
        self.field = field
        self.moves = {move.name: move for move in moves}

    @transaction.atomic
    def fire(
        self,
        obj: models.Model,
        name: str,
        *,
        actor: Actor,
        note: str = "",
        is_held: bool = False,
        **data: Any,
    ) -> Any:
        """办理: make one move; the object as it is afterwards.

        Denied, WrongState or Refused (with every problem) when it cannot be made; then
        nothing is changed. KeyError for a move that does not exist. ``is_held``: the caller
        locked or wrote the row in this transaction and ``obj`` is what it read since, so it is
        not read again.
        """
        move = self.moves[name]
        locked: Any = obj
        if not is_held:
            locked = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
        source = self.require_state(locked, name)
        require(move.check, actor, locked)
        if problems := list(move.guard(locked)):
            raise Refused(problems)
        _carry_out(move, locked, self.field, actor, data)
        MoveLog.objects.create(
            kind=type(obj)._meta.label,
            object_id=obj.pk,
            move=name,
            source=source,
            target=move.target,
            person_id=actor.person_id,
            organization_id=actor.organization_id,
            note=note,
            at=Now(),
        )
        return locked

    def require_state(self, obj: models.Model, name: str) -> str:
        """状态相符: the state of an object in which the move can be made; WrongState else."""
        move, source = self.moves[name], str(getattr(obj, self.field))
        if source not in move.sources:
            raise WrongState(
                [
                    _("现在的状态是「%(state)s」，不能%(move)s")
                    % {"state": self._label(obj), "move": move.title}
                ]
            )
        return source

    def open_moves(self, actor: Actor, obj: models.Model) -> Iterator[Move]:
        """可办的动作: those this actor may make now: the buttons of the page."""
        state = getattr(obj, self.field)
        for move in self.moves.values():
            if state in move.sources and not move.check.refusal(actor, obj):
                yield move

    def mermaid(self) -> str:
        """状态图: for the documentation."""
        lines = ["stateDiagram-v2"]
        for move in self.moves.values():
            lines += [f"    {source} --> {move.target}: {move.title}" for source in move.sources]
        return "\n".join(lines)

    def _label(self, obj: models.Model) -> str:
        told = getattr(obj, f"get_{self.field}_display", None)
        return str(told()) if told else str(getattr(obj, self.field))


def _carry_out(
    move: Move, obj: models.Model, field: str, actor: Actor, data: dict[str, Any]
) -> None:
    """Of a long form only what moved is written, not all of it once more."""
    before = _columns(obj)
    if move.effect:
        move.effect(obj, actor=actor, **data)
    setattr(obj, field, move.target)
    after = _columns(obj)
    changed = {name for name in after if name not in before or before[name] != after[name]}
    obj.save(update_fields={field, *changed})
