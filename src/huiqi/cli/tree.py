"""解释树: the nodes of an explanation as lines of a page, each with its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huiqi.cli import words
from huiqi.rules.say import after

if TYPE_CHECKING:
    from huiqi.cli.output import Page
    from huiqi.rules.node import Node


def show_tree(page: Page, node: Node, indent: int) -> None:
    """显示解释树: a node and, two columns further right, what stands below it."""
    mark, style = _mark(node)
    page.line(_sentence(node), indent=indent, mark=mark, mark_style=style)
    for child in node.children:
        show_tree(page, child, indent + 2)


def _mark(node: Node) -> tuple[str, str]:
    """A number is neither met nor not met: it is known or not, and may be the one that counts."""
    if node.kind != "value" or node.verdict == "unknown":
        return words.MARKS[node.verdict], words.STYLES[node.verdict]
    return ("→", "bold") if node.counts else ("·", "dim")


def _sentence(node: Node) -> str:
    """What holds says its value as well, unless the sentence has it already."""
    if node.kind != "atom" or node.verdict != "yes" or node.value in ("", node.text):
        return node.text
    if node.value in node.text and not node.value[0].isdecimal():
        return node.text
    now = after("现为", node.value)
    if node.text.endswith("）"):
        return f"{node.text[:-1]}，{now}）"
    return f"{node.text}（{now}）"
