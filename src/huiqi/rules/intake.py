"""读取文件: the facts of one or several firms from JSON, YAML or a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from huiqi.rules.encoding import decode
from huiqi.rules.facts import Facts
from huiqi.rules.problems import Place, Problem, Refused, unreadable
from huiqi.rules.sheets import Given, read_sheet
from huiqi.rules.strict_json import read_json
from huiqi.rules.strict_yaml import List, Map, Node, plain_value, read_text

FIRMS = "firms"


def read_file(path: Path, on: date) -> list[Facts]:
    """读取文件: every firm in it; Refused with all problems of all firms, each where it stands.

    JSON and YAML hold one mapping, a list of them, or {"firms": [...]}; a spreadsheet one firm
    a row under keys or Chinese labels, or one fact a row (事实, 值).
    """
    firms: list[Facts] = []
    problems: list[Problem] = []
    for facts, place in _given(path):
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


def _given(path: Path) -> list[Given]:
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


def _json(text: str, file: str) -> list[Given]:
    rows = _rows(read_json(text, file), file)
    numbers = range(1, len(rows) + 1) if len(rows) > 1 else (0,)
    return [Given(row, Place(file, firm=n)) for n, row in zip(numbers, rows, strict=False)]


def _yaml(text: str, file: str) -> list[Given]:
    document = read_text(text, file)
    if document.problems:
        raise Refused(document.problems)
    rows = _rows(plain_value(document.root), file)
    nodes = _nodes(document.root)
    several = len(rows) > 1
    return [
        Given(row, _lines(node, Place(file, node.line, firm=n if several else 0)))
        for n, (row, node) in enumerate(zip(rows, nodes, strict=True), 1)
    ]


def _rows(data: object, file: str) -> list[Mapping[str, object]]:
    """The firms of a document, however many it holds."""
    if isinstance(data, Mapping) and FIRMS in data:
        others = [str(key) for key in data if key != FIRMS]
        if others:
            what = f"「{FIRMS}」旁边还写了「{'、'.join(others)}」。"
            fix = "请把每户的事实写进列表里。"
            raise Refused([Problem(what, fix=fix, file=file, key=FIRMS)])
        data = data[FIRMS]
        if not isinstance(data, list):
            what = f"「{FIRMS}」应是若干户企业的列表。"
            raise Refused([Problem(what, file=file, key=FIRMS)])
    rows = data if isinstance(data, list) else [data]
    wrong = [
        Problem(
            "内容应是一户企业的事实，或若干户的列表。",
            file=file,
            firm=number if len(rows) > 1 else 0,
        )
        for number, row in enumerate(rows, 1)
        if not isinstance(row, Mapping)
    ]
    if wrong:
        raise Refused(wrong)
    return cast("list[Mapping[str, object]]", rows)


def _nodes(root: Node) -> list[Map]:
    """The nodes of the same firms, which know their lines."""
    if isinstance(root, Map) and FIRMS in root.items:
        root = root.items[FIRMS]
    return cast("list[Map]", root.items if isinstance(root, List) else [root])


def _lines(node: Map, place: Place) -> Place:
    keys = {key: Place(place.file, line, firm=place.firm) for key, line in node.key_lines.items()}
    return Place(place.file, place.line, firm=place.firm, keys=keys)
