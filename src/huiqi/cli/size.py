"""划型命令: the size class of a firm and which indicator decided it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huiqi.cli import output, words
from huiqi.cli.tree import show_tree
from huiqi.library import load
from huiqi.library.size import classify, sized
from huiqi.rules import say
from huiqi.rules.facts import Facts


def size(given: Mapping[str, str | None], on: date, *, as_json: bool) -> int:
    """划型: the class, what decided it, by which row of the standard and by which limits."""
    facts = Facts.read(given, on)
    if as_json:
        output.print_json(sized(load(), facts))
        return 0
    found, tree = classify(load(), facts)
    page = output.Page()
    page.line(f"{words.SIZES[str(found['class'])]}{_by(found)}", style="bold")
    page.line(f"标准：{found['standard']}")
    for node in tree:
        show_tree(page, node, 2)
    return 0


def _by(found: Mapping[str, object]) -> str:
    decided, wanted = found["decided_by"], found["missing"]
    if decided:
        return f"（由{'、'.join(say.label(key) for key in str(decided).split(','))}决定）"
    return f"（还缺：{words.listed(wanted)}）" if isinstance(wanted, list) and wanted else ""
