"""读取文件: the facts of one or several firms from JSON, YAML or a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from huiqi.rules.encoding import decode
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Place, Problem, Refused, unreadable
from huiqi.rules.sheets import Given, read_sheet
from huiqi.rules.strict_json import read_what_is_there
from huiqi.rules.strict_yaml import Broken, List, Map, plain_value, read_text

FIRMS = "firms"
Read: TypeAlias = tuple[list[Given], list[Problem]]


def read_file(path: Path, on: date) -> list[Facts]:
    """读取文件: every firm in it; Refused with all problems of all firms, each where it stands.

    JSON and YAML hold one mapping, a list of them, or {"firms": [...]}; a spreadsheet one firm
    a row under keys or Chinese labels, or one fact a row (事实, 值).
    """
    firms: list[Facts] = []
    given, problems = _given(path)
    for facts, place in given:
        try:
            firms.append(Facts.read(facts, on, place))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    if not firms:
        what = "文件里没有任何企业。"
        raise Refused([Problem(what, fix="请至少写一户的事实。", file=path.name)])
    return firms


def _given(path: Path) -> Read:
    """What can be read of each firm, and what is wrong with the form of the file.

    Refused where there is nothing that could be looked at further.
    """
    data, kind, file = _bytes(path), path.suffix.lower(), path.name
    if kind not in (".json", ".yaml", ".yml", ".xlsx", ".xls", ".ods"):
        what = f"不认识的文件类型「{kind}」。" if kind else "文件没有扩展名。"
        raise Refused([Problem(what, fix="请用 .json、.yaml 或 .xlsx。", file=file)])
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise Refused([Problem("文件是空的。", fix="请写入企业的事实。", file=file)])
    if kind == ".json":
        return _json(decode(data, file), file)
    if kind in (".yaml", ".yml"):
        return _yaml(decode(data, file), file)
    return read_sheet(data, file)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused([unreadable(error, str(path))]) from None
    except ValueError:  # a name with a zero byte, which no system has
        what, fix = "文件名含有不可用的字符。", "请检查路径和文件名。"
        raise Refused([Problem(what, fix=fix, file=str(path))]) from None


def _json(text: str, file: str) -> Read:
    data, problems = read_what_is_there(text, file)
    rows, several = _rows(data, file, problems)
    given = [
        Given(row, Place(file, firm=number if several else 0))
        for number, row in enumerate(rows, 1)
        if isinstance(row, Mapping)
    ]
    return given, problems


def _yaml(text: str, file: str) -> Read:
    document = read_text(text, file)
    if isinstance(document.root, Broken):
        raise Refused(document.problems)
    problems = list(document.problems)
    rows, several = _rows(document.root, file, problems)
    given = [
        Given(
            plain_value(node), _lines(node, Place(file, node.line, firm=number if several else 0))
        )
        for number, node in enumerate(rows, 1)
        if isinstance(node, Map)
    ]
    return given, problems


def _rows(data: object, file: str, problems: list[Problem]) -> tuple[Sequence[object], bool]:
    """The firms of a document as they stand, usable or not, and whether it lists several."""
    items = _items(data)
    if isinstance(items, Mapping) and FIRMS in items:
        others = [str(key) for key in items if key != FIRMS]
        if others:
            what = f"「{FIRMS}」旁边还写了「{'、'.join(others)}」。"
            fix = "请把每户的事实写进列表里。"
            problems.append(Problem(what, fix=fix, file=file, key=FIRMS))
        items = _items(items[FIRMS])
        if not isinstance(items, list):
            what = f"「{FIRMS}」应是若干户企业的列表。"
            problems.append(Problem(what, file=file, key=FIRMS))
            return (), False
    rows = items if isinstance(items, list) else [data]
    several = len(rows) > 1
    problems += [
        Problem(
            "内容应是一户企业的事实，或若干户的列表。", file=file, firm=number if several else 0
        )
        for number, row in enumerate(rows, 1)
        if not isinstance(_items(row), Mapping | Broken)
    ]
    return rows, several


def _items(data: object) -> object:
    """A mapping or a list, whether it comes with its lines or without."""
    return data.items if isinstance(data, Map | List) else data


def _lines(node: Map, place: Place) -> Place:
    keys = {key: Place(place.file, line, firm=place.firm) for key, line in node.key_lines.items()}
    return Place(place.file, place.line, firm=place.firm, keys=keys)
