"""护栏: the page of guard rails names tests that exist, and nothing tells axe to look away."""

import ast
import re
from typing import Final

import pytest

from tests.consistency.repository import ROOT, functions, nodes, place, python_files

# Of all that read the sources, one process parses them.
pytestmark = pytest.mark.xdist_group("sources")

PAGE: Final = ROOT / "docs" / "why" / "guard-rails.md"


def _written() -> set[str]:
    return {one.name for path in python_files("tests") for one in functions(path)}


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    assert len(named) > 10
    assert sorted(named - _written()) == []


def test_axe_is_never_told_to_look_away() -> None:
    """No rule, element or impact is left out: it is given the page and nothing else."""
    runs = [
        (place(path, call.lineno), len(call.args) + len(call.keywords))
        for path in python_files("tests")
        for call in nodes(path)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "run"
        and isinstance(call.func.value, ast.Call)
        and getattr(call.func.value.func, "id", "") == "Axe"
    ]
    assert len(runs) > 2
    assert [where for where, given in runs if given != 1] == []
