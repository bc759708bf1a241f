"""代价: a list asks the database as often for three rows as for one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

TABLE: Final = re.compile(r'(?:FROM|INTO|UPDATE) "([a-z_]+)"')


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
    return sum(asked(read).values())


def asked(act: Callable[[], object]) -> Mapping[str, int]:
    """How many queries ``act`` takes, by the table that each is about; "" for those of none."""
    with CaptureQueriesContext(connection) as captured:
        act()
    tables = (TABLE.search(one["sql"]) for one in captured)
    return Counter(found[1] if found else "" for found in tables)
