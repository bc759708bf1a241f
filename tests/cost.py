"""代价: a list asks the database as often for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def costs(fill: Callable[[int], object], read: Callable[[], object]) -> list[int]:
    """How many queries ``read`` takes after ``fill(1)`` and after ``fill(3)``: to be the same."""
    read()  # the session notes where it comes from, once
    found = []
    for count in (1, 3):
        fill(count)
        found.append(queries(read))
    return found


def queries(read: Callable[[], object]) -> int:
    """How many queries ``read`` takes."""
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)
