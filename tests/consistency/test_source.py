"""源码: size, docstrings and the way of money, checked on every file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consistency.repository import functions, nodes, place, python_files, tree

# Of all that read the sources, one process parses them.
pytestmark = pytest.mark.xdist_group("sources")

DOCUMENTED = (
    *("src/huiqi/kernel", "src/huiqi/rules", "src/huiqi/library"),
    *(
        "src/huiqi/api",
        "src/huiqi/config",
        "src/huiqi/citywide",
        "src/huiqi/sandbox",
        "src/huiqi/inbox",
        "src/huiqi/ledger",
        "src/huiqi/matters",
        "src/huiqi/demo",
        "src/huiqi/follow",
        "src/huiqi/parties",
        "src/huiqi/payments",
        "src/huiqi/policies",
        "src/huiqi/publicity",
        "src/huiqi/rights",
        "src/huiqi/rosters",
        "src/huiqi/web",
    ),
)
GENERATED = "/migrations/"
CHINESE_TERM = re.compile(r"^[^:\n]*[\u4e00-\u9fff][^:\n]*: ")

Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def test_no_python_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        place(path): lines
        for path in python_files("src", "tests")
        if GENERATED not in place(path)
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {
        f"{place(path, node.lineno)} {node.name}": lines
        for path in python_files("src", "tests")
        for node in functions(path)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > 50
    }
    assert long == {}


def _public(body: list[ast.stmt]) -> Iterator[Documented]:
    # Methods speak for themselves until somebody finds they do not.
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not node.name.startswith("_"):
            yield node


def test_every_module_and_public_name_says_what_it_is_in_chinese_first() -> None:
    silent = []
    for path in python_files(*DOCUMENTED):
        module = tree(path)
        if GENERATED in place(path):
            continue
        if not CHINESE_TERM.match(ast.get_docstring(module) or ""):
            silent.append(place(path))
        silent += [
            f"{place(path, node.lineno)} {node.name}"
            for node in _public(module.body)
            if not CHINESE_TERM.match(ast.get_docstring(node) or "")
        ]
    assert silent == []


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "float"
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _floats(path: Path) -> Iterator[str]:
    # isinstance(value, float) and annotations keep floats out; a literal or a call makes one.
    for node in nodes(path):
        if isinstance(node, ast.expr) and _is_float(node):
            yield place(path, node.lineno)


def test_no_float_lies_on_the_way_of_money() -> None:
    # The odds of random examples are no money.
    found = [
        hit
        for path in python_files("src/huiqi/rules", "src/huiqi/library")
        if path.name != "strategies.py"
        for hit in _floats(path)
    ]
    assert found == []


# Whether a process that was killed is back can only be asked again and again, to a deadline.
POLLS = "tests/config/city.py"


def test_one_module_writes_csv() -> None:
    """Another writer would forget to guard what a spreadsheet runs as a formula."""
    found = {
        place(path)
        for path in python_files("src")
        for call in nodes(path)
        if isinstance(call, ast.Attribute)
        and call.attr in {"writer", "DictWriter"}
        and getattr(call.value, "id", "") == "csv"
    }
    assert found == {"src/huiqi/kernel/sheets.py"}


def test_no_test_sleeps() -> None:
    asleep = [
        place(path, node.lineno)
        for path in python_files("tests")
        if place(path) != POLLS
        for node in nodes(path)
        if (isinstance(node, ast.Attribute) and node.attr == "sleep")
        or (isinstance(node, ast.alias) and node.name == "sleep")
    ]
    assert asleep == []
