"""事实的留底: values as they stood, kept in JSON so that they can be told later in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from huiqi.parties.queries import KnownFacts
from huiqi.rights.saying import written
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import LISTS
from huiqi.rules.read import ENTRIES
from huiqi.rules.say_value import outer


def kept_values(facts: Facts, keys: Iterable[str]) -> dict[str, Any]:
    """留底: of those keys that are known, as files write them; what is unknown is left out."""
    found = {key: _value(facts, key) for key in keys if key in FACTS}
    return {key: value for key, value in found.items() if value is not None}


def every_value(facts: KnownFacts) -> dict[str, Any]:
    """全部留底: of every fact on record."""
    return kept_values(facts, sorted({*facts.known, *facts.lists}))


def told_value(key: str, value: Any) -> str:
    """说法: of a value kept earlier, in the reader's language; empty where it was unknown."""
    return "" if value is None else written(key, value)


def _value(facts: Facts, key: str) -> Any:
    if FACTS[key].kind in LISTS:
        entries = facts.lists.get(key)
        return None if entries is None else [_entry(key, one) for one in entries]
    return _json(facts.outer(key))


def _entry(key: str, entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return _json(entry)
    fields = ENTRIES[FACTS[key].kind]
    return {name: _json(outer(fields[name], one)) for name, one in sorted(entry.items())}


def _json(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
