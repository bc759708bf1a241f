"""清单提问: facts that are lists (loans, awards, codes), asked for in rows on their own page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
DROP: Final = "drop"  # ticked, a row is taken out
FLAG: Final = {"是": "是", "否": "否"}


@dataclass(frozen=True)
class Cell:
    """格子: one field of one row: its name in the form, label, choices and what stands in it."""

    name: str
    label: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    value: str

    @property
    def is_odd(self) -> bool:
        """是否不在列出的之中: something else stands in it than what can be chosen."""
        return bool(self.choices and self.value) and self.value not in dict(self.choices)


@dataclass(frozen=True)
class Row:
    """行: one loan, award or code, numbered from 1."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        """是否空着: nothing stands in any of its cells."""
        return not any(one.value for one in self.cells)


def rows(fact: Fact, given: Mapping[str, str], count: int) -> list[Row]:
    """空表: ``count`` rows of a list, filled with what was given so far."""
    return rows_of(fields_of(fact), given, count)


def rows_of(
    fields: Mapping[str, Fact], given: Mapping[str, str], count: int, prefix: str = ""
) -> list[Row]:
    """空表: of any fields; ``prefix`` begins the names of a table that shares its page."""
    return [
        Row(
            number,
            tuple(_cell(prefix, number, key, field, given) for key, field in fields.items()),
        )
        for number in range(1, count + 1)
    ]


def row_count(given: Mapping[str, str], prefix: str = "", most: int = MOST_ROWS) -> int:
    """行数: as the form says, within what one page can hold."""
    told = given.get(f"{prefix}rows", "")
    asked = int(told) if told.isascii() and told.isdecimal() and len(told) < 4 else ROWS
    return min(most, max(ROWS, asked))


def told(fact: Fact, given: Mapping[str, str]) -> Mapping[str, Any]:
    """所填清单: the rows with anything in them, and whether they are all there are.

    Nothing where neither a row is filled nor «none» is ticked: nobody has said anything.
    """
    if given.get("none"):
        return {fact.key: []}
    filled = entries_of(fields_of(fact), given, row_count(given))
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
    return found | given_of(kept)


def given_of(kept: Iterable[Any], prefix: str = "") -> dict[str, str]:
    """各行的写法: the cells of kept rows by their names in the form."""
    found: dict[str, str] = {}
    for number, entry in enumerate(kept, 1):
        fields = entry if isinstance(entry, Mapping) else {"": entry}
        found |= {_name(prefix, number, str(key)): str(value) for key, value in fields.items()}
    return found


def fields_of(fact: Fact) -> Mapping[str, Fact]:
    """各列: of a list of the dictionary."""
    return {"": fact} if fact.kind == "codes" else ENTRIES[fact.kind]


def entries_of(
    fields: Mapping[str, Fact], given: Mapping[str, str], count: int
) -> list[dict[str, str]]:
    """所填的各行: those with anything in them that are not ticked to be taken out."""
    return [one for one in spaced_of(fields, given, count) if one is not None]


def spaced_of(
    fields: Mapping[str, Fact],
    given: Mapping[str, str],
    count: int,
    prefix: str = "",
    longest: int = LONGEST,
) -> list[dict[str, str] | None]:
    """连同空行: up to the last with anything in it; None where nothing is, or it is taken out.

    So what is wrong with a row is told by the number that stands beside it.
    """
    found: list[dict[str, str] | None] = []
    for number in range(1, count + 1):
        told = {key: given.get(_name(prefix, number, key), "").strip()[:longest] for key in fields}
        entry = {key: value for key, value in told.items() if value}
        found.append(None if given.get(_name(prefix, number, DROP)) else entry or None)
    while found and found[-1] is None:
        found.pop()
    return found


def _name(prefix: str, number: int, key: str) -> str:
    return f"{prefix}{number}.{key}"


def _cell(prefix: str, number: int, key: str, field: Fact, given: Mapping[str, str]) -> Cell:
    name = _name(prefix, number, key)
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
