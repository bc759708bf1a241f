"""算一算的页面: the blanks of a programme's amount, filled by the reader; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiqi.library import load
from huiqi.policies.asking import Choice, Widget, asked
from huiqi.rules.facts import Facts
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Refused
from huiqi.rules.reckon import Reckoning, reckoned, rules_of
from huiqi.rules.reckon_form import Blank, blanks, known

LONGEST = 200  # letters of one answer


@dataclass(frozen=True)
class Box:
    """填空: one blank as the page shows it, with what stands in it."""

    name: str
    label: str
    widget: Widget
    unit: str
    choices: tuple[Choice, ...]
    value: str
    is_wrong: bool
    is_missing: bool


@dataclass(frozen=True)
class Sum:
    """算一算: the boxes, what came of them, and what is wrong with them; all in sentences."""

    boxes: list[Box]
    found: Reckoning | None
    problems: list[str]
    why_not: str = ""
    is_typed: bool = False

    @property
    def is_shown(self) -> bool:
        """是否显示: whether there is anything to be said of an amount."""
        return bool(self.boxes or self.found or self.why_not)


def calculated(
    policy: Policy, on: date, facts: Facts, given: Mapping[str, str] | None = None
) -> Sum:
    """算一算: on what was typed (``given``), else on what is known of the reader."""
    rules = rules_of(load(), policy, on)
    if rules is None:
        why = policy.amount.unknown if policy.amount and policy.edition_on(on) else ""
        return Sum([], None, [], why)
    told = known(rules, facts) if given is None else _typed(blanks(rules), given)
    try:
        found, problems, wrong = reckoned(rules, told), [], set()
    except Refused as refused:
        found = None
        problems = [str(one) for one in refused.problems]
        wrong = {one.key for one in refused.problems}
    missing = found.missing if found else ()
    boxes = [_box(one, told, one.name in wrong, one.name in missing) for one in blanks(rules)]
    return Sum(boxes, found, problems, is_typed=given is not None)


def _typed(wanted: tuple[Blank, ...], given: Mapping[str, str]) -> dict[str, str]:
    return {one.name: str(given.get(one.name, "")).strip()[:LONGEST] for one in wanted}


def _box(blank: Blank, told: Mapping[str, str], is_wrong: bool, is_missing: bool) -> Box:
    value = told.get(blank.name, "")
    place: dict[str, Any] = {"value": value, "is_wrong": is_wrong, "is_missing": is_missing}
    if blank.kind == "fact":
        one = asked(blank.name)
        widget = "text" if one.widget in ("titles", "rows") else one.widget
        return Box(blank.name, one.label, widget, blank.fact.unit, one.choices, **place)
    widget = "flag" if blank.kind == "title" else "text"
    return Box(blank.name, blank.fact.label, widget, blank.fact.unit, (), **place)
