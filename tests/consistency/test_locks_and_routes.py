"""锁与地址: a lock says which rows it takes, an address what stands in it."""

import ast
import re
from typing import Final

import pytest

from tests.consistency.repository import nodes, place, python_files
from tests.matrix.table import routes

# Of all that read the sources, one process parses them.
pytestmark = pytest.mark.xdist_group("sources")

PARAMETER: Final = re.compile(r"<([^>]*)>")
# Django Ninja and allauth write their own addresses.
THEIRS: Final = ("/accounts/", "/api/")


def _calls(name: str) -> list[tuple[str, ast.Call]]:
    return [
        (place(path, node.lineno), node)
        for path in python_files("src/huiqi")
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    ]


def test_every_lock_says_which_rows_it_takes() -> None:
    calls = _calls("select_for_update")
    assert len(calls) > 0
    assert [at for at, c in calls if "of" not in {word.arg for word in c.keywords}] == []


def test_every_parameter_of_an_address_has_a_type() -> None:
    ours = [route for route in routes() if not route.startswith(THEIRS)]
    assert [r for r in ours if any(":" not in each for each in PARAMETER.findall(r))] == []


def test_every_address_is_in_kebab_case() -> None:
    ours = [route for route in routes() if not route.startswith(THEIRS)]
    words = {route: PARAMETER.sub("", route) for route in ours}
    assert [r for r, fixed in words.items() if not re.fullmatch(r"[a-z0-9./-]*", fixed)] == []
