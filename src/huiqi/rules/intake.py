"""读取文件: the facts of one or several firms from JSON, YAML or a spreadsheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.read import BY_LABEL
from huiqi.rules.strict_yaml import plain_value, read_path
from huiqi.rules.values import clean

Given = tuple[Mapping[str, object], int]  # the facts as written, and their row (0: none)
FACT_HEADERS = frozenset({"事实", "项目", "fact", "key"})


def read_file(path: Path, on: date) -> list[Facts]:
    """读取文件: every firm in it; Refused with all problems of all firms, with file and row.

    JSON and YAML hold one mapping, a list of them, or {"firms": [...]}; a spreadsheet one firm
    a row under keys or Chinese labels, or one fact a row (事实, 值).
    """
    name = path.name
    firms: list[Facts] = []
    problems: list[Problem] = []
    for given, row in _given(path):
        try:
            firms.append(Facts.read(given, on, file=name, line=row))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    if not firms:
        raise Refused([Problem("文件里没有任何企业。", fix="请至少写一户的事实。", file=name)])
    return firms


def _given(path: Path) -> list[Given]:
    if not path.is_file():
        raise Refused([Problem(f"找不到文件「{path}」。", fix="请检查路径和文件名。")])
    match path.suffix.lower():
        case ".json":
            return _firms(_json(path), path)
        case ".yaml" | ".yml":
            return _firms(_yaml(path), path)
        case ".xlsx" | ".xls" | ".ods":
            return _sheet(path)
    raise Refused(
        [Problem(f"不认识的文件类型「{path.suffix}」。", fix="请用 .json、.yaml 或 .xlsx。")]
    )


def _json(path: Path) -> object:
    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in items]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise Refused([Problem(f"「{'、'.join(twice)}」写了两次。", file=path.name)])
        return dict(items)

    try:
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, parse_float=Decimal, object_pairs_hook=pairs)
    except Refused:
        raise
    except UnicodeDecodeError:
        raise Refused(
            [Problem("文件不是 UTF-8 编码。", fix="请另存为 UTF-8。", file=path.name)]
        ) from None
    except json.JSONDecodeError as error:
        problem = Problem(
            f"JSON 写法有误（第 {error.colno} 列附近）。",
            fix="请检查逗号、引号和括号是否成对。",
            file=path.name,
            line=error.lineno,
        )
        raise Refused([problem]) from None
    except (ValueError, RecursionError):
        problem = Problem("JSON 里有过长的数字或过深的括号。", fix="请核对内容。", file=path.name)
        raise Refused([problem]) from None


def _yaml(path: Path) -> object:
    document = read_path(path, path.name)
    if document.problems:
        raise Refused(document.problems)
    return plain_value(document.root)


def _firms(data: object, path: Path) -> list[Given]:
    if isinstance(data, Mapping) and isinstance(data.get("firms"), Sequence):
        data = data["firms"]
    rows = data if isinstance(data, list) else [data]
    if not all(isinstance(row, Mapping) for row in rows):
        raise Refused([Problem("内容应是一户企业的事实，或若干户的列表。", file=path.name)])
    several = len(rows) > 1
    return [(row, number if several else 0) for number, row in enumerate(rows, 1)]


def _sheet(path: Path) -> list[Given]:
    from python_calamine import CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except Exception as error:  # noqa: BLE001 -- the reader raises its own kinds, all mean this
        problem = Problem("表格打不开。", f"（{error}）", "请用 Excel 另存为 .xlsx。", path.name)
        raise Refused([problem]) from None
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(c != "" for c in row)]
    if not filled:
        return []
    header = [str(cell).strip() for cell in filled[0][1]]
    if header and header[0] in FACT_HEADERS:
        _once((str(row[0]).strip() for _, row in filled[1:]), path)
        return [(_unfold(row[:2] for _, row in filled[1:]), 0)]
    _once(header, path)
    return [(_unfold(zip(header, row, strict=False)), number) for number, row in filled[1:]]


def _once(keys: Iterable[str], path: Path) -> None:
    """A fact that stands twice would silently be the last one."""
    counts = Counter(key for key in keys if key)
    twice = [
        Problem(f"「{key}」写了两次。", fix="请只留一个。", file=path.name, key=key)
        for key, times in counts.items()
        if times > 1
    ]
    if twice:
        raise Refused(twice)


def _unfold(pairs: Iterable[Sequence[object]]) -> dict[str, object]:
    """Cells of lists (titles, awards_paid) are JSON text."""
    given: dict[str, object] = {}
    for pair in pairs:
        key, cell = str(pair[0]).strip(), pair[1] if len(pair) > 1 else None
        if not key:
            continue
        fact = FACTS.get(key) or BY_LABEL.get(str(clean(key)))
        listed = isinstance(cell, str) and cell.strip().startswith(("[", "{"))
        if listed and (fact is None or fact.kind != "text"):
            # Broken text stays as it is: the reader of the fact says what is wrong with it.
            with suppress(json.JSONDecodeError):
                cell = json.loads(str(cell), parse_float=Decimal)
        given[key] = cell
    return given
