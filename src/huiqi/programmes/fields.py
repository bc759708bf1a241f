"""填写的栏: the questions of a page as it asks them: what is known, what stands in each box.

Everything that was typed stands there again, also what could not be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.money import exact
from huiqi.parties.saying import entry_texts, written
from huiqi.parties.units import unit_word
from huiqi.policies.asking import asked
from huiqi.programmes.definition import Definition, Page, Question
from huiqi.programmes.prefill import Filled, Known
from huiqi.programmes.row_answers import drawn_of, is_rows, rows_told, sums_told
from huiqi.programmes.values import fen, label
from huiqi.rules.dictionary import FACTS

ENTRIES_SHOWN: Final = 5  # of a known list at once; the rest is a tap away
FEW: Final = 6  # more choices than that are chosen from a list
HINTS: Final = {
    "money": gettext_lazy("以元计，可以写到分，例如 149800.00"),
    "count": gettext_lazy("写整数，例如 12"),
    "rate": gettext_lazy("写百分比，例如 13.6%"),
    "date": gettext_lazy("写 2021-10-20"),
}
WIDGETS: Final = {"long_text": "long", "flag": "flag", "date": "date"}


@dataclass(frozen=True)
class KnownRow:
    """已知的一行: an official fact, which is shown with its source and not typed.

    ``rest`` are the entries of a long list that do not stand in ``text``.
    """

    key: str
    label: str
    text: str
    source: str
    as_of: date
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """一栏: ``widget`` is how it is asked for, ``value`` what stands in it, as it was typed."""

    key: str
    label: str
    widget: str
    value: str = ""
    hint: str = ""
    clause: str = ""
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    at_most: int = 0
    required: bool = True
    source: str = ""
    problems: tuple[str, ...] = ()
    table: Mapping[str, Any] = field(default_factory=dict)
    sums: tuple[tuple[str, str], ...] = ()


def known_rows(page: Page, filled: Filled) -> list[KnownRow]:
    """已知的各行: of a page, in the order of its questions."""
    return [
        _known_row(one, known)
        for one in page.questions
        if (known := _official(filled, one)) is not None
    ]


def _known_row(question: Question, known: Known) -> KnownRow:
    value = known.value
    rest: tuple[str, ...] = ()
    if isinstance(value, list) and len(value) > ENTRIES_SHOWN:
        rest = tuple(entry_texts(question.key, value[ENTRIES_SHOWN:]))
        value = value[:ENTRIES_SHOWN]
    text, source = told(question, value), str(known.source.label)
    return KnownRow(question.key, label(question), text, source, known.as_of, rest)


def asked_of(page: Page, filled: Filled) -> list[Question]:
    """要回答的问题: of a page: all that no official source tells."""
    return [one for one in page.questions if _official(filled, one) is None]


def fields_of(
    page: Page,
    definition: Definition,
    filled: Filled,
    typed: Mapping[str, Any] | None = None,
    problems: Mapping[str, Sequence[str]] | None = None,
    more: str = "",
) -> list[Field]:
    """各栏: with what was ``typed`` just now, else what is kept; and what is wrong with each.

    ``more`` is the key of the table that is to have one more row.
    """
    found = []
    for one in asked_of(page, filled):
        if is_rows(one):
            kept = filled.value(one.key)
            value = typed[one.key] if typed and one.key in typed else kept
            wrong = tuple((problems or {}).get(one.key, ()))
            table = drawn_of(one, value, more=more == one.key)
            made = _field(one, definition, filled, "", wrong)
            sums = tuple(sums_told(one, kept))
            found.append(replace(made, widget="rows", table=table, sums=sums))
            continue
        value = typed[one.key] if typed and one.key in typed else shown(one, filled.value(one.key))
        wrong = tuple((problems or {}).get(one.key, ()))
        found.append(_field(one, definition, filled, value, wrong))
    return found


def _field(
    question: Question, definition: Definition, filled: Filled, value: str, wrong: tuple[str, ...]
) -> Field:
    widget, choices, hint, unit = _manner(question)
    known = filled.known.get(question.key)
    is_prefilled = known is not None and filled.is_prefilled(question)
    return Field(
        key=question.key,
        label=label(question),
        # A box for days would drop what is none, and what was typed is kept.
        widget="text" if widget == "date" and wrong else widget,
        value=value,
        hint=question.hint or hint,
        clause=definition.clause(question.cite) if question.cite else "",
        unit=unit,
        choices=choices,
        at_most=question.at_most if question.kind in ("text", "long_text") else 0,
        required=question.required,
        source=str(known.source.label) if known is not None and is_prefilled else "",
        problems=wrong,
    )


def _manner(question: Question) -> tuple[str, tuple[tuple[str, str], ...], str, str]:
    """By which it is asked for: the box, its choices, how to write it, its unit."""
    if question.kind == "fact":
        fact = FACTS[question.key]
        one = asked(question.key)
        choices = tuple((each.code, each.name) for each in one.choices)
        widget = {"flag": "flag", "choice": _picked(choices)}.get(one.widget, "text")
        if fact.kind == "date":
            widget = "date"
        return widget, choices, "" if fact.unit else one.hint, unit_word(fact.unit)
    if question.kind == "choice":
        return _picked(question.choices), question.choices, "", ""
    unit = unit_word("元") if question.kind == "money" else ""
    return (
        WIDGETS.get(question.kind, "text"),
        (),
        str(HINTS.get(question.kind, "")),
        unit,
    )


def _picked(choices: Sequence[tuple[str, str]]) -> str:
    return "choice" if len(choices) <= FEW else "select"


def _official(filled: Filled, question: Question) -> Known | None:
    known = filled.known.get(question.key)
    return known if known is not None and known.is_official else None


def told(question: Question, value: Any) -> str:
    """所填的说法: a kept value as people read it; empty where there is none."""
    if value is None:
        return ""
    if question.kind == "fact":
        return written(question.key, value)
    if question.kind == "rows":
        return rows_told(question, value)
    match question.kind:
        case "money":
            return exact(fen(value) or 0)
        case "flag":
            return _("是") if value else _("否")
        case "rate":
            return _percent(value)
        case "choice":
            return dict(question.choices).get(str(value), str(value))
    return str(value)


def shown(question: Question, value: Any) -> str:
    """栏里的写法: a kept value as it would be typed, so that saving it again changes nothing."""
    if value is None or isinstance(value, list | dict):
        return ""
    return typed_as(FACTS[question.key].kind if question.kind == "fact" else question.kind, value)


def typed_as(kind: str, value: Any) -> str:
    """栏里的写法: of a value of a kind."""
    if kind == "flag":
        return "是" if value else "否"
    return _percent(value) if kind == "rate" else str(value)


def _percent(value: Any) -> str:
    try:
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    except InvalidOperation:
        return str(value)
