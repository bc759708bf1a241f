"""代价: a list asks the database as often for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext


def costs(
    fill: Callable[[int], object], read: Callable[[], object], *, of: Sequence[int] = (1, 3)
) -> list[int]:
    """How many queries ``read`` takes after ``fill(1)`` and after ``fill(3)``: to be the same."""
    read()  # the session notes where it comes from, once
    found = []
    for count in of:
        fill(count)
        found.append(queries(read))
    return found


def queries(read: Callable[[], object]) -> int:
    """How many queries ``read`` takes."""
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)
