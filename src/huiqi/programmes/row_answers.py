"""表格的填写: questions that take rows, of the form's own columns or a list of the dictionary.

A table is typed in the page that asks for it, without a script: a number of rows, a tick to take
one out, a button for one more. What is kept is a list of rows as files write them; beside the
page it travels as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.words import worded
from huiqi.policies import listing
from huiqi.programmes.definition import Question
from huiqi.rules.dictionary import FACTS
from huiqi.rules.fields import LISTS, MOST_ENTRIES, Fact

LONGEST_CELL: Final = 500
UNITS: Final = {"money": "元"}
KINDS: Final = {"choice": "code"}
CODE: Final = ""  # the one column of a list of plain codes


def is_rows(question: Question) -> bool:
    """是否表格: asked for in rows."""
    if question.kind == "fact":
        fact = FACTS.get(question.key)
        return fact is not None and fact.kind in LISTS
    return question.kind == "rows"


def columns_of(question: Question) -> Mapping[str, Fact]:
    """各列: by key, in the shape in which lists of facts are asked for."""
    if question.kind == "fact":
        return listing.fields_of(FACTS[question.key])
    return {one.key: _column(one) for one in question.columns}


def _column(one: Question) -> Fact:
    kind: Any = KINDS.get(one.kind, one.kind)
    label = one.text if one.required else worded("%(text)s（选填）", text=one.text)
    return Fact(
        one.key, kind, label, "", unit=UNITS.get(one.kind, ""), vocabulary=dict(one.choices)
    )


def most_of(question: Question) -> int:
    """最多几行: as a page takes them."""
    return question.most if question.kind == "rows" else listing.MOST_ROWS


def prefix_of(question: Question) -> str:
    """名称的开头: of the cells of one table, for several may stand in one page."""
    return f"{question.key}."


def sent_of(question: Question, given: Mapping[str, str]) -> Any:
    """所填的表格: its rows, None for each left empty between them; [] for «none at all».

    "" where nothing is said; None where the page did not send the table. As JSON where two
    versions were chosen from.
    """
    prefix = prefix_of(question)
    if question.key in given:
        return _of_json(given[question.key])
    if f"{prefix}rows" not in given:
        return None
    count = listing.row_count(given, prefix, most_of(question))
    columns = columns_of(question)
    rows: list[Any] = listing.spaced_of(columns, given, count, prefix, LONGEST_CELL)
    if CODE in columns:
        rows = [row and row[CODE] for row in rows]
    return rows or ([] if given.get(f"{prefix}none") else "")


def whole_of(question: Question, rows: Any, given: Mapping[str, str], kept: Any) -> Any:
    """连同没有显示的: a page takes so many rows; those beyond stay as they are, unless «none»."""
    is_cut = bool(given.get(f"{prefix_of(question)}beyond"))
    if not is_cut or not isinstance(rows, list) or given.get(f"{prefix_of(question)}none"):
        return rows
    return [*rows, *(kept if isinstance(kept, list) else [])[most_of(question) :]]


def _of_json(text: str) -> Any:
    try:
        found = json.loads(text) if text else ""
    except ValueError:
        return text
    return found if isinstance(found, list) else text


def as_json(value: Any) -> str:
    """随页面走的写法: empty where there is nothing."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else ""


def drawn_of(question: Question, value: Any, *, more: bool = False) -> dict[str, Any]:
    """表格的画法: its rows with what stands in them and one that is empty, or one ``more``."""
    kept = value if isinstance(value, list) else []
    most = most_of(question)
    count = max(listing.ROWS, len(kept) + 1 + more)
    prefix = prefix_of(question)
    cells = [_typed_cells(question, entry) for entry in kept]
    return {
        "rows": listing.rows_of(
            columns_of(question), listing.given_of(cells, prefix), min(count, most), prefix
        ),
        "filled": min(len(kept), most),
        "beyond": max(0, len(kept) - most),
        "can_add": count < most,
        "none": value == [],
        "most": most,
    }


def _typed_cells(question: Question, entry: Any) -> dict[str, str]:
    from huiqi.programmes.fields import typed_as

    if entry is None:  # a row left empty, beside others that cannot be read
        return {}
    if CODE in (columns := columns_of(question)):
        return {CODE: str(entry)}
    if not isinstance(entry, Mapping):
        return {}
    kinds = {key: one.kind for key, one in columns.items()}
    return {str(key): typed_as(kinds.get(str(key), "text"), one) for key, one in entry.items()}


def read_rows(question: Question, value: Any, on: date) -> tuple[Any, list[str]]:
    """读取各行: the rows to keep and every problem by its row; what is missing is told later.

    A row left empty is None: it is counted, so that the others keep their numbers, and not kept.
    """
    from huiqi.programmes.values import label, read

    name = label(question)
    filled = [one for one in value if one is not None] if isinstance(value, list) else []
    if (not filled and value != []) or not all(isinstance(one, Mapping) for one in filled):
        return None, [worded("%(what)s：要逐行填写", what=name)]
    most = question.most if question.kind == "rows" else MOST_ENTRIES
    if len(value) > most:
        told = {"what": name, "most": most, "total": len(value)}
        return None, [worded("%(what)s：最多 %(most)s 行，现在 %(total)s 行", **told)]
    columns = {one.key: one for one in question.columns}
    kept, problems = [], []
    for place, entry in enumerate(value, 1):
        where = worded("%(what)s第 %(place)s 行", what=name, place=place)
        row: dict[str, Any] = {}
        for key, text in (entry or {}).items():
            if key not in columns:
                problems.append(worded("%(where)s没有「%(key)s」这一列", where=where, key=key[:60]))
                continue
            found, wrong = read(columns[key], text, on)
            problems += [f"{where}，{one}" for one in wrong]
            if found is not None:
                row[key] = found
        if row:
            kept.append(row)
    return (None if problems else kept), problems


def missing_cells(question: Question, value: Any) -> Iterable[str]:
    """没有填的格: of every row, in sentences."""
    from huiqi.programmes.values import label

    rows = value if isinstance(value, list) and question.kind == "rows" else []
    for place, row in enumerate(rows, 1):
        for one in question.columns:
            if one.required and one.key not in row:
                told = {"what": label(question), "place": place, "column": one.text}
                yield worded("%(what)s第 %(place)s 行没有填「%(column)s」", **told)


def missing_parts(question: Question, value: Any, wanted: Iterable[str]) -> Iterable[str]:
    """算不出合计的格: amounts of a list of facts that a sum of the form needs, in sentences."""
    from huiqi.programmes.values import label

    rows = value if isinstance(value, list) and question.kind == "fact" else []
    columns = columns_of(question) if rows else {}
    for place, row in enumerate(rows, 1):
        for key, column in columns.items():
            if f"{question.key}.{key}" in wanted and row.get(key) in (None, ""):
                told = {"what": label(question), "place": place, "column": column.label}
                yield worded(
                    "%(what)s第 %(place)s 行没有填「%(column)s」，合计算不出来；没有的写 0", **told
                )


def rows_told(question: Question, value: Any) -> str:
    """表格的说法: row by row, as people read it."""
    from huiqi.programmes.fields import told

    if not value:
        return _("没有")
    columns = {one.key: one for one in question.columns}
    lines = (
        "、".join(f"{columns[key].text} {told(columns[key], one)}" for key, one in row.items())
        for row in value
    )
    return "；".join(f"{place}. {line}" for place, line in enumerate(lines, 1))


def sums_of(question: Question, value: Any) -> dict[str, int]:
    """各列合计: in 分, by 「表.列」; a column is not known where a row does not tell it."""
    from huiqi.programmes.values import fen

    if not isinstance(value, list):
        return {}
    found: dict[str, int] = {}
    for key, column in columns_of(question).items():
        if column.kind != "money":
            continue
        amounts = [fen(row.get(key)) for row in value]
        if all(one is not None for one in amounts):
            found[f"{question.key}.{key}"] = sum(one or 0 for one in amounts)
    return found


def sums_told(question: Question, value: Any) -> list[tuple[str, str]]:
    """合计的说法: name of the column and the sum of it."""
    sums, columns = sums_of(question, value), columns_of(question)
    return [(columns[key.partition(".")[2]].label, exact(fen)) for key, fen in sums.items()]
