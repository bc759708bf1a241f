"""走到哪一步: what the facts of a firm say of each step and each material of a roadmap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from huiqi.matters.conditions import Verdict, judge
from huiqi.matters.matter import Material, Matter, Step, Told
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts

State = Literal["todo", "done", "skip", "unknown"]
Has = Literal["bring", "has", "should_have"]


@dataclass(frozen=True)
class Ready:
    """材料的情形: ``has``: the city has it; ``should_have``: its register names no such fact yet.

    ``bring`` is what the firm hands in itself. ``source`` names the register.
    """

    material: Material
    has: Has
    source: str = ""

    @property
    def is_free(self) -> bool:
        """是否免交: whether the firm need not hand it in."""
        return self.has == "has"


@dataclass(frozen=True)
class Standing:
    """步骤的情形: ``done`` and ``skip`` carry the sentence why, ``unknown`` the missing facts."""

    step: Step
    state: State
    why: str = ""
    missing: tuple[str, ...] = ()
    materials: tuple[Ready, ...] = ()

    @property
    def is_over(self) -> bool:
        """是否不用再办: done already, or no concern of the firm."""
        return self.state in ("done", "skip")

    @property
    def missing_labels(self) -> tuple[str, ...]:
        """缺少的事实: by the names people know."""
        return tuple(FACTS[key].label for key in self.missing)


def standings(matter: Matter, facts: Facts | None) -> Mapping[str, Standing]:
    """各步的情形: by id; without facts of a firm every step is still to do."""
    return {step.id: _standing(matter, step, facts) for step in matter.steps}


def _standing(matter: Matter, step: Step, facts: Facts | None) -> Standing:
    materials = tuple(_ready(one, facts) for one in matter.materials_of(step))
    if facts is None:
        return Standing(step, "todo", materials=materials)
    done, skip = _told(step.done, facts), _told(step.skip, facts)
    if done and done.answer == "yes":
        assert step.done is not None
        return Standing(step, "done", step.done.text, materials=materials)
    if skip and skip.answer == "yes":
        assert step.skip is not None
        return Standing(step, "skip", step.skip.text, materials=materials)
    lacking = dict.fromkeys(key for one in (done, skip) if one for key in one.missing)
    return Standing(step, "unknown" if lacking else "todo", "", tuple(lacking), materials)


def _told(told: Told | None, facts: Facts) -> Verdict | None:
    return judge(told.rule, facts) if told else None


def _ready(material: Material, facts: Facts | None) -> Ready:
    """A firm whose register lacks the fact is not told that it may leave the paper at home."""
    has = material.city_has
    if has is None:
        return Ready(material, "bring")
    if facts is None or not has.fact:
        return Ready(material, "has", has.source)
    known = has.fact in facts.known or has.fact in facts.lists
    return Ready(material, "has" if known else "should_have", has.source)
