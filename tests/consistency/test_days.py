"""日子: the day of a moment is asked for in the city's zone; the database gives it in UTC."""

import ast
import re
from typing import Final

import pytest

from tests.consistency.repository import SRC, nodes, place, python_files

# Of all that read the sources, one process parses them.
pytestmark = pytest.mark.xdist_group("sources")

IN_TEMPLATE: Final = re.compile(r"_at\.(?:date|day|hour|time)\b")


def test_no_day_is_taken_of_a_moment_of_the_database_in_utc() -> None:
    """``x_at.date()`` is the day before, from midnight to eight: ``day_of`` is the city's."""
    found = [
        place(path, call.lineno)
        for path in python_files("src")
        for call in nodes(path)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"date", "strftime"}
        and isinstance(call.func.value, ast.Attribute)
        and call.func.value.attr.endswith("_at")
    ]
    assert found == []


def test_no_template_takes_a_day_of_a_moment_in_utc() -> None:
    pages = sorted(SRC.glob("*/templates/**/*.*"))
    assert len(pages) > 100
    assert [place(one) for one in pages if IN_TEMPLATE.search(one.read_text("utf-8"))] == []
