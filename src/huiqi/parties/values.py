"""事实的写法: what people write, read by the engine and kept as files would write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import Fact
from huiqi.rules.problems import Refused
from huiqi.rules.read import COMPLETE, ENTRIES
from huiqi.rules.say_value import outer


def stored_values(given: Mapping[str, object], on: date) -> tuple[dict[str, Any], list[str]]:
    """存储值: by key, ready for JSON, and every problem; unknown values are left out.

    Whole numbers stay numbers; others are written in decimal digits, exactly.
    """
    try:
        return values_in(given, on), []
    except Refused as refused:
        return {}, [str(problem).rstrip("。") for problem in refused.problems]


def values_in(given: Mapping[str, object], on: date) -> dict[str, Any]:
    """读成的值: as ``stored_values``; Refused, in the words of the engine, with every problem."""
    facts = Facts.read(given, on)
    values = {key: _plain(FACTS[key], value) for key, value in facts.known.items()}
    for key, entries in facts.lists.items():
        values[key] = [_entry(FACTS[key], entry) for entry in entries]
    for key, complete in facts.complete.items():
        values[key + COMPLETE] = complete
    return values


def problems_of(key: str, value: object, on: date) -> list[str]:
    """值的问题: of one key; an unknown value is one, for nothing would be stored."""
    values, problems = stored_values({key: value}, on)
    return problems or ([] if values else [_("请填写更正后的值")])


def _entry(fact: Fact, entry: Any) -> Any:
    if isinstance(entry, Mapping):
        return {key: _plain(ENTRIES[fact.kind][key], value) for key, value in entry.items()}
    return entry


def _plain(fact: Fact, inner: object) -> Any:
    written = outer(fact, inner)
    return format(written, "f") if isinstance(written, Decimal) else written
