"""规则的说法: what the rules say of an application, as pages show it; it refuses nobody.

Read from the explanation that is frozen on arrival, so that a draft, a snapshot and a case tell
the same in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from huiqi.parties.enums import Source
from huiqi.programmes.actions.submitting import explained
from huiqi.programmes.models import Application
from huiqi.programmes.prefill import Filled
from huiqi.rules.say import label

MARKS = {"yes": "yes", "no": "no"}


@dataclass(frozen=True)
class Condition:
    """一条条件: what is needed, what is known and who said so, on what clause, met or not."""

    text: str
    verdict: str
    value: str
    needed: str
    clause: str
    fact: str
    unverified: bool
    source: str = ""

    @property
    def mark(self) -> str:
        """判断符号: yes, no, or ask where something is not known."""
        return MARKS.get(self.verdict, "ask")


@dataclass(frozen=True)
class Ruling:
    """规则的答复: amounts in 分; ``maximum`` is None unless surely known, and never a promise."""

    verdict: str
    conditions: tuple[Condition, ...]
    maximum: int | None = None
    at_most: int | None = None
    steps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    checks: tuple[tuple[str, str], ...] = ()
    why_unknown: str = ""

    @property
    def unmet(self) -> list[Condition]:
        """未满足的条件: which a person will look at."""
        return [one for one in self.conditions if one.verdict == "no"]

    @property
    def is_out_of_force(self) -> bool:
        """是否不在有效期: on the day no version of the rules holds."""
        return self.verdict == "not_in_force"


def ruling_of(application: Application, now: datetime, filled: Filled | None = None) -> Ruling:
    """规则怎么说: of a draft, as it stands; ``filled`` is what was read of it already."""
    return ruled(explained(application, now, filled))


def ruled(result: Mapping[str, Any], content: Mapping[str, Any] | None = None) -> Ruling:
    """规则的答复: read from an explanation, kept or new; with the sources that ``content`` kept."""
    money = result.get("amount_range") or (None, None)
    return Ruling(
        verdict=str(result.get("verdict", "")),
        conditions=tuple(_conditions(result, content or {})),
        maximum=_fen(result.get("amount_max")),
        at_most=_fen(money[1]),
        steps=tuple(map(str, result.get("amount_steps", ()))),
        missing=tuple(label(key) for key in result.get("missing", ())),
        checks=tuple((one["text"], one["clause"]) for one in result.get("checks", ())),
        why_unknown=str(result.get("amount_unknown", "")),
    )


@dataclass(frozen=True)
class Changed:
    """变化: one condition, as it was on arrival and as it is today."""

    then: Condition
    today: Condition


def changed_since(then: Ruling, today: Ruling) -> list[Changed]:
    """提交以后的变化: of the conditions that both tell, those whose verdict or value differ."""
    before = {one.text: one for one in then.conditions}
    return [
        Changed(before[one.text], one)
        for one in today.conditions
        if one.text in before
        and (before[one.text].verdict, before[one.text].value) != (one.verdict, one.value)
    ]


def _conditions(result: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[Condition]:
    for one in result.get("reasons", ()):
        yield Condition(
            text=one["condition"],
            verdict=one["verdict"],
            value=one["value_text"],
            needed=one["needed"],
            clause=one["clause"],
            fact=one["fact"],
            unverified=bool(one["unverified"]),
            source=_source_of(one["fact"], content),
        )


def _source_of(fact: str, content: Mapping[str, Any]) -> str:
    """Where its value came from when it was handed in; empty for what is worked out of several."""
    if fact in content.get("typed", ()):
        return _("企业自报")
    known = content.get("facts", {}).get(fact)
    return f"{source_label(known['source'])} {known['as_of']}" if known else ""


def source_label(source: str) -> str:
    """来源的名称: of one as it is kept; itself where the city no longer knows it."""
    return str(Source(source).label) if source in Source.values else source


def _fen(yuan: object) -> int | None:
    """分: rounded down, for it is a ceiling."""
    if yuan is None:
        return None
    try:
        return int(Decimal(str(yuan)) * 100)
    except (InvalidOperation, ValueError):
        return None
