"""申报问题的描述: what a form asks, so that a program can answer without looking at a page."""

from __future__ import annotations

from collections.abc import Iterator

from huiqi.api.frame import Json
from huiqi.programmes.definition import Form, Question
from huiqi.programmes.row_answers import CODE, columns_of, is_rows
from huiqi.programmes.values import label
from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import Fact
from huiqi.rules.read import REQUIRED


def questions_of(form: Form) -> list[Json]:
    """全部问题: in the order of the pages, with the columns of those answered in rows."""
    return [_asked(one) | {"columns": list(_columns(one))} for one in form.questions()]


def _asked(one: Question) -> Json:
    fact = FACTS[one.key] if one.kind == "fact" else None
    return {
        "key": one.key,
        "label": label(one),
        "kind": one.kind,
        "required": one.required,
        "choices": list(fact.vocabulary if fact else dict(one.choices)),
    }


def _columns(one: Question) -> Iterator[Json]:
    if one.kind != "fact":
        yield from map(_asked, one.columns)
    elif is_rows(one):
        fact, columns = FACTS[one.key], columns_of(one)
        yield from (_column(fact, key, each) for key, each in columns.items() if key != CODE)


def _column(fact: Fact, key: str, column: Fact) -> Json:
    return {
        "key": key,
        "label": column.label,
        "kind": column.kind,
        "required": REQUIRED.get(fact.kind) == key,
        "choices": list(column.vocabulary),
    }
