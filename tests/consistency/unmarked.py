"""Chinese sentences that a person meets as a no or a message, not marked for translation."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
MARKS: Final = {
    *("_", "gettext", "gettext_lazy", "gettext_noop", "worded", "counted"),
    *("saying", "counting"),
    *("ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"),
}
# What says no, or something else to whoever is looking at a page.
SAYS: Final = {
    *("Refused", "Denied", "WrongState", "ValidationError", "Problem", "ApiError"),
    *("OtherRequest", "TooLong", "Check", "Move", "append", "extend", "add_error"),
    *("success", "info", "warning", "error", "in_words"),
}
# Of a constraint or a field, read by whoever breaks it.
SAID_BY: Final = {"violation_error_message", "error_messages", "help_text", "verbose_name"}
# Names that hold a sentence until it is said.
HELD_IN: Final = re.compile(r"problem|what|why|fix|sentence|message|reason|hint")
ANSWERS: Final = re.compile(r"problem|wrong|unfit|untimely|unknown|late|why|sentence|misfit")


class Found(NamedTuple):
    """Where an unmarked sentence stands, and how it begins."""

    function: str
    line: int
    text: str


def unmarked(module: ast.Module) -> list[Found]:
    """Every one in a module."""
    return sorted(_found(module), key=lambda one: (one.line, one.text))


def _found(tree: ast.Module) -> Iterator[Found]:
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        text = _text(node)
        if not CHINESE.search(text) or isinstance(above[node], ast.JoinedStr | ast.Expr):
            continue
        line = list(_up(node, above))
        if any(isinstance(one, ast.Call) and _name(one.func) in MARKS for one in line):
            continue
        function = _within(line)
        is_answer = ANSWERS.search(function) and any(isinstance(one, ast.Return) for one in line)
        if is_answer or any(_is_said(one) for one in line):
            yield Found(function, getattr(node, "lineno", 0), text)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{}" for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def _up(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in above:
        node = above[node]
        yield node


def _is_said(node: ast.AST) -> bool:
    match node:
        case ast.Raise() | ast.Yield() | ast.YieldFrom():
            return True
        case ast.Call():
            return _name(node.func) in SAYS
        case ast.keyword():
            return node.arg in SAID_BY
        case ast.Assign():
            return any(HELD_IN.search(_name(target)) for target in node.targets)
        case ast.AnnAssign():
            return bool(HELD_IN.search(_name(node.target)))
    return False


def _name(node: ast.AST) -> str:
    return str(getattr(node, "id", getattr(node, "attr", "")))


def _within(line: list[ast.AST]) -> str:
    named = (one for one in line if isinstance(one, ast.FunctionDef | ast.ClassDef))
    return ".".join(reversed([one.name for one in named]))
