"""清单提问: facts that are lists (loans, awards, codes), asked for in rows on their own page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from huiqi.library import load
from huiqi.parties.units import unit_word
from huiqi.rules.fields import Fact
from huiqi.rules.read import COMPLETE, ENTRIES

ROWS: Final = 2  # empty ones at first
MOST_ROWS: Final = 30
LONGEST: Final = 200
FLAG: Final = {"是": "是", "否": "否"}


@dataclass(frozen=True)
class Cell:
    """格子: one field of one row: its name in the form, label, choices and what stands in it."""

    name: str
    label: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True)
class Row:
    """行: one loan, award or code, numbered from 1."""

    number: int
    cells: tuple[Cell, ...]


def rows(fact: Fact, given: Mapping[str, str], count: int) -> list[Row]:
    """空表: ``count`` rows of a list, filled with what was given so far."""
    return [
        Row(
            number,
            tuple(_cell(number, key, field, given) for key, field in _fields(fact).items()),
        )
        for number in range(1, count + 1)
    ]


def row_count(given: Mapping[str, str]) -> int:
    """行数: as the form says, within what one page can hold."""
    told = given.get("rows", "")
    return min(MOST_ROWS, max(ROWS, int(told))) if told.isdecimal() and len(told) < 4 else ROWS


def told(fact: Fact, given: Mapping[str, str]) -> Mapping[str, Any]:
    """所填清单: the rows with anything in them, and whether they are all there are.

    Nothing where neither a row is filled nor «none» is ticked: nobody has said anything.
    """
    if given.get("none"):
        return {fact.key: []}
    filled = [entry for entry in _entries(fact, given) if entry]
    if not filled:
        return {}
    listed = [entry[""] for entry in filled] if fact.kind == "codes" else filled
    return {fact.key: listed} | ({fact.key + COMPLETE: "false"} if given.get("more_exist") else {})


def as_given(fact: Fact, answers: Mapping[str, Any]) -> dict[str, str]:
    """填回: an earlier answer as the form writes it."""
    kept = answers.get(fact.key)
    if not isinstance(kept, list):
        return {}
    found = {"none": "1"} if not kept else {"rows": str(len(kept) + 1)}
    if str(answers.get(fact.key + COMPLETE)) == "false":
        found["more_exist"] = "1"
    for number, entry in enumerate(kept, 1):
        fields = entry if isinstance(entry, dict) else {"": entry}
        found |= {_name(number, str(key)): str(value) for key, value in fields.items()}
    return found


def _fields(fact: Fact) -> Mapping[str, Fact]:
    return {"": fact} if fact.kind == "codes" else ENTRIES[fact.kind]


def _entries(fact: Fact, given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for number in range(1, row_count(given) + 1):
        values = {key: given.get(_name(number, key), "").strip()[:LONGEST] for key in _fields(fact)}
        yield {key: value for key, value in values.items() if value}


def _name(number: int, key: str) -> str:
    return f"{number}.{key}"


def _cell(number: int, key: str, field: Fact, given: Mapping[str, str]) -> Cell:
    name = _name(number, key)
    return Cell(name, field.label, _unit(field), tuple(_choices(field)), given.get(name, ""))


def _unit(field: Fact) -> str:
    written = {"date": _("如 2021-10-20"), "rate": _("写 4.28%")}
    return written.get(field.kind) or unit_word(field.unit)


def _choices(field: Fact) -> Iterator[tuple[str, str]]:
    if field.kind == "flag":
        yield from FLAG.items()
    elif field.key == "programme":
        for policy in load().policies.values():
            if policy.amount is not None:
                yield policy.id, policy.title
    else:
        yield from field.vocabulary.items()
