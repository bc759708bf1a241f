"""预填: what the city knows already is shown with its source, and never asked twice.

What an official source says is not overruled by what a firm writes: the firm asks for a
correction instead. What only the firm itself says may be written anew at any time; what it wrote
for the same fact in another application stands there already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from huiqi.kernel.now import CITY
from huiqi.parties.enums import Source
from huiqi.parties.models import Fact
from huiqi.parties.queries import KnownFacts, facts_of
from huiqi.parties.values import stored_values
from huiqi.programmes.definition import Question
from huiqi.programmes.models import Application
from huiqi.programmes.versions import definition_of
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts

NO_ROW: Final = 0
LOOKED_AT: Final = 20  # applications, the latest


@dataclass(frozen=True)
class Known:
    """已知的一项: the value as files write it, who says so, and of which day.

    ``fact_id`` is NO_ROW for what the firm wrote in another application.
    """

    value: Any
    source: Source
    as_of: date
    fact_id: int

    @property
    def is_official(self) -> bool:
        """是否官方: somebody else than the firm says so; it is shown and not typed."""
        return self.source != Source.SELF_DECLARED


@dataclass(frozen=True)
class Filled:
    """已填内容: answers of the draft and what is known, together; ``values`` by key.

    ``facts`` are all that is known of the firm, whether the form asks for it or not.
    """

    facts: KnownFacts
    values: Mapping[str, Any]
    known: Mapping[str, Known] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)

    def value(self, key: str) -> Any:
        """值: None where nobody has told."""
        return self.values.get(key)

    def is_prefilled(self, question: Question) -> bool:
        """是否预填: known, and not typed into this application."""
        return question.key in self.known and question.key not in self.typed


def known_of(application: Application, on: date) -> dict[str, Known]:
    """已知事实: of those that the form asks for, from the facts of the firm on a day."""
    return _known(application, on, facts_of(application.subject, on))


def _known(application: Application, on: date, facts: KnownFacts) -> dict[str, Known]:
    wanted = {
        one.key
        for one in definition_of(application).form.questions()
        if one.kind == "fact" and one.key in facts.provenance
    }
    rows = Fact.objects.in_bulk([facts.provenance[key].fact_id for key in wanted])
    found = _told_before(application, on)
    for key in wanted:
        told = facts.provenance[key]
        found[key] = Known(rows[told.fact_id].value, told.source, told.as_of, told.fact_id)
    return found


def _told_before(application: Application, on: date) -> dict[str, Known]:
    """What the firm wrote for these facts in its other applications, the latest word first.

    A figure of one year says nothing of another.
    """
    asked = {one.key for one in definition_of(application).form.questions() if one.kind == "fact"}
    others = Application.objects.filter(subject=application.subject_id).exclude(pk=application.pk)
    told = others.exclude(answers={}).order_by("-saved_at", "-pk")[:LOOKED_AT]
    found: dict[str, Known] = {}
    for answers, saved_at in told.values_list("answers", "saved_at"):
        day = saved_at.astimezone(CITY).date()
        for key in asked.intersection(answers).difference(found):
            if FACTS[key].annual is None or day.year == on.year:
                found[key] = Known(answers[key], Source.SELF_DECLARED, day, NO_ROW)
    return found


def filled_of(application: Application, on: date) -> Filled:
    """已填内容: the city's own sources first, then what was typed, then what was said before."""
    facts = facts_of(application.subject, on)
    known, typed = _known(application, on, facts), dict(application.answers)
    values: dict[str, Any] = {key: one.value for key, one in known.items()}
    values.update(
        {
            key: value
            for key, value in typed.items()
            if not (key in known and known[key].is_official)
        }
    )
    return Filled(facts, values, known, typed)


def facts_for(application: Application, on: date, filled: Filled | None = None) -> Facts:
    """所用事实: what the rules run on: what is known, and the firm's answers where it is not.

    ``filled`` is what was read of it already on the same day.
    """
    filled = filled or filled_of(application, on)
    known = filled.facts
    asked = {
        one.key: filled.values[one.key]
        for one in definition_of(application).form.questions()
        if one.kind == "fact"
        and (one.key in filled.typed or _is_told_before(filled, one.key))
        and not (one.key in filled.known and filled.known[one.key].is_official)
    }
    values, problems = stored_values(asked, on)
    if problems or not values:
        return known
    own = Facts.read(values, on, consistent=False)
    return replace(
        known,
        known={**known.known, **own.known},
        lists={**known.lists, **own.lists},
        complete={**known.complete, **own.complete},
    )


def _is_told_before(filled: Filled, key: str) -> bool:
    return key in filled.known and filled.known[key].fact_id == NO_ROW
