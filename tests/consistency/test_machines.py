"""状态机: every state can be reached, none but the last is a dead end, and moves are named."""

from importlib import import_module
from typing import Final

from django.apps import apps
from django.db import models

from huiqi.kernel.machine import Machine
from tests.consistency.repository import SRC

# Model -> the states in which its matter is over.
LAST: Final = {
    "concerns.CommonProblem": {"archived"},
    "concerns.Concern": {"filed"},
    "knowledge.Edition": {"returned", "replaced", "withdrawn"},
    "network.Handover": {"accepted", "cancelled"},
    "network.Visit": {"made", "cancelled"},
    "network.VisitPromise": {"kept", "broken"},
    "network.Referral": {"complete"},
    "network.Decision": {"done", "dropped"},
    "parties.FactCorrection": {"accepted", "declined", "withdrawn"},
    "payments.PaymentLine": {"failed", "returned", "dropped"},
    "payments.PaymentOrder": {"closed", "cancelled"},
    "policies.Proposal": {"accepted", "declined", "withdrawn"},
    "policies.RuleDraft": {"published", "withdrawn"},
    "policies.Summary": {"replaced", "withdrawn"},
    "programmes.Application": {"closed", "withdrawn"},
    "programmes.Call": {"finished", "cancelled"},
    "programmes.StageRun": {"skipped"},
    "publicity.NoticeDraft": {"published", "cancelled"},
    "registers.RegisterCase": {"unusable", "dropped", "undone"},
    "rights.DataRequest": {"done", "declined", "expired", "withdrawn"},
    "rights.LookQuestion": {"answered", "withdrawn"},
}


def _machines() -> dict[str, tuple[Machine, models.Field]]:
    """Each machine by the one model of its app whose column knows all of its states."""
    found = {}
    for path in sorted(SRC.glob("*/states.py")):
        module = import_module(f"huiqi.{path.parent.name}.states")
        for machine in vars(module).values():
            if isinstance(machine, Machine):
                (column,) = _columns(path.parent.name, machine)
                found[column.model._meta.label] = (machine, column)
    return found


def _columns(app: str, machine: Machine) -> list[models.Field]:
    named = {state for move in machine.moves.values() for state in (*move.sources, move.target)}
    return [
        field
        for model in apps.get_app_config(app).get_models()
        if not getattr(model, "derived", False)  # counts of states have none themselves
        for field in model._meta.local_concrete_fields
        if field.name == machine.field and named <= _states(field)
    ]


def _states(column: models.Field) -> set[str]:
    return {value for value, _ in column.flatchoices}


def test_every_state_can_be_reached() -> None:
    for label, (machine, column) in _machines().items():
        reached = {column.get_default()}
        for _ in machine.moves:
            reached |= {m.target for m in machine.moves.values() if reached & set(m.sources)}
        assert _states(column) == reached, label


def test_only_the_last_states_have_no_way_out() -> None:
    ends = {}
    for label, (machine, column) in _machines().items():
        left = {source for move in machine.moves.values() for source in move.sources}
        ends[label] = _states(column) - left
    assert ends == LAST


def test_every_move_has_its_own_title_and_says_who_may() -> None:
    for label, (machine, _) in _machines().items():
        titles = [move.title for move in machine.moves.values()]
        assert len(set(titles)) == len(titles), label
        assert all(titles), label
        assert all(move.check.reason for move in machine.moves.values()), label
