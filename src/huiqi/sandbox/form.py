"""推演的表单: every number and condition of a programme on a day, and what was entered for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict

from huiqi.library import load
from huiqi.policies.models import RuleDraft
from huiqi.policies.rule_texts import rule_versions
from huiqi.rules.answer import clause_of
from huiqi.rules.policy import Condition, Edition, Formula, Parameter, Policy, in_edition
from huiqi.rules.problems import Problem
from huiqi.rules.say_policy import dated_value
from huiqi.sandbox.asking import Asked

PARAMETER, RULE, DROP = "p.", "r.", "d."  # before the names of the fields
PLAIN: Final = ("before", "after", "on", "take_up", "years", "title")
KINDS: Final = {"parameters": PARAMETER, "rules": RULE}


@dataclass(frozen=True)
class Box:
    """一栏: one number or condition: what holds, where it is written, what was entered."""

    name: str
    label: str
    held: str
    clause: str
    is_unverified: bool
    unit: str = ""
    value: str = ""
    is_dropped: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """表单: of one programme; ``problems`` are all that there are, each with its field."""

    policy: Policy
    numbers: Sequence[Box]
    conditions: Sequence[Box]
    drafts: Sequence[RuleDraft]
    asked: Asked
    on: date
    problems: Sequence[tuple[str, str]] = field(default_factory=tuple)
    of: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def shows_conditions(self) -> bool:
        """条件一栏是否展开: where something stands in it."""
        return any(one.value or one.is_dropped or one.problems for one in self.conditions)


def asked_in(data: QueryDict) -> Asked:
    """所问: as the fields of the form say it, sent or in an address."""
    given = {name: data.get(name, "") for name in PLAIN}
    return Asked(
        parameters=_named(data, PARAMETER),
        rules=_named(data, RULE),
        dropped=tuple(name for name, value in _named(data, DROP).items() if value),
        **given,
    )


def query_of(asked: Asked) -> str:
    """写成网址: the fields of the form as an address that fills it in again."""
    query = QueryDict(mutable=True)
    for start, named in ((PARAMETER, asked.parameters), (RULE, asked.rules)):
        query.update({f"{start}{name}": text for name, text in named.items() if text})
    query.update({f"{DROP}{name}": "1" for name in asked.dropped})
    query.update({name: told for name in PLAIN if (told := getattr(asked, name))})
    return query.urlencode()


def _named(data: QueryDict, start: str) -> dict[str, str]:
    return {
        name.removeprefix(start): str(data[name]).strip()
        for name in data
        if name.startswith(start) and str(data[name]).strip()
    }


def form_of(programme: str, asked: Asked, today: date, problems: Iterable[Problem] = ()) -> Form:
    """填好的表单: the numbers and conditions in force on the day, with what was entered."""
    policy, told = load().policy(programme), list(problems)
    of: dict[str, list[str]] = {}
    sentences = [(field_of(one.key), _sentence(policy, one)) for one in told]
    for name, sentence in sentences:
        of.setdefault(name, []).append(sentence)
    edition = policy.edition_on(today) or policy.editions[-1]
    day = max(today, edition.from_)
    drafts = rule_versions(programme).defer("cases")
    return Form(
        policy=policy,
        numbers=list(_numbers(policy, edition, day, asked, of)),
        conditions=list(_conditions(policy, edition, asked, of)),
        drafts=list(drafts),
        asked=asked,
        on=day,
        problems=sentences,
        of=of,
    )


def field_of(key: str) -> str:
    """栏名: of the form, for the key of a problem."""
    kind, dot, name = key.partition(".")
    return KINDS[kind] + name if dot and kind in KINDS else key


def _sentence(policy: Policy, problem: Problem) -> str:
    """A problem as the form tells it: a number by what it is called on the page."""
    kind, _dot, name = problem.key.partition(".")
    held = policy.parameters.get(name) if kind == "parameters" else None
    told = str(problem)
    return told.replace(name, label_of(held), 1) if held else told


def label_of(parameter: Parameter) -> str:
    """数字的名称: what it is called, without the remark on its history behind it."""
    return parameter.text.partition("；")[0] or parameter.name


def _numbers(
    policy: Policy, edition: Edition, day: date, asked: Asked, of: Mapping[str, Sequence[str]]
) -> Iterator[Box]:
    text = policy.text_of(edition)
    used = _names_used(policy.only(edition))
    for one in text.parameters.values():
        dated = one.dated_on(day)
        value = asked.parameters.get(one.name, "")
        if dated is None or not (one.name in used or value):
            continue
        yield Box(
            name=PARAMETER + one.name,
            label=label_of(one),
            held=dated_value(one, dated),
            clause=clause_of(text, dated.cite),
            is_unverified=one.unverified or text.is_unverified(dated),
            unit=_unit(one),
            value=value,
            problems=tuple(of.get(PARAMETER + one.name, ())),
        )


def _unit(parameter: Parameter) -> str:
    return "%" if parameter.unit == "比例" else parameter.unit


def _conditions(
    policy: Policy, edition: Edition, asked: Asked, of: Mapping[str, Sequence[str]]
) -> Iterator[Box]:
    text = policy.text_of(edition)
    held: tuple[Condition, ...] = in_edition(text.when, edition)
    for one in held:
        yield Box(
            name=one.id,
            label=one.text,
            held=str(one.rule),
            clause=clause_of(text, one.cite),
            is_unverified=text.is_unverified(one.cite),
            value=asked.rules.get(one.id, ""),
            is_dropped=one.id in asked.dropped,
            problems=tuple(of.get(RULE + one.id, ())),
        )


def _names_used(policy: Policy) -> set[str]:
    """Every name in a formula of the text, and what repeated support names as its limit."""
    written = " ".join(_formulas((policy.when, policy.amount, policy.outputs, policy.values)))
    limits = (getattr(policy.stacking.recurs, "at_most", ""), *_limits(policy))
    return {*re.findall(r"[a-z_][a-z0-9_]*", written), *limits}


def _limits(policy: Policy) -> Iterator[str]:
    for one in fields(policy.stacking):
        value = getattr(policy.stacking, one.name)
        for each in value if isinstance(value, tuple) else (value,):
            yield str(getattr(each, "at_most", ""))


def _formulas(found: Any) -> Iterator[str]:
    if isinstance(found, Formula):
        yield found
    elif isinstance(found, Mapping):
        yield from _formulas(tuple(found.values()))
    elif isinstance(found, tuple):
        for one in found:
            yield from _formulas(one)
    elif is_dataclass(found) and not isinstance(found, type):
        yield from _formulas(tuple(getattr(found, one.name) for one in fields(found)))
